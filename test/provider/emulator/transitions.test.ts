import { type Emulator, createEmulator } from "../../../provider/emulator";
import { Api, PLACE } from "./api";

/** What is on its way to another state is refused by every action that would bind something to it. */
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const INSTANCE = { InstanceId: "ins-00000001" };
/** From now on no task ends, or what is due does. */
const stuck = (isStuck: boolean): void => {
  emulator.behave({ tasks: { stuck: isStuck } });
};

/** A network interface that is on its way: into the state, and out of it with the next `stuck(false)`. */
const ON_THEIR_WAY: Record<string, () => Promise<string>> = {
  PENDING: async () => {
    stuck(true);
    return (await api.networkInterface()).NetworkInterfaceId;
  },
  ATTACHING: async () => {
    const { NetworkInterfaceId } = await api.networkInterface();
    stuck(true);
    await api.ok("AttachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    return NetworkInterfaceId;
  },
  DETACHING: async () => {
    const { NetworkInterfaceId } = await api.networkInterface("ins-00000001");
    stuck(true);
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    return NetworkInterfaceId;
  },
  DELETING: async () => {
    const { NetworkInterfaceId } = await api.networkInterface();
    stuck(true);
    await api.ok("DeleteNetworkInterface", { NetworkInterfaceId });
    return NetworkInterfaceId;
  },
};
const eip = async (): Promise<string> => {
  const { AddressSet } = await api.ok("AllocateAddresses");
  return (AddressSet as string[])[0] ?? "none"; // True where it succeeds.
};
const firstAddress = async (id: string): Promise<string> =>
  (await api.interface(id)).PrivateIpAddressSet[0]?.PrivateIpAddress ?? "none";

describe.each(Object.keys(ON_THEIR_WAY))("a network interface that is %s", (state) => {
  let id: string;
  let AddressId: string;
  let HaVipId: string;
  beforeEach(async () => {
    AddressId = await eip();
    HaVipId = (await api.havip()).HaVipId;
    id = (await ON_THEIR_WAY[state]?.()) ?? "none";
    expect((await api.interface(id)).State).toBe(state);
  });
  afterEach(() => {
    stuck(false);
  });

  it("gets no EIP", async () => {
    const given = { AddressId, NetworkInterfaceId: id, PrivateIpAddress: await firstAddress(id) };
    expect(await api.code("AssociateAddress", given)).toBe("OperationDenied.MutexTaskRunning");
  });

  it("comes into no range", async () => {
    const HaVipAssociationSet = [{ HaVipId, InstanceId: id }];
    expect(await api.code("AssociateHaVipInstance", { HaVipAssociationSet })).toBe("InvalidParameterValue");
    const given = { ...PLACE, HaVipName: "other", HaVipAssociationSet: [{ InstanceId: id }] };
    expect(await api.code("CreateHaVip", given)).toBe("InvalidParameterValue");
  });

  it("gets no new HAVIP", async () => {
    const given = { ...PLACE, HaVipName: "other", NetworkInterfaceId: id };
    expect(await api.code("CreateHaVip", given)).toBe("InvalidParameterValue");
  });

  it("claims no HAVIP", () => {
    expect(() => {
      emulator.announce({ haVipId: HaVipId, networkInterfaceId: id });
    }).toThrow(new RegExp(`${id} is ${state}: it sends nothing`));
  });

  it("is neither attached, detached nor deleted, and its addresses stay as they are", async () => {
    const NetworkInterfaceId = id;
    const code = "UnsupportedOperation.InvalidState";
    expect(await api.code("AttachNetworkInterface", { NetworkInterfaceId, ...INSTANCE })).toBe(code);
    expect(await api.code("DetachNetworkInterface", { NetworkInterfaceId, ...INSTANCE })).toBe(code);
    expect(await api.code("DeleteNetworkInterface", { NetworkInterfaceId })).toBe(code);
    const one = { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 };
    expect(await api.code("AssignPrivateIpAddresses", one)).toBe(code);
    const PrivateIpAddresses = [{ PrivateIpAddress: await firstAddress(id) }];
    expect(await api.code("UnassignPrivateIpAddresses", { NetworkInterfaceId, PrivateIpAddresses })).toBe(code);
  });
});

describe("an instance whose only network interface in the subnet is DETACHING", () => {
  it("comes into no range there, and claims nothing by it", async () => {
    const SubnetId = "subnet-00000002";
    const { HaVipId } = await api.havip({ SubnetId });
    const { NetworkInterfaceId } = await api.networkInterface("ins-00000001", { SubnetId });
    stuck(true);
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    const HaVipAssociationSet = [{ HaVipId, ...INSTANCE }];
    expect(await api.code("AssociateHaVipInstance", { HaVipAssociationSet })).toBe("InvalidParameterValue");
    expect(() => {
      emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    }).toThrow(/is DETACHING/);
  });

  it("claims by another one there that is not", async () => {
    const { HaVipId: haVipId } = await api.havip();
    const { NetworkInterfaceId } = await api.networkInterface("ins-00000001");
    stuck(true);
    await api.ok("DetachNetworkInterface", { NetworkInterfaceId, ...INSTANCE });
    emulator.announce({ haVipId, instanceId: "ins-00000001" });
    expect(await api.found()).toMatchObject([{ NetworkInterfaceId: "eni-00000001" }]);
  });
});

describe("a HAVIP that is being deleted", () => {
  it("is not renamed, and its range stays as it is", async () => {
    const { HaVipId } = await api.havip();
    stuck(true);
    await api.ok("DeleteHaVip", { HaVipId });
    expect(await api.code("ModifyHaVipAttribute", { HaVipId, HaVipName: "db" })).toBe("UnsupportedOperation");
    const HaVipAssociationSet = [{ HaVipId, ...INSTANCE }];
    expect(await api.code("AssociateHaVipInstance", { HaVipAssociationSet })).toBe("InvalidParameterValue");
    expect(await api.code("DisassociateHaVipInstance", { HaVipAssociationSet })).toBe("InvalidParameterValue");
  });
});

describe("what a HAVIP has", () => {
  it("goes from it with the instance whose primary network interface it was made on", async () => {
    await api.havip({ NetworkInterfaceId: "eni-00000001" });
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000001"] });
    expect(await api.found()).toMatchObject([{ NetworkInterfaceId: "", State: "UNBIND" }]);
  });

  it("stays with an instance that is terminated by itself", async () => {
    await api.havip({ NetworkInterfaceId: "eni-00000002" });
    await api.ok("TerminateInstances", { InstanceIds: ["ins-00000001"] });
    expect(await api.found()).toMatchObject([{ NetworkInterfaceId: "eni-00000002" }]);
  });
});
