import type { NetworkInterface } from "../../../../provider/api/network-actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";
import { InterfaceSetting } from "./interface-setting";

/** Asynchronous actions: what they do is complete a second later. */
const DELAY = 1_000;
let emulator: Emulator;
let api: Api;
let setting: InterfaceSetting;
let now = Date.UTC(2026, 10, 22);
const later = (): void => {
  now += DELAY;
};

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: DELAY });
  api = new Api(emulator, () => now);
  setting = new InterfaceSetting(api, later);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe("CreateAndAttachNetworkInterface", () => {
  const WANTED = { ...PLACE, NetworkInterfaceName: "second", InstanceId: "ins-00000001" };
  const created = async (parameters: Record<string, unknown> = {}): Promise<NetworkInterface> =>
    // True where it succeeds.
    (await api.ok("CreateAndAttachNetworkInterface", { ...WANTED, ...parameters }))[
      "NetworkInterface"
    ] as NetworkInterface;

  it("makes a network interface of the instance, which is PENDING until its one task ends", async () => {
    const answer = await api.ok("CreateAndAttachNetworkInterface", {
      ...WANTED,
      Tags: [{ Key: "team", Value: "web" }],
    });
    const { NetworkInterfaceId: id } = answer["NetworkInterface"] as NetworkInterface; // True where it succeeds.
    const Attachment = { InstanceId: "ins-00000001", DeviceIndex: 1 };
    const TagSet = [{ Key: "team", Value: "web" }];
    expect(answer["NetworkInterface"]).toMatchObject({ State: "PENDING", Attachment, TagSet });
    expect(await api.interface(id)).toMatchObject({ State: "PENDING", Attachment, TagSet });
    expect(await api.ok("DescribeVpcTaskResult", { TaskId: answer.RequestId })).toMatchObject({ Status: "RUNNING" });
    later();
    expect(await api.interface(id)).toMatchObject({ State: "AVAILABLE", NetworkInterfaceState: "INUSE", Attachment });
    expect(await api.ok("DescribeVpcTaskResult", { TaskId: answer.RequestId })).toMatchObject({ Status: "SUCCESS" });
  });

  it("makes one for one ClientToken", async () => {
    const first = await created({ ClientToken: "t" });
    expect((await created({ ClientToken: "t" })).NetworkInterfaceId).toBe(first.NetworkInterfaceId);
    const other = { ...WANTED, NetworkInterfaceName: "third", ClientToken: "t" };
    const mismatch = "UnsupportedOperation.IdempotentParameterMismatch";
    expect(await api.code("CreateAndAttachNetworkInterface", other)).toBe(mismatch);
    expect((await created({ ClientToken: "u" })).NetworkInterfaceId).not.toBe(first.NetworkInterfaceId);
  });

  it("can be detached and deleted like any other", async () => {
    const { NetworkInterfaceId } = await created();
    later();
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId, InstanceId: "ins-00000001" });
    later();
    await api.ok("DeleteNetworkInterface", { NetworkInterfaceId });
    later();
    expect(await api.code("DescribeNetworkInterfaces", { NetworkInterfaceIds: [NetworkInterfaceId] })).toBe(
      "ResourceNotFound",
    );
  });

  it.each([
    ["an unknown instance", { InstanceId: "ins-99999999" }, "ResourceNotFound"],
    ["an unknown subnet", { SubnetId: "subnet-99999999" }, "ResourceNotFound"],
    ["an occupied address", { PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.11" }] }, "ResourceInUse"],
    ["11 addresses", { PrivateIpAddresses: Array.from({ length: 11 }, () => ({})) }, "InvalidParameterValue"],
    ["a reserved tag key", { Tags: [{ Key: "qcs:a" }] }, "UnsupportedOperation.TagSystemReservedTagKey"],
    ["a parameter that is not served", { AttachType: 1 }, "UnsupportedOperation"],
  ])("refuses %s, and makes nothing", async (_name, parameters, code) => {
    expect(await api.code("CreateAndAttachNetworkInterface", { ...WANTED, ...parameters })).toBe(code);
    expect(await api.ok("DescribeNetworkInterfaces")).toMatchObject({ TotalCount: 3 });
  });

  it.each([
    ["another VPC", "UnsupportedOperation.VpcMismatch"],
    ["another zone", "UnsupportedOperation"],
  ] as const)("refuses an instance in %s, and makes nothing", async (where, code) => {
    const InstanceId = await setting.instanceIn(where);
    expect(await api.code("CreateAndAttachNetworkInterface", { ...WANTED, InstanceId })).toBe(code);
    expect(emulator.state().networkInterfaces).toEqual([]);
  });
});

describe("ModifyNetworkInterfaceAttribute", () => {
  const change = (parameters: Record<string, unknown>): Promise<string> =>
    api.code("ModifyNetworkInterfaceAttribute", parameters);

  it("changes what is given, and nothing else", async () => {
    const NetworkInterfaceId = await setting.attached();
    const before = await api.interface(NetworkInterfaceId);
    expect(await change({ NetworkInterfaceId, NetworkInterfaceName: "web" })).toBe("");
    expect(await api.interface(NetworkInterfaceId)).toEqual({ ...before, NetworkInterfaceName: "web" });
    const rest = { NetworkInterfaceDescription: "of the web", SecurityGroupIds: ["sg-00000002"] };
    expect(await change({ NetworkInterfaceId, ...rest })).toBe("");
    expect(await api.interface(NetworkInterfaceId)).toEqual({
      ...before,
      NetworkInterfaceName: "web",
      NetworkInterfaceDescription: "of the web",
      GroupSet: ["sg-00000002"],
    });
  });

  it("changes the security groups of an instance with those of its primary network interface", async () => {
    expect(await change({ NetworkInterfaceId: "eni-00000001", SecurityGroupIds: ["sg-00000002"] })).toBe("");
    expect(await api.interface("eni-00000001")).toMatchObject({ GroupSet: ["sg-00000002"], Primary: true });
    expect(await api.ok("DescribeInstances", { InstanceIds: ["ins-00000001"] })).toMatchObject({
      InstanceSet: [{ SecurityGroupIds: ["sg-00000002"], PrivateIpAddresses: ["10.0.0.11"] }],
    });
  });

  it.each([
    ["an unknown one", { NetworkInterfaceId: "eni-99999999" }, "ResourceNotFound"],
    ["a malformed id", { NetworkInterfaceId: "eni-1" }, "InvalidParameterValue.Malformed"],
    ["an empty name", { NetworkInterfaceName: "" }, "InvalidParameterValue.Malformed"],
    ["a name of 61 bytes", { NetworkInterfaceName: "n".repeat(61) }, "InvalidParameterValue.TooLong"],
    [
      "a description of 61 characters",
      { NetworkInterfaceDescription: "描".repeat(61) },
      "InvalidParameterValue.TooLong",
    ],
    ["a parameter that is not served", { TrunkingFlag: "Enable" }, "UnsupportedOperation"],
  ])("refuses %s", async (_name, parameters, code) => {
    expect(await change({ NetworkInterfaceId: "eni-00000001", ...parameters })).toBe(code);
  });

  it("takes a description of 60 characters", async () => {
    const NetworkInterfaceDescription = "描".repeat(60);
    expect(await change({ NetworkInterfaceId: "eni-00000001", NetworkInterfaceDescription })).toBe("");
  });
});

describe("ModifyPrivateIpAddressesAttribute", () => {
  const describeAs = (PrivateIpAddress: string, rest: Record<string, unknown>): Promise<string> =>
    api.code("ModifyPrivateIpAddressesAttribute", {
      NetworkInterfaceId: "eni-00000001",
      PrivateIpAddresses: [{ PrivateIpAddress, ...rest }],
    });

  it("describes an address", async () => {
    expect(await describeAs("10.0.0.11", { Description: "first", Primary: true })).toBe("");
    expect(await api.interface("eni-00000001")).toMatchObject({
      PrivateIpAddressSet: [{ PrivateIpAddress: "10.0.0.11", Description: "first", Primary: true, State: "AVAILABLE" }],
    });
  });

  it.each([
    ["an address that it does not have", "10.0.0.12", {}, "ResourceNotFound"],
    ["what is no address", "ten", {}, "InvalidParameterValue.Malformed"],
    ["another primary one", "10.0.0.11", { Primary: false }, "InvalidParameterValue.Malformed"],
    ["a description of 61 characters", "10.0.0.11", { Description: "d".repeat(61) }, "InvalidParameterValue.TooLong"],
  ])("refuses %s", async (_name, address, rest, code) => {
    expect(await describeAs(address, rest)).toBe(code);
  });

  it("refuses a network interface that is not settled, and more than 10 addresses", async () => {
    const { NetworkInterfaceId } = await api.networkInterface();
    const code = (PrivateIpAddresses: object[], id = NetworkInterfaceId): Promise<string> =>
      api.code("ModifyPrivateIpAddressesAttribute", { NetworkInterfaceId: id, PrivateIpAddresses });
    expect(await code([])).toBe("UnsupportedOperation.InvalidState");
    const eleven = Array.from({ length: 11 }, () => ({ PrivateIpAddress: "10.0.0.11" }));
    expect(await code(eleven, "eni-00000001")).toBe("InvalidParameterValue.LimitExceeded");
  });
});

it("DescribeAccountAttributes says that there are VPCs only", async () => {
  expect(await api.ok("DescribeAccountAttributes")).toMatchObject({
    AccountAttributeSet: [{ AttributeName: "supported-platforms", AttributeValues: ["VPC"] }],
  });
});
