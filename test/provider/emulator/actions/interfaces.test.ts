import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

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

const addresses = async (id: string): Promise<string[]> =>
  (await api.interface(id)).PrivateIpAddressSet.map((address) => address.PrivateIpAddress);
const states = async (id: string): Promise<string[]> => {
  const { State, NetworkInterfaceState } = await api.interface(id);
  return [State, NetworkInterfaceState];
};
const second = async (parameters: Record<string, unknown> = {}): Promise<string> => {
  const { NetworkInterfaceId } = await api.networkInterface(undefined, parameters);
  later();
  return NetworkInterfaceId;
};
const attached = async (InstanceId: string): Promise<string> => {
  const NetworkInterfaceId = await second();
  await api.ok("AttachNetworkInterface", { NetworkInterfaceId, InstanceId });
  later();
  return NetworkInterfaceId;
};
const free = async (): Promise<unknown> => {
  const { SubnetSet } = await api.ok("DescribeSubnets", { SubnetIds: ["subnet-00000001"] });
  return (SubnetSet as { AvailableIpAddressCount: number }[])[0]?.AvailableIpAddressCount; // True where it succeeds.
};

describe("an instance's primary network interface", () => {
  it("is there from the start, with the instance's address", async () => {
    expect(await api.interface("eni-00000001")).toMatchObject({
      Primary: true,
      EniType: 1,
      ...PLACE,
      NetworkInterfaceState: "INUSE",
      Attachment: { InstanceId: "ins-00000001", DeviceIndex: 0 },
      PrivateIpAddressSet: [{ PrivateIpAddress: "10.0.0.11", Primary: true, PublicIpAddress: "" }],
    });
  });

  it("can neither be detached nor deleted", async () => {
    const given = { NetworkInterfaceId: "eni-00000001", InstanceId: "ins-00000001" };
    expect(await api.code("DetachNetworkInterface", given)).toBe("UnsupportedOperation.InvalidState");
    const { NetworkInterfaceId } = given;
    expect(await api.code("DeleteNetworkInterface", { NetworkInterfaceId })).toBe("UnsupportedOperation.InvalidState");
  });

  it("shares further addresses with its instance", async () => {
    const PrivateIpAddresses = [{ PrivateIpAddress: "10.0.0.70" }];
    await api.ok("AssignPrivateIpAddresses", { NetworkInterfaceId: "eni-00000001", PrivateIpAddresses });
    later();
    expect(await api.ok("DescribeInstances", { InstanceIds: ["ins-00000001"] })).toMatchObject({
      InstanceSet: [{ PrivateIpAddresses: ["10.0.0.11", "10.0.0.70"] }],
    });
    expect(await addresses("eni-00000001")).toEqual(["10.0.0.11", "10.0.0.70"]);
  });
});

describe("a secondary network interface", () => {
  it("is pending, then available, then attached, and its tasks can be followed", async () => {
    const { NetworkInterfaceId: id } = await api.networkInterface();
    expect(await states(id)).toEqual(["PENDING", "PENDING"]);
    later();
    expect(await states(id)).toEqual(["AVAILABLE", "AVAILABLE"]);
    const request = { NetworkInterfaceId: id, InstanceId: "ins-00000001" };
    const { RequestId: TaskId } = await api.ok("AttachNetworkInterface", request);
    expect(await states(id)).toEqual(["ATTACHING", "ATTACHING"]);
    expect(await api.ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "RUNNING" });
    later();
    expect(await api.ok("DescribeVpcTaskResult", { TaskId })).toMatchObject({ Status: "SUCCESS" });
    expect(await states(id)).toEqual(["AVAILABLE", "INUSE"]);
    expect((await api.interface(id)).Attachment).toMatchObject({ InstanceId: "ins-00000001", DeviceIndex: 1 });
    await api.ok("DetachNetworkInterface", request);
    expect(await states(id)).toEqual(["DETACHING", "DETACHING"]);
    later();
    expect((await api.interface(id)).Attachment).toBeNull();
    await api.ok("DeleteNetworkInterface", { NetworkInterfaceId: id });
    expect(await states(id)).toEqual(["DELETING", "DELETING"]);
    later();
    expect(await api.code("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] })).toBe("ResourceNotFound");
  });

  it("is found by the filters of the documents", async () => {
    const id = await attached("ins-00000002");
    const found = async (Name: string, Value: string): Promise<string[]> => {
      const { NetworkInterfaceSet } = await api.ok("DescribeNetworkInterfaces", {
        Filters: [{ Name, Values: [Value] }],
      });
      // True where it succeeds.
      return (NetworkInterfaceSet as { NetworkInterfaceId: string }[]).map((row) => row.NetworkInterfaceId);
    };
    expect(await found("attachment.instance-id", "ins-00000002")).toEqual(["eni-00000002", id]);
    expect(await found("is-primary", "FALSE")).toEqual([id]);
    expect(await found("network-interface-name", "eco")).toEqual([id]);
    expect(await found("address-ip", "10.0.0.1")).toEqual(["eni-00000001", "eni-00000002", "eni-00000003"]);
  });

  it("takes its addresses from the subnet's free ones, and gives them back", async () => {
    expect(await free()).toBe(250);
    const PrivateIpAddresses = [{ PrivateIpAddress: "10.0.0.50" }, { PrivateIpAddress: "10.0.0.51", Primary: true }];
    const id = await second({ PrivateIpAddresses, SecondaryPrivateIpAddressCount: 1 });
    expect((await api.interface(id)).PrivateIpAddressSet.map((one) => [one.PrivateIpAddress, one.Primary])).toEqual([
      ["10.0.0.50", false],
      ["10.0.0.51", true],
      ["10.0.0.2", false],
    ]);
    expect(await free()).toBe(247);
    expect(await api.code("CreateHaVip", { ...PLACE, HaVipName: "web", Vip: "10.0.0.50" })).toBe("ResourceInUse");
    await api.ok("DeleteNetworkInterface", { NetworkInterfaceId: id });
    later();
    expect(await free()).toBe(250);
  });

  it("gets and gives back further addresses, but keeps its primary one", async () => {
    const id = await second();
    const unassign = async (PrivateIpAddress: string): Promise<string> => {
      later();
      const PrivateIpAddresses = [{ PrivateIpAddress }];
      return api.code("UnassignPrivateIpAddresses", { NetworkInterfaceId: id, PrivateIpAddresses });
    };
    await api.ok("AssignPrivateIpAddresses", { NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: 2 });
    expect(await addresses(id)).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.4"]);
    expect(await unassign("10.0.0.3")).toBe("");
    later();
    expect(await addresses(id)).toEqual(["10.0.0.2", "10.0.0.4"]);
    expect(await unassign("10.0.0.2")).toBe("UnsupportedOperation");
    expect(await unassign("10.0.0.3")).toBe("ResourceNotFound");
    expect(await api.code("AssignPrivateIpAddresses", { NetworkInterfaceId: id })).toBe("MissingParameter");
  });

  it("keeps its subnet from being deleted", async () => {
    await second({ SubnetId: "subnet-00000002" });
    expect(await api.code("DeleteSubnet", { SubnetId: "subnet-00000002" })).toBe("ResourceInUse");
  });

  it.each([
    [
      "an address outside the subnet",
      { PrivateIpAddresses: [{ PrivateIpAddress: "10.0.1.9" }] },
      "InvalidParameterValue.Range",
    ],
    [
      "a reserved address",
      { PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.1" }] },
      "InvalidParameterValue.Reserved",
    ],
    ["an occupied address", { PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.11" }] }, "ResourceInUse"],
    ["an address twice", { PrivateIpAddresses: Array(2).fill({ PrivateIpAddress: "10.0.0.9" }) }, "ResourceInUse"],
    ["a subnet of another region", { SubnetId: "subnet-99999999" }, "ResourceNotFound"],
    ["a parameter that is not served", { TrunkingFlag: "Enable" }, "UnsupportedOperation"],
  ])("is not created with %s", async (_name, parameters, code) => {
    expect(await api.code("CreateNetworkInterface", { ...PLACE, NetworkInterfaceName: "x", ...parameters })).toBe(code);
  });

  it("is created once for one ClientToken", async () => {
    const given = { ...PLACE, NetworkInterfaceName: "x", ClientToken: "t" };
    const [one, two] = [await api.ok("CreateNetworkInterface", given), await api.ok("CreateNetworkInterface", given)];
    expect(two["NetworkInterface"]).toEqual(one["NetworkInterface"]);
    const other = { ...given, NetworkInterfaceName: "y" };
    const code = await api.code("CreateNetworkInterface", other);
    expect(code).toBe("UnsupportedOperation.IdempotentParameterMismatch");
  });
});

describe("attaching and detaching", () => {
  const attach = (NetworkInterfaceId: string, InstanceId = "ins-00000001"): Promise<string> =>
    api.code("AttachNetworkInterface", { NetworkInterfaceId, InstanceId });
  const detach = (NetworkInterfaceId: string, InstanceId = "ins-00000001"): Promise<string> =>
    api.code("DetachNetworkInterface", { NetworkInterfaceId, InstanceId });

  it("refuses what is attached, what is on its way, and what is elsewhere", async () => {
    const id = await attached("ins-00000001");
    expect(await attach(id, "ins-00000002")).toBe("UnsupportedOperation.AttachmentAlreadyExists");
    expect(await detach(id, "ins-00000002")).toBe("UnsupportedOperation.InvalidState");
    expect(await detach(id)).toBe("");
    expect(await attach(id)).toBe("UnsupportedOperation.InvalidState");
    expect(await attach(await second(), "ins-99999999")).toBe("ResourceNotFound");
  });

  it("refuses another zone", async () => {
    const given = { VpcId: PLACE.VpcId, SubnetName: "c", CidrBlock: "10.0.2.0/24", Zone: "ap-guangzhou-4" };
    const { Subnet } = await api.ok("CreateSubnet", given);
    const id = await second({ SubnetId: (Subnet as { SubnetId: string }).SubnetId }); // True where it succeeds.
    expect(await attach(id)).toBe("UnsupportedOperation.ZoneMismatch");
  });

  it.each(["ENI", "CVM"])("refuses to detach what the range of a HAVIP needs, of the type %s", async (type) => {
    const id = await attached("ins-00000001");
    const InstanceId = type === "ENI" ? id : "ins-00000001";
    const { HaVipId } = await api.havip({ HaVipAssociationSet: [{ InstanceId }] });
    expect(await detach(id)).toBe("UnsupportedOperation.InstanceAssociateHavip");
    await api.ok("DisassociateHaVipInstance", { HaVipAssociationSet: [{ HaVipId, InstanceId }] });
    expect(await detach(id)).toBe("");
  });

  it("refuses to delete what is attached", async () => {
    const NetworkInterfaceId = await attached("ins-00000001");
    expect(await api.code("DeleteNetworkInterface", { NetworkInterfaceId })).toBe("UnsupportedOperation.InvalidState");
  });
});

describe("used addresses", () => {
  const used = async (parameters: Record<string, unknown> = {}): Promise<unknown> =>
    (await api.ok("DescribeUsedIpAddress", { VpcId: PLACE.VpcId, ...parameters }))["IpAddressStates"];

  it("are those of instances, network interfaces and HAVIPs, each with its owner", async () => {
    const id = await second({ SubnetId: "subnet-00000002" });
    const { HaVipId } = await api.havip({ SubnetId: "subnet-00000002" });
    const SubnetId = "subnet-00000002";
    expect(await used({ SubnetId })).toEqual([
      { VpcId: PLACE.VpcId, SubnetId, IpAddress: "10.0.1.2", ResourceType: "ENI", ResourceId: id },
      { VpcId: PLACE.VpcId, SubnetId, IpAddress: "10.0.1.3", ResourceType: "HAVIP", ResourceId: HaVipId },
    ]);
    expect(await used({ IpAddresses: ["10.0.0.12", "10.0.0.99"] })).toMatchObject([{ ResourceId: "ins-00000002" }]);
    expect(await used({ Filters: [{ Name: "resource-id", Values: [id] }] })).toMatchObject([{ IpAddress: "10.0.1.2" }]);
  });

  it("are asked for within the VPC", async () => {
    const outside = { VpcId: PLACE.VpcId, IpAddresses: ["192.168.0.1"] };
    expect(await api.code("DescribeUsedIpAddress", outside)).toBe("InvalidParameterValue.ParameterMismatch");
  });

  it("are told with their subnet's range, and free ones not at all", async () => {
    const PrivateIpAddresses = ["10.0.0.11", "10.0.0.99"];
    expect(
      (await api.ok("DescribeVpcPrivateIpAddresses", { VpcId: PLACE.VpcId, PrivateIpAddresses }))[
        "VpcPrivateIpAddressSet"
      ],
    ).toMatchObject([{ PrivateIpAddress: "10.0.0.11", CidrBlock: "10.0.0.0/24", PrivateIpAddressType: "CVM" }]);
  });
});
