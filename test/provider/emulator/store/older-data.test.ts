import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "../../../../provider/emulator";
import { attachment, newInterface, newInterfaceAddress } from "../../../../provider/emulator/resources/interfaces";
import { defaultSeed } from "../../../../provider/emulator/resources/seed";
import { ASSUMPTIONS } from "../../../../provider/emulator/words/assumptions";
import { Api } from "../api";

const NOW = Date.UTC(2026, 10, 22);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-emulator-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const LEFT_BEHIND = "eni-0000000c";
const ATTACHING = "eni-0000000b";

function interfaceRow(NetworkInterfaceId: string, address: string, State: string, Region: string): object {
  const names = { NetworkInterfaceId, NetworkInterfaceName: "second", CreatedTime: "2026-11-22 08:00:00" };
  const given = { ...names, VpcId: "vpc-00000001", SubnetId: "subnet-00000001", Zone: "ap-guangzhou-3", Region };
  const Attachment = State === "ATTACHING" ? attachment("ins-00000001", 1, names.CreatedTime) : null;
  return { ...newInterface(given, [newInterfaceAddress(address, true)]), State, Attachment };
}
/** An instance as the emulators wrote it that knew no disks, no operations and no settings of one. */
const OLD_INSTANCE = {
  ...{ InstanceId: "ins-0000000a", InstanceName: "old", InstanceState: "RUNNING", InstanceType: "S5.MEDIUM4" },
  ...{ ImageId: "img-8toqc6s3", CreatedTime: "2026-11-21T00:00:00Z", PrivateIpAddresses: ["10.0.0.20"] },
  ...{ PublicIpAddresses: null, Placement: { Zone: "ap-guangzhou-3", ProjectId: 0 } },
  VirtualPrivateCloud: { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", AsVpcGateway: false },
  ...{ SecurityGroupIds: [], Tags: [], Region: "ap-guangzhou", NetworkInterfaceId: "eni-0000000a" },
};

/** What an emulator wrote that had no route tables, network interfaces and EIPs: a bound HAVIP and its ClientToken. */
function older(): string {
  const HaVip = {
    ...{
      HaVipId: "havip-00000001",
      HaVipName: "web",
      Vip: "10.0.0.2",
      VpcId: "vpc-00000001",
      SubnetId: "subnet-00000001",
    },
    ...{ NetworkInterfaceId: "", InstanceId: "", AddressIp: "203.0.113.7", State: "UNBIND", Business: "", CdcId: "" },
    ...{ CreatedTime: "2026-11-22 08:00:00", FlushedTime: "0000-00-00 00:00:00", TagSet: [], CheckAssociate: false },
    // A network interface that nothing is attached to any more: an older emulator let it go although it is in a range.
    HaVipAssociationSet: [{ HaVipId: "havip-00000001", InstanceId: LEFT_BEHIND, InstanceType: "ENI" }],
  };
  const Region = "ap-guangzhou";
  const id = HaVip.HaVipId;
  const Parameters = JSON.stringify(Object.entries({ HaVipName: "web", VpcId: "vpc-00000001" }));
  const changes = [
    ...defaultSeed(NOW, { assumptions: ASSUMPTIONS }),
    { table: "instances", id: OLD_INSTANCE.InstanceId, row: OLD_INSTANCE },
    { table: "havips", id, row: { ...HaVip, Region } },
    { table: "tokens", id: "ap-guangzhou t", row: { UsedAt: NOW, Parameters, HaVip } },
    { table: "networkInterfaces", id: LEFT_BEHIND, row: interfaceRow(LEFT_BEHIND, "10.0.0.50", "AVAILABLE", Region) },
    { table: "networkInterfaces", id: ATTACHING, row: interfaceRow(ATTACHING, "10.0.0.51", "ATTACHING", Region) },
    {
      table: "interfaceTasks",
      id: "an-interface-task",
      row: { TaskId: "an-interface-task", NetworkInterfaceId: ATTACHING, FinishAt: NOW, Effect: "settle", Region },
    },
    { table: "taskResults", id: "a-task", row: { TaskId: "a-task", HaVipId: id, Region, Status: "SUCCESS" } },
  ];
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, "snapshot.json"), JSON.stringify({ format: 1, storeId: "0123456789abcdef", changes }));
  return data;
}

describe("data of an older emulator", () => {
  it("is read, with the default route table and the primary network interfaces that it did not write down", async () => {
    await using emulator = await createEmulator({ data: older(), clock: () => NOW });
    const api = new Api(emulator, () => NOW);
    expect(await api.ok("DescribeRouteTables")).toMatchObject({ TotalCount: 1 });
    expect(await api.ok("DescribeNetworkInterfaces")).toMatchObject({ TotalCount: 6 });
    expect(await api.ok("DescribeAddresses")).toMatchObject({ TotalCount: 0 });
    expect(await api.ok("DescribeCommands")).toMatchObject({ TotalCount: 0 });
    expect(await api.ok("DescribeInvocations")).toMatchObject({ TotalCount: 0 });
    expect(await api.ok("DescribeVpcTaskResult", { TaskId: "a-task" })).toMatchObject({ Status: "SUCCESS" });
  });

  it("keeps its ClientTokens, and its EIPs can be unbound", async () => {
    await using emulator = await createEmulator({ data: older(), clock: () => NOW });
    const api = new Api(emulator, () => NOW);
    const again = await api.ok("CreateHaVip", { HaVipName: "web", VpcId: "vpc-00000001", ClientToken: "t" });
    expect(again["HaVip"]).toMatchObject({ HaVipId: "havip-00000001" });
    await api.ok("HaVipDisassociateAddressIp", { HaVipId: "havip-00000001" });
    expect(await api.found()).toMatchObject([{ AddressIp: "" }]);
  });

  it("has its tasks end", async () => {
    await using emulator = await createEmulator({ data: older(), clock: () => NOW });
    const api = new Api(emulator, () => NOW);
    const TaskId = "an-interface-task";
    expect(await api.ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "SUCCESS" });
    expect(await api.interface(ATTACHING)).toMatchObject({ State: "AVAILABLE", NetworkInterfaceState: "INUSE" });
  });

  it("has no network interface deleted that is in a range", async () => {
    await using emulator = await createEmulator({ data: older(), clock: () => NOW });
    const api = new Api(emulator, () => NOW);
    expect(await api.code("DeleteNetworkInterface", { NetworkInterfaceId: LEFT_BEHIND })).toBe("ResourceInUse");
  });

  it("has no address given to an EIP that a HAVIP has already", async () => {
    await using emulator = await createEmulator({ data: older(), clock: () => NOW });
    const api = new Api(emulator, () => NOW);
    await api.ok("AllocateAddresses", { AddressCount: 20 });
    const addresses = emulator.state().addresses.map((row) => row.AddressIp);
    expect(addresses).toHaveLength(20);
    expect(addresses).not.toContain("203.0.113.7");
  });

  it("shows its instances with defaults, and can go on with them", async () => {
    await using emulator = await createEmulator({ data: older(), clock: () => NOW });
    const api = new Api(emulator, () => NOW);
    const InstanceIds = ["ins-0000000a"];
    expect(await api.ok("DescribeInstances", { InstanceIds })).toMatchObject({
      InstanceSet: [
        {
          ...{ InstanceChargeType: "POSTPAID_BY_HOUR", SystemDisk: { DiskSize: 50 }, DataDisks: [], CamRoleName: "" },
          ...{ LoginSettings: { KeyIds: [] }, PublicIpAddresses: null, LatestOperation: null, CPU: 2, Memory: 4 },
        },
      ],
    });
    const Filters = [{ Name: "instance-id", Values: InstanceIds }];
    expect(await api.ok("DescribeDisks", { Filters })).toMatchObject({ TotalCount: 1 });
    await api.ok("ModifyInstancesAttribute", { InstanceIds, CamRoleName: "node" });
    await api.ok("StopInstances", { InstanceIds });
    await api.ok("TerminateInstances", { InstanceIds });
    expect(await api.ok("DescribeInstances", { InstanceIds })).toMatchObject({ TotalCount: 0 });
    expect(await api.ok("DescribeDisks", { Filters })).toMatchObject({ TotalCount: 0 });
  });
});
