import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Instance } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

const START = Date.UTC(2026, 10, 22);
const InstanceIds = ["ins-00000001"];
let now = START;
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: 2_000 });
  api = new Api(emulator, () => now);
});
beforeEach(async () => {
  now = START;
  await emulator.reset();
});
afterAll(() => emulator.close());

const instance = async (id = "ins-00000001"): Promise<Instance | undefined> =>
  ((await api.ok("DescribeInstances", { InstanceIds: [id] }))["InstanceSet"] as Instance[])[0]; // True where it succeeds.
const run = async (): Promise<string> => {
  const WANTED = { Placement: { Zone: "ap-guangzhou-3" }, ImageId: "img-00000001", VirtualPrivateCloud: PLACE };
  const { InstanceIdSet } = await api.ok("RunInstances", WANTED);
  return (InstanceIdSet as string[])[0] ?? "none"; // The same.
};

describe("while an instance takes its time", () => {
  it("a new one is PENDING, and has its address", async () => {
    const id = await run();
    now += 1_999;
    expect(await instance(id)).toMatchObject({ InstanceState: "PENDING", PrivateIpAddresses: ["10.0.0.2"] });
    now += 1;
    expect(await instance(id)).toMatchObject({ InstanceState: "RUNNING", LatestOperationState: "SUCCESS" });
  });

  it.each([
    ["StopInstances", "STOPPING", "STOPPED"],
    ["RebootInstances", "REBOOTING", "RUNNING"],
  ] as const)("%s makes it %s, then %s", async (action, during, after) => {
    const { RequestId } = await api.ok(action, { InstanceIds });
    const operation = { LatestOperation: action, LatestOperationRequestId: RequestId };
    const begun = { InstanceState: during, LatestOperationState: "OPERATING" };
    expect(await instance()).toMatchObject({ ...operation, ...begun });
    expect(await api.ok("DescribeInstancesStatus", { InstanceIds })).toMatchObject({
      InstanceStatusSet: [{ InstanceState: during }],
    });
    now += 2_000;
    expect(await instance()).toMatchObject({ ...operation, InstanceState: after, LatestOperationState: "SUCCESS" });
  });

  it("StartInstances makes a stopped one STARTING, then RUNNING", async () => {
    await api.ok("StopInstances", { InstanceIds });
    now += 2_000;
    await api.ok("StartInstances", { InstanceIds });
    expect((await instance())?.InstanceState).toBe("STARTING");
    now += 2_000;
    expect((await instance())?.InstanceState).toBe("RUNNING");
  });

  it("TerminateInstances keeps everything until it ends, then lets go of it", async () => {
    const { HaVipId } = await api.havip();
    emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    await api.ok("TerminateInstances", { InstanceIds });
    expect((await instance())?.InstanceState).toBe("TERMINATING");
    expect(await api.found()).toMatchObject([{ State: "AVAILABLE", InstanceId: "ins-00000001" }]);
    expect(await api.code("DeleteSubnet", { SubnetId: PLACE.SubnetId })).not.toBe("");
    now += 2_000;
    expect(await instance()).toBeUndefined();
    expect(await api.found()).toMatchObject([{ State: "UNBIND", InstanceId: "", FlushedTime: "2026-11-22 08:00:02" }]);
  });

  it("two of them that go at the same moment both leave the range of their HAVIP", async () => {
    const HaVipAssociationSet = ["ins-00000001", "ins-00000002", "ins-00000003"].map((InstanceId) => ({ InstanceId }));
    await api.havip({ CheckAssociate: true, HaVipAssociationSet });
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000001"] });
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000002"] });
    now += 2_000;
    expect(await api.found()).toMatchObject([{ HaVipAssociationSet: [{ InstanceId: "ins-00000003" }] }]);
  });

  it("a HAVIP that goes at the same moment stays gone", async () => {
    const HaVipAssociationSet = [{ InstanceId: "ins-00000001" }];
    const { HaVipId } = await api.havip({ CheckAssociate: true, HaVipAssociationSet });
    await api.ok("DeleteHaVip", { HaVipId });
    await api.ok("TerminateInstances", { InstanceIds });
    now += 2_000;
    expect(await api.found()).toEqual([]);
  });

  it("it sends no claim", async () => {
    const { HaVipId } = await api.havip();
    await api.ok("RebootInstances", { InstanceIds });
    expect(() => {
      emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    }).toThrow("REBOOTING");
  });

  it("it stays in the middle where tasks are stuck", async () => {
    emulator.behave({ tasks: { stuck: true } });
    await api.ok("StopInstances", { InstanceIds });
    now += 60_000;
    expect((await instance())?.InstanceState).toBe("STOPPING");
  });

  it.each([
    ["StartInstances", {}, "UnsupportedOperation.InstanceStateStopping"],
    ["StopInstances", {}, "UnsupportedOperation.InstanceStateStopping"],
    ["RebootInstances", {}, "UnsupportedOperation.InstanceStateStopping"],
    ["TerminateInstances", {}, "UnsupportedOperation.InstanceStateStopping"],
    ["ModifyInstancesAttribute", { InstanceName: "a" }, "UnsupportedOperation.InstanceStateStopping"],
    ["ResetInstancesType", { InstanceType: "S5.SMALL1" }, "UnsupportedOperation.InstanceStateStopping"],
    ["ModifyInstancesProject", { ProjectId: 1 }, "OperationDenied.InstanceOperationInProgress"],
  ] as const)("%s has to wait", async (action, parameters, code) => {
    await api.ok("StopInstances", { InstanceIds });
    expect(await api.code(action, { InstanceIds, ...parameters })).toBe(code);
  });

  it("no EIP and no network interface can be given to one that goes", async () => {
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [AddressId] = AddressSet as string[]; // True where it succeeds.
    const { NetworkInterface } = await api.ok("CreateNetworkInterface", { ...PLACE, NetworkInterfaceName: "second" });
    const { NetworkInterfaceId } = NetworkInterface as { NetworkInterfaceId: string }; // The same.
    now += 2_000;
    await api.ok("TerminateInstances", { InstanceIds });
    const InstanceId = "ins-00000001";
    expect(await api.code("AssociateAddress", { AddressId, InstanceId })).toBe(
      "UnsupportedOperation.InstanceStateNotSupported",
    );
    expect(await api.code("AttachNetworkInterface", { NetworkInterfaceId, InstanceId })).toBe(
      "UnsupportedOperation.ResourceIsInvalidState",
    );
  });
});

describe("an instance that is still is refused", () => {
  it("to be rebooted, where it is stopped", async () => {
    await api.ok("StopInstances", { InstanceIds });
    now += 2_000;
    expect(await api.code("RebootInstances", { InstanceIds })).toBe("UnsupportedOperation.InstanceStateStopped");
  });

  it("to be terminated, where it is protected", async () => {
    await api.ok("ModifyInstancesAttribute", { InstanceIds, DisableApiTermination: true });
    expect(await api.code("TerminateInstances", { InstanceIds })).toBe("UnsupportedOperation.InstancesProtected");
    await api.ok("ModifyInstancesAttribute", { InstanceIds, DisableApiTermination: false });
    await api.ok("TerminateInstances", { InstanceIds });
  });

  it("to be stopped in a way that there is not, or in two ways", async () => {
    expect(await api.code("StopInstances", { InstanceIds, StopType: "SLEEP" })).toBe("InvalidParameterValue");
    expect(await api.code("StopInstances", { InstanceIds, StoppedMode: "FREE" })).toBe("InvalidParameterValue");
    const twice = { InstanceIds, StopType: "SOFT", ForceStop: true };
    expect(await api.code("StopInstances", twice)).toBe("InvalidParameterCombination");
  });
});

describe("a stopped instance", () => {
  it("shows whether it is still paid for, and keeps its addresses", async () => {
    await api.ok("StopInstances", { InstanceIds, StoppedMode: "STOP_CHARGING" });
    now += 2_000;
    expect(await instance()).toMatchObject({ StopChargingMode: "STOP_CHARGING", PrivateIpAddresses: ["10.0.0.11"] });
    await api.ok("StartInstances", { InstanceIds });
    now += 2_000;
    expect(await instance()).toMatchObject({ StopChargingMode: "NOT_APPLICABLE" });
  });
});

describe("an emulator that is started again", () => {
  it("goes on with what it was in the middle of", async () => {
    const data = mkdtempSync(join(tmpdir(), "havip-emulator-"));
    try {
      const options = { data, clock: () => now, taskDelayMs: 2_000 };
      {
        await using first = await createEmulator(options);
        await new Api(first, () => now).ok("StopInstances", { InstanceIds });
      }
      now += 2_000;
      await using second = await createEmulator(options);
      expect(await new Api(second, () => now).ok("DescribeInstances", { InstanceIds })).toMatchObject({
        InstanceSet: [{ InstanceState: "STOPPED" }],
      });
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
