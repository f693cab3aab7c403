import type { Address } from "../../../../provider/api/address-actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

/** Asynchronous actions: what they do is complete a second later. */
const DELAY = 1_000;
let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22);
const later = (): void => {
  now += DELAY;
};

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: DELAY });
  api = new Api(emulator, () => now);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const allocate = async (parameters: Record<string, unknown> = {}): Promise<string> => {
  const { AddressSet } = await api.ok("AllocateAddresses", parameters);
  later();
  return (AddressSet as string[])[0] ?? "none"; // True where it succeeds.
};
const address = async (id: string): Promise<Address | undefined> =>
  ((await api.ok("DescribeAddresses", { AddressIds: [id] }))["AddressSet"] as Address[])[0]; // True where it succeeds.
const status = async (id: string): Promise<string | undefined> => (await address(id))?.AddressStatus;
const associate = (AddressId: string, parameters: Record<string, unknown>): Promise<string> =>
  api.code("AssociateAddress", { AddressId, ...parameters });
const INSTANCE = { InstanceId: "ins-00000001" };

describe("an EIP", () => {
  it("goes through its states, and each task can be followed by its number", async () => {
    const { AddressSet, TaskId } = await api.ok("AllocateAddresses", { AddressName: "web" });
    const [id = "none"] = AddressSet as string[]; // True where it succeeds.
    const task = async (): Promise<unknown> =>
      (await api.ok("DescribeTaskResult", { TaskId: Number(TaskId) }))["Result"];
    expect([await status(id), await task()]).toEqual(["CREATING", "RUNNING"]);
    later();
    expect([await status(id), await task()]).toEqual(["UNBIND", "SUCCESS"]);
    expect(await address(id)).toMatchObject({ AddressName: "web", AddressIp: "203.0.113.2", InstanceId: "" });
    await api.ok("AssociateAddress", { AddressId: id, ...INSTANCE });
    expect(await status(id)).toBe("BINDING");
    later();
    expect(await address(id)).toMatchObject({
      AddressStatus: "BIND",
      InstanceId: "ins-00000001",
      InstanceType: "CVM",
      NetworkInterfaceId: "eni-00000001",
      PrivateAddressIp: "10.0.0.11",
    });
    await api.ok("DisassociateAddress", { AddressId: id });
    expect(await status(id)).toBe("UNBINDING");
    later();
    expect(await address(id)).toMatchObject({ AddressStatus: "UNBIND", InstanceId: "", NetworkInterfaceId: null });
    await api.ok("ReleaseAddresses", { AddressIds: [id] });
    expect(await status(id)).toBe("OFFLINING");
    later();
    expect(await address(id)).toBeUndefined();
  });

  it("of an instance is shown there and on its network interface", async () => {
    await associate(await allocate(), INSTANCE);
    later();
    expect(await api.ok("DescribeInstances", { InstanceIds: ["ins-00000001"] })).toMatchObject({
      InstanceSet: [{ PublicIpAddresses: ["203.0.113.2"] }],
    });
    const [shown] = (await api.interface("eni-00000001")).PrivateIpAddressSet;
    expect(shown).toMatchObject({ PublicIpAddress: "203.0.113.2" });
  });

  it("stays with its network interface, attached or not", async () => {
    const { NetworkInterfaceId, PrivateIpAddressSet } = await api.networkInterface();
    later();
    const id = await allocate();
    const [{ PrivateIpAddress } = { PrivateIpAddress: "none" }] = PrivateIpAddressSet;
    expect(await associate(id, { NetworkInterfaceId, PrivateIpAddress })).toBe("");
    later();
    expect(await address(id)).toMatchObject({ AddressStatus: "BIND_ENI", InstanceId: "", InstanceType: "ENI" });
    await api.ok("AttachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    later();
    expect(await address(id)).toMatchObject({ AddressStatus: "BIND", ...INSTANCE });
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    later();
    expect(await api.code("DeleteNetworkInterface", { NetworkInterfaceId })).toBe("ResourceInUse");
  });

  it("names the instance of its network interface while it is being bound and unbound, too", async () => {
    const { NetworkInterfaceId, PrivateIpAddressSet } = await api.networkInterface();
    later();
    await api.ok("AttachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    later();
    const id = await allocate();
    await associate(id, { NetworkInterfaceId, PrivateIpAddress: PrivateIpAddressSet[0]?.PrivateIpAddress });
    expect(await address(id)).toMatchObject({ AddressStatus: "BINDING", ...INSTANCE });
    later();
    await api.ok("DisassociateAddress", { AddressId: id });
    expect(await address(id)).toMatchObject({ AddressStatus: "UNBINDING", ...INSTANCE });
  });

  it("of the primary address of a primary network interface is one of the instance", async () => {
    const id = await allocate();
    await associate(id, { NetworkInterfaceId: "eni-00000001", PrivateIpAddress: "10.0.0.11" });
    later();
    expect(await address(id)).toMatchObject({ InstanceType: "CVM", ...INSTANCE });
    expect(emulator.state().addresses).toMatchObject([INSTANCE]);
  });

  it("is found by the filters of the documents", async () => {
    const one = await allocate({ AddressName: "one", Tags: [{ Key: "team", Value: "web" }] });
    await allocate({ AddressName: "two" });
    await associate(one, INSTANCE);
    later();
    const names = async (Name: string, Value: string): Promise<string[]> => {
      const { AddressSet } = await api.ok("DescribeAddresses", { Filters: [{ Name, Values: [Value] }] });
      return (AddressSet as Address[]).map((row) => row.AddressName); // True where it succeeds.
    };
    expect(await names("address-status", "BIND")).toEqual(["one"]);
    expect(await names("address-ip", "203.0.113.3")).toEqual(["two"]);
    expect(await names("instance-id", "ins-00000001")).toEqual(["one"]);
    expect(await names("tag:team", "web")).toEqual(["one"]);
    expect(await names("address-type", "EIP")).toEqual(["one", "two"]);
    expect(await api.code("DescribeAddresses", { Filters: [{ Name: "colour", Values: [] }] })).toBe(
      "InvalidParameter.InvalidFilter",
    );
  });

  it("is one of 20 in a region, and addresses differ between regions", async () => {
    await api.ok("AllocateAddresses", { AddressCount: 20 });
    expect(await api.code("AllocateAddresses")).toBe("AddressQuotaLimitExceeded");
    await api.ok("AllocateAddresses", {}, "ap-shanghai");
    expect(await api.ok("DescribeAddresses", {}, "ap-shanghai")).toMatchObject({
      AddressSet: [{ AddressIp: "203.0.113.22" }],
    });
  });

  it("is allocated once for one ClientToken", async () => {
    const [one, two] = [await allocate({ ClientToken: "t" }), await allocate({ ClientToken: "t" })];
    expect(two).toBe(one);
    expect(await api.code("AllocateAddresses", { ClientToken: "t", AddressCount: 2 })).toBe("InvalidParameterConflict");
  });

  it.each([
    ["an unknown instance", { InstanceId: "ins-99999999" }, "InvalidInstanceId.NotFound"],
    ["a malformed instance", { InstanceId: "ins-1" }, "InvalidParameterValue.InstanceIdMalformed"],
    ["a HAVIP", { InstanceId: "havip-00000001" }, "InvalidParameterValue.ResourceNotSupport"],
    [
      "an unknown network interface",
      { NetworkInterfaceId: "eni-99999999", PrivateIpAddress: "10.0.0.11" },
      "InvalidNetworkInterfaceId.NotFound",
    ],
    [
      "an address that the network interface has not",
      { NetworkInterfaceId: "eni-00000001", PrivateIpAddress: "10.0.0.9" },
      "FailedOperation.AddressEniInfoNotFound",
    ],
    ["a network interface without an address", { NetworkInterfaceId: "eni-00000001" }, "MissingParameter"],
    ["two targets", { ...INSTANCE, NetworkInterfaceId: "eni-00000001" }, "InvalidParameterValue.Combination"],
    ["no target", {}, "InvalidParameterValue.MissingAssociateEntity"],
  ])("is not bound to %s", async (_name, target, code) => {
    expect(await associate(await allocate(), target)).toBe(code);
  });

  it("is one at a time for an instance, and bound once", async () => {
    const [one, two] = [await allocate(), await allocate()];
    await associate(one, INSTANCE);
    expect(await associate(two, INSTANCE)).toBe("InvalidInstanceId.AlreadyBindEip");
    expect(await associate(one, { InstanceId: "ins-00000002" })).toBe("OperationDenied.MutexTaskRunning");
    later();
    expect(await associate(one, { InstanceId: "ins-00000002" })).toBe("UnsupportedOperation.AddressStatusNotPermit");
    expect(await api.code("ReleaseAddresses", { AddressIds: [one] })).toBe("InvalidAddressState");
    expect(await api.code("DisassociateAddress", { AddressId: two })).toBe("InvalidAddressIdStatus.NotPermit");
  });

  it("of a HAVIP is unbound by the HAVIP's own action only", async () => {
    const id = await allocate();
    const { HaVipId } = await api.havip();
    await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp: (await address(id))?.AddressIp });
    expect(await api.code("ReleaseAddresses", { AddressIds: [id] })).toBe("OperationDenied.MutexTaskRunning");
    later();
    expect(await api.code("DisassociateAddress", { AddressId: id })).toBe("InvalidInstance.NotSupported");
    expect(await api.code("ReleaseAddresses", { AddressIds: [id] })).toBe("InvalidAddressState");
  });

  it("that is unknown is refused by id, and its task by number", async () => {
    expect(await api.code("ReleaseAddresses", { AddressIds: ["eip-99999999"] })).toBe("InvalidAddressId.NotFound");
    expect(await api.code("DescribeTaskResult", { TaskId: 7 })).toBe("InvalidParameter");
    expect(await api.code("DescribeTaskResult")).toBe("MissingParameter");
    expect(await api.code("ReleaseAddresses", { AddressIds: [] })).toBe("MissingParameter");
  });
});
