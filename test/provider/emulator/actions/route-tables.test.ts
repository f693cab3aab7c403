import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

interface RouteTable {
  RouteTableId: string;
  Main: boolean;
  AssociationSet: { SubnetId: string }[];
}
const tables = async (parameters: Record<string, unknown> = {}): Promise<RouteTable[]> =>
  (await api.ok("DescribeRouteTables", parameters))["RouteTableSet"] as RouteTable[]; // True where it succeeds.
const create = async (VpcId = "vpc-00000001"): Promise<string> => {
  const { RouteTable } = await api.ok("CreateRouteTable", { VpcId, RouteTableName: "other" });
  return (RouteTable as RouteTable).RouteTableId; // True where it succeeds.
};

describe("a VPC", () => {
  it("has a default route table, which its subnets use", async () => {
    const [main] = await tables();
    expect(main).toMatchObject({ RouteTableId: "rtb-00000001", RouteTableName: "default", Main: true });
    expect(main?.AssociationSet.map((one) => one.SubnetId)).toEqual(["subnet-00000001", "subnet-00000002"]);
  });

  it("that is new has its own, which goes with it", async () => {
    const { Vpc } = await api.ok("CreateVpc", { VpcName: "other", CidrBlock: "172.16.0.0/16" });
    const { VpcId } = Vpc as { VpcId: string }; // True where it succeeds.
    const [main] = await tables({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] });
    const { RouteTableId } = main ?? { RouteTableId: "none" };
    await api.ok("ModifyRouteTableAttribute", { RouteTableId, RouteTableName: "renamed" });
    await api.ok("DeleteVpc", { VpcId });
    expect(await api.code("DescribeRouteTables", { RouteTableIds: [RouteTableId] })).toBe("ResourceNotFound");
  });

  it("with another route table cannot be deleted", async () => {
    const { Vpc } = await api.ok("CreateVpc", { VpcName: "other", CidrBlock: "172.16.0.0/16" });
    const { VpcId } = Vpc as { VpcId: string }; // True where it succeeds.
    const RouteTableId = await create(VpcId);
    expect(await api.code("DeleteVpc", { VpcId })).toBe("ResourceInUse");
    await api.ok("DeleteRouteTable", { RouteTableId });
    expect(await api.code("DeleteVpc", { VpcId })).toBe("");
  });

  it("is renamed and set anew, and keeps what is left out", async () => {
    await api.ok("ModifyVpcAttribute", { VpcId: "vpc-00000001", VpcName: "renamed", EnableMulticast: "true" });
    await api.ok("ModifyVpcAttribute", { VpcId: "vpc-00000001", DnsServers: ["10.0.0.2"] });
    expect(await api.ok("DescribeVpcs")).toMatchObject({
      VpcSet: [{ VpcName: "renamed", EnableMulticast: true, DnsServerSet: ["10.0.0.2"], CidrBlock: "10.0.0.0/16" }],
    });
  });

  it.each([
    ["an unknown id", { VpcId: "vpc-99999999" }, "ResourceNotFound"],
    ["five DNS servers", { DnsServers: Array(5).fill("10.0.0.2") }, "InvalidParameterValue.LimitExceeded"],
    ["a DNS server that is no address", { DnsServers: ["dns"] }, "InvalidParameterValue.Malformed"],
    ["a flag that is neither true nor false", { EnableMulticast: "yes" }, "InvalidParameterValue"],
    ["an empty name", { VpcName: "" }, "InvalidParameterValue"],
    ["a name of 61 characters", { VpcName: "a".repeat(61) }, "InvalidParameterValue.TooLong"],
    ["a parameter that is not served", { EnableCdcPublish: true }, "UnsupportedOperation"],
  ])("refuses to be modified with %s", async (_name, parameters, code) => {
    expect(await api.code("ModifyVpcAttribute", { VpcId: "vpc-00000001", ...parameters })).toBe(code);
  });
});

it("a VPC is renamed with 60 characters, counted as such and not as bytes", async () => {
  expect(await api.code("ModifyVpcAttribute", { VpcId: "vpc-00000001", VpcName: "网".repeat(60) })).toBe("");
});

describe("a subnet", () => {
  it("is renamed, and keeps what is left out", async () => {
    await api.ok("ModifySubnetAttribute", { SubnetId: "subnet-00000001", SubnetName: "a", EnableBroadcast: "true" });
    await api.ok("ModifySubnetAttribute", { SubnetId: "subnet-00000001", SubnetName: "b" });
    expect(await api.ok("DescribeSubnets", { SubnetIds: ["subnet-00000001"] })).toMatchObject({
      SubnetSet: [{ SubnetName: "b", EnableBroadcast: true, CidrBlock: "10.0.0.0/24" }],
    });
  });

  it("changes to another route table of its VPC", async () => {
    const RouteTableId = await create();
    await api.ok("ReplaceRouteTableAssociation", { RouteTableId, SubnetId: "subnet-00000002" });
    expect(await api.ok("DescribeSubnets", { SubnetIds: ["subnet-00000002"] })).toMatchObject({
      SubnetSet: [{ RouteTableId }],
    });
    expect((await tables({ RouteTableIds: [RouteTableId] }))[0]?.AssociationSet).toEqual([
      { RouteTableId, SubnetId: "subnet-00000002" },
    ]);
  });

  it("does not change to a route table of another VPC", async () => {
    const { Vpc } = await api.ok("CreateVpc", { VpcName: "other", CidrBlock: "172.16.0.0/16" });
    const RouteTableId = await create((Vpc as { VpcId: string }).VpcId); // True where it succeeds.
    const replaced = { RouteTableId, SubnetId: "subnet-00000001" };
    expect(await api.code("ReplaceRouteTableAssociation", replaced)).toBe("UnsupportedOperation.VpcMismatch");
  });
});

describe("a route table", () => {
  it("is found by its VPC, its name, its tag and whether it is the default one", async () => {
    const given = { VpcId: "vpc-00000001", RouteTableName: "other", Tags: [{ Key: "team", Value: "web" }] };
    await api.ok("CreateRouteTable", given);
    const names = async (Name: string, Value: string): Promise<unknown> =>
      (await tables({ Filters: [{ Name, Values: [Value] }] })).map((table) => table.Main);
    expect(await names("vpc-id", "vpc-00000001")).toEqual([true, false]);
    expect(await names("route-table-name", "other")).toEqual([false]);
    expect(await names("tag:team", "web")).toEqual([false]);
    expect(await names("association.main", "true")).toEqual([true]);
  });

  it("that is the default one cannot be deleted", async () => {
    const code = await api.code("DeleteRouteTable", { RouteTableId: "rtb-00000001" });
    expect(code).toBe("UnsupportedOperation.DelDefaultRoute");
  });

  it("that a subnet uses cannot be deleted", async () => {
    const RouteTableId = await create();
    await api.ok("ReplaceRouteTableAssociation", { RouteTableId, SubnetId: "subnet-00000002" });
    expect(await api.code("DeleteRouteTable", { RouteTableId })).toBe("UnsupportedOperation.DelRouteWithSubnet");
    await api.ok("ReplaceRouteTableAssociation", { RouteTableId: "rtb-00000001", SubnetId: "subnet-00000002" });
    expect(await api.code("DeleteRouteTable", { RouteTableId })).toBe("");
  });

  it("is one of 10 in a VPC", async () => {
    for (let count = 1; count < 10; count += 1) await create();
    expect(await api.code("CreateRouteTable", { VpcId: "vpc-00000001", RouteTableName: "x" })).toBe("LimitExceeded");
  });
});
