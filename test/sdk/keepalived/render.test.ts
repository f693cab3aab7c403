import fc from "fast-check";
import { instanceName } from "../../../sdk/keepalived/model";
import { anyCluster } from "./arbitraries";
import { filesOf, HAVIP, havips, MEMBERS, PAIR } from "./clusters";
import { keywords, linesIn, readLines } from "./structure";

function textOf(args: object, instanceId = "ins-00000001"): string {
  return filesOf("web", { havips: [HAVIP], members: PAIR, ...args })[instanceId]?.content ?? "";
}

describe("a rendered file", () => {
  it("lists every other member as peer, and never the member itself", () => {
    expect(linesIn(textOf({ members: MEMBERS }, "ins-00000002"), "unicast_peer")).toEqual(["10.0.0.11", "10.0.0.13"]);
  });

  it("is the same text for the same cluster", () => {
    fc.assert(
      fc.property(anyCluster, ({ name, args }) => {
        expect(filesOf(name, args)).toEqual(filesOf(name, args));
      }),
    );
  });

  it("announces five HAVIPs repeatedly and six once each", () => {
    const [five, six] = [5, 6].map((count) => keywords(textOf({ havips: havips(count) })));
    expect(five).toEqual(expect.arrayContaining(["  garp_master_repeat", "  garp_lower_prio_repeat"]));
    expect(six).toEqual(expect.arrayContaining(["  vrrp_garp_master_repeat"]));
    expect(
      six?.filter((keyword) => keyword === "  garp_master_repeat" || keyword === "  garp_lower_prio_repeat"),
    ).toEqual([]);
  });

  it("never contains vrrp_strict, which makes a unicast HAVIP unreachable", () => {
    fc.assert(
      fc.property(anyCluster, ({ name, args }) => {
        for (const { content } of Object.values(filesOf(name, args))) {
          expect(keywords(content).map((keyword) => keyword.trim())).not.toContain("vrrp_strict");
        }
      }),
    );
  });

  it("differs between members only in what belongs to a member", () => {
    const lines = (instanceId: string): string[] =>
      readLines(textOf({}, instanceId)).map(({ words }) => words.join(" "));
    const [one, two] = [lines("ins-00000001"), lines("ins-00000002")];
    const differing = one.filter((line, index) => line !== two[index]);
    expect(differing).toEqual(["router_id ins-00000001", "priority 110", "unicast_src_ip 10.0.0.11", "10.0.0.12"]);
  });
});

describe("the name of the VRRP instance", () => {
  it.each([
    ["web", "web"],
    ["web-1_a", "web-1_a"],
    ["2 webs", "havip_2_webs"],
    ["my.web/prod", "my_web_prod"],
    ['a"}\npriority 250', "a___priority_250"],
    ["x".repeat(40), "x".repeat(32)],
  ])("of %j is %s", (logicalName, name) => {
    expect(instanceName(logicalName)).toBe(name);
  });

  it("is one that keepalived takes as a single word, whatever the logical name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (logicalName) => {
        expect(instanceName(logicalName)).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/);
      }),
    );
  });
});
