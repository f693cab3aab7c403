import type { ActionName } from "../../../../provider/api/actions";
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

const ENI = { ...PLACE, NetworkInterfaceName: "second" };
const OF_ENI = { NetworkInterfaceId: "eni-00000001" };
const VPC = "qcs::vpc:ap-guangzhou:uin/:vpc/vpc-00000001";
const TAGS = { ServiceType: "vpc", ResourcePrefix: "vpc" };
const TOKEN = { ClientToken: "x".repeat(65) };
const copies = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);
const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${String(index)}`);
const tags = (count: number): object[] => texts(count).map((TagKey) => ({ TagKey, TagValue: "" }));
const ips = (...all: string[]): object => ({ PrivateIpAddresses: all.map((ip) => ({ PrivateIpAddress: ip })) });

describe("what the documents limit is refused with the code that they list:", () => {
  it.each<[why: string, code: string, action: ActionName, parameters: object]>([
    [
      "11 resources",
      "LimitExceeded.ResourceNumPerRequest",
      "TagResources",
      { ResourceList: copies(11, VPC), Tags: tags(1) },
    ],
    ["11 tags", "LimitExceeded.TagNumPerRequest", "TagResources", { ResourceList: [VPC], Tags: tags(11) }],
    [
      "a key twice",
      "InvalidParameterValue.TagKeyDuplicate",
      "TagResources",
      { ResourceList: [VPC], Tags: copies(2, tags(1)[0]) },
    ],
    [
      "11 resources",
      "LimitExceeded.ResourceNumPerRequest",
      "UnTagResources",
      { ResourceList: copies(11, VPC), TagKeys: ["a"] },
    ],
    ["11 keys", "LimitExceeded.TagNumPerRequest", "UnTagResources", { ResourceList: [VPC], TagKeys: texts(11) }],
    [
      "a key twice",
      "InvalidParameterValue.TagKeyDuplicate",
      "UnTagResources",
      { ResourceList: [VPC], TagKeys: ["a", "a"] },
    ],
    ["no token of ours", "InvalidParameter.PaginationTokenInvalid", "GetResources", { PaginationToken: "next" }],
    ["11 resources", "LimitExceeded.ResourceNumPerRequest", "GetResources", { ResourceList: copies(11, VPC) }],
    [
      "7 filters",
      "LimitExceeded.TagNumPerRequest",
      "GetResources",
      { TagFilters: texts(7).map((TagKey) => ({ TagKey })) },
    ],
    ["11 values", "InvalidParameter.Tag", "GetResources", { TagFilters: [{ TagKey: "a", TagValue: texts(11) }] }],
    ["half a page", "InvalidParameter", "DescribeResourceTags", { ...TAGS, Limit: 10, Offset: 5 }],
    ["an empty page", "InvalidParameter", "DescribeResourceTags", { ...TAGS, Limit: 0 }],
    ["a huge page", "InvalidParameter", "DescribeResourceTags", { ...TAGS, Limit: 1_000_000 }],
    [
      "an address twice",
      "InvalidParameterValue.DuplicatePara",
      "AssignPrivateIpAddresses",
      { ...OF_ENI, ...ips("10.0.0.70", "10.0.0.70") },
    ],
    ["51 addresses", "LimitExceeded", "AssignPrivateIpAddresses", { ...OF_ENI, SecondaryPrivateIpAddressCount: 50 }],
    ["51 addresses", "LimitExceeded", "CreateNetworkInterface", { ...ENI, SecondaryPrivateIpAddressCount: 50 }],
    [
      "61 characters",
      "InvalidParameterValue.TooLong",
      "CreateNetworkInterface",
      { ...ENI, NetworkInterfaceDescription: "网".repeat(61) },
    ],
    ["no such id", "InvalidParameterValue.Malformed", "CreateNetworkInterface", { ...ENI, SecurityGroupIds: ["zz"] }],
    [
      "6 groups",
      "InvalidParameterValue.LimitExceeded",
      "CreateNetworkInterface",
      { ...ENI, SecurityGroupIds: copies(6, "sg-00000001") },
    ],
    [
      "101 types",
      "InvalidParameterValue.LimitExceeded",
      "DescribeVpcLimits",
      { LimitTypes: copies(101, "vpc-max-havips") },
    ],
    [
      "101 addresses",
      "InvalidParameterValue.Malformed",
      "DescribeUsedIpAddress",
      { VpcId: PLACE.VpcId, IpAddresses: copies(101, "10.0.0.11") },
    ],
    ["no bandwidth", "InvalidParameterValue.BandwidthOutOfRange", "AllocateAddresses", { InternetMaxBandwidthOut: 0 }],
    ["101 Mbit/s", "InvalidParameterValue.BandwidthOutOfRange", "AllocateAddresses", { InternetMaxBandwidthOut: 101 }],
    [
      "no way to pay",
      "InvalidParameterValue.ResourceNotSupport",
      "AllocateAddresses",
      { InternetChargeType: "banana" },
    ],
    [
      "no contract",
      "InvalidParameterValue.ResourceNotSupport",
      "AllocateAddresses",
      { InternetChargeType: "BANDWIDTH_PREPAID_BY_MONTH" },
    ],
    ["a long token", "InvalidParameterValue", "AllocateAddresses", TOKEN],
    [
      "a long token",
      "InvalidParameterValue.Malformed",
      "AttachNetworkInterface",
      { ...OF_ENI, InstanceId: "ins-00000001", ...TOKEN },
    ],
  ])("%s, %s of %s", async (_why, code, action, parameters) => {
    expect(await api.code(action, { ...parameters })).toBe(code);
  });

  it("an address that is to be taken away twice", async () => {
    await api.ok("AssignPrivateIpAddresses", { ...OF_ENI, ...ips("10.0.0.70") });
    const twice = { ...OF_ENI, ...ips("10.0.0.70", "10.0.0.70") };
    expect(await api.code("UnassignPrivateIpAddresses", twice)).toBe("InvalidParameterValue.DuplicatePara");
  });

  it("more EIPs than anybody can have, however often one is named", async () => {
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [id] = AddressSet as string[]; // True where it succeeds.
    expect(await api.code("ReleaseAddresses", { AddressIds: copies(101, id) })).toBe("LimitExceeded");
  });
});

describe("what the documents allow is taken:", () => {
  it.each<[why: string, action: ActionName, parameters: object]>([
    ["60 characters", "CreateNetworkInterface", { ...ENI, NetworkInterfaceDescription: "网".repeat(60) }],
    ["50 addresses", "CreateNetworkInterface", { ...ENI, SecondaryPrivateIpAddressCount: 49 }],
    ["100 Mbit/s", "AllocateAddresses", { InternetMaxBandwidthOut: 100 }],
    [
      "2000 Mbit/s together",
      "AllocateAddresses",
      { InternetChargeType: "BANDWIDTH_PACKAGE", InternetMaxBandwidthOut: 2_000 },
    ],
    ["a whole page", "DescribeResourceTags", { ...TAGS, Limit: 10, Offset: 20 }],
    ["6 filters", "GetResources", { TagFilters: texts(6).map((TagKey) => ({ TagKey })) }],
  ])("%s, %s", async (_why, action, parameters) => {
    expect(await api.code(action, { ...parameters })).toBe("");
  });
});

describe("a network interface", () => {
  it("is not created with more addresses than are free", async () => {
    const small = { VpcId: PLACE.VpcId, SubnetName: "small", CidrBlock: "10.0.9.0/28", Zone: "ap-guangzhou-3" };
    const { Subnet } = await api.ok("CreateSubnet", small);
    const { SubnetId } = Subnet as { SubnetId: string }; // True where it succeeds.
    const given = { VpcId: PLACE.VpcId, SubnetId, NetworkInterfaceName: "x" };
    const with13 = { ...given, SecondaryPrivateIpAddressCount: 13 };
    expect(await api.code("CreateNetworkInterface", with13)).toBe("ResourceInsufficient.Subnet");
    expect(await api.code("CreateNetworkInterface", { ...given, SecondaryPrivateIpAddressCount: 12 })).toBe("");
  });
});

describe("an EIP for an instance", () => {
  const bind = async (PrivateIpAddress: string): Promise<string> => {
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [AddressId] = AddressSet as string[]; // True where it succeeds.
    return api.code("AssociateAddress", { AddressId, InstanceId: "ins-00000001", PrivateIpAddress });
  };

  it("goes to the address that is named, and to none that the instance does not have", async () => {
    await api.ok("AssignPrivateIpAddresses", { ...OF_ENI, ...ips("10.0.0.70") });
    expect(await bind("99.99.99.99")).toBe("FailedOperation.AddressEniInfoNotFound");
    expect(await bind("10.0.0.70")).toBe("");
    expect(emulator.state().addresses.map((row) => row.PrivateAddressIp)).toEqual([null, "10.0.0.70"]);
  });
});

describe("quotas", () => {
  it("are told of every documented type at once, those of other products too", async () => {
    const LimitTypes = ["vpc-max-havips", "nat-gateway-max-eips", "appid-max-vpn-connections", "eni-max-private-ips"];
    const { VpcLimitSet } = await api.ok("DescribeVpcLimits", { LimitTypes });
    expect(VpcLimitSet).toEqual(LimitTypes.map((LimitType) => ({ LimitType, LimitValue: expect.any(Number) })));
  });
});
