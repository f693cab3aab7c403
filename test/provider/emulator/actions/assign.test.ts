import type { Address } from "../../../../provider/api/address-actions";
import type { NetworkInterface } from "../../../../provider/api/network-actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

/** Addresses come to a network interface, and go from it, by tasks. */
const DELAY = 1_000;
let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22);
const later = (): void => {
  now += DELAY;
};
let NetworkInterfaceId: string;

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: DELAY });
  api = new Api(emulator, () => now);
});
beforeEach(async () => {
  await emulator.reset();
  ({ NetworkInterfaceId } = await api.networkInterface(undefined, { PrivateIpAddresses: [given("10.0.0.50")] }));
  later();
});
afterAll(() => emulator.close());

const given = (PrivateIpAddress: string): { PrivateIpAddress: string } => ({ PrivateIpAddress });
const assign = (address: string, id = NetworkInterfaceId): Promise<{ RequestId: string }> =>
  api.ok("AssignPrivateIpAddresses", { NetworkInterfaceId: id, PrivateIpAddresses: [given(address)] });
const unassign = (...addresses: string[]) => ({ NetworkInterfaceId, PrivateIpAddresses: addresses.map(given) });
const shown = async (): Promise<unknown[]> =>
  (await api.interface(NetworkInterfaceId)).PrivateIpAddressSet.map((one) => [one.PrivateIpAddress, one.State]);
const status = async (TaskId: string): Promise<unknown> =>
  (await api.ok("DescribeVpcTaskResult", { TaskId }))["Status"];
const eip = async (): Promise<string> => {
  const { AddressSet } = await api.ok("AllocateAddresses");
  later();
  return (AddressSet as string[])[0] ?? "none"; // True where it succeeds.
};
const eipStatus = async (id: string): Promise<string | undefined> => {
  const { AddressSet } = await api.ok("DescribeAddresses", { AddressIds: [id] });
  return (AddressSet as Address[])[0]?.AddressStatus; // True where it succeeds.
};
const MUTEX = "UnsupportedOperation.MutexOperationTaskRunning";

describe("a new address", () => {
  it("is PENDING in the answer, and AVAILABLE when its task is done", async () => {
    const answer = await assign("10.0.0.51");
    expect(answer).toMatchObject({ PrivateIpAddressSet: [{ PrivateIpAddress: "10.0.0.51", State: "PENDING" }] });
    expect([await status(answer.RequestId), (await shown())[1]]).toEqual(["RUNNING", ["10.0.0.51", "PENDING"]]);
    later();
    expect([await status(answer.RequestId), (await shown())[1]]).toEqual(["SUCCESS", ["10.0.0.51", "AVAILABLE"]]);
  });

  it("of a new network interface is PENDING for as long as that is", async () => {
    const { NetworkInterface } = await api.ok("CreateNetworkInterface", { ...PLACE, NetworkInterfaceName: "third" });
    const { PrivateIpAddressSet } = NetworkInterface as NetworkInterface; // True where it succeeds.
    expect(PrivateIpAddressSet).toMatchObject([{ State: "PENDING" }]);
  });

  it("is not its instance's before it is there", async () => {
    const addresses = async (): Promise<unknown> => (await api.ok("DescribeInstances"))["InstanceSet"];
    await assign("10.0.0.70", "eni-00000001");
    expect(await addresses()).toMatchObject([{ PrivateIpAddresses: ["10.0.0.11"] }, {}, {}]);
    later();
    expect(await addresses()).toMatchObject([{ PrivateIpAddresses: ["10.0.0.11", "10.0.0.70"] }, {}, {}]);
  });

  it("keeps whatever else would be done to its network interface waiting", async () => {
    await assign("10.0.0.51");
    const another = { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 };
    expect(await api.code("AssignPrivateIpAddresses", another)).toBe(MUTEX);
    expect(await api.code("UnassignPrivateIpAddresses", unassign("10.0.0.51"))).toBe(MUTEX);
    const code = "UnsupportedOperation.InvalidState";
    const attach = { NetworkInterfaceId, InstanceId: "ins-00000001" };
    expect(await api.code("AttachNetworkInterface", attach)).toBe(code);
    expect(await api.code("DeleteNetworkInterface", { NetworkInterfaceId })).toBe(code);
  });

  it("gets no EIP before it is there", async () => {
    const target = { AddressId: await eip(), NetworkInterfaceId, PrivateIpAddress: "10.0.0.51" };
    await assign("10.0.0.51");
    expect(await api.code("AssociateAddress", target)).toBe("OperationDenied.MutexTaskRunning");
    later();
    expect(await api.code("AssociateAddress", target)).toBe("");
  });

  it("of an instance keeps it from being terminated before it is there", async () => {
    await assign("10.0.0.70", "eni-00000001");
    const InstanceIds = ["ins-00000001"];
    expect(await api.code("TerminateInstances", { InstanceIds })).toBe("MutexOperation.TaskRunning");
    later();
    expect(await api.code("TerminateInstances", { InstanceIds })).toBe("");
  });
});

describe("an address that is given back", () => {
  beforeEach(async () => {
    await assign("10.0.0.51");
    later();
  });

  it("is DELETING, and its own, until its task is done", async () => {
    const { RequestId } = await api.ok("UnassignPrivateIpAddresses", unassign("10.0.0.51"));
    expect([await status(RequestId), (await shown())[1]]).toEqual(["RUNNING", ["10.0.0.51", "DELETING"]]);
    const wanted = { ...PLACE, HaVipName: "web", Vip: "10.0.0.51" };
    expect(await api.code("CreateHaVip", wanted)).toBe("ResourceInUse");
    later();
    expect([await status(RequestId), await shown()]).toEqual(["SUCCESS", [["10.0.0.50", "AVAILABLE"]]]);
    expect(await api.code("CreateHaVip", wanted)).toBe("");
  });

  it("lets its EIP go", async () => {
    const AddressId = await eip();
    await api.ok("AssociateAddress", { AddressId, NetworkInterfaceId, PrivateIpAddress: "10.0.0.51" });
    later();
    await api.ok("UnassignPrivateIpAddresses", unassign("10.0.0.51"));
    expect(await eipStatus(AddressId)).toBe("UNBINDING");
    expect(await api.code("DisassociateAddress", { AddressId })).toBe("OperationDenied.MutexTaskRunning");
    later();
    expect(await eipStatus(AddressId)).toBe("UNBIND");
    expect(await api.code("ReleaseAddresses", { AddressIds: [AddressId] })).toBe("");
  });

  it("is refused while a task on its EIP is running", async () => {
    const AddressId = await eip();
    await api.ok("AssociateAddress", { AddressId, NetworkInterfaceId, PrivateIpAddress: "10.0.0.51" });
    expect(await api.code("UnassignPrivateIpAddresses", unassign("10.0.0.51"))).toBe(MUTEX);
    expect((await shown())[1]).toEqual(["10.0.0.51", "AVAILABLE"]);
  });

  it("is named", async () => {
    expect(await api.code("UnassignPrivateIpAddresses", unassign())).toBe("MissingParameter");
  });
});
