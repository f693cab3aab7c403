import fc from "fast-check";
import type { ClusterExtraConfigArgs, KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { InvalidClusterError } from "../../../sdk/ha/problems";
import { extraLines, type ExtraPlace, extraProblems } from "../../../sdk/keepalived/extra";
import { hostileLines, OVERRULING } from "./arbitraries";
import { filesOf, GOLDEN, HAVIP, PAIR } from "./clusters";
import { definitionsAndOthers, readLines } from "./structure";

const complaint = (text: string, place: ExtraPlace = "vrrpInstance"): string[] =>
  extraProblems("extraConfig", text, place).map(({ what, remedy }) => `${what}; ${remedy}`);

describe("extraConfig", () => {
  it.each([
    ["nothing", ""],
    ["a keyword", "accept"],
    ["lines indented in any way", "  accept\r\n\tdont_track_primary\n\n"],
    ["a block", "virtual_routes {\n10.9.0.0/24 via 10.0.0.1 dev eth0\n}"],
    ["a block in a block", "a {\nb {\nc\n}\n}"],
    ["a text in quotes", 'smtp_helo_name "a b; c"'],
    ["a line of 800 bytes", `a ${"x".repeat(798)}`],
  ])("with %s is taken", (_, text) => {
    expect(complaint(text)).toEqual([]);
  });

  it.each([
    ["a block left open", "a {\nb", 'the block "a {" is not closed; balance'],
    ["a brace too many", "a\n}\n}", "line 2 closes a block that is not open; balance"],
    ["a brace too many and one too few", "}\npriority 250\nx {", "line 1 closes"],
    ["a brace in a line", "a } priority 250", "do not stand alone"],
    ["a block on one line", "a { b }", "do not stand alone"],
    ["a block without a head", "{\n}", "do not stand alone"],
    ["a brace at a word", "a{\n}", "do not stand alone"],
    ["a brace in quotes", 'a "{"', "do not stand alone"],
    ["an open quote", 'a "b', "do not stand alone"],
    ["a keyword in quotes", '"priority" 250', "do not stand alone"],
    ["a quote that ends a keyword", 'priority"250"', "do not stand alone"],
    ["an empty text that ends a keyword", 'no_accept""', "do not stand alone"],
    ["a keyword that a quote hides, and an argument", 'quorum_up"" /usr/bin/touch', "do not stand alone"],
    ["a word glued to a quote", 'smtp_helo_name "a"b', "do not stand alone"],
    ["a quote glued to a quote", 'smtp_helo_name "a""b"', "do not stand alone"],
    ["an include", "include /etc/passwd", "includes a file"],
    ["a variant of an include", "includer /etc/passwd", "includes a file"],
    ["a script", "vrrp_script x {\n}", "runs a command"],
    ["a script in a block", "a {\nscript /bin/true\n}", "runs a command"],
    ["a notification", "notify_master /bin/true", "runs a command"],
    ["a check of a real server that runs something", "MISC_CHECK {\n}", "runs a command"],
    ["a quorum that runs something", "quorum_up /bin/true", "runs a command"],
    ["another user for scripts", "script_user nobody", "runs a command"],
    ["strictness", "vrrp_strict", "unreachable"],
    ["the part of strictness that drops packets", "no_accept", "unreachable"],
    ["an address that is no HAVIP", "virtual_ipaddress_excluded {\n}", "may be no HAVIP"],
    ["an address that every member has at once", "static_ipaddress {\n10.0.0.100/32 dev eth0\n}", "every member"],
    [
      "a group of instances that move together",
      "vrrp_sync_group G {\ngroup {\nblue\ngreen\n}\n}",
      "whoever is preferred; give one instance all HAVIPs that move together",
    ],
    ["a MAC address of its own", "use_vmac", "MAC address"],
    ["a network namespace", "global_defs {\nnet_namespace x\n}", "moves keepalived"],
    ["other timers than the failover times are computed from", "down_timer_adverts 5", "decided by an input"],
    ["a variable", "a ${_PWD}", "interprets"],
    ["a definition", "$A=1", "interprets"],
    ["a condition", "@host a", "interprets"],
    ["a loop", "~SEQ(a, 1, 2)", "interprets"],
    ["a comment", "# a", "interprets"],
    ["the other comment", "a !b", "interprets"],
    ["a backslash", "a \\", "interprets"],
    ["an apostrophe", "a 'b'", "interprets"],
    ["a carriage return in a line", "a\rpriority 250", "interprets"],
    ["a line separator of Unicode", "a\u2028priority 250", "interprets"],
    ["NUL", "a\0", "interprets"],
    ["a letter beyond ASCII", "é", "interprets"],
    ["a line of 801 bytes", `a ${"x".repeat(799)}`, "801 bytes"],
    ["a priority", "priority 250", "decided by an input"],
    ["a priority in a block that keepalived may not know", "a {\npriority 250\n}", "decided by an input"],
    ["another VRRP instance behind such a block", "a {\n}\nvrrp_instance x {\nb\n}", "decided by an input"],
    ["a priority in capitals", "PRIORITY 250", "decided by an input"],
  ])("with %s is refused with line and remedy", (_, text, expected) => {
    expect(complaint(text)).toEqual([expect.stringContaining(expected)]);
  });

  it("at the end of the file may be other blocks, but no VRRP instance, and no global definition that there is already", () => {
    expect(
      complaint("global_defs {\nmax_auto_priority 10\nvrrp_garp_interval 0.001\n}\nstatic_routes {\n}", "file"),
    ).toEqual([]);
    expect(complaint("vrrp_instance x {\n}", "file")).toEqual([expect.stringContaining("decided by an input")]);
    expect(complaint("global_defs {\nrouter_id x\n}", "file")).toEqual([
      expect.stringContaining("decided by an input"),
    ]);
  });

  it("cannot say again what a golden file says", () => {
    for (const { name, args } of Object.values<{ name: string; args: KeepalivedClusterArgs }>(GOLDEN)) {
      const plain = { ...args, extraConfig: undefined, instances: args.instances?.map(withoutExtra) };
      // What was a cluster is one without its extra lines.
      const [file] = Object.values(filesOf(name, plain as KeepalivedClusterArgs));
      for (const { depth, block, words } of readLines(file?.content ?? "")) {
        const [keyword = ""] = words;
        const line = `${keyword} x`;
        if (depth === 1 && block.startsWith("vrrp_instance")) expect(complaint(line)).toHaveLength(1);
        if (depth === 1 && block === "global_defs")
          expect(complaint(`global_defs {\n${line}\n}`, "file")).toHaveLength(1);
        if (depth === 0 && keyword !== "global_defs") expect(complaint(line, "file")).toHaveLength(1);
      }
    }
  });

  it("is refused by the cluster, each text by its place", () => {
    const extraConfig = { vrrpInstance: "include x", file: "include x" };
    const instances = [{ name: "blue", havips: [HAVIP], extraConfig: { vrrpInstance: "include x" } }];
    expect(() => filesOf("web", { members: PAIR, instances, extraConfig })).toThrow(
      /instances\[0\] \(blue\)\.extraConfig\.vrrpInstance: .*\n.* extraConfig\.vrrpInstance: .*\n.* extraConfig\.file: /,
    );
  });

  it.each<[string, ClusterExtraConfigArgs, string]>([
    ["an interface", { vrrpInstance: "track_interface {\neth1 weight -20\n}" }, "extraConfig.vrrpInstance"],
    [
      "an interface, in quotes and in reverse",
      { vrrpInstance: 'track_interface {\neth1 "weight" 20 reverse\n}' },
      "extraConfig.vrrpInstance",
    ],
    [
      "an interface, in a block that keepalived does not know",
      { vrrpInstance: "track_interface {\nx {\neth1 weight -20\n}\n}" },
      "extraConfig.vrrpInstance",
    ],
    ["a neighbour", { file: "bfd_instance b {\nneighbor_ip 10.0.0.12\nweight -20\n}" }, "extraConfig.file"],
    ["a file", { file: "track_file f {\nfile /run/x\nweight -20\n}" }, "extraConfig.file"],
    ["a file by its older name", { file: "vrrp_track_file f {\nfile /run/x\nweight -20\n}" }, "extraConfig.file"],
    ["a file that says no weight, which is 1", { file: "track_file f {\nfile /run/x\n}" }, "extraConfig.file"],
  ])("with a weight of %s is refused without preemption, and taken with it", (_, extraConfig, where) => {
    const cluster = { havips: [HAVIP], members: PAIR, extraConfig };
    expect(() => filesOf("web", cluster)).toThrow(
      new RegExp(`1 problem:\n  - ${where}: .* keeps the HAVIP; leave the weight out .* or set preempt: true\\.$`),
    );
    expect(() => filesOf("web", { ...cluster, preempt: true })).not.toThrow();
  });

  it("with a weight is refused without preemption in an instance, too, naming it", () => {
    const extraConfig = { vrrpInstance: "track_interface {\neth1 weight -20\n}" };
    const instances = [{ name: "blue", havips: [HAVIP], extraConfig }];
    expect(() => filesOf("web", { members: PAIR, instances })).toThrow(
      'instances[0] (blue).extraConfig.vrrpInstance: "eth1 weight -20" in "track_interface"',
    );
  });

  it.each<[string, ClusterExtraConfigArgs]>([
    ["trackers without one", { vrrpInstance: "track_interface {\neth1\n}\ntrack_bfd {\nb\n}" }],
    ["a file with the weight 0", { file: "track_file f {\nfile /run/x\nweight 0 reverse\n}" }],
    [
      "a real server, which is none of a tracker",
      { file: "virtual_server 10.0.0.100 80 {\nreal_server 10.0.0.9 80 {\nweight 1\n}\n}" },
    ],
  ])("with %s is taken without preemption", (_, extraConfig) => {
    expect(() => filesOf("web", { havips: [HAVIP], members: PAIR, extraConfig })).not.toThrow();
  });

  it.each([
    ["another name", "track_file {\ng\n}", "track_file f {\nfile /run/x\nweight 0\n}", '"g"'],
    ["a name in a block of its own", "track_file {\ng {\n}\n}", "track_file f {\nfile /run/x\nweight 0\n}", '"g"'],
    ["no block", "track_file f", "track_file f {\nfile /run/x\nweight 0\n}", '"track_file f"'],
    [
      "a definition where it is none",
      "track_file f {\nweight 0\n}",
      "track_file f {\nfile /run/x\nweight 0\n}",
      '"weight 0"',
    ],
    ["one that names no path", "track_file {\nf\n}", "track_file f {\nweight 0\n}", '"f"'],
    ["one that a block may end early", "track_file {\nf\n}", "track_file f {\nx {\n}\nfile /run/x\nweight 0\n}", '"f"'],
    ["a neighbour", "track_file {\nf\n}", "bfd_instance f {\nneighbor_ip 10.0.0.12\n}", '"f"'],
  ])(
    "with a track file that is not defined is refused, as keepalived dies of it: %s",
    (_, vrrpInstance, file, shown) => {
      const extraConfig = { vrrpInstance, file };
      expect(() => filesOf("web", { havips: [HAVIP], members: PAIR, extraConfig })).toThrow(
        `1 problem:\n  - extraConfig.vrrpInstance: ${shown} names no track_file that extraConfig.file defines`,
      );
    },
  );

  it("with a track file that is defined, by either of its names, is taken", () => {
    const file = "track_file f {\nfile /run/x\nweight 0\n}\nvrrp_track_file g {\nfile /run/y\nweight 0\n}";
    const extraConfig = { vrrpInstance: "track_file {\nf\ng weight 0\n}", file };
    expect(() => filesOf("web", { havips: [HAVIP], members: PAIR, extraConfig })).not.toThrow();
  });

  it("is printed in its block, before the instances what they may refer to, or at the end, and changes no other line", () => {
    const before = readLines(filesOf("web", { havips: [HAVIP], members: PAIR })["ins-00000001"]?.content ?? "");
    const first = before.findIndex(({ words }) => words[0] === "vrrp_instance");
    let accepted = 0;
    fc.assert(
      fc.property(hostileLines(), hostileLines(), (vrrpInstance, file) => {
        const extraConfig = { vrrpInstance, file };
        let content: string;
        try {
          content = filesOf("web", { havips: [HAVIP], members: PAIR, extraConfig })["ins-00000001"]?.content ?? "";
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidClusterError);
          return;
        }
        accepted += 1;
        const after = readLines(content);
        const inner = readLines(`vrrp_instance web {\n${vrrpInstance}\n}`).slice(1);
        const [definitions, others] = definitionsAndOthers(readLines(file));
        expect(after).toEqual([...before.slice(0, first), ...definitions, ...before.slice(first), ...inner, ...others]);
        const added = [...inner, ...readLines(file)];
        expect(added.filter(({ words }) => OVERRULING.includes(words[0] ?? ""))).toEqual([]);
        expect(content.split("\n").every((line) => Buffer.byteLength(line) < 900)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(30);
  });

  it("is indented as the file is", () => {
    expect(extraLines("a {\n      b\n}\nc")).toEqual([{ head: "a", lines: ["b"] }, "c"]);
  });
});

function withoutExtra<T extends object>(instance: T): T {
  return { ...instance, extraConfig: undefined };
}
