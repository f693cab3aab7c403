import { type Emulator, createEmulator } from "../../../provider/emulator";
import { Api } from "./api";

let emulator: Emulator;
let api: Api;

beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

describe("ModifyResourceTags", () => {
  const name = (id: string, account = ""): string => `qcs::vpc:ap-guangzhou:uin/${account}:${id}`;
  const modify = (Resource: string, set: Record<string, string>, removed: string[] = []): Promise<string> =>
    api.code("ModifyResourceTags", {
      Resource,
      ReplaceTags: Object.entries(set).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      DeleteTags: removed.map((TagKey) => ({ TagKey })),
    });

  it("sets and removes tags of a HAVIP in one call, and leaves the others", async () => {
    const { HaVipId } = await api.havip({ Tags: ["keep", "change", "drop"].map((Key) => ({ Key, Value: "1" })) });
    expect(await modify(name(`havip/${HaVipId}`), { change: "2", add: "3" }, ["drop", "unknown"])).toBe("");
    expect((await api.found())[0]?.TagSet).toEqual([
      { Key: "keep", Value: "1" },
      { Key: "change", Value: "2" },
      { Key: "add", Value: "3" },
    ]);
  });

  it("takes VPCs and subnets too, with the account's number or without", async () => {
    expect(await modify(name("vpc/vpc-00000001", "100000000001"), { a: "1" })).toBe("");
    expect(await modify(name("subnet/subnet-00000001"), { a: "2" })).toBe("");
    expect(emulator.state().vpcs[0]?.TagSet).toEqual([{ Key: "a", Value: "1" }]);
    expect(emulator.state().subnets[0]?.TagSet).toEqual([{ Key: "a", Value: "2" }]);
  });

  it.each([
    ["another form of name", "vpc-00000001", { a: "1" }, [], "InvalidParameterValue.ResourceDescriptionError"],
    [
      "another account",
      name("vpc/vpc-00000001", "7"),
      { a: "1" },
      [],
      "InvalidParameterValue.ResourceDescriptionError",
    ],
    ["another type", name("eni/eni-00000001"), { a: "1" }, [], "InvalidParameterValue.ResourceDescriptionError"],
    ["an unknown resource", name("vpc/vpc-99999999"), { a: "1" }, [], "FailedOperation"],
    ["no tags", name("vpc/vpc-00000001"), {}, [], "InvalidParameter.Tag"],
    [
      "a key to set and to remove",
      name("vpc/vpc-00000001"),
      { a: "1" },
      ["a"],
      "InvalidParameterValue.DeleteTagsParamError",
    ],
    ["a reserved key", name("vpc/vpc-00000001"), { "qcloud-x": "1" }, [], "InvalidParameter.ReservedTagKey"],
    ["an empty key", name("vpc/vpc-00000001"), { "": "1" }, [], "InvalidParameterValue.TagKeyEmpty"],
    [
      "a long key",
      name("vpc/vpc-00000001"),
      { ["k".repeat(128)]: "1" },
      [],
      "InvalidParameterValue.TagKeyLengthExceeded",
    ],
    [
      "a long value",
      name("vpc/vpc-00000001"),
      { a: "v".repeat(256) },
      [],
      "InvalidParameterValue.TagValueLengthExceeded",
    ],
    [
      "11 tags",
      name("vpc/vpc-00000001"),
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${String(i)}`, ""])),
      [],
      "InvalidParameter.Tag",
    ],
  ])("refuses %s", async (_name, resource, set, removed, code) => {
    expect(await modify(resource, set, removed)).toBe(code);
  });

  it("refuses more than 50 tags on one resource", async () => {
    const { HaVipId } = await api.havip({ Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `k${String(i)}` })) });
    expect(await modify(name(`havip/${HaVipId}`), { one: "more" })).toBe("LimitExceeded.ResourceAttachedTags");
    expect(await modify(name(`havip/${HaVipId}`), { k0: "changed" })).toBe("");
  });

  it("looks in the region of the name, whatever the region of the request", async () => {
    const { HaVipId } = await api.havip();
    const ReplaceTags = [{ TagKey: "a", TagValue: "1" }];
    const resource = (region: string) => ({ Resource: `qcs::vpc:${region}:uin/:havip/${HaVipId}`, ReplaceTags });
    expect(await api.code("ModifyResourceTags", resource("ap-shanghai"))).toBe("FailedOperation");
    expect(await api.code("ModifyResourceTags", resource("ap-guangzhou"), "ap-shanghai")).toBe("");
  });
});
