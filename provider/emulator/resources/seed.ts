import { isoTime, vpcTime } from "./clock";
import type { Assuming } from "../words/chosen-assumptions";
import { SEED_REGION } from "../words/environment";
import type { Change, InstanceRow, SubnetRow, VpcRow } from "../store/state";

const SEED_ZONE = "ap-guangzhou-3";

/** The network that is there from the start. Scripts and examples rely on these ids and addresses. */
export function defaultSeed(now: number, context: Assuming): Change[] {
  const CreatedTime = vpcTime(now, context);
  const vpc = newVpc({
    VpcId: "vpc-00000001",
    VpcName: "default",
    CidrBlock: "10.0.0.0/16",
    CreatedTime,
    Region: SEED_REGION,
  });
  const subnets = [1, 2].map((number) =>
    newSubnet({
      SubnetId: `subnet-0000000${String(number)}`,
      SubnetName: `default-${String(number)}`,
      VpcId: vpc.VpcId,
      CidrBlock: `10.0.${String(number - 1)}.0/24`,
      Zone: SEED_ZONE,
      RouteTableId: "rtb-00000001",
      Region: SEED_REGION,
      CreatedTime,
    }),
  );
  const instances = [1, 2, 3].map((number) => seedInstance(number, now));
  return [
    { table: "vpcs", id: vpc.VpcId, row: { ...vpc, IsDefault: true } },
    ...subnets.map((row) => ({ table: "subnets" as const, id: row.SubnetId, row: { ...row, IsDefault: true } })),
    ...instances.map((row) => ({ table: "instances" as const, id: row.InstanceId, row })),
  ];
}

export function newVpc(given: {
  VpcId: string;
  VpcName: string;
  CidrBlock: string;
  Region: string;
  CreatedTime: string;
}): VpcRow {
  return {
    ...given,
    IsDefault: false,
    EnableMulticast: false,
    DnsServerSet: ["183.60.83.19", "183.60.82.98"],
    DomainName: "",
    DhcpOptionsId: "",
    EnableDhcp: true,
    Ipv6CidrBlock: "",
    TagSet: [],
    AssistantCidrSet: [],
  };
}

export function newSubnet(given: {
  SubnetId: string;
  SubnetName: string;
  VpcId: string;
  CidrBlock: string;
  Zone: string;
  RouteTableId: string;
  Region: string;
  CreatedTime: string;
}): SubnetRow {
  return {
    ...given,
    IsDefault: false,
    EnableBroadcast: false,
    Ipv6CidrBlock: "",
    NetworkAclId: "",
    IsRemoteVpcSnat: false,
    TagSet: [],
    CdcId: "",
    IsCdcSubnet: 0,
  };
}

function seedInstance(number: number, now: number): InstanceRow {
  const address = `10.0.0.${String(10 + number)}`;
  return {
    InstanceId: `ins-0000000${String(number)}`,
    InstanceName: `node-${String(number)}`,
    InstanceState: "RUNNING",
    InstanceType: "S5.MEDIUM4",
    CreatedTime: isoTime(now),
    PrivateIpAddresses: [address],
    Placement: { Zone: SEED_ZONE, ProjectId: 0 },
    VirtualPrivateCloud: { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", AsVpcGateway: false },
    SecurityGroupIds: ["sg-00000001"],
    CamRoleName: "havip-emulator-role",
    Tags: [],
    Region: SEED_REGION,
    NetworkInterfaceId: `eni-0000000${String(number)}`,
  };
}
