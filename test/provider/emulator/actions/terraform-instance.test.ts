import type { Instance } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

/*
 * What the vendor's Terraform provider sends for `tencentcloud_instance` (1.83.25, services/cvm/resource_tc_instance.go;
 * its bridged Pulumi provider sends the same), in its order, with the parameters that it adds by itself.
 */
let emulator: Emulator;
let api: Api;
let InstanceId: string;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => Date.UTC(2026, 10, 22) });
  api = new Api(emulator, () => Date.UTC(2026, 10, 22));
});
beforeEach(async () => {
  await emulator.reset();
  const { InstanceIdSet } = await api.ok("RunInstances", {
    ...{ ImageId: "img-00000002", InstanceName: "node-a", InstanceType: "S5.MEDIUM4", HostName: "node-a" },
    ...{ InstanceChargeType: "POSTPAID_BY_HOUR", Placement: { Zone: "ap-guangzhou-3", ProjectId: 0 } },
    // The address is declined in so many words, and so is extra throughput.
    InternetAccessible: { InternetMaxBandwidthOut: 0, PublicIpAssigned: false },
    VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: ["10.0.0.21"], Ipv6AddressCount: 0 },
    SecurityGroupIds: ["sg-00000001"],
    SystemDisk: { DiskType: "CLOUD_PREMIUM", DiskSize: 50 },
    DataDisks: [
      { DiskType: "CLOUD_PREMIUM", DiskSize: 50, ThroughputPerformance: 0, DeleteWithInstance: true, Encrypt: false },
    ],
    EnhancedService: { SecurityService: { Enabled: false }, MonitorService: { Enabled: true } },
    LoginSettings: { Password: "Secret-2026", KeepImageLogin: "FALSE" },
    UserData: Buffer.from("#!/bin/sh\n").toString("base64"),
    DisableApiTermination: false,
    TagSpecification: [{ ResourceType: "instance", Tags: [{ Key: "team", Value: "web" }] }],
    ClientToken: "5b3ba1b9c5e843b0a7bb2f1b8f0b8f0b",
  });
  InstanceId = (InstanceIdSet as string[])[0] ?? "none"; // True where it succeeds.
});
afterAll(() => emulator.close());

const described = async (): Promise<Instance | undefined> =>
  ((await api.ok("DescribeInstances", { InstanceIds: [InstanceId] }))["InstanceSet"] as Instance[])[0]; // The same.

describe("an instance of the vendor's Terraform provider", () => {
  it("is read: itself, its tags, the images, its disks and its user data", async () => {
    const instance = await described();
    expect(instance?.InstanceState).toBe("RUNNING");
    const tags = { ServiceType: "cvm", ResourcePrefix: "instance", ResourceRegion: "ap-guangzhou" };
    const asked = { ...tags, ResourceIds: [InstanceId], Limit: 100, Offset: 0 };
    expect(await api.ok("DescribeResourceTagsByResourceIds", asked)).toMatchObject({
      Tags: [{ TagKey: "team", TagValue: "web", ResourceId: InstanceId }],
    });
    expect(await api.ok("DescribeImages")).toMatchObject({ TotalCount: 2 });
    const DiskIds = [instance?.SystemDisk.DiskId, instance?.DataDisks[0]?.DiskId];
    // It follows these pointers without looking whether they lead anywhere.
    const never = { DiskState: "ATTACHED", Encrypt: false, ThroughputPerformance: 0, DeleteWithInstance: true };
    expect(await api.ok("DescribeDisks", { DiskIds, Limit: 100 })).toMatchObject({
      DiskSet: DiskIds.map((DiskId) => ({ DiskId, ...never, DiskName: expect.any(String) })),
    });
    const attributes = { InstanceIds: [InstanceId], Attributes: ["UserData"] };
    expect(await api.ok("DescribeInstancesAttributes", attributes)).toMatchObject({ InstanceSet: [{ InstanceId }] });
  });

  it("is changed: name, groups, role, project, type, password, user data, host name", async () => {
    const InstanceIds = [InstanceId];
    await api.ok("ModifyInstancesAttribute", { InstanceIds, InstanceName: "node-b" });
    await api.ok("ModifyInstancesAttribute", { InstanceIds, SecurityGroups: ["sg-00000002"] });
    await api.ok("ModifyInstancesAttribute", { InstanceIds, CamRoleName: "node" });
    await api.ok("ModifyInstancesAttribute", { InstanceIds, UserData: "" });
    await api.ok("ModifyInstancesAttribute", { InstanceIds, HostName: "node-b" });
    await api.ok("ModifyInstancesProject", { InstanceIds, ProjectId: 7 });
    await api.ok("ResetInstancesType", { InstanceIds, InstanceType: "S5.LARGE8", ForceStop: true });
    await api.ok("ResetInstancesPassword", { InstanceIds, Password: "Secret-2027", ForceStop: true });
    expect(await described()).toMatchObject({
      ...{ InstanceName: "node-b", SecurityGroupIds: ["sg-00000002"], CamRoleName: "node", InstanceType: "S5.LARGE8" },
      ...{ Placement: { ProjectId: 7 }, InstanceState: "RUNNING", LatestOperationState: "SUCCESS" },
    });
  });

  it("gets new tags, and its disks with it", async () => {
    const instance = await described();
    const change = { ReplaceTags: [{ TagKey: "team", TagValue: "db" }] };
    const names = [`instance/${InstanceId}`, `volume/${String(instance?.SystemDisk.DiskId)}`];
    for (const name of names) {
      await api.ok("ModifyResourceTags", { Resource: `qcs::cvm:ap-guangzhou:uin/:${name}`, ...change });
    }
    expect((await described())?.Tags).toEqual([{ Key: "team", Value: "db" }]);
    const Filters = [{ Name: "tag:team", Values: ["db"] }];
    expect(await api.ok("DescribeDisks", { Filters })).toMatchObject({ TotalCount: 1 });
  });

  it("is stopped and started", async () => {
    const InstanceIds = [InstanceId];
    await api.ok("StopInstances", { InstanceIds, StopType: "SOFT", StoppedMode: "KEEP_CHARGING" });
    expect((await described())?.InstanceState).toBe("STOPPED");
    await api.ok("StartInstances", { InstanceIds });
    expect((await described())?.InstanceState).toBe("RUNNING");
  });

  it("is destroyed, and its address is free then", async () => {
    await api.ok("TerminateInstances", { InstanceIds: [InstanceId], ReleaseAddress: false });
    expect(await described()).toBeUndefined();
    const used = await api.ok("DescribeUsedIpAddress", { ...PLACE, IpAddresses: ["10.0.0.21"], Limit: 100, Offset: 0 });
    expect(used["IpAddressStates"]).toEqual([]);
  });
});
