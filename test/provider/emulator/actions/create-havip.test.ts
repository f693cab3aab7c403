import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22, 16, 0, 5);

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now });
  api = new Api(emulator, () => now);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const create = (parameters: Record<string, unknown>): Promise<string> =>
  api.code("CreateHaVip", { ...PLACE, HaVipName: "web", ...parameters });

describe("CreateHaVip", () => {
  it("answers the unbound HAVIP, with every field there", async () => {
    expect(await api.havip()).toEqual({
      HaVipId: expect.stringMatching(/^havip-[a-z0-9]{8}$/),
      HaVipName: "web",
      Vip: "10.0.0.2",
      ...PLACE,
      NetworkInterfaceId: "",
      InstanceId: "",
      AddressIp: "",
      State: "UNBIND",
      CreatedTime: "2026-11-23 00:00:05",
      Business: "",
      HaVipAssociationSet: [],
      CheckAssociate: false,
      CdcId: "",
      FlushedTime: "0000-00-00 00:00:00",
      TagSet: [],
    });
  });

  it("keeps what it was given", async () => {
    const given = {
      Vip: "10.0.0.100",
      CheckAssociate: true,
      Tags: [{ Key: "team", Value: "web" }, { Key: "empty" }],
      HaVipAssociationSet: [{ InstanceId: "ins-00000001" }],
    };
    const { HaVipId } = await api.havip(given);
    const kept = {
      ...given,
      TagSet: [
        { Key: "team", Value: "web" },
        { Key: "empty", Value: "" },
      ],
      HaVipAssociationSet: [{ HaVipId, InstanceId: "ins-00000001", InstanceType: "CVM" }],
    };
    const { Tags: _, ...expected } = kept;
    expect(await api.found({ HaVipIds: [HaVipId] })).toEqual([expect.objectContaining(expected)]);
  });

  it.each([
    ["a VPC that is unknown", { VpcId: "vpc-99999999" }, "ResourceNotFound"],
    ["a malformed VPC id", { VpcId: "vpc-1" }, "InvalidParameterValue.Malformed"],
    ["a subnet that is unknown", { SubnetId: "subnet-99999999" }, "UnsupportedOperation.SubnetNotExists"],
    ["a malformed subnet id", { SubnetId: "subnet_1" }, "InvalidParameterValue.Malformed"],
    ["an empty name", { HaVipName: "" }, "InvalidParameterValue"],
    ["a name of 61 characters", { HaVipName: "x".repeat(61) }, "InvalidParameterValue.TooLong"],
    ["a text that is no address", { Vip: "10.0.0" }, "InvalidParameterValue.Malformed"],
    ["an address outside the subnet", { Vip: "10.0.1.5" }, "InvalidParameterValue.Range"],
    ["the network address", { Vip: "10.0.0.0" }, "InvalidParameterValue.Reserved"],
    ["the gateway", { Vip: "10.0.0.1" }, "InvalidParameterValue.Reserved"],
    ["the broadcast address", { Vip: "10.0.0.255" }, "InvalidParameterValue.Reserved"],
    ["the address of an instance", { Vip: "10.0.0.11" }, "ResourceInUse"],
    ["an unknown network interface", { NetworkInterfaceId: "eni-99999999" }, "ResourceNotFound"],
    ["a tag key that is reserved", { Tags: [{ Key: "qcs:x" }] }, "InvalidParameterValue.Reserved"],
    ["a tag key twice", { Tags: [{ Key: "a" }, { Key: "a" }] }, "InvalidParameterValue.Duplicate"],
    ["an empty tag key", { Tags: [{ Key: "" }] }, "InvalidParameterValue"],
    ["a tag key of 128 characters", { Tags: [{ Key: "k".repeat(128) }] }, "InvalidParameterValue.TooLong"],
    [
      "a tag value of 256 characters",
      { Tags: [{ Key: "k", Value: "v".repeat(256) }] },
      "InvalidParameterValue.TooLong",
    ],
    ["51 tags", { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${String(i)}` })) }, "LimitExceeded"],
    ["a range of 11", { HaVipAssociationSet: Array(11).fill({ InstanceId: "ins-00000001" }) }, "LimitExceeded"],
    ["a ClientToken of 65 characters", { ClientToken: "t".repeat(65) }, "InvalidParameterValue.TooLong"],
    ["a ClientToken outside ASCII", { ClientToken: "tökén" }, "InvalidParameterValue.Malformed"],
  ])("with %s is refused, and makes nothing", async (_name, parameters, code) => {
    expect(await create(parameters)).toBe(code);
    expect(emulator.state().havips).toEqual([]);
  });

  it("with a name of 60 characters, counted as such and not as bytes, is answered", async () => {
    expect(await create({ HaVipName: "虚".repeat(60) })).toBe("");
  });

  it("with a subnet of another VPC is refused", async () => {
    const { Vpc } = await api.ok("CreateVpc", { VpcName: "other", CidrBlock: "172.16.0.0/16" });
    const { VpcId } = Vpc as { VpcId: string }; // True of every CreateVpc that succeeds.
    expect(await create({ VpcId })).toBe("InvalidParameterValue");
  });

  it("with the address of another HAVIP is refused, naming that one", async () => {
    const { HaVipId, Vip } = await api.havip({ Vip: "10.0.0.100" });
    const answer = await api.answer("CreateHaVip", { ...PLACE, HaVipName: "web", Vip });
    expect(answer.Error).toMatchObject({ Code: "ResourceInUse", Message: expect.stringContaining(HaVipId) });
  });

  it("gives the lowest free address, leaving out what is reserved or taken", async () => {
    await api.havip({ Vip: "10.0.0.2" });
    expect((await api.havip()).Vip).toBe("10.0.0.3");
  });

  it("without a subnet takes the one that the address is in", async () => {
    const { HaVip } = await api.ok("CreateHaVip", { VpcId: PLACE.VpcId, HaVipName: "web", Vip: "10.0.1.9" });
    expect(HaVip).toMatchObject({ SubnetId: "subnet-00000002", Vip: "10.0.1.9" });
  });

  it("in a subnet without a free address is refused", async () => {
    const small = { VpcId: PLACE.VpcId, SubnetName: "small", CidrBlock: "10.0.2.0/28", Zone: "ap-guangzhou-3" };
    await using roomy = await createEmulator({ quotaHavipsPerVpc: 100 });
    const inRoomy = new Api(roomy);
    const { Subnet } = await inRoomy.ok("CreateSubnet", small);
    const place = { SubnetId: (Subnet as { SubnetId: string }).SubnetId }; // True of every CreateSubnet that succeeds.
    for (let i = 0; i < 13; i += 1) await inRoomy.havip(place);
    expect(await inRoomy.code("CreateHaVip", { ...PLACE, ...place, HaVipName: "web" })).toBe("ResourceInsufficient");
  });

  it("beyond ten in a VPC is refused, with the count and the limit; a released one makes room", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i += 1) ids.push((await api.havip()).HaVipId);
    const answer = await api.answer("CreateHaVip", { ...PLACE, HaVipName: "web" });
    expect(answer.Error).toMatchObject({ Code: "LimitExceeded", Message: expect.stringContaining("10 of 10") });
    await api.ok("DeleteHaVip", { HaVipId: ids[0] });
    expect(await create({})).toBe("");
  });
});

describe("a ClientToken", () => {
  it("makes a repeated create answer the same HAVIP, under a new request id", async () => {
    const request = { ...PLACE, HaVipName: "web", ClientToken: "t" };
    const first = await api.ok("CreateHaVip", request);
    const second = await api.ok("CreateHaVip", request);
    expect(second["HaVip"]).toEqual(first["HaVip"]);
    expect(second.RequestId).not.toBe(first.RequestId);
    expect(emulator.state().havips).toHaveLength(1);
  });

  it("wins over the quota and an address that is taken: by the first of the two requests", async () => {
    await using narrow = await createEmulator({ quotaHavipsPerVpc: 1 });
    const inNarrow = new Api(narrow);
    const first = await inNarrow.havip({ ClientToken: "t", Vip: "10.0.0.100" });
    expect(await inNarrow.havip({ ClientToken: "t", Vip: "10.0.0.100" })).toEqual(first);
  });

  it("used again with other parameters is refused", async () => {
    await api.havip({ ClientToken: "t" });
    expect(await create({ ClientToken: "t", HaVipName: "api" })).toBe("InvalidParameterValue.Duplicate");
  });

  it("of a refused create is free", async () => {
    expect(await create({ ClientToken: "t", Vip: "10.0.0.1" })).toBe("InvalidParameterValue.Reserved");
    expect(await create({ ClientToken: "t", Vip: "10.0.0.100" })).toBe("");
  });

  it("is forgotten after a day", async () => {
    const first = await api.havip({ ClientToken: "t" });
    now += 24 * 60 * 60 * 1000;
    expect((await api.havip({ ClientToken: "t" })).HaVipId).not.toBe(first.HaVipId);
  });

  it("of another region is another token", async () => {
    await api.havip({ ClientToken: "t" });
    const elsewhere = await api.code("CreateHaVip", { ...PLACE, HaVipName: "x", ClientToken: "t" }, "ap-shanghai");
    expect(elsewhere).toBe("ResourceNotFound");
  });
});
