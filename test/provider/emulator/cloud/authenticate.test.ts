import { EMULATOR_SECRET_ID, STORE_HEADER } from "../../../../provider/core/emulator";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { type Variation, call, codeOf, send } from "../client";

const NOW = Date.UTC(2026, 10, 22, 23, 59, 0);
const SECONDS = NOW / 1000;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => NOW });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const refusal = (variation: Variation = {}): Promise<string> =>
  codeOf(emulator, "DescribeHaVips", {}, { timestamp: String(SECONDS), ...variation });

/** Mistakes in the order in which they are to be found: a request with several is refused for the first. */
const MISTAKES: [name: string, code: string, mistake: Variation][] = [
  ["no action", "MissingParameter", { headers: { "x-tc-action": undefined } }],
  ["an unknown action", "InvalidAction", { headers: { "x-tc-action": "MigrateHaVip" } }],
  ["no version", "MissingParameter", { headers: { "x-tc-version": undefined } }],
  ["another product's version", "NoSuchVersion", { headers: { "x-tc-version": "2018-08-13" } }],
  ["no timestamp", "MissingParameter", { headers: { "x-tc-timestamp": undefined } }],
  ["a timestamp in words", "InvalidParameter", { headers: { "x-tc-timestamp": "now" } }],
  ["a timestamp 301 s old", "AuthFailure.SignatureExpire", { timestamp: String(SECONDS - 301) }],
  ["a timestamp 301 s ahead", "AuthFailure.SignatureExpire", { timestamp: String(SECONDS + 301) }],
  ["no authorization", "AuthFailure.InvalidAuthorization", { headers: { authorization: undefined } }],
  ["another form of authorization", "AuthFailure.InvalidAuthorization", { headers: { authorization: "Bearer x" } }],
  ["an unknown SecretId", "AuthFailure.SecretIdNotFound", { secretId: "AKIDsomebodyelse" }],
  ["another day in the scope", "AuthFailure.SignatureFailure", { date: "2026-11-21" }],
  ["a signature by another key", "AuthFailure.SignatureFailure", { secretKey: "another" }],
  ["a token", "AuthFailure.TokenFailure", { headers: { "x-tc-token": "t" } }],
  ["no region", "MissingParameter", { headers: { "x-tc-region": undefined } }],
  ["a malformed region", "UnsupportedRegion", { region: "Guangzhou" }],
];

describe("a request", () => {
  it("that is signed correctly is answered", async () => {
    expect(await refusal()).toBe("");
  });

  it.each(MISTAKES)("with %s is refused with %s", async (_name, code, mistake) => {
    expect(await refusal(mistake)).toBe(code);
  });

  it.each(MISTAKES)("with %s and every later mistake is refused for the first", async (name, code, mistake) => {
    const later = MISTAKES.slice(MISTAKES.findIndex(([other]) => other === name));
    const all = later.reduceRight<Variation>(
      (sum, [, , own]) => ({ ...sum, ...own, headers: { ...sum.headers, ...own.headers } }),
      { body: '{"Colour":"red"}', payload: '{"Colour":"red"}' },
    );
    expect(all).toMatchObject(mistake);
    expect(await refusal(all)).toBe(code);
  });

  it.each([-300, 300])("with a timestamp %i s from the emulator's clock is answered", async (seconds) => {
    expect(await refusal({ timestamp: String(SECONDS + seconds) })).toBe("");
  });

  it("with an empty token is one without a token", async () => {
    expect(await refusal({ headers: { "x-tc-token": "" } })).toBe("");
  });

  it("with the body null has no parameters, as the vendor's CommonClient for Go sends it", async () => {
    expect(await refusal({ body: "null" })).toBe("");
  });

  it("signed as of version 1 is told which signature is served", async () => {
    const answer = await call(emulator, "DescribeHaVips", {}, { headers: { "x-tc-action": undefined } });
    expect(answer.Error?.Message).toMatch(/`Action`.*X-TC-Action.*TC3-HMAC-SHA256.*not HmacSHA1/);
  });

  it("with a body other than the signed one is refused", async () => {
    expect(await refusal({ body: '{"Limit":1}', payload: '{"Limit":2}' })).toBe("AuthFailure.SignatureFailure");
  });

  it("may leave the body unsigned when it says so", async () => {
    const headers = { "x-tc-content-sha256": "UNSIGNED-PAYLOAD" };
    expect(await refusal({ payload: "UNSIGNED-PAYLOAD", headers })).toBe("");
  });

  it("is taken under any host name, signed with or without the port", async () => {
    const host = "vpc.tencentcloudapi.com:7215";
    expect(await refusal({ host })).toBe("");
    expect(await refusal({ host, signedHost: "vpc.tencentcloudapi.com" })).toBe("");
    expect(await refusal({ host, signedHost: "cvm.tencentcloudapi.com" })).toBe("AuthFailure.SignatureFailure");
  });

  it("is taken with any service in the scope, as the vendor's SDK for Node signs 127 for 127.0.0.1", async () => {
    expect(await refusal({ scopeService: "127" })).toBe("");
  });

  it("to a product without regions needs none", async () => {
    const variation = { timestamp: String(SECONDS), headers: { "x-tc-region": undefined } };
    expect(await codeOf(emulator, "GetCallerIdentity", {}, variation)).toBe("");
  });

  it.each([
    ["with PUT", { method: "PUT" }],
    ["with a form for a body", { headers: { "content-type": "application/x-www-form-urlencoded" } }],
  ])("%s is told that this is not served", async (_name, variation) => {
    expect(await refusal(variation)).toBe("UnsupportedProtocol");
  });
});

describe("an unknown action", () => {
  it("is named, next to those that are served", async () => {
    const answer = await call(emulator, "DescribeHaVips", {}, { headers: { "x-tc-action": "MigrateHaVip" } });
    expect(answer.Error?.Message).toMatch(/invalid or not found.*MigrateHaVip.*CreateHaVip, DeleteHaVip/);
  });
});

describe("a key of the real cloud", () => {
  const real = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

  it("is refused with the mistake named, and repeated nowhere", async () => {
    const answer = await call(emulator, "DescribeHaVips", {}, { timestamp: String(SECONDS), secretId: real });
    expect(answer.Error?.Message).toContain("havip emulator env");
    const everything = JSON.stringify([answer, emulator.calls(), emulator.state()]);
    expect(everything).toContain("AuthFailure.SecretIdNotFound");
    expect(everything).not.toContain(real);
  });
});

describe("an answer", () => {
  it.each([
    ["of success", {}],
    ["of refusal", { secretId: "AKIDsomebodyelse" }],
  ])(
    "%s is HTTP 200 in exactly the type that SDKs read, with a request id and the store's name",
    async (_n, variation) => {
      const reply = await send(emulator, "DescribeHaVips", {}, { timestamp: String(SECONDS), ...variation });
      expect(reply.status).toBe(200);
      expect(reply.headers).toMatchObject({ "content-type": "application/json", [STORE_HEADER]: emulator.storeId });
      expect(reply.text).toMatch(/"RequestId":"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}"\}\}$/);
    },
  );

  it("is remembered with its action, region, code, parameters and request id", async () => {
    const answer = await call(emulator, "DescribeHaVips", { Limit: 5 }, { timestamp: String(SECONDS) });
    await call(emulator, "DescribeHaVips", { Limit: 5 }, { timestamp: String(SECONDS), secretKey: "another" });
    const known = {
      action: "DescribeHaVips",
      service: "vpc",
      region: "ap-guangzhou",
      code: "",
      parameters: { Limit: 5 },
      unread: [],
    };
    const unknown = { action: "DescribeHaVips", code: "AuthFailure.SignatureFailure", parameters: {} };
    expect(emulator.calls()).toEqual([
      { ...known, requestId: answer.RequestId, at: NOW, durationMs: expect.any(Number) },
      expect.objectContaining(unknown),
    ]);
    expect(JSON.stringify(emulator.calls())).not.toContain(EMULATOR_SECRET_ID);
  });
});
