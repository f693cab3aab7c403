import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

let emulator: Emulator;
let api: Api;

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => Date.UTC(2026, 10, 22) });
  api = new Api(emulator, () => Date.UTC(2026, 10, 22));
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const SUBNET = { VpcId: "vpc-00000001", SubnetName: "c", CidrBlock: "10.0.2.0/24", Zone: "ap-guangzhou-3" };

async function subnet(SubnetId: string): Promise<unknown> {
  const { SubnetSet } = await api.ok("DescribeSubnets", { SubnetIds: [SubnetId] });
  return (SubnetSet as unknown[])[0]; // True of every DescribeSubnets that succeeds.
}

describe("the seed", () => {
  it("is a VPC with two subnets and three instances, under ids that scripts rely on", async () => {
    expect(await api.ok("DescribeVpcs")).toMatchObject({
      TotalCount: 1,
      VpcSet: [{ VpcId: "vpc-00000001", CidrBlock: "10.0.0.0/16", CreatedTime: "2026-11-22 08:00:00" }],
    });
    expect(await api.ok("DescribeSubnets")).toMatchObject({
      SubnetSet: [
        { SubnetId: "subnet-00000001", VpcId: "vpc-00000001", CidrBlock: "10.0.0.0/24" },
        { SubnetId: "subnet-00000002", VpcId: "vpc-00000001", CidrBlock: "10.0.1.0/24" },
      ],
    });
    const place = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" };
    expect(await api.ok("DescribeInstances")).toMatchObject({
      InstanceSet: [1, 2, 3].map((n) => ({
        InstanceId: `ins-0000000${String(n)}`,
        PrivateIpAddresses: [`10.0.0.1${String(n)}`],
        VirtualPrivateCloud: place,
        CreatedTime: "2026-11-22T00:00:00Z",
      })),
    });
    expect(emulator.state().instances.map((row) => row.NetworkInterfaceId)).toEqual([
      "eni-00000001",
      "eni-00000002",
      "eni-00000003",
    ]);
  });

  it("is in its region only", async () => {
    expect(await api.ok("DescribeVpcs", {}, "ap-shanghai")).toMatchObject({ TotalCount: 0, VpcSet: [] });
    expect(await api.ok("DescribeInstances", {}, "ap-shanghai")).toMatchObject({ TotalCount: 0, InstanceSet: [] });
  });

  it("may be left out", async () => {
    await using empty = await createEmulator({ seed: "empty" });
    expect(Object.values(empty.state()).flat()).toEqual([]);
  });
});

describe("a VPC", () => {
  it("is created, found and deleted", async () => {
    const given = { VpcName: "other", CidrBlock: "172.16.0.0/16", Tags: [{ Key: "team", Value: "web" }] };
    const { Vpc } = await api.ok("CreateVpc", given);
    expect(Vpc).toMatchObject({ VpcName: "other", CidrBlock: "172.16.0.0/16", IsDefault: false });
    const { VpcId } = Vpc as { VpcId: string }; // True of every CreateVpc that succeeds.
    const found = async (Name: string, Value: string): Promise<unknown> =>
      (await api.ok("DescribeVpcs", { Filters: [{ Name, Values: [Value] }] }))["VpcSet"];
    expect(await found("tag:team", "web")).toEqual([Vpc]);
    expect(await found("tag-key", "team")).toEqual([Vpc]);
    expect(await found("vpc-name", "the")).toEqual([Vpc]);
    expect(await found("tag:team", "api")).toEqual([]);
    await api.ok("DeleteVpc", { VpcId });
    expect(await api.code("DescribeVpcs", { VpcIds: [VpcId] })).toBe("ResourceNotFound");
  });

  it.each([
    ["a range that is none", { CidrBlock: "10.0.0.0" }, "InvalidParameterValue.Malformed"],
    ["a public range", { CidrBlock: "8.8.0.0/16" }, "InvalidParameterValue"],
    ["a range beyond /28", { CidrBlock: "10.1.0.0/29" }, "InvalidParameterValue"],
    ["a range above /12", { CidrBlock: "10.0.0.0/8" }, "InvalidParameterValue"],
    ["an empty name", { VpcName: "" }, "InvalidParameterValue"],
    ["a name of 61 bytes", { VpcName: `${"虚".repeat(20)}x` }, "InvalidParameterValue.TooLong"],
    ["a tag key twice", { Tags: [{ Key: "a" }, { Key: "a" }] }, "InvalidParameterValue.TagDuplicateKey"],
    ["a reserved tag key", { Tags: [{ Key: "Tencent-x" }] }, "UnsupportedOperation.TagSystemReservedTagKey"],
  ])("with %s is refused", async (_name, parameters, code) => {
    expect(await api.code("CreateVpc", { VpcName: "other", CidrBlock: "172.16.0.0/16", ...parameters })).toBe(code);
  });

  it("with subnets cannot be deleted", async () => {
    expect(await api.code("DeleteVpc", { VpcId: "vpc-00000001" })).toBe("ResourceInUse");
  });

  it("is one of 20 in a region", async () => {
    const create = () => api.code("CreateVpc", { VpcName: "x", CidrBlock: "172.16.0.0/16" });
    for (let i = 1; i < 20; i += 1) expect(await create()).toBe("");
    expect(await create()).toBe("LimitExceeded");
  });
});

describe("a subnet", () => {
  it("is created, and deleted when it is empty", async () => {
    const { Subnet } = await api.ok("CreateSubnet", SUBNET);
    expect(Subnet).toMatchObject({ ...SUBNET, TotalIpAddressCount: 253, AvailableIpAddressCount: 253 });
    const { SubnetId } = Subnet as { SubnetId: string }; // True of every CreateSubnet that succeeds.
    expect(await subnet(SubnetId)).toEqual(Subnet);
    await api.ok("DeleteSubnet", { SubnetId });
    expect(await api.code("DeleteSubnet", { SubnetId })).toBe("ResourceNotFound");
  });

  it.each([
    ["outside the VPC", { CidrBlock: "10.1.0.0/24" }, "InvalidParameterValue.SubnetRange"],
    ["overlapping another", { CidrBlock: "10.0.0.128/25" }, "InvalidParameterValue.SubnetOverlap"],
    ["equal to another", { CidrBlock: "10.0.0.0/24" }, "InvalidParameterValue.SubnetConflict"],
    ["beyond /28", { CidrBlock: "10.0.2.0/29" }, "InvalidParameterValue.SubnetRange"],
    ["with host bits", { CidrBlock: "10.0.2.1/24" }, "InvalidParameterValue.Malformed"],
    ["in a zone of another region", { Zone: "ap-shanghai-2" }, "InvalidParameterValue.ZoneConflict"],
    ["in a zone without a number", { Zone: "ap-guangzhou-" }, "InvalidParameterValue.ZoneConflict"],
    ["in an unknown VPC", { VpcId: "vpc-99999999" }, "ResourceNotFound"],
  ])("%s is refused", async (_name, parameters, code) => {
    expect(await api.code("CreateSubnet", { ...SUBNET, ...parameters })).toBe(code);
  });

  it("counts the addresses that are free", async () => {
    const free = () => subnet("subnet-00000001");
    expect(await free()).toMatchObject({ TotalIpAddressCount: 253, AvailableIpAddressCount: 250 });
    const { HaVipId } = await api.havip();
    expect(await free()).toMatchObject({ AvailableIpAddressCount: 249 });
    await api.ok("DeleteHaVip", { HaVipId });
    expect(await free()).toMatchObject({ AvailableIpAddressCount: 250 });
  });

  it("with a HAVIP cannot be deleted, and the refusal names what is in it", async () => {
    const { HaVipId, Vip } = await api.havip({ SubnetId: "subnet-00000002" });
    const answer = await api.answer("DeleteSubnet", { SubnetId: "subnet-00000002" });
    expect(answer.Error?.Code).toBe("ResourceInUse");
    expect(answer.Error?.Message).toContain(HaVipId);
    expect(answer.Error?.Message).toContain(Vip);
  });
});

describe("paging in texts", () => {
  it("takes texts of numbers and nothing else", async () => {
    expect(await api.ok("DescribeSubnets", { Offset: "1", Limit: "1" })).toMatchObject({
      TotalCount: 2,
      SubnetSet: [{ SubnetId: "subnet-00000002" }],
    });
    expect(await api.code("DescribeSubnets", { Limit: 1 })).toBe("InvalidParameter");
    expect(await api.code("DescribeSubnets", { Limit: "ten" })).toBe("InvalidParameterValue.Malformed");
    expect(await api.code("DescribeSubnets", { Limit: "101" })).toBe("InvalidParameterValue.Range");
  });
});

describe("DescribeInstances", () => {
  const ids = async (parameters: Record<string, unknown>): Promise<string[]> => {
    const { InstanceSet } = await api.ok("DescribeInstances", parameters);
    // True of every DescribeInstances that succeeds.
    return (InstanceSet as { InstanceId: string }[]).map((instance) => instance.InstanceId);
  };

  it("selects by id and by filter", async () => {
    expect(await ids({ InstanceIds: ["ins-00000002", "ins-99999999"] })).toEqual(["ins-00000002"]);
    expect(await ids({ Filters: [{ Name: "private-ip-address", Values: ["10.0.0.13"] }] })).toEqual(["ins-00000003"]);
    expect(await ids({ Offset: 1, Limit: 1 })).toEqual(["ins-00000002"]);
  });

  it.each([
    ["an unknown filter", { Filters: [{ Name: "colour", Values: ["red"] }] }, "InvalidFilter"],
    ["a malformed id", { InstanceIds: ["i-1"] }, "InvalidInstanceId.Malformed"],
    ["a Limit of 101", { Limit: 101 }, "InvalidParameterValue.LimitExceeded"],
  ])("refuses %s with the code of CVM", async (_name, parameters, code) => {
    expect(await api.code("DescribeInstances", parameters)).toBe(code);
  });
});

describe("DescribeVpcLimits", () => {
  it("answers what the emulator enforces", async () => {
    await using wide = await createEmulator({ quotaHavipsPerVpc: 30 });
    const LimitTypes = ["vpc-max-havips", "vpc-max-subnets"];
    expect((await new Api(wide).ok("DescribeVpcLimits", { LimitTypes }))["VpcLimitSet"]).toEqual([
      { LimitType: "vpc-max-havips", LimitValue: 30 },
      { LimitType: "vpc-max-subnets", LimitValue: 100 },
    ]);
    expect(await api.code("DescribeVpcLimits", { LimitTypes: ["vpc-max-wishes"] })).toBe("InvalidParameterValue");
  });
});

describe("GetCallerIdentity", () => {
  it("answers the emulator's account", async () => {
    const account = { AccountId: "100000000001", UserId: "100000000001", PrincipalId: "100000000001" };
    expect(await api.ok("GetCallerIdentity")).toMatchObject(account);
  });
});

describe("ids", () => {
  it("come from the randomness that is passed in", async () => {
    const digits = () => {
      let n = 0;
      return () => (n++ % 36) / 36;
    };
    const [one, two] = [await createEmulator({ random: digits() }), await createEmulator({ random: digits() })];
    expect((await new Api(one).havip()).HaVipId).toBe((await new Api(two).havip()).HaVipId);
    await Promise.all([one.close(), two.close()]);
  });

  it("cannot be made of randomness that repeats itself, which is told instead of searched for ever", async () => {
    await using stuck = await createEmulator({ random: () => 0 });
    const stuckApi = new Api(stuck);
    await stuckApi.havip();
    const answer = await stuckApi.answer("CreateHaVip", { ...PLACE, HaVipName: "web" });
    expect(answer.Error).toMatchObject({ Code: "InternalError", Message: expect.stringContaining("repeats itself") });
  });
});

describe("the emulator's state", () => {
  it("is a copy that a test may keep and change", async () => {
    await api.havip({ ...PLACE, HaVipName: "web" });
    const [havip] = emulator.state().havips;
    if (havip !== undefined) havip.HaVipName = "changed";
    expect(emulator.state().havips[0]).toMatchObject({ HaVipName: "web", Region: "ap-guangzhou" });
  });
});
