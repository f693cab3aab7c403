import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
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

describe("MigrateNetworkInterface", () => {
  const migrate = (NetworkInterfaceId: string, to = "ins-00000002", from = "ins-00000001"): Promise<string> =>
    api.code("MigrateNetworkInterface", {
      NetworkInterfaceId,
      SourceInstanceId: from,
      DestinationInstanceId: to,
    });

  it("takes a network interface to another instance, with its addresses", async () => {
    const id = await setting.attached();
    const before = await setting.addresses(id);
    expect(await migrate(id)).toBe("");
    const Attachment = { InstanceId: "ins-00000002", DeviceIndex: 1 };
    expect(await api.interface(id)).toMatchObject({ State: "ATTACHING", Attachment });
    expect(await migrate(id, "ins-00000003", "ins-00000002")).toBe("UnsupportedOperation");
    later();
    expect(await api.interface(id)).toMatchObject({ State: "AVAILABLE", NetworkInterfaceState: "INUSE", Attachment });
    expect(await setting.addresses(id)).toEqual(before);
  });

  it("takes the EIPs of its addresses along", async () => {
    const NetworkInterfaceId = await setting.attached();
    const [PrivateIpAddress = ""] = await setting.addresses(NetworkInterfaceId);
    await setting.bindEip(NetworkInterfaceId, PrivateIpAddress);
    expect(await migrate(NetworkInterfaceId)).toBe("");
    later();
    expect(await api.ok("DescribeAddresses")).toMatchObject({ AddressSet: [{ InstanceId: "ins-00000002" }] });
  });

  it("refuses what cannot move", async () => {
    const id = await setting.attached();
    expect(await migrate("eni-99999999")).toBe("ResourceNotFound");
    expect(await migrate(id, "ins-99999999")).toBe("ResourceNotFound");
    expect(await migrate(id, "ins-00000002", "ins-00000003")).toBe("UnsupportedOperation.AttachmentNotFound");
    expect(await migrate(id, "ins-00000001")).toBe("UnsupportedOperation");
    expect(await migrate("eni-00000001")).toBe("UnsupportedOperation");
  });

  it.each([
    ["another VPC", "UnsupportedOperation.VpcMismatch"],
    ["another zone", "UnsupportedOperation"],
  ] as const)("refuses to move into %s", async (where, code) => {
    expect(await migrate(await setting.attached(), await setting.instanceIn(where))).toBe(code);
  });

  it("refuses a network interface that a HAVIP needs where it is", async () => {
    const id = await setting.attached();
    const { HaVipId } = await api.havip();
    emulator.announce({ haVipId: HaVipId, networkInterfaceId: id });
    const because = (
      await api.answer("MigrateNetworkInterface", {
        NetworkInterfaceId: id,
        SourceInstanceId: "ins-00000001",
        DestinationInstanceId: "ins-00000002",
      })
    ).Error;
    expect(because).toMatchObject({ Code: "UnsupportedOperation", Message: expect.stringContaining("HAVIP") });
    emulator.release({ haVipId: HaVipId });
    expect(await migrate(id)).toBe("");
  });
});

describe("MigratePrivateIpAddress", () => {
  const migrate = (from: string, to: string, PrivateIpAddress: string): Promise<string> =>
    api.code("MigratePrivateIpAddress", {
      SourceNetworkInterfaceId: from,
      DestinationNetworkInterfaceId: to,
      PrivateIpAddress,
    });
  const secondary = async (id: string): Promise<string> => (await setting.addresses(id))[1] ?? "";

  it("takes a secondary address to another network interface, and to its instance where that is the primary one", async () => {
    const id = await setting.attached();
    const address = await secondary(id);
    expect(await migrate(id, "eni-00000002", address)).toBe("");
    expect(await setting.addresses(id)).toHaveLength(1);
    expect((await api.interface("eni-00000002")).PrivateIpAddressSet).toMatchObject([
      { PrivateIpAddress: "10.0.0.12", State: "AVAILABLE" },
      { PrivateIpAddress: address, State: "MIGRATING", Primary: false },
    ]);
    expect(await migrate("eni-00000002", id, address)).toBe("UnsupportedOperation.MutexOperationTaskRunning");
    later();
    expect((await api.interface("eni-00000002")).PrivateIpAddressSet[1]).toMatchObject({ State: "AVAILABLE" });
    expect(await api.ok("DescribeInstances", { InstanceIds: ["ins-00000002"] })).toMatchObject({
      InstanceSet: [{ PrivateIpAddresses: ["10.0.0.12", address] }],
    });
    expect(await migrate("eni-00000002", id, address)).toBe("");
    later();
    expect(await setting.addresses(id)).toContain(address);
  });

  it("is a task that DescribeVpcTaskResult knows", async () => {
    const id = await setting.attached();
    const given = { SourceNetworkInterfaceId: id, DestinationNetworkInterfaceId: "eni-00000002" };
    const answer = await api.ok("MigratePrivateIpAddress", { ...given, PrivateIpAddress: await secondary(id) });
    later();
    expect(await api.ok("DescribeVpcTaskResult", { TaskId: answer.RequestId })).toMatchObject({ Status: "SUCCESS" });
  });

  it("keeps whatever else would be done to the network interface waiting", async () => {
    const source = await setting.attached();
    const NetworkInterfaceId = await setting.attached();
    expect(await migrate(source, NetworkInterfaceId, await secondary(source))).toBe("");
    const request = { NetworkInterfaceId, InstanceId: "ins-00000001" };
    expect(await api.code("DetachNetworkInterface", request)).toBe("UnsupportedOperation.InvalidState");
    later();
    expect(await api.code("DetachNetworkInterface", request)).toBe("");
  });

  it("has to wait for what is being done to the network interface", async () => {
    const [source, id] = [await setting.attached(), await setting.attached()];
    const address = await secondary(source);
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId: id, InstanceId: "ins-00000001" });
    expect(await migrate(source, id, address)).toBe("UnsupportedOperation.MutexOperationTaskRunning");
  });

  it("refuses what cannot move", async () => {
    const id = await setting.attached();
    const [primary = "", address = ""] = await setting.addresses(id);
    expect(await migrate(id, "eni-99999999", address)).toBe("ResourceNotFound");
    expect(await migrate(id, "eni-00000002", "10.0.0.250")).toBe("ResourceNotFound");
    expect(await migrate(id, "eni-00000002", primary)).toBe("UnsupportedOperation.PrimaryIp");
    expect(await migrate(id, id, address)).toBe("UnsupportedOperation");
    const elsewhere = await api.networkInterface(undefined, { SubnetId: "subnet-00000002" });
    expect(await migrate(id, elsewhere.NetworkInterfaceId, address)).toBe("UnsupportedOperation");
  });

  it("refuses an address that has an EIP", async () => {
    const id = await setting.attached();
    const address = await secondary(id);
    await setting.bindEip(id, address);
    expect(await migrate(id, "eni-00000002", address)).toBe("UnsupportedOperation");
  });
});
