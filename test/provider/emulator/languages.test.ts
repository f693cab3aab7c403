import { type Emulator, createEmulator } from "../../../provider/emulator";
import { Nuisance } from "../../../provider/emulator/faults/nuisance";
import { PLACE } from "./api";
import type { Variation } from "./client";
import { type Ask, asking, expectBothLanguages } from "./languages";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(() => emulator.close());

type Request = [action: string, parameters?: object, variation?: Variation];
type Row = [name: string, code: string, ...request: Request];

const HAVIP = { ...PLACE, HaVipName: "web" };
const filters = (count: number) => Array.from({ length: count }, () => ({ Name: "vip", Values: ["10.0.0.9"] }));
const copies = (count: number, value: string): string[] => Array.from({ length: count }, () => value);

describe("a refusal before the action is reached speaks both languages:", () => {
  it.each<Row>([
    ["an unknown action", "InvalidAction", "CreateNatGateway"],
    ["no action", "MissingParameter", "CreateHaVip", HAVIP, { headers: { "x-tc-action": undefined } }],
    ["no version", "MissingParameter", "CreateHaVip", HAVIP, { headers: { "x-tc-version": undefined } }],
    ["another version", "NoSuchVersion", "CreateHaVip", HAVIP, { headers: { "x-tc-version": "2018-08-13" } }],
    ["no timestamp", "MissingParameter", "CreateHaVip", HAVIP, { headers: { "x-tc-timestamp": undefined } }],
    ["a timestamp that is none", "InvalidParameter", "DescribeVpcs", {}, { headers: { "x-tc-timestamp": "now" } }],
    ["an old timestamp", "AuthFailure.SignatureExpire", "DescribeVpcs", {}, { timestamp: "1551113065" }],
    ["a wrong signature", "AuthFailure.SignatureFailure", "DescribeVpcs", {}, { secretKey: "another" }],
    ["a signature of another day", "AuthFailure.SignatureFailure", "DescribeVpcs", {}, { date: "2019-02-25" }],
    ["an unknown SecretId", "AuthFailure.SecretIdNotFound", "DescribeVpcs", {}, { secretId: "AKIDother" }],
    ["no signature", "AuthFailure.InvalidAuthorization", "DescribeVpcs", {}, { headers: { authorization: "x" } }],
    ["a token of the cloud", "AuthFailure.TokenFailure", "DescribeVpcs", {}, { headers: { "x-tc-token": "x" } }],
    ["no region", "MissingParameter", "DescribeVpcs", {}, { headers: { "x-tc-region": undefined } }],
    ["a region that is none", "UnsupportedRegion", "DescribeVpcs", {}, { region: "Guangzhou" }],
    ["another method", "UnsupportedProtocol", "DescribeVpcs", {}, { method: "PUT" }],
    ["a form", "UnsupportedProtocol", "DescribeVpcs", {}, { headers: { "content-type": "text/plain" } }],
    ["a body that is no JSON", "InvalidRequest", "DescribeVpcs", {}, { body: "[" }],
    ["an unknown parameter", "UnknownParameter", "CreateHaVip", { ...HAVIP, Name: "web" }],
    ["a wrong type", "InvalidParameter", "DescribeHaVips", { Offset: "0" }],
    ["a missing parameter", "MissingParameter", "CreateHaVip", PLACE],
    ["a parameter that is not served", "UnsupportedOperation", "AllocateAddresses", { AnycastZone: "a" }],
    ["ids and filters", "InvalidParameter.Coexist", "DescribeVpcs", { VpcIds: ["x"], Filters: filters(1) }],
    ["an unknown filter", "InvalidParameter.FilterInvalidKey", "DescribeVpcs", { Filters: filters(1) }],
    ["many filters", "InvalidParameterValue.LimitExceeded", "DescribeHaVips", { Filters: filters(11) }],
    [
      "many values",
      "InvalidParameterValue.LimitExceeded",
      "DescribeHaVips",
      { Filters: [{ Name: "vip", Values: copies(6, "10.0.0.9") }] },
    ],
    ["many ids", "InvalidParameterValue.LimitExceeded", "DescribeHaVips", { HaVipIds: copies(101, "havip-1") }],
    ["a malformed id", "InvalidParameterValue.Malformed", "DescribeHaVips", { HaVipIds: ["havip-1"] }],
    ["a large page", "InvalidParameterValue.Range", "DescribeHaVips", { Limit: 101 }],
    ["a page that is no number", "InvalidParameterValue.Malformed", "DescribeVpcs", { Limit: "many" }],
  ])("%s", (_name, code, ...request) => expectBothLanguages(asking(emulator, ...request), code));

  it.each<[code: string, message: string, ...request: Request]>([
    [
      "AuthFailure.SignatureFailure",
      "请求签名验证失败，请检查您的签名计算是否正确。",
      "DescribeVpcs",
      {},
      { secretKey: "another" },
    ],
    ["UnknownParameter", "未定义参数 `Name` 。", "DescribeVpcs", { Name: "x" }],
    ["InvalidParameter", "参数 `Offset` 取值类型错误。", "DescribeHaVips", { Offset: "0" }],
    [
      "InvalidRequest",
      "对于指定content-type=application/json协议下，请求内容不是合法的Json格式。",
      "DescribeVpcs",
      {},
      { body: "[" },
    ],
  ])("%s, in the words that users of the cloud have quoted", async (Code, Message, ...request) => {
    expect((await asking(emulator, ...request)("zh-CN")).Error).toEqual({ Code, Message });
  });
});

describe("what goes wrong on purpose speaks both languages:", () => {
  it("one call too many in a second", async () => {
    await using limited = await createEmulator({
      clock: () => Date.UTC(2026, 10, 22),
      behaviour: { rateLimits: { "*": 0 } },
    });
    const timestamp = String(Date.UTC(2026, 10, 22) / 1000);
    const ask = asking(limited, "DescribeVpcs", {}, { timestamp });
    expect((await ask("zh-CN")).Error?.Message).toBe("您当前每秒请求 `1` 次，超过了每秒频率上限 `0`，请稍后重试。");
    expect((await ask("en-US")).Error?.Message).toMatch(/^Your current request times equals to `2` in a second/);
  });

  const failing = (fault: { code?: string; message?: string }): Ask => {
    const ask = asking(emulator, "DescribeVpcs");
    return (language) => {
      emulator.faults.next({ action: "DescribeVpcs", phase: "before", kind: "error", ...fault });
      return ask(language);
    };
  };

  it.each([
    [{}, "InternalError", "内部错误。", "An internal error has occurred."],
    [{ code: "ServiceUnavailable" }, "ServiceUnavailable", "当前服务暂时不可用。", "Service is unavailable now."],
    [{ code: "ResourceInUse" }, "ResourceInUse", "资源被占用。", "The resource is occupied."],
    [{ code: "toString" }, "toString", "请求失败。", "The request failed."],
  ])("a fault %j without a message of its own", async (fault, Code, chinese, english) => {
    const ask = failing(fault);
    await expectBothLanguages(ask, Code);
    expect((await ask("zh-CN")).Error).toEqual({ Code, Message: chinese });
    expect((await ask("en-US")).Error).toEqual({ Code, Message: english });
  });

  it("a fault with a message, which is said as it is", async () => {
    const ask = failing({ message: "Ruhetag" });
    const messages = await Promise.all(
      ["zh-CN", "en-US", undefined].map(async (each) => (await ask(each)).Error?.Message),
    );
    expect(messages).toEqual(["Ruhetag", "Ruhetag", "Ruhetag"]);
  });

  it("the nuisance of the profile pebble", () => {
    const nuisance = new Nuisance(1);
    const struck = Array.from({ length: 200 }, () => nuisance.strike("before")).filter((each) => each !== undefined);
    expect(Object.fromEntries(struck.map((each) => [each.in("zh-CN"), each.in("en-US")]))).toEqual({
      "内部错误。": "An internal error has occurred.",
      "您当前每秒请求 `21` 次，超过了每秒频率上限 `20`，请稍后重试。": expect.stringMatching(
        /`21` in a second.*`20` for a second/,
      ),
    });
  });
});
