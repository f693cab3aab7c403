import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../../../provider/core/emulator";
import { type AuthenticCall, authenticate } from "../../../../provider/emulator/cloud/authenticate";
import { readParameters } from "../../../../provider/emulator/cloud/dispatch";
import { parametersOfQuery, typed } from "../../../../provider/emulator/cloud/query-form";
import { tc3Signature } from "../../../../provider/emulator/cloud/signature";
import { ASSUMPTIONS } from "../../../../provider/emulator/words/assumptions";
import { FILTER, listOf, notServedExcept, optional } from "../../../../provider/emulator/words/parameters";

const QUERY = "Limit=10&Filters.0.Name=vpc-id&Filters.0.Values.0=vpc-00000001&Filters.0.Values.1=a%20b";

describe("the parameters of the API's GET form", () => {
  it("are lists and structures under their numbered names, and texts", () => {
    expect(parametersOfQuery(QUERY)).toEqual({
      Limit: "10",
      Filters: [{ Name: "vpc-id", Values: ["vpc-00000001", "a b"] }],
    });
  });

  it("are a list in the order of its numbers, in whatever order the query has them", () => {
    const places = Array.from({ length: 12 }, (_, index) => String(index));
    const query = places
      .toSorted()
      .map((place) => `Ids.${place}=${place}`)
      .join("&");
    expect(query).toContain("Ids.1=1&Ids.10=10&Ids.11=11&Ids.2=2");
    expect(parametersOfQuery(query)).toEqual({ Ids: places });
  });

  it.each(["A.1=b", "A.0=a&A.2=c", "A.00=a", "A.0=a&A.x=b"])("are no list without every number: %s", (query) => {
    expect(Array.isArray(parametersOfQuery(query)["A"])).toBe(false);
  });

  it("are refused where a name has more parts than any of the API", () => {
    expect(() => parametersOfQuery(`a${".a".repeat(7_400)}=1`)).toThrow(/has more than 12 parts/);
    expect(parametersOfQuery("a.b.0.c=1")).toEqual({ a: { b: [{ c: "1" }] } });
  });

  it("are flags as the vendor's SDK for Python writes them, too", () => {
    const schema = { On: optional("boolean"), Off: optional("boolean") };
    expect(typed(schema, { On: "True", Off: "False" })).toEqual({ On: true, Off: false });
  });

  it("have the type of the one value that the emulator serves", () => {
    const schema = { Type: notServedExcept(0), DryRun: notServedExcept(false), Level: notServedExcept("DEFAULT") };
    expect(typed(schema, { Type: "0", DryRun: "false", Level: "DEFAULT" })).toEqual({
      Type: 0,
      DryRun: false,
      Level: "DEFAULT",
    });
  });

  it("become numbers and booleans where the action has such, and stay texts where they read as none", () => {
    const schema = { Limit: optional("integer"), On: optional("boolean"), Name: optional("string") };
    expect(typed(schema, { Limit: "10", On: "true", Name: "10" })).toEqual({ Limit: 10, On: true, Name: "10" });
    expect(typed(schema, { Limit: "-1", On: "yes" })).toEqual({ Limit: "-1", On: "yes" });
    const inside = { Filters: optional(listOf(FILTER)) };
    expect(typed(inside, parametersOfQuery(QUERY))).toMatchObject({ Filters: [{ Values: ["vpc-00000001", "a b"] }] });
  });

  it("cannot reach what every object has", () => {
    const given = parametersOfQuery("__proto__.polluted=1&constructor.prototype.polluted=1");
    expect(Object.getPrototypeOf(given)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("a GET request", () => {
  const now = Date.UTC(2026, 10, 22);
  const contentType = "application/x-www-form-urlencoded";
  const call = (query: string, signedQuery = query): AuthenticCall => {
    const host = "vpc.tencentcloudapi.com";
    const [timestamp, date, service] = [String(now / 1000), "2026-11-22", "vpc"];
    const headers = [["content-type", contentType] as const, ["host", host] as const];
    const request = { method: "GET", query: signedQuery, headers, payload: "", timestamp, date, service } as const;
    const signature = tc3Signature(request, EMULATOR_SECRET_KEY);
    const authorization =
      `TC3-HMAC-SHA256 Credential=${EMULATOR_SECRET_ID}/${date}/${service}/tc3_request, ` +
      `SignedHeaders=content-type;host, Signature=${signature}`;
    const names = { "x-tc-action": "DescribeVpcs", "x-tc-version": "2017-03-12", "x-tc-region": "ap-guangzhou" };
    const sent = { ...names, "x-tc-timestamp": timestamp, "content-type": contentType, host, authorization };
    return authenticate(
      { method: "GET", query, headers: sent, body: Buffer.alloc(0) },
      { now, site: "china", assumptions: ASSUMPTIONS },
    );
  };

  it("is signed over its query, and its parameters come from there", () => {
    const authentic = call(QUERY);
    expect(authentic).toMatchObject({ action: "DescribeVpcs", region: "ap-guangzhou", inTexts: true });
    expect(readParameters(authentic.body, { assumptions: ASSUMPTIONS })).toEqual(parametersOfQuery(QUERY));
  });

  it("whose query was changed on the way is refused", () => {
    expect(() => call(QUERY, "Limit=11")).toThrow(/could not be validated/);
  });

  it("of more than 32 KB is refused", () => {
    expect(() => call(`A=${"x".repeat(32 * 1024)}`)).toThrow(/more than 32768 bytes/);
  });
});
