import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

let emulator: Emulator;
let api: Api;
let HaVipId: string;

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => Date.UTC(2026, 10, 22) });
  api = new Api(emulator, () => Date.UTC(2026, 10, 22));
});
beforeEach(async () => {
  await emulator.reset();
  HaVipId = (await api.havip({ CheckAssociate: true })).HaVipId;
});
afterAll(() => emulator.close());

type Member = { HaVipId?: string; InstanceId: string; InstanceType?: string };
const member = (InstanceId: string, InstanceType?: string): Member => ({
  HaVipId,
  InstanceId,
  ...(InstanceType === undefined ? {} : { InstanceType }),
});
const associate = (...HaVipAssociationSet: Member[]): Promise<string> =>
  api.code("AssociateHaVipInstance", { HaVipAssociationSet });
const disassociate = (...HaVipAssociationSet: Member[]): Promise<string> =>
  api.code("DisassociateHaVipInstance", { HaVipAssociationSet });
const range = async (): Promise<unknown[]> =>
  ((await api.found({ HaVipIds: [HaVipId] }))[0]?.HaVipAssociationSet ?? []).map((m) => [m.InstanceId, m.InstanceType]);

describe("the drift range", () => {
  it("takes instances in and out again, with or without their type", async () => {
    expect(await associate(member("ins-00000001"), member("ins-00000002", "CVM"))).toBe("");
    expect(await range()).toEqual([
      ["ins-00000001", "CVM"],
      ["ins-00000002", "CVM"],
    ]);
    expect(await disassociate(member("ins-00000001"))).toBe("");
    expect(await range()).toEqual([["ins-00000002", "CVM"]]);
  });

  it("takes secondary network interfaces that are attached", async () => {
    const { NetworkInterfaceId: id } = await api.networkInterface("ins-00000001");
    expect(await associate(member(id, "ENI"))).toBe("");
    expect(await range()).toEqual([[id, "ENI"]]);
  });

  it("refuses primary network interfaces, and those that are attached to nothing", async () => {
    expect(await associate(member("eni-00000001", "ENI"))).toBe("InvalidParameterValue");
    const { NetworkInterfaceId: id } = await api.networkInterface();
    expect(await associate(member(id))).toBe("InvalidParameterValue");
    expect(await associate(member("eni-99999999"))).toBe("ResourceNotFound");
  });

  it("refuses a network interface beside instances", async () => {
    await associate(member("ins-00000001"));
    const { NetworkInterfaceId: id } = await api.networkInterface("ins-00000002");
    expect(await associate(member(id))).toBe("InvalidParameterValue.ParameterMismatch");
  });

  it("takes an instance by any network interface that it has in the subnet", async () => {
    HaVipId = (await api.havip({ SubnetId: "subnet-00000002" })).HaVipId;
    await api.networkInterface("ins-00000001", { SubnetId: "subnet-00000002" });
    expect(await associate(member("ins-00000001"))).toBe("");
    expect(await associate(member("ins-00000002"))).toBe("InvalidParameterValue");
  });

  it("is changed for several HAVIPs in one call, or for none of them", async () => {
    const { HaVipId: other } = await api.havip();
    const both = [member("ins-00000001"), { HaVipId: other, InstanceId: "ins-00000001" }];
    expect(await associate(...both)).toBe("");
    expect(await associate(member("ins-00000002"), { HaVipId: other, InstanceId: "ins-00000001" })).toBe(
      "InvalidParameterValue.DuplicatedHaVipAssociations",
    );
    expect(await range()).toEqual([["ins-00000001", "CVM"]]);
  });

  it.each([
    ["an instance that is in it", [member0("ins-00000001")], "InvalidParameterValue.DuplicatedHaVipAssociations"],
    ["an instance twice", [member0("ins-00000002"), member0("ins-00000002")], "InvalidParameterValue.Duplicate"],
    ["an unknown instance", [member0("ins-99999999")], "ResourceNotFound"],
    ["a malformed id", [member0("ins-1")], "InvalidParameterValue.Malformed"],
    [
      "the wrong type",
      [{ ...member0("ins-00000002"), InstanceType: "ENI" }],
      "InvalidParameterValue.ParameterMismatch",
    ],
    ["more than 10 in a call", Array<Member>(11).fill(member0("ins-00000002")), "LimitExceeded"],
    ["an unknown HAVIP", [{ HaVipId: "havip-99999999", InstanceId: "ins-00000002" }], "ResourceNotFound"],
  ])("refuses %s", async (_name, members, code) => {
    await associate(member("ins-00000001"));
    expect(await associate(...members.map((m) => ({ HaVipId, ...m })))).toBe(code);
    expect(await range()).toEqual([["ins-00000001", "CVM"]]);
  });

  it("refuses an instance of another subnet", async () => {
    const { HaVipId: elsewhere } = await api.havip({ SubnetId: "subnet-00000002" });
    expect(await associate({ HaVipId: elsewhere, InstanceId: "ins-00000001" })).toBe("InvalidParameterValue");
  });

  it("refuses a member without a HAVIP, naming the parameter", async () => {
    const answer = await api.answer("AssociateHaVipInstance", {
      HaVipAssociationSet: [{ InstanceId: "ins-00000001" }],
    });
    expect(answer.Error).toEqual({
      Code: "MissingParameter",
      Message: "The request is missing a required parameter `HaVipAssociationSet.0.HaVipId`.",
    });
  });

  it("lets nobody out who is not in", async () => {
    expect(await disassociate(member("ins-00000001"))).toBe("ResourceNotFound");
    expect(await disassociate(member("foo"))).toBe("InvalidParameterValue.Malformed");
  });

  it("is not changed by a call that names nobody", async () => {
    expect([await associate(), await disassociate()]).toEqual(["MissingParameter", "MissingParameter"]);
  });
});

/** A member whose HAVIP the test fills in: the table above is made before there is one. */
function member0(InstanceId: string): Member {
  return { InstanceId };
}

describe("a claim", () => {
  const holder = async (): Promise<unknown> => (await api.found({ HaVipIds: [HaVipId] }))[0];
  const claim = (instanceId: string) => () => {
    emulator.announce({ haVipId: HaVipId, instanceId });
  };

  beforeEach(() => associate(member("ins-00000001"), member("ins-00000002")));

  it("makes its sender the holder", async () => {
    claim("ins-00000001")();
    expect(await holder()).toMatchObject({
      State: "AVAILABLE",
      InstanceId: "ins-00000001",
      NetworkInterfaceId: "eni-00000001",
      FlushedTime: "2026-11-22 08:00:00",
    });
  });

  it("by another sender moves the HAVIP: the newest wins", async () => {
    claim("ins-00000001")();
    claim("ins-00000002")();
    expect(await holder()).toMatchObject({ InstanceId: "ins-00000002", NetworkInterfaceId: "eni-00000002" });
  });

  it("may name the network interface", async () => {
    emulator.announce({ haVipId: HaVipId, networkInterfaceId: "eni-00000002" });
    expect(await holder()).toMatchObject({ InstanceId: "ins-00000002" });
  });

  it("from outside a checked range is refused and moves nothing", async () => {
    claim("ins-00000001")();
    expect(claim("ins-00000003")).toThrow(/ins-00000003 is not in the range.*ins-00000001, ins-00000002/);
    expect(await holder()).toMatchObject({ InstanceId: "ins-00000001" });
  });

  it("from outside a range that is not checked is taken", async () => {
    HaVipId = (await api.havip({ HaVipAssociationSet: [{ InstanceId: "ins-00000001" }] })).HaVipId;
    claim("ins-00000003")();
    expect(await holder()).toMatchObject({ InstanceId: "ins-00000003" });
  });

  it("from another subnet is refused", async () => {
    HaVipId = (await api.havip({ SubnetId: "subnet-00000002" })).HaVipId;
    expect(claim("ins-00000001")).toThrow(/in subnet-00000001, but/);
  });

  it.each([
    ["an unknown instance", { instanceId: "ins-99999999" }, /ins-99999999 does not exist/],
    [
      "an instance with the interface of another",
      { instanceId: "ins-00000001", networkInterfaceId: "eni-00000002" },
      /does not exist/,
    ],
    ["no sender", {}, /needs the instanceId or the networkInterfaceId/],
  ])("by %s is refused", (_name, sender, message) => {
    expect(() => {
      emulator.announce({ haVipId: HaVipId, ...sender });
    }).toThrow(message);
  });

  it("ends when the holder gives the HAVIP up", async () => {
    claim("ins-00000001")();
    emulator.release({ haVipId: HaVipId });
    expect(await holder()).toMatchObject({ State: "UNBIND", InstanceId: "", NetworkInterfaceId: "" });
  });
});
