import type { Disk, Instance } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

const NOW = Date.UTC(2026, 10, 22);
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => NOW });
  api = new Api(emulator, () => NOW);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const WANTED = { Placement: { Zone: "ap-guangzhou-3" }, ImageId: "img-00000001", VirtualPrivateCloud: PLACE };

/** The instances that a request makes, as DescribeInstances shows them. */
async function run(parameters: Record<string, unknown> = {}): Promise<Instance[]> {
  const { InstanceIdSet } = await api.ok("RunInstances", { ...WANTED, ...parameters });
  const { InstanceSet } = await api.ok("DescribeInstances", { InstanceIds: InstanceIdSet });
  return InstanceSet as Instance[]; // True of every DescribeInstances that succeeds.
}
const disks = async (parameters: Record<string, unknown> = {}): Promise<Disk[]> =>
  (await api.ok("DescribeDisks", parameters))["DiskSet"] as Disk[]; // The same.
const refused = (parameters: Record<string, unknown>): Promise<string> =>
  api.code("RunInstances", { ...WANTED, ...parameters });
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("a new instance", () => {
  it("is shown with what was said of it", async () => {
    const given = {
      InstanceType: "S5.LARGE8",
      Placement: { Zone: "ap-guangzhou-3", ProjectId: 7 },
      InstanceChargeType: "SPOTPAID",
      InstanceMarketOptions: { SpotOptions: { MaxPrice: "0.5" } },
      CamRoleName: "node",
      DisasterRecoverGroupIds: ["ps-00000001"],
      DisableApiTermination: true,
      SecurityGroupIds: ["sg-1", "sg-2"],
      LoginSettings: { KeyIds: ["skey-00000001"], KeepImageLogin: "false" },
    };
    expect(await run(given)).toMatchObject([
      {
        ...{ InstanceType: "S5.LARGE8", CPU: 4, Memory: 8, InstanceChargeType: "SPOTPAID", CamRoleName: "node" },
        ...{ OsName: "TencentOS Server 4 64bit", ImageId: "img-00000001", RestrictState: "NORMAL" },
        ...{ DisasterRecoverGroupIds: ["ps-00000001"], DisableApiTermination: true },
        ...{ SecurityGroupIds: ["sg-1", "sg-2"], Placement: { Zone: "ap-guangzhou-3", ProjectId: 7 } },
        LoginSettings: { KeyIds: ["skey-00000001"], KeepImageLogin: "FALSE" },
        ...{ LatestOperation: "RunInstances", LatestOperationState: "SUCCESS" },
      },
    ]);
  });

  it("has defaults for what was not said", async () => {
    expect(await run()).toMatchObject([
      {
        ...{ InstanceName: "未命名", InstanceChargeType: "POSTPAID_BY_HOUR", CamRoleName: "", ExpiredTime: null },
        InternetAccessible: { InternetChargeType: "TRAFFIC_POSTPAID_BY_HOUR", InternetMaxBandwidthOut: 0 },
        ...{ PublicIpAddresses: null, LoginSettings: { KeyIds: [] }, DataDisks: [], DisableApiTermination: false },
        SystemDisk: { DiskType: "CLOUD_PREMIUM", DiskSize: 50, DiskId: expect.stringMatching(/^disk-[a-z0-9]{8}$/) },
      },
    ]);
  });

  it("may be of an image and a type that the catalogue does not have", async () => {
    const [instance] = await run({ ImageId: "img-mine0000", InstanceType: "GN7" });
    expect(instance).toMatchObject({ ImageId: "img-mine0000", OsName: "", InstanceType: "GN7", CPU: null });
  });

  it("keeps what no action shows in the emulator's state", async () => {
    const EnhancedService = { AutomationService: { Enabled: false } };
    const [{ InstanceId } = { InstanceId: "" }] = await run({ EnhancedService, HostName: "db-{R:1}" });
    const row = emulator.state().instances.find((one) => one.InstanceId === InstanceId);
    expect(row).toMatchObject({ EnhancedService, HostName: "db-1" });
  });

  it("gives its user data back", async () => {
    const UserData = base64("#!/bin/sh\n");
    const [{ InstanceId } = { InstanceId: "" }] = await run({ UserData });
    const asked = { InstanceIds: [InstanceId], Attributes: ["UserData"] };
    expect(await api.ok("DescribeInstancesAttributes", asked)).toMatchObject({
      InstanceSet: [{ InstanceId, Attributes: { UserData } }],
    });
  });

  it.each([
    ["web", ["web1", "web2"]],
    ["web-{R:3}", ["web-3", "web-4"]],
    ["web-{R:99,F:3}-{R:7}", ["web-099-7", "web-100-8"]],
    ["web-{}", ["web-{}1", "web-{}2"]],
  ])("of two that are named %s has a number", async (InstanceName, names) => {
    const made = await run({ InstanceCount: 2, InstanceName });
    expect(made.map((instance) => instance.InstanceName)).toEqual(names);
  });

  it("of two with their address in the host name has no number besides", async () => {
    await run({ InstanceCount: 2, HostName: "node-{IP}" });
    const names = emulator.state().instances.flatMap((row) => row.HostName ?? []);
    expect(names).toEqual(["node-10.0.0.2", "node-10.0.0.3"]);
  });

  it("is not made by a dry run, which says that it would have been", async () => {
    const before = emulator.state();
    expect(await refused({ DryRun: true, ClientToken: "t" })).toBe("DryRunOperation");
    expect(await refused({ DryRun: true, InstanceCount: 501 })).toBe("InvalidParameterValue.Range");
    expect(emulator.state()).toEqual(before);
  });
});

describe("the public address of a new instance", () => {
  const internet = { InternetMaxBandwidthOut: 5, PublicIpAssigned: true };

  it("is shown, used, and gone with the instance", async () => {
    const [{ InstanceId, PublicIpAddresses } = { InstanceId: "", PublicIpAddresses: [] }] = await run({
      InternetAccessible: internet,
    });
    expect(PublicIpAddresses).toEqual(["203.0.113.2"]);
    expect(await api.eip()).toBe("203.0.113.3");
    const found = await api.ok("DescribeInstances", {
      Filters: [{ Name: "public-ip-address", Values: ["203.0.113.2"] }],
    });
    expect(found).toMatchObject({ InstanceSet: [{ InstanceId }] });
    await api.ok("TerminateInstances", { InstanceIds: [InstanceId] });
    expect(await api.eip()).toBe("203.0.113.2");
  });

  it("is given with any bandwidth unless it is declined", async () => {
    const InternetMaxBandwidthOut = 1;
    expect(await run({ InternetAccessible: { InternetMaxBandwidthOut } })).toMatchObject([
      { PublicIpAddresses: ["203.0.113.2"], InternetAccessible: { InternetMaxBandwidthOut } },
    ]);
    expect(await run({ InternetAccessible: { InternetMaxBandwidthOut, PublicIpAssigned: false } })).toMatchObject([
      { PublicIpAddresses: null },
    ]);
  });

  it("is shown by the primary network interface, and leaves no place for an EIP", async () => {
    const [{ InstanceId } = { InstanceId: "" }] = await run({ InternetAccessible: internet });
    const Filters = [{ Name: "attachment.instance-id", Values: [InstanceId] }];
    expect(await api.ok("DescribeNetworkInterfaces", { Filters })).toMatchObject({
      NetworkInterfaceSet: [{ PrivateIpAddressSet: [{ PublicIpAddress: "203.0.113.2" }] }],
    });
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [AddressId] = AddressSet as string[]; // True where it succeeds.
    expect(await api.code("AssociateAddress", { AddressId, InstanceId })).toBe(
      "InvalidParameterValue.InstanceHasWanIP",
    );
  });
});

describe("the disks of a new instance", () => {
  const DataDisks = [
    { DiskType: "CLOUD_SSD", DiskSize: 100, DiskName: "data", DeleteWithInstance: false, ThroughputPerformance: 0 },
    { DiskSize: 50, Encrypt: true },
    { DiskSize: 0 },
  ];

  it("are those that were wanted", async () => {
    const [instance] = await run({ SystemDisk: { DiskType: "CLOUD_BSSD", DiskSize: 60, DiskName: "root" }, DataDisks });
    expect(instance).toMatchObject({
      SystemDisk: { DiskType: "CLOUD_BSSD", DiskSize: 60, DiskName: "root" },
      DataDisks: [
        { DiskType: "CLOUD_SSD", DiskSize: 100, DiskName: "data", DeleteWithInstance: false, Encrypt: false },
        { DiskType: "CLOUD_PREMIUM", DiskSize: 50, DeleteWithInstance: true, Encrypt: true },
      ],
    });
    const Filters = [{ Name: "instance-id", Values: [instance?.InstanceId] }];
    const ids = [instance?.SystemDisk, ...(instance?.DataDisks ?? [])].map((disk) => disk?.DiskId);
    expect((await disks({ Filters })).map((disk) => disk.DiskId)).toEqual(ids);
  });

  it("go with it, but for those that are to stay, which then can go alone", async () => {
    const [instance] = await run({ DataDisks });
    const [kept, other] = instance?.DataDisks.map((disk) => disk.DiskId) ?? [];
    expect(await api.code("TerminateDisks", { DiskIds: [kept] })).toBe("ResourceUnavailable.Attached");
    await api.ok("TerminateInstances", { InstanceIds: [instance?.InstanceId] });
    expect(await disks({ DiskIds: [kept, other] })).toMatchObject([
      { DiskId: kept, DiskState: "UNATTACHED", InstanceId: "", Attached: false },
    ]);
    await api.ok("TerminateDisks", { DiskIds: [kept] });
    expect(await disks({ DiskIds: [kept] })).toEqual([]);
    expect(await api.code("TerminateDisks", { DiskIds: [kept] })).toBe("InvalidDiskId.NotFound");
  });

  it("take tags, also that of an instance of the seed", async () => {
    const [first] = await disks();
    const Resource = `qcs::cvm:ap-guangzhou:uin/:volume/${first?.DiskId ?? ""}`;
    await api.ok("ModifyResourceTags", { Resource, ReplaceTags: [{ TagKey: "team", TagValue: "web" }] });
    const Filters = [{ Name: "tag:team", Values: ["web"] }];
    expect(await disks({ Filters })).toMatchObject([{ DiskId: first?.DiskId, InstanceId: "ins-00000001" }]);
  });
});

describe("secrets", () => {
  const Password = "Secret-2026";

  it("are neither kept nor logged", async () => {
    const UserData = base64(Password);
    await run({ LoginSettings: { Password }, ClientToken: "t" });
    await run({ UserData });
    await api.ok("ResetInstancesPassword", { InstanceIds: ["ins-00000001"], Password, ForceStop: true });
    expect(JSON.stringify(emulator.state())).not.toContain(Password);
    expect(JSON.stringify(emulator.calls())).not.toContain(Password);
    expect(JSON.stringify(emulator.calls())).not.toContain(UserData);
    expect(emulator.calls()[0]?.parameters).toMatchObject({ LoginSettings: { Password: "(not logged)" } });
  });

  it("are not repeated by a refusal", async () => {
    const { Error: refusal } = await api.answer("RunInstances", { ...WANTED, LoginSettings: { Password: "shortie" } });
    expect(refusal?.Code).toBe("InvalidPassword");
    expect(refusal?.Message).not.toContain("shortie");
  });
});

describe("RunInstances is refused", () => {
  it.each([
    ["a contract", { InstanceChargeType: "PREPAID" }, "UnsupportedOperation"],
    [
      "a price without the charge type of one",
      { InstanceMarketOptions: { SpotOptions: { MaxPrice: "1" } } },
      "InvalidParameterCombination",
    ],
    [
      "a price that is no number",
      { InstanceChargeType: "SPOTPAID", InstanceMarketOptions: { SpotOptions: { MaxPrice: "cheap" } } },
      "InvalidParameterValue",
    ],
    [
      "a password and a key",
      { LoginSettings: { Password: "Secret-2026", KeyIds: ["skey-00000001"] } },
      "InvalidParameterCombination",
    ],
    ["a weak password", { LoginSettings: { Password: "secretsecret" } }, "InvalidPassword"],
    ["a malformed key", { LoginSettings: { KeyIds: ["key"] } }, "InvalidKeyPairId.Malformed"],
    ["another KeepImageLogin", { LoginSettings: { KeepImageLogin: "yes" } }, "InvalidParameterValue"],
    ["user data that is not base64", { UserData: "#!/bin/sh" }, "InvalidParameterValue.InvalidUserDataFormat"],
    ["more than 16 KB of user data", { UserData: base64("x".repeat(16_385)) }, "InvalidParameterValue.TooLarge"],
    ["a malformed role", { CamRoleName: "a b" }, "InvalidParameterValue.CamRoleNameMalformed"],
    ["two placement groups", { DisasterRecoverGroupIds: ["ps-1", "ps-2"] }, "InvalidParameterValue.LimitExceeded"],
    ["a host name with a blank", { HostName: "a b" }, "InvalidParameterValue.IllegalHostName"],
    ["an empty host name", { HostName: "" }, "InvalidParameterValue.IllegalHostName"],
    ["a name of 129 characters", { InstanceName: "x".repeat(129) }, "InvalidInstanceName.TooLong"],
    ["an address without bandwidth", { InternetAccessible: { PublicIpAssigned: true } }, "InvalidParameterCombination"],
    [
      "a bandwidth package",
      { InternetAccessible: { InternetChargeType: "BANDWIDTH_PACKAGE" } },
      "InvalidParameterValue",
    ],
    ["an unknown kind of disk", { SystemDisk: { DiskType: "FLOPPY" } }, "InvalidParameterValue"],
    ["a system disk of 1 GiB", { SystemDisk: { DiskSize: 1 } }, "InvalidParameterValue.Range"],
    ["an existing disk", { SystemDisk: { DiskId: "disk-00000001" } }, "UnsupportedOperation"],
    [
      "22 data disks",
      { DataDisks: Array.from({ length: 22 }, () => ({ DiskSize: 50 })) },
      "InvalidParameterValue.LimitExceeded",
    ],
    [
      "an IPv6 address",
      { VirtualPrivateCloud: { ...PLACE, Ipv6AddressCount: 1 } },
      "InvalidParameterValue.VpcNotSupportIpv6Address",
    ],
    ["more at least than in all", { MinCount: 2 }, "InvalidParameterValue.Range"],
    [
      "tags for something else",
      { TagSpecification: [{ ResourceType: "host", Tags: [{ Key: "a" }] }] },
      "InvalidParameterValue",
    ],
    ["a timer", { ActionTimer: {} }, "UnsupportedOperation"],
    ["a template", { LaunchTemplate: {} }, "UnsupportedOperation"],
  ])("with %s", async (_name, parameters, code) => {
    expect(await refused(parameters)).toBe(code);
  });
});
