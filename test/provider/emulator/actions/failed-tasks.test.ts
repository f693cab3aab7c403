import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionName } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

/** `behaviour.tasks.outcome: "FAILED"`. */
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const outcome = (to: "SUCCESS" | "FAILED"): void => {
  emulator.behave({ tasks: { outcome: to } });
};
/** Everything that the API shows of what there is. */
const resources = async (): Promise<unknown[]> => {
  const shown: unknown[] = [];
  for (const kind of ["HaVips", "NetworkInterfaces", "Addresses", "Instances", "Subnets"] as const) {
    const { RequestId, ...answer } = await api.ok(`Describe${kind}`);
    shown.push(answer);
  }
  return shown;
};
type Prepared = Record<string, unknown>;
const eni = async (instance?: string): Promise<{ NetworkInterfaceId: string; PrivateIpAddress: string }> => {
  const { NetworkInterfaceId, PrivateIpAddressSet } = await api.networkInterface(instance);
  return { NetworkInterfaceId, PrivateIpAddress: PrivateIpAddressSet[0]?.PrivateIpAddress ?? "none" };
};
const eip = async (): Promise<{ AddressId: string; AddressIp: string }> => {
  const { AddressSet } = await api.ok("AllocateAddresses");
  const { AddressSet: found } = await api.ok("DescribeAddresses", { AddressIds: AddressSet });
  return (found as [{ AddressId: string; AddressIp: string }])[0]; // True because both succeeded.
};
const INSTANCE = { InstanceId: "ins-00000001" };

/** What each asynchronous action needs, and is asked. */
const VPC_TASKS: readonly (readonly [ActionName, () => Promise<Prepared>])[] = [
  ["DeleteHaVip", async () => ({ HaVipId: (await api.havip()).HaVipId })],
  [
    "HaVipAssociateAddressIp",
    async () => ({ HaVipId: (await api.havip()).HaVipId, AddressIp: (await eip()).AddressIp }),
  ],
  [
    "HaVipDisassociateAddressIp",
    async () => {
      const { HaVipId } = await api.havip();
      await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp: (await eip()).AddressIp });
      return { HaVipId };
    },
  ],
  ["CreateNetworkInterface", () => Promise.resolve({ ...PLACE, NetworkInterfaceName: "second" })],
  ["AttachNetworkInterface", async () => ({ NetworkInterfaceId: (await eni()).NetworkInterfaceId, ...INSTANCE })],
  [
    "DetachNetworkInterface",
    async () => ({ NetworkInterfaceId: (await eni("ins-00000001")).NetworkInterfaceId, ...INSTANCE }),
  ],
  ["DeleteNetworkInterface", async () => ({ NetworkInterfaceId: (await eni()).NetworkInterfaceId })],
  [
    "AssignPrivateIpAddresses",
    () => Promise.resolve({ NetworkInterfaceId: "eni-00000001", SecondaryPrivateIpAddressCount: 1 }),
  ],
  [
    "UnassignPrivateIpAddresses",
    async () => {
      const NetworkInterfaceId = "eni-00000001";
      const PrivateIpAddress = "10.0.0.70";
      const taken = { NetworkInterfaceId, PrivateIpAddresses: [{ PrivateIpAddress }] };
      await api.ok("AssignPrivateIpAddresses", taken);
      const { AddressId } = await eip();
      await api.ok("AssociateAddress", { AddressId, NetworkInterfaceId, PrivateIpAddress });
      return taken;
    },
  ],
];
const EIP_TASKS: readonly (readonly [ActionName, () => Promise<Prepared>])[] = [
  ["AllocateAddresses", () => Promise.resolve({ AddressCount: 2 })],
  ["AssociateAddress", async () => ({ AddressId: (await eip()).AddressId, ...(await eni()) })],
  [
    "DisassociateAddress",
    async () => {
      const { AddressId } = await eip();
      await api.ok("AssociateAddress", { AddressId, ...INSTANCE });
      return { AddressId };
    },
  ],
  ["ReleaseAddresses", async () => ({ AddressIds: [(await eip()).AddressId] })],
];

describe("a task that fails", () => {
  it.each(VPC_TASKS)("leaves everything as it was: %s", async (action, prepare) => {
    const parameters = await prepare();
    const before = await resources();
    outcome("FAILED");
    const { RequestId: TaskId } = await api.ok(action, parameters);
    expect(await api.ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "FAILED", Output: "FAILED" });
    expect(await resources()).toEqual(before);
    outcome("SUCCESS");
    expect(await api.code(action, parameters)).toBe("");
  });

  it.each(EIP_TASKS)("leaves everything as it was: %s", async (action, prepare) => {
    const parameters = await prepare();
    const before = await resources();
    outcome("FAILED");
    const { TaskId } = await api.ok(action, parameters);
    expect(await api.ok("DescribeTaskResult", { TaskId: Number(TaskId) })).toMatchObject({ Result: "FAILED" });
    expect(await resources()).toEqual(before);
  });

  it("leaves what else happened in the meantime", async () => {
    const { NetworkInterfaceId } = await eni("ins-00000001");
    emulator.behave({ tasks: { outcome: "FAILED", stuck: true } });
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    const ResourceList = [`qcs::vpc:ap-guangzhou:uin/:eni/${NetworkInterfaceId}`];
    await api.ok("TagResources", { ResourceList, Tags: [{ TagKey: "team", TagValue: "web" }] });
    emulator.behave({ tasks: { stuck: false } });
    expect(await api.interface(NetworkInterfaceId)).toMatchObject({
      Attachment: INSTANCE,
      State: "AVAILABLE",
      NetworkInterfaceState: "INUSE",
      TagSet: [{ Key: "team", Value: "web" }],
    });
  });

  it("is one that began when tasks were to fail, whatever holds when it ends", async () => {
    const { HaVipId } = await api.havip();
    emulator.behave({ tasks: { outcome: "FAILED", stuck: true } });
    const { RequestId: TaskId } = await api.ok("DeleteHaVip", { HaVipId });
    emulator.behave({ tasks: { outcome: "SUCCESS", stuck: false } });
    expect(await api.ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "FAILED" });
  });

  it("fails after a restart of the emulator, too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "havip-emulator-"));
    try {
      const first = await createEmulator({ data: folder, behaviour: { tasks: { outcome: "FAILED", stuck: true } } });
      const { NetworkInterface, RequestId: TaskId } = await new Api(first).ok("CreateNetworkInterface", {
        ...PLACE,
        NetworkInterfaceName: "second",
      });
      await first.close();
      await using second = await createEmulator({ data: folder });
      expect(await new Api(second).ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "FAILED" });
      expect([NetworkInterface, second.state().networkInterfaces]).toEqual([expect.anything(), []]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("instances that do not come to run", () => {
  it("are gone, and with them all that was bound to them in the meantime", async () => {
    const before = await resources();
    emulator.behave({ tasks: { outcome: "FAILED", stuck: true } });
    const VirtualPrivateCloud = { ...PLACE, PrivateIpAddresses: ["10.0.0.80"] };
    const wanted = { Placement: { Zone: "ap-guangzhou-3" }, ImageId: "img-8toqc6s3", VirtualPrivateCloud };
    await api.ok("RunInstances", wanted);
    const NetworkInterfaceId = emulator.state().instances.at(-1)?.NetworkInterfaceId;
    emulator.behave({ tasks: { outcome: "SUCCESS" } });
    await api.ok("AssignPrivateIpAddresses", { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 });
    const { HaVipId } = await api.havip({ NetworkInterfaceId });
    emulator.behave({ tasks: { stuck: false } });
    expect(await api.found()).toMatchObject([{ NetworkInterfaceId: "" }]);
    await api.ok("DeleteHaVip", { HaVipId });
    expect(await resources()).toEqual(before);
  });
});

it("shows an instance as it was, with what was tried and that it failed", async () => {
  const shown = async (): Promise<Record<string, unknown>> =>
    ((await api.ok("DescribeInstances", { InstanceIds: ["ins-00000001"] }))["InstanceSet"] as [Prepared])[0]; // It is there.
  const before = await shown();
  outcome("FAILED");
  for (const action of ["StopInstances", "RebootInstances", "TerminateInstances"] as const) {
    const { RequestId } = await api.ok(action, { InstanceIds: ["ins-00000001"] });
    const failed = {
      LatestOperation: action,
      LatestOperationState: "FAILED",
      LatestOperationRequestId: RequestId,
    };
    expect(await shown()).toEqual({ ...before, ...failed });
  }
});
