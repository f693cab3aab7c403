import type { ActionName } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";
import { codeOf } from "../client";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
afterAll(() => emulator.close());

describe("a parameter", () => {
  it.each([
    ["that is unknown", { Colour: "red" }, "UnknownParameter", "The parameter `Colour` is not recognized."],
    [
      "that is unknown, inside a structure",
      { Filters: [{ Name: "vip", Values: [], Colour: 1 }] },
      "UnknownParameter",
      "The parameter `Filters.0.Colour` is not recognized.",
    ],
    ["of another type", { Offset: "0" }, "InvalidParameter", "The value type of parameter `Offset` is not valid."],
    [
      "with a negative integer",
      { Offset: -1 },
      "InvalidParameter",
      "The value type of parameter `Offset` is not valid.",
    ],
    [
      "with a fraction for an integer",
      { Limit: 1.5 },
      "InvalidParameter",
      "The value type of parameter `Limit` is not valid.",
    ],
    [
      "with a text for a list",
      { HaVipIds: "havip-00000001" },
      "InvalidParameter",
      "The value type of parameter `HaVipIds` is not valid.",
    ],
    [
      "with a list for a structure",
      { Filters: [[]] },
      "InvalidParameter",
      "The value type of parameter `Filters.0` is not valid.",
    ],
    [
      "missing inside a structure",
      { Filters: [{ Name: "vip" }] },
      "MissingParameter",
      "The request is missing a required parameter `Filters.0.Values`.",
    ],
    [
      "named like a property of every object",
      { constructor: 1 },
      "UnknownParameter",
      "The parameter `constructor` is not recognized.",
    ],
  ])("%s is refused in the cloud's words", async (_name, parameters, code, message) => {
    expect((await api.answer("DescribeHaVips", parameters)).Error).toEqual({ Code: code, Message: message });
  });

  it("that is required and missing is named", async () => {
    expect((await api.answer("CreateHaVip", { VpcId: PLACE.VpcId })).Error).toEqual({
      Code: "MissingParameter",
      Message: "The request is missing a required parameter `HaVipName`.",
    });
  });

  it("that is null counts as left out", async () => {
    expect(await api.code("DescribeHaVips", { HaVipIds: null })).toBe("");
    expect(await api.code("DeleteHaVip", { HaVipId: null })).toBe("MissingParameter");
  });

  it("that the cloud has and the emulator would ignore is refused as such", async () => {
    expect((await api.answer("DescribeSubnets", { MaxResults: 5 })).Error).toEqual({
      Code: "UnsupportedOperation",
      Message: "This emulator does not serve the parameter `MaxResults`.",
    });
  });

  it("that is not served may say what goes without saying", async () => {
    const { NetworkInterfaceId } = await api.networkInterface();
    const attached = { NetworkInterfaceId, InstanceId: "ins-00000001" };
    expect((await api.answer("AttachNetworkInterface", { ...attached, AttachType: 1 })).Error).toEqual({
      Code: "UnsupportedOperation",
      Message: "This emulator does not serve the parameter `AttachType` other than as `0`.",
    });
    expect(await api.code("AttachNetworkInterface", { ...attached, AttachType: 0 })).toBe("");
    expect(emulator.calls().at(-1)?.unread).toEqual([]);
  });

  it.each<[ActionName, object]>([
    ["CreateVpc", { VpcName: "a", CidrBlock: "10.0.0.0/24", EnableRouteVpcPublish: false }],
    ["ModifyVpcAttribute", { VpcId: PLACE.VpcId, EnableRouteVpcPublishIpv6: false, EnableCdcPublish: false }],
    ["CreateNetworkInterface", { ...PLACE, NetworkInterfaceName: "a", QosLevel: "DEFAULT", IsRdma: false }],
    ["CreateNetworkInterface", { ...PLACE, NetworkInterfaceName: "a", TrunkingFlag: "Disable" }],
    ["AllocateAddresses", { ApplicableForCLB: false, Egress: "center_egress1", IsDedicatedAddressPool: true }],
    ["DescribeResourceTags", { CosResourceId: 0 }],
  ])("of %s that is not served may say what the cloud documents as its default", async (action, parameters) => {
    expect(await api.code(action, { ...parameters })).toBe("");
  });

  it("is an address just as it was shown", async () => {
    const { NetworkInterfaceId } = await api.networkInterface();
    await api.ok("AssignPrivateIpAddresses", { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 });
    const { PrivateIpAddressSet } = await api.interface(NetworkInterfaceId);
    const PrivateIpAddresses = PrivateIpAddressSet.filter(({ Primary }) => !Primary);
    expect(await api.code("UnassignPrivateIpAddresses", { NetworkInterfaceId, PrivateIpAddresses })).toBe("");
    expect(await api.code("AssignPrivateIpAddresses", { NetworkInterfaceId, PrivateIpAddresses })).toBe("");
  });

  it("that is unknown is told before one of another type, and that before a missing one", async () => {
    expect(await api.code("CreateHaVip", { VpcId: 1, Colour: "red" })).toBe("UnknownParameter");
    expect(await api.code("CreateHaVip", { VpcId: 1 })).toBe("InvalidParameter");
  });
});

describe("a body", () => {
  it.each(["{", "[]", '"text"'])("%s is refused: it is no JSON object", async (body) => {
    expect(await codeOf(emulator, "DescribeHaVips", {}, { body })).toBe("InvalidRequest");
  });

  it("of nothing at all has no parameters", async () => {
    expect(await codeOf(emulator, "DescribeHaVips", {}, { body: "" })).toBe("");
  });

  it("of more than 10 MB is refused, also when its length is not announced", async () => {
    const body = `{"HaVipIds":["${"x".repeat(10 * 1024 * 1024)}"]}`;
    const headers = { "transfer-encoding": "chunked" };
    expect(await codeOf(emulator, "DescribeHaVips", {}, { body })).toBe("RequestSizeLimitExceeded");
    expect(await codeOf(emulator, "DescribeHaVips", {}, { body, headers })).toBe("RequestSizeLimitExceeded");
  });
});
