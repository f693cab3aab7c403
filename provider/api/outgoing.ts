import { ACTIONS, VERSIONS, type ActionName } from "./actions";
import type { Credential } from "./credentials/credential";
import type { Endpoint } from "./endpoint";
import type { Outgoing } from "./send";
import { sign, signingKeys } from "./sign";
import { PACKAGE, PACKAGE_VERSION } from "../core/package";

/** A request ready to be sent, and what in it nobody may read. */
export interface SignedRequest {
  outgoing: Outgoing;
  secrets: string[];
}

/** Builds the signed request of a call; `now` is in milliseconds since 1970. */
export type Prepare = (action: ActionName, endpoint: Endpoint, body: string, now: number) => SignedRequest;

/** Prepares requests for `region` with a credential (API document, "common parameters" and "signature method v3"). */
export function createPrepare(region: string, credential: Credential): Prepare {
  const { secretKey, token } = credential.reveal();
  const signingKey = signingKeys(secretKey);
  return (action, endpoint, body, now) => {
    const { service } = ACTIONS[action];
    const timestamp = Math.floor(now / 1_000);
    const signed = { "content-type": CONTENT_TYPE, host: endpoint.host, "x-tc-action": action };
    const signable = { method: "POST", query: "", headers: signed, payload: body, service, timestamp } as const;
    // What the official SDKs send in place of a signature (client.go, SkipSign).
    const authorization = credential.signs ? sign(signable, credential.secretId, signingKey) : "SKIP";
    const headers = {
      ...COMMON_HEADERS,
      Host: endpoint.host,
      Authorization: authorization,
      "X-TC-Action": action,
      "X-TC-Version": VERSIONS[service],
      "X-TC-Timestamp": String(timestamp),
      "X-TC-Region": region,
      ...(token === "" || !credential.signs ? {} : { "X-TC-Token": token }),
    };
    const signature = authorization.slice(authorization.lastIndexOf("=") + 1);
    return {
      outgoing: { method: "POST", url: `${endpoint.url}/`, headers, body },
      // The id is no secret, but it names an account, and is half of a credential.
      secrets: [secretKey, token, signature, credential.secretId],
    };
  };
}

/** Without a charset: the signature covers the header byte for byte, and the official SDKs send it like this. */
const CONTENT_TYPE = "application/json";

const COMMON_HEADERS = {
  "Content-Type": CONTENT_TYPE,
  Accept: "application/json",
  "User-Agent": `${PACKAGE}/${PACKAGE_VERSION}`,
  "X-TC-Language": "en-US",
  // A slash is not among the characters that the cloud allows here.
  "X-TC-RequestClient": `${PACKAGE} ${PACKAGE_VERSION}`,
};
