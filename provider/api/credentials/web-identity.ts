import { ConfigurationError } from "../configuration-error";
import { type Environment, variable } from "../environment";
import type { Search } from "./access";
import { type Role, notTakenOn } from "./assume-role";
import { Credential } from "./credential";
import { type Reading, readIfThere } from "./files";
import { webIdentityOf } from "./role-fields";
import type { CredentialSource } from "./source";
import { temporaryCredential } from "./temporary";

/** A role for whoever has the token of an identity provider (OIDC). */
export interface WebIdentity extends Omit<Role, "policy" | "externalId"> {
  providerId: string;
  /** The token, or the file that has it: that is read each time, because its writer replaces it before it expires. */
  token: { text: string } | { file: string };
  /** Of the call, where it is not the settings'. */
  region?: string;
}

/** The role's credentials; the call is not signed (https://cloud.tencent.com/document/api/1312/73070). */
export function webIdentity(search: Search, { by, ...identity }: WebIdentity): Promise<Credential> {
  const { temporaries, endpoint, environment, signal } = search;
  const { roleArn, sessionName, durationSeconds, providerId, token } = identity;
  const { token: _, ...named } = identity;
  const where = "file" in token ? token.file : new Credential("", "", token.text, by).fingerprint();
  const key = JSON.stringify(["web-identity", endpoint, named, where]);
  const purpose = `taking on the role ${roleArn}`;
  return temporaries.get(
    key,
    purpose,
    async (own, tell) => {
      try {
        const text = "file" in token ? await tokenIn({ environment, signal: own }, token.file, by) : token.text;
        const credential = new Credential("", "", text, `the identity provider's token that ${by} names`);
        const region = identity.region ?? search.region();
        const client = search.client({ region, endpoint, credential }, () => Promise.resolve(undefined));
        const request = {
          ProviderId: providerId,
          WebIdentityToken: text,
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: durationSeconds,
        };
        const { response } = await client.call("AssumeRoleWithWebIdentity", request, own, { tell });
        const source = `the role ${roleArn}, which ${by} names, taken on with the token of ${providerId}`;
        return {
          credential: temporaryCredential({ ...response.Credentials }, source),
          lifetimeMs: durationSeconds * 1_000,
        };
      } catch (error) {
        throw notTakenOn(roleArn, by, error);
      }
    },
    signal,
  );
}

/** What a pod of TKE finds in its environment, under the names that the official SDKs read. */
const POD = { roleArn: "TKE_ROLE_ARN", providerId: "TKE_PROVIDER_ID", file: "TKE_WEB_IDENTITY_TOKEN_FILE" };

/** The role of the pod that this runs in; undefined outside of one. */
export function podIdentity(environment: Environment): WebIdentity | undefined {
  const [roleArn, providerId, file] = [POD.roleArn, POD.providerId, POD.file].map((each) =>
    variable(environment, each),
  );
  if (roleArn === undefined && providerId === undefined && file === undefined) return undefined;
  if (roleArn === undefined || providerId === undefined || file === undefined) {
    const lacking = Object.values(POD).filter((each) => variable(environment, each) === undefined);
    throw new ConfigurationError(
      `${lacking.join(" and ")} of the pod's identity (${Object.values(POD).join(", ")}) is not set. Set all of them, or none.`,
    );
  }
  const region = variable(environment, "TKE_REGION");
  const identity = webIdentityOf({ roleArn, providerId, webIdentityTokenFile: file }, POD.roleArn);
  return { ...identity, ...(region === undefined ? {} : { region }) };
}

/** The same as a place to look at. */
export function podRole(search: Search): CredentialSource {
  return async () => {
    const identity = podIdentity(search.environment);
    if (identity !== undefined) return { kind: "found", credential: await webIdentity(search, identity) };
    return { kind: "absent", looked: `the identity of a TKE pod, ${Object.values(POD).join(", ")}` };
  };
}

/** The token alone, or in the JSON that the bridged provider reads: `{ "web_identity_token": "..." }`. */
async function tokenIn(reading: Reading, file: string, by: string): Promise<string> {
  const text = (await readIfThere(reading, file))?.trim();
  if (text === undefined)
    throw new ConfigurationError(`There is no file ${file}, where the token for ${by} should be.`);
  const token = text.startsWith("{") ? tokenOf(text) : text;
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigurationError(
    `${file} holds no token: neither one line of it, nor JSON with "web_identity_token". Have its writer put one there.`,
  );
}

function tokenOf(text: string): unknown {
  try {
    const { web_identity_token: token } = JSON.parse(text) as Record<string, unknown>; // True of what begins with a brace.
    return token;
  } catch {
    return undefined;
  }
}
