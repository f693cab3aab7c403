import type { Credentials } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { type Variation, call, send } from "../client";

const START = Date.UTC(2026, 10, 22);
const ROLE = "qcs::cam::uin/100000000001:roleName/deployer";
let emulator: Emulator;
let api: Api;
let now = START;

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now });
  api = new Api(emulator, () => now);
});
beforeEach(async () => {
  now = START;
  await emulator.reset();
});
afterAll(() => emulator.close());

const assume = async (parameters: Record<string, unknown> = {}): Promise<Credentials> => {
  const answer = await api.ok("AssumeRole", { RoleArn: ROLE, RoleSessionName: "deploy", ...parameters });
  return answer["Credentials"] as Credentials; // True where it succeeds.
};
const signedWith = ({ TmpSecretId, TmpSecretKey, Token }: Credentials): Variation => ({
  secretId: TmpSecretId,
  secretKey: TmpSecretKey,
  timestamp: String(now / 1000),
  headers: { "x-tc-token": Token },
});
const codeWith = async (credentials: Credentials): Promise<string> =>
  (await call(emulator, "GetCallerIdentity", {}, signedWith(credentials))).Error?.Code ?? "";

describe("the temporary credentials of a role", () => {
  it("open the API, and tell who uses them", async () => {
    const identity = await call(emulator, "GetCallerIdentity", {}, signedWith(await assume()));
    expect(identity).toMatchObject({ AccountId: "100000000001", UserId: "deployer:deploy", Type: "CAMRole" });
  });

  it.each([
    "qcs::cam::uin/100000000001:role/4611686018427397919",
    "qcs::cam::uin/100000000001:roleName/testRoleName",
    "qcs::cam::uin/100000000001:role/tencentcloudServiceRole/4611686018427397920",
    "qcs::cam::uin/100000000001:role/tencentcloudServiceRoleName/testServiceRoleName",
  ])("are given for every form of name that the document has: %s", async (RoleArn) => {
    const name = RoleArn.replace(/^.*\//, "");
    const identity = await call(emulator, "GetCallerIdentity", {}, signedWith(await assume({ RoleArn })));
    expect(identity).toMatchObject({ UserId: `${name}:deploy` });
  });

  it("expire when they say so", async () => {
    const parameters = { RoleArn: ROLE, RoleSessionName: "deploy", DurationSeconds: 60 };
    const answer = await api.ok("AssumeRole", parameters);
    expect(answer).toMatchObject({ ExpiredTime: START / 1000 + 60, Expiration: "2026-11-22T00:01:00Z" });
    const credentials = answer["Credentials"] as Credentials; // True where it succeeds.
    now = START + 59_000;
    expect(await codeWith(credentials)).toBe("");
    now = START + 60_000;
    expect(await codeWith(credentials)).toBe("AuthFailure.TokenFailure");
  });

  it("are worth nothing without their token, with that of others, or with one that was changed", async () => {
    const [one, two] = [await assume(), await assume()];
    expect(await codeWith({ ...one, Token: "" })).toBe("AuthFailure.TokenFailure");
    expect(await codeWith({ ...one, Token: two.Token })).toBe("AuthFailure.TokenFailure");
    expect(await codeWith({ ...one, Token: `x${one.Token}` })).toBe("AuthFailure.TokenFailure");
    expect(await codeWith({ ...one, TmpSecretKey: two.TmpSecretKey })).toBe("AuthFailure.SignatureFailure");
  });

  it("have a count of their own where calls are limited, like a sub-account", async () => {
    const one = await assume();
    emulator.behave({ rateLimits: { GetCallerIdentity: 1 } });
    const two = await assume();
    expect([await codeWith(one), await codeWith(two), await api.code("GetCallerIdentity")]).toEqual(["", "", ""]);
    expect([await codeWith(one), await codeWith(two)]).toEqual(["RequestLimitExceeded", "RequestLimitExceeded"]);
  });

  it("outlive a reset, as those of the cloud outlive any change there", async () => {
    const credentials = await assume();
    await emulator.reset();
    expect(await codeWith(credentials)).toBe("");
  });

  it("may be given for less than the role may do, and to callers with an external id", async () => {
    expect(await codeWith(await assume({ Policy: encodeURIComponent("{}"), ExternalId: "other:team" }))).toBe("");
  });

  it.each([
    ["a role of no form", { RoleArn: "deployer" }, "InvalidParameter.ParamError"],
    ["a role of another account", { RoleArn: ROLE.replace("100000000001", "7") }, "ResourceNotFound.RoleNotFound"],
    ["a session name of one letter", { RoleSessionName: "x" }, "InvalidParameter.ParamError"],
    ["a lifetime of more than 12 hours", { DurationSeconds: 43_201 }, "InvalidParameter.OverTimeError"],
    ["a parameter that is not served", { SourceIdentity: "1" }, "UnsupportedOperation"],
  ])("are refused for %s", async (_name, parameters, code) => {
    expect(await api.code("AssumeRole", { RoleArn: ROLE, RoleSessionName: "deploy", ...parameters })).toBe(code);
  });
});

describe("an identity provider's token", () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = (exp: number): string => `${part({ alg: "RS256" })}.${part({ exp })}.c2ln`;
  const exchange = async (WebIdentityToken: string, action = "AssumeRoleWithWebIdentity"): Promise<unknown> => {
    const parameters = { ProviderId: "github", WebIdentityToken, RoleArn: ROLE, RoleSessionName: "deploy" };
    const headers = { authorization: "SKIP" };
    const reply = await send(emulator, action, parameters, { timestamp: String(now / 1000), headers });
    return JSON.parse(reply.text);
  };

  it("gets credentials without a signature", async () => {
    const answer = await exchange(token(START / 1000 + 60));
    const { Response } = answer as { Response: { Credentials: Credentials } }; // True where it succeeds.
    expect(await codeWith(Response.Credentials)).toBe("");
  });

  it("is not in the log of calls, which has no parameters of callers that proved nothing", async () => {
    await exchange(token(START / 1000 + 60));
    expect(emulator.calls()).toMatchObject([{ action: "AssumeRoleWithWebIdentity", code: "", parameters: {} }]);
    expect(JSON.stringify(emulator.calls())).not.toContain("github");
  });

  it.each([
    ["has expired", token(START / 1000)],
    ["has no expiry", `${part({})}.${part({})}.c2ln`],
    ["is none", "token"],
  ])("that %s is refused", async (_name, given) => {
    expect(await exchange(given)).toMatchObject({
      Response: { Error: { Code: "InvalidParameter.WebIdentityTokenError" } },
    });
  });

  it("opens no other action without a signature", async () => {
    expect(await exchange(token(START / 1000 + 60), "AssumeRole")).toMatchObject({
      Response: { Error: { Code: "AuthFailure.InvalidAuthorization" } },
    });
  });
});
