import { PACKAGE_VERSION } from "../../../provider/core/package";
import { Credential } from "../../../provider/api/credentials/credential";
import { endpointOf } from "../../../provider/api/endpoint";
import { createPrepare } from "../../../provider/api/outgoing";
import { sign, signingKeys } from "../../../provider/api/sign";
import { SECRET_ID, SECRET_KEY, TOKEN } from "./support/client";

const permanent = new Credential(SECRET_ID, SECRET_KEY, "", "a test");
const temporary = new Credential(SECRET_ID, SECRET_KEY, TOKEN, "a test");
/** The token of an identity provider, without a key pair. */
const keyless = new Credential("", "", TOKEN, "a test");

const endpoint = endpointOf("vpc", "ap-guangzhou", { endpoint: "", domain: "", protocol: "" });
const BODY = '{"HaVipName":"web"}';
/** Not on a full second. */
const NOW = Date.UTC(2026, 0, 1) + 999;

const prepared = (credential: Credential) =>
  createPrepare("ap-guangzhou", credential)("CreateHaVip", endpoint, BODY, NOW);

describe("a request", () => {
  test("has the common parameters of the API in its headers, and the parameters of the action as its body", () => {
    const { outgoing } = prepared(permanent);
    expect(outgoing).toEqual({
      method: "POST",
      url: "https://vpc.tencentcloudapi.com/",
      body: BODY,
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "User-Agent": `pulumi-tencentcloud-havip/${PACKAGE_VERSION}`,
        Host: "vpc.tencentcloudapi.com",
        Authorization: expect.stringMatching(/^TC3-HMAC-SHA256 /),
        "X-TC-Action": "CreateHaVip",
        "X-TC-Version": "2017-03-12",
        "X-TC-Timestamp": "1767225600",
        "X-TC-Region": "ap-guangzhou",
        "X-TC-Language": "en-US",
        "X-TC-RequestClient": `pulumi-tencentcloud-havip ${PACKAGE_VERSION}`,
      },
    });
  });

  test("is signed for what is sent: content type, host, action, body, and the second it names", () => {
    const headers = {
      "content-type": "application/json",
      host: "vpc.tencentcloudapi.com",
      "x-tc-action": "CreateHaVip",
    };
    const signable = {
      method: "POST",
      query: "",
      headers,
      payload: BODY,
      service: "vpc",
      timestamp: 1767225600,
    } as const;
    expect(prepared(permanent).outgoing.headers["Authorization"]).toBe(
      sign(signable, SECRET_ID, signingKeys(SECRET_KEY)),
    );
  });

  test("carries the token of temporary credentials", () => {
    expect(prepared(temporary).outgoing.headers["X-TC-Token"]).toBe(TOKEN);
  });

  test("is not signed where there is no key pair, and gives the identity provider's token to nobody", () => {
    const { headers } = prepared(keyless).outgoing;
    expect(headers["Authorization"]).toBe("SKIP");
    expect(headers).not.toHaveProperty("X-TC-Token");
  });
});

test("what nobody may read are the key, the token, the signature and the id", () => {
  const { outgoing, secrets } = prepared(temporary);
  const signature = /Signature=([0-9a-f]{64})$/.exec(outgoing.headers["Authorization"] ?? "")?.[1];
  expect(secrets).toEqual([SECRET_KEY, TOKEN, signature, SECRET_ID]);
});
