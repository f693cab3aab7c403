import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

let emulator: Emulator;
let api: Api;

beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe("DescribeHaVips", () => {
  it("finds nothing under ids that nothing has", async () => {
    expect(await api.found({ HaVipIds: ["havip-99999999"] })).toEqual([]);
  });

  it.each([
    ["a malformed id", { HaVipIds: ["havip-1"] }, "InvalidParameterValue.Malformed"],
    [
      "ids and filters",
      { HaVipIds: ["havip-99999999"], Filters: [{ Name: "vip", Values: ["x"] }] },
      "InvalidParameter.Coexist",
    ],
    ["an unknown filter", { Filters: [{ Name: "colour", Values: ["red"] }] }, "InvalidParameter.FilterInvalidKey"],
    ["11 filters", { Filters: Array(11).fill({ Name: "vip", Values: ["x"] }) }, "InvalidParameterValue.LimitExceeded"],
    [
      "6 values in a filter",
      { Filters: [{ Name: "vip", Values: Array(6).fill("x") }] },
      "InvalidParameterValue.LimitExceeded",
    ],
    ["101 ids", { HaVipIds: Array(101).fill("havip-99999999") }, "InvalidParameterValue.LimitExceeded"],
    ["a Limit of 101", { Limit: 101 }, "InvalidParameterValue.Range"],
    ["a Limit of 0", { Limit: 0 }, "InvalidParameterValue.Range"],
  ])("with %s is refused", async (_name, parameters, code) => {
    expect(await api.code("DescribeHaVips", parameters)).toBe(code);
  });

  describe("with filters", () => {
    const filter = (Name: string, ...Values: string[]) => ({ Name, Values });

    beforeEach(async () => {
      await api.havip({ HaVipName: "a", Vip: "10.0.0.101", CheckAssociate: true });
      await api.havip({ HaVipName: "b", Vip: "10.0.0.102", HaVipAssociationSet: [{ InstanceId: "ins-00000001" }] });
      const { HaVipId } = await api.havip({ HaVipName: "c", SubnetId: "subnet-00000002", Vip: "10.0.1.103" });
      await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp: await api.eip() });
    });

    it.each([
      ["havip-name", ["a"], ["a"]],
      ["vip", ["10.0.0.102"], ["b"]],
      ["vpc-id", ["vpc-00000001"], ["a", "b", "c"]],
      ["subnet-id", ["subnet-00000002"], ["c"]],
      ["address-ip", ["203.0.113.2"], ["c"]],
      ["havip-association.instance-id", ["ins-00000001"], ["b"]],
      ["havip-association.instance-type", ["CVM"], ["b"]],
      ["check-associate", ["TRUE"], ["a"]],
      ["check-associate", ["false"], ["b", "c"]],
      ["type", ["NORMAL"], ["a", "b", "c"]],
      ["type", ["GWLB"], []],
      ["cdc-id", ["cluster-1"], []],
      ["termination-protection", ["false"], ["a", "b", "c"]],
      ["traffic-protection", ["true"], []],
    ])("finds by %s %j", async (name, values, found) => {
      expect(await api.names({ Filters: [filter(name, ...values)] })).toEqual(found);
    });

    it("finds by havip-id", async () => {
      const [, second] = await api.found();
      expect(await api.names({ Filters: [filter("havip-id", second?.HaVipId ?? "")] })).toEqual(["b"]);
    });

    it("takes any value of one filter, and demands every filter", async () => {
      expect(await api.names({ Filters: [filter("havip-name", "a", "c")] })).toEqual(["a", "c"]);
      const both = [filter("havip-name", "a", "c"), filter("subnet-id", PLACE.SubnetId)];
      expect(await api.names({ Filters: both })).toEqual(["a"]);
    });
  });

  it("answers pages of 20, up to 100, and counts everything", async () => {
    await using roomy = await createEmulator({ quotaHavipsPerVpc: 200 });
    const inRoomy = new Api(roomy);
    for (let i = 0; i < 105; i += 1) await inRoomy.havip({ HaVipName: `n${String(i)}` });
    const page = async (request: Record<string, unknown>) => {
      const { TotalCount } = await inRoomy.ok("DescribeHaVips", request);
      const names = await inRoomy.names(request);
      return [TotalCount, names.length, names[0]];
    };
    expect(await page({})).toEqual([105, 20, "n0"]);
    expect(await page({ Limit: 100 })).toEqual([105, 100, "n0"]);
    expect(await page({ Limit: 100, Offset: 100 })).toEqual([105, 5, "n100"]);
    expect(await page({ Offset: 105 })).toEqual([105, 0, undefined]);
  });

  it("in another region finds nothing", async () => {
    const { HaVipId } = await api.havip();
    const { HaVipSet } = await api.ok("DescribeHaVips", { HaVipIds: [HaVipId] }, "ap-shanghai");
    expect(HaVipSet).toEqual([]);
    expect(await api.code("DeleteHaVip", { HaVipId }, "ap-shanghai")).toBe("ResourceNotFound");
    expect(await api.found({ HaVipIds: [HaVipId] })).toHaveLength(1);
  });
});

describe("ModifyHaVipAttribute", () => {
  it("changes the name and nothing else", async () => {
    const havip = await api.havip();
    await api.ok("ModifyHaVipAttribute", { HaVipId: havip.HaVipId, HaVipName: "api" });
    expect(await api.found()).toEqual([{ ...havip, HaVipName: "api" }]);
  });

  it("without a name changes nothing", async () => {
    const havip = await api.havip();
    await api.ok("ModifyHaVipAttribute", { HaVipId: havip.HaVipId });
    expect(await api.found()).toEqual([havip]);
  });

  it.each([
    ["a malformed id", { HaVipId: "havip-1", HaVipName: "x" }, "InvalidParameterValue.Malformed"],
    ["an unknown id", { HaVipId: "havip-99999999", HaVipName: "x" }, "ResourceNotFound"],
  ])("with %s is refused", async (_name, parameters, code) => {
    expect(await api.code("ModifyHaVipAttribute", parameters)).toBe(code);
  });

  it("with a name of 61 characters is refused", async () => {
    const { HaVipId } = await api.havip();
    const parameters = { HaVipId, HaVipName: "x".repeat(61) };
    expect(await api.code("ModifyHaVipAttribute", parameters)).toBe("InvalidParameterValue.TooLong");
  });
});
