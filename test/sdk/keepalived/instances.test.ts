import fc from "fast-check";
import { keepalivedDraft, type KeepalivedClusterArgs, type VrrpInstanceArgs } from "../../../sdk/keepalived/args";
import { inOrder } from "../../../sdk/keepalived/model";
import { withRouterIds } from "../../../sdk/keepalived/router-id";
import { keepalivedProblems } from "../../../sdk/keepalived/validate";
import { anyCluster } from "./arbitraries";
import { filesOf, HAVIP, havips, MEMBERS, modelOf, PAIR } from "./clusters";
import { linesIn, readLines } from "./structure";

const BLUE: VrrpInstanceArgs = { name: "blue", havips: havips(1), preferredMembers: ["ins-00000001"] };
const GREEN: VrrpInstanceArgs = {
  name: "green",
  havips: [{ ...HAVIP, address: "10.0.0.101" }],
  preferredMembers: ["ins-00000002"],
};
const CLUSTER: KeepalivedClusterArgs = { members: PAIR, instances: [BLUE, GREEN] };
const URN = "urn:pulumi:dev::shop::tencentcloud-havip:index:KeepalivedCluster::web";

/** The value of a keyword in every VRRP instance of a member's file. */
function valuesOf(keyword: string, args: KeepalivedClusterArgs, instanceId: string): string[] {
  return readLines(filesOf("web", args)[instanceId]?.content ?? "")
    .filter(({ block, words }) => block.startsWith("vrrp_instance") && words[0] === keyword)
    .map(({ words }) => words.slice(1).join(" "));
}

describe("a cluster of several instances", () => {
  it("has a block for each, in which the preferred member is the strongest", () => {
    expect(valuesOf("priority", CLUSTER, "ins-00000001")).toEqual(["110", "100"]);
    expect(valuesOf("priority", CLUSTER, "ins-00000002")).toEqual(["100", "110"]);
    const content = filesOf("web", CLUSTER)["ins-00000001"]?.content ?? "";
    expect(linesIn(content, "virtual_ipaddress")).toEqual(["10.0.0.100/32 dev eth0", "10.0.0.101/32 dev eth0"]);
  });

  it("has members that are preferred in the order that it says, and the others in the order of their priorities", () => {
    const { members } = modelOf("web", { havips: [HAVIP], members: MEMBERS }).group;
    const priorities = (...preferred: string[]): number[] =>
      inOrder(members, preferred).map(({ priority }) => priority);
    expect(priorities()).toEqual([110, 100, 90]);
    expect(priorities("ins-00000003")).toEqual([100, 90, 110]);
    expect(priorities("ins-00000003", "ins-00000002")).toEqual([90, 100, 110]);
  });

  it("has in every instance the priorities of its members, with the preferred ones on top, whatever the cluster", () => {
    fc.assert(
      fc.property(anyCluster, ({ name, args }) => {
        const { group, instances } = modelOf(name, args);
        const own = group.members.map(({ priority }) => priority).sort();
        instances.forEach(({ members }, index) => {
          expect(members.map(({ priority }) => priority).sort()).toEqual(own);
          const preferred = args.instances?.[index]?.preferredMembers ?? [];
          const strongestFirst = members.toSorted((one, other) => other.priority - one.priority);
          expect(strongestFirst.slice(0, preferred.length).map(({ instanceId }) => instanceId)).toEqual(preferred);
        });
      }),
    );
  });

  it("counts the HAVIPs of all of them, as a member has them on one interface", () => {
    const many = { members: PAIR, instances: [BLUE, { name: "green", havips: havips(6).slice(1) }] };
    expect(filesOf("web", many)["ins-00000001"]?.content).toContain("vrrp_garp_master_repeat 1");
    const few = { members: PAIR, instances: [BLUE, { name: "green", havips: havips(5).slice(1) }] };
    expect(filesOf("web", few)["ins-00000001"]?.content).not.toContain("vrrp_garp_master_repeat");
  });

  it("has router ids derived from its URN and their names, which others that come and go do not change", () => {
    const ids = (instances: VrrpInstanceArgs[]): (number | undefined)[] =>
      withRouterIds(keepalivedDraft("web", { members: PAIR, instances }), URN).instances.map(
        (each) => each.virtualRouterId,
      );
    expect(ids([BLUE, GREEN])).toEqual([163, 201]);
    expect(ids([GREEN])).toEqual([201]);
    expect(ids([{ ...BLUE, virtualRouterId: 7 }])).toEqual([7]);
  });

  it.each<[string, object[], string, string]>([
    ["none of them", [], "instances", "none given"],
    ["a name with a blank", [{ ...BLUE, name: "a b" }], 'instances[0] ("a b").name', "no name"],
    ["a name with a quote", [{ ...BLUE, name: 'a"' }], 'instances[0] ("a\\"").name', "no name"],
    ["a name that begins with a digit", [{ ...BLUE, name: "1a" }], "instances[0] (1a).name", "no name"],
    ["a name twice", [BLUE, { ...GREEN, name: "blue" }], "instances[1] (blue)", "also that of instances[0] (blue)"],
    [
      "a HAVIP twice",
      [BLUE, { ...GREEN, havips: [HAVIP] }],
      "instances[1] (green).havips[0]",
      "also that of instances[0]",
    ],
    ["an instance without a HAVIP", [BLUE, { ...GREEN, havips: [] }], "instances[1] (green).havips", "none given"],
    [
      "a router id twice",
      [
        { ...BLUE, virtualRouterId: 9 },
        { ...GREEN, virtualRouterId: 9 },
      ],
      "instances[1] (green)",
      "virtualRouterId 9 is also that of instances[0] (blue)",
    ],
    ["router id 256", [{ ...BLUE, virtualRouterId: 256 }], "instances[0] (blue).virtualRouterId", "1 to 255"],
    [
      "a preferred instance that is no member",
      [{ ...BLUE, preferredMembers: ["ins-00000003"] }],
      "instances[0] (blue).preferredMembers[0]",
      "no member; give the instanceId of one of members[0] (ins-00000001), members[1] (ins-00000002)",
    ],
    [
      "a member preferred twice",
      [{ ...BLUE, preferredMembers: ["ins-00000001", "ins-00000001"] }],
      "instances[0] (blue).preferredMembers[1]",
      "named already",
    ],
    [
      "a HAVIP outside the subnet",
      [BLUE, { ...GREEN, havips: [{ address: "10.0.1.1" }] }],
      "instances[1] (green).havips[0].address",
      "outside the subnet",
    ],
  ])("with %s is refused, naming place and remedy", (_, instances, where, what) => {
    // Programs without type checks exist.
    const args = { members: PAIR, instances } as KeepalivedClusterArgs;
    const found = keepalivedProblems(keepalivedDraft("web", args));
    expect(found.map((each) => ({ where: each.where, text: `${each.what}; ${each.remedy}` }))).toEqual([
      { where, text: expect.stringContaining(what) },
    ]);
  });

  it("is not complained about for a preferred member whose id is still to come", () => {
    const later = Promise.resolve("ins-00000001");
    const members = [{ ...MEMBERS[0], instanceId: later }, MEMBERS[1]];
    const instances = [{ ...BLUE, preferredMembers: [later, "ins-0000000a"] }];
    expect(keepalivedProblems(keepalivedDraft("web", { members, instances }))).toEqual([]);
  });
});
