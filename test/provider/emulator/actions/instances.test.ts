import type { Instance } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => Date.UTC(2026, 10, 22) });
  api = new Api(emulator, () => Date.UTC(2026, 10, 22));
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const WANTED = { Placement: { Zone: "ap-guangzhou-3" }, ImageId: "img-00000001", VirtualPrivateCloud: PLACE };
const run = async (parameters: Record<string, unknown> = {}): Promise<string[]> =>
  (await api.ok("RunInstances", { ...WANTED, ...parameters }))["InstanceIdSet"] as string[]; // True where it succeeds.
const instance = async (id: string): Promise<Instance | undefined> =>
  ((await api.ok("DescribeInstances", { InstanceIds: [id] }))["InstanceSet"] as Instance[])[0]; // The same.

describe("an instance", () => {
  it("that is new has an address and a primary network interface of its own", async () => {
    const ids = await run({ InstanceCount: 2, InstanceName: "node" });
    expect(ids).toHaveLength(2);
    expect(await instance(ids[1] ?? "none")).toMatchObject({
      InstanceName: "node2",
      InstanceState: "RUNNING",
      PrivateIpAddresses: ["10.0.0.3"],
    });
    const filter = { Filters: [{ Name: "attachment.instance-id", Values: ids }] };
    expect(await api.ok("DescribeNetworkInterfaces", filter)).toMatchObject({
      NetworkInterfaceSet: ids.map((InstanceId) => ({ Primary: true, Attachment: { InstanceId } })),
    });
  });

  it("takes the address that is wanted, and may claim a HAVIP", async () => {
    const [id = "none"] = await run({ VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: ["10.0.0.80"] } });
    expect((await instance(id))?.PrivateIpAddresses).toEqual(["10.0.0.80"]);
    const { HaVipId } = await api.havip({ CheckAssociate: true, HaVipAssociationSet: [{ InstanceId: id }] });
    emulator.announce({ haVipId: HaVipId, instanceId: id });
    expect(await api.found()).toMatchObject([{ State: "AVAILABLE", InstanceId: id }]);
  });

  it("stops and starts, and keeps its HAVIP meanwhile", async () => {
    const { HaVipId } = await api.havip();
    emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    const InstanceIds = ["ins-00000001"];
    expect(await api.code("StartInstances", { InstanceIds })).toBe("UnsupportedOperation.InstanceStateRunning");
    await api.ok("StopInstances", { InstanceIds });
    expect((await instance("ins-00000001"))?.InstanceState).toBe("STOPPED");
    expect(await api.code("StopInstances", { InstanceIds })).toBe("UnsupportedOperation.InstanceStateStopped");
    expect(await api.found()).toMatchObject([{ InstanceId: "ins-00000001" }]);
    await api.ok("StartInstances", { InstanceIds });
    expect((await instance("ins-00000001"))?.InstanceState).toBe("RUNNING");
  });

  it("that is terminated lets go of everything it had", async () => {
    const { HaVipId } = await api.havip({
      CheckAssociate: true,
      HaVipAssociationSet: [{ InstanceId: "ins-00000001" }, { InstanceId: "ins-00000002" }],
    });
    emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    const { NetworkInterfaceId } = await api.networkInterface("ins-00000001");
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [AddressId] = AddressSet as string[]; // True where it succeeds.
    await api.ok("AssociateAddress", { AddressId, InstanceId: "ins-00000001" });
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000001"] });
    expect(await instance("ins-00000001")).toBeUndefined();
    expect(await api.found()).toMatchObject([
      { State: "UNBIND", InstanceId: "", HaVipAssociationSet: [{ InstanceId: "ins-00000002" }] },
    ]);
    expect(await api.interface(NetworkInterfaceId)).toMatchObject({ Attachment: null, State: "AVAILABLE" });
    expect(await api.ok("DescribeAddresses")).toMatchObject({ AddressSet: [{ AddressStatus: "UNBIND" }] });
    const gone = { NetworkInterfaceIds: ["eni-00000001"] };
    expect(await api.code("DescribeNetworkInterfaces", gone)).toBe("ResourceNotFound");
    expect((await api.havip({ Vip: "10.0.0.11" })).Vip).toBe("10.0.0.11");
  });

  it.each([
    [
      "an unknown VPC",
      { VirtualPrivateCloud: { ...PLACE, VpcId: "vpc-99999999" } },
      "InvalidParameterValue.VpcIdNotExist",
    ],
    [
      "an unknown subnet",
      { VirtualPrivateCloud: { ...PLACE, SubnetId: "subnet-99999999" } },
      "InvalidParameterValue.SubnetNotExist",
    ],
    ["another zone", { Placement: { Zone: "ap-guangzhou-4" } }, "InvalidParameterValue.VpcIdZoneIdNotMatch"],
    ["an occupied address", { VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: ["10.0.0.11"] } }, "VpcIpIsUsed"],
    [
      "an address elsewhere",
      { VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: ["10.9.0.1"] } },
      "VpcAddrNotInSubNet",
    ],
    [
      "fewer addresses than instances",
      { InstanceCount: 2, VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: ["10.0.0.8"] } },
      "InvalidParameterCombination",
    ],
    ["more than the subnet has addresses", { InstanceCount: 300 }, "FailedOperation.NoAvailableIpAddressCountInSubnet"],
    ["501 of them", { InstanceCount: 501 }, "InvalidParameterValue.Range"],
    ["no image", { ImageId: null }, "MissingParameter"],
    ["a parameter that is not served", { ChcIds: ["chc-00000001"] }, "UnsupportedOperation"],
  ])("is not run with %s", async (_name, parameters, code) => {
    expect(await api.code("RunInstances", { ...WANTED, ...parameters })).toBe(code);
  });

  it.each(["StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"] as const)(
    "of no such id: %s",
    async (action) => {
      expect(await api.code(action, { InstanceIds: ["ins-99999999"] })).toBe("InvalidInstanceId.NotFound");
      expect(await api.code(action, { InstanceIds: ["i-1"] })).toBe("InvalidInstanceId.Malformed");
      expect(await api.code(action, { InstanceIds: [] })).toBe("MissingParameter");
    },
  );

  it("is run once for one ClientToken", async () => {
    expect(await run({ ClientToken: "t" })).toEqual(await run({ ClientToken: "t" }));
  });
});
