import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import type { Envelope } from "../client";

let emulator: Emulator;
let api: Api;

beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());

const TAG = { TagKey: "a", TagValue: "1" };
afterAll(() => emulator.close());

describe("ModifyResourceTags", () => {
  const name = (id: string, account = ""): string => `qcs::vpc:ap-guangzhou:uin/${account}:${id}`;
  const modify = (Resource: string, set: Record<string, string>, removed: string[] = []): Promise<string> => {
    const ReplaceTags = Object.entries(set).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const DeleteTags = removed.map((TagKey) => ({ TagKey }));
    const given = { ...(ReplaceTags.length > 0 && { ReplaceTags }), ...(DeleteTags.length > 0 && { DeleteTags }) };
    return api.code("ModifyResourceTags", { Resource, ...given });
  };

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
    ["another type", name("nat/nat-00000001"), { a: "1" }, [], "InvalidParameterValue.ResourceDescriptionError"],
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

  it.each(["ReplaceTags", "DeleteTags"])("refuses an empty list of %s: it may be left out", async (list) => {
    const other = list === "ReplaceTags" ? { DeleteTags: [{ TagKey: "a" }] } : { ReplaceTags: [TAG] };
    const given = { Resource: name("vpc/vpc-00000001"), ...other, [list]: [] };
    expect(await api.code("ModifyResourceTags", given)).toBe("InvalidParameter.Tag");
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

describe("the Tag API", () => {
  const name = (id: string, service = "vpc"): string => `qcs::${service}:ap-guangzhou:uin/100000000001:${id}`;
  const tag = (ResourceList: string[], TagKey = "team", TagValue = "web"): Promise<Envelope> =>
    api.ok("TagResources", { ResourceList, Tags: [{ TagKey, TagValue }] });
  const listed = async (parameters: Record<string, unknown> = {}): Promise<unknown[]> => {
    const { ResourceTagMappingList } = await api.ok("GetResources", parameters);
    return (ResourceTagMappingList as { Resource: string }[]).map((row) => row.Resource); // True where it succeeds.
  };

  it("sets tags on every kind of resource, and finds them by their tags", async () => {
    const { AddressSet } = await api.ok("AllocateAddresses");
    const [eip = "none"] = AddressSet as string[]; // True where it succeeds.
    const { HaVipId } = await api.havip();
    const names = [
      name(`havip/${HaVipId}`),
      name("vpc/vpc-00000001"),
      name("subnet/subnet-00000001"),
      name("rtb/rtb-00000001"),
      name("eni/eni-00000001"),
      name(`eip/${eip}`, "cvm"),
      name("instance/ins-00000001", "cvm"),
    ];
    expect((await tag(names))["FailedResources"]).toEqual([]);
    expect(await listed({ TagFilters: [{ TagKey: "team", TagValue: ["web"] }] })).toEqual(names);
    expect(await listed({ TagFilters: [{ TagKey: "team", TagValue: ["api"] }] })).toEqual([]);
    const filtered = { Filters: [{ Name: "tag:team", Values: ["web"] }] };
    expect(await api.ok("DescribeRouteTables", filtered)).toMatchObject({ TotalCount: 1 });
    expect(await api.ok("DescribeNetworkInterfaces", filtered)).toMatchObject({ TotalCount: 1 });
    expect(await api.ok("DescribeInstances", filtered)).toMatchObject({ TotalCount: 1 });
  });

  it("tells which resources it could not tag, and tags the others", async () => {
    const unknown = name("vpc/vpc-99999999");
    const { FailedResources } = await tag([unknown, name("vpc/vpc-00000001")]);
    expect(FailedResources).toMatchObject([{ Resource: unknown, Code: "FailedOperation" }]);
    expect(await listed()).toEqual([name("vpc/vpc-00000001")]);
  });

  it("changes the value of a key that is there, and removes keys", async () => {
    const one = name("vpc/vpc-00000001");
    await tag([one]);
    await tag([one], "team", "api");
    await tag([one], "owner", "me");
    expect(emulator.state().vpcs[0]?.TagSet).toEqual([
      { Key: "team", Value: "api" },
      { Key: "owner", Value: "me" },
    ]);
    await api.ok("UnTagResources", { ResourceList: [one], TagKeys: ["team", "unknown"] });
    expect(emulator.state().vpcs[0]?.TagSet).toEqual([{ Key: "owner", Value: "me" }]);
  });

  it("lists in pages, and all that are named at once", async () => {
    const names = ["vpc/vpc-00000001", "subnet/subnet-00000001", "subnet/subnet-00000002"].map((id) => name(id));
    await tag(names);
    const first = await api.ok("GetResources", { MaxResults: 2 });
    expect(first["PaginationToken"]).not.toBe("");
    expect(await listed({ PaginationToken: first["PaginationToken"] })).toEqual(names.slice(2));
    expect(await listed({ ResourceList: names.map((n) => n.replace("100000000001", "")), MaxResults: 1 })).toEqual(
      names,
    );
    expect(await api.code("GetResources", { MaxResults: 201 })).toBe("InvalidParameter");
  });

  it("lists the tags of resources by id", async () => {
    await tag([name("subnet/subnet-00000001"), name("subnet/subnet-00000002")]);
    const given = { ServiceType: "vpc", ResourcePrefix: "subnet", ResourceRegion: "ap-guangzhou" };
    const row = { TagKey: "team", TagValue: "web", ServiceType: "vpc", Category: "Custom" };
    expect(
      await api.ok("DescribeResourceTagsByResourceIds", { ...given, ResourceIds: ["subnet-00000002"] }),
    ).toMatchObject({ TotalCount: 1, Limit: 15, Tags: [{ ...row, ResourceId: "subnet-00000002" }] });
    expect(await api.ok("DescribeResourceTags", { ...given, Limit: 1, Offset: 1 })).toMatchObject({
      TotalCount: 2,
      Rows: [{ ...row, ResourceId: "subnet-00000002" }],
    });
  });

  it.each([
    ["no resource", { ResourceList: [] }, "InvalidParameterValue.ResourceDescriptionError"],
    ["no tag", { Tags: [] }, "InvalidParameter.Tag"],
    ["a reserved key", { Tags: [{ TagKey: "qcs:x", TagValue: "" }] }, "InvalidParameter.ReservedTagKey"],
  ])("refuses %s", async (_name, parameters, code) => {
    const given = { ResourceList: [name("vpc/vpc-00000001")], Tags: [{ TagKey: "a", TagValue: "1" }] };
    expect(await api.code("TagResources", { ...given, ...parameters })).toBe(code);
  });
});
