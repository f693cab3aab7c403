import fc from "fast-check";
import { InvalidClusterError } from "../../../sdk/ha/problems";
import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { anyCluster, type GeneratedCluster, hostileCluster, hostileLines } from "./arbitraries";
import { filesOf, GOLDEN, HAVIP, havipsByInstance, PAIR, plain } from "./clusters";
import { expectedKeywords } from "./expected";
import { type Candidate, judge } from "./keepalived";
import { keywords, linesIn, readLines } from "./structure";

jest.setTimeout(120_000);

/** New inputs at every run. A failure shows the input itself; the seed is there to run it again. */
const SEED = Number(process.env["FAST_CHECK_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** One member's file of a generated cluster, with what it was made of; or why there is none. */
type Rendered = { args: KeepalivedClusterArgs; candidate: Candidate } | { args: KeepalivedClusterArgs; refusal: Error };

function render({ name, args, position }: GeneratedCluster): Rendered {
  const member = args.members[position % args.members.length];
  if (member === undefined) throw new Error("A generated cluster has no members.");
  try {
    const instanceId = plain(member.instanceId);
    const content = filesOf(name, args)[instanceId]?.content ?? "";
    return { args, candidate: { content, interface: member.interface ?? "eth0", address: plain(member.privateIp) } };
  } catch (error) {
    if (error instanceof Error) return { args, refusal: error };
    throw error;
  }
}

/** What keepalived would take for a comment, a definition, a loop, a condition or an escape, even in the middle of a line. */
const INTERPRETED = /[#!$~\\'{}]|^@/;

/** Everything that is wrong with rendered files: keepalived's opinion, the HAVIPs, the keywords, the line lengths. */
function complaints(rendered: readonly Rendered[]): unknown[] {
  const accepted = rendered.flatMap((each) => ("candidate" in each ? [each] : []));
  const verdicts = judge(accepted.map(({ candidate }) => candidate));
  return accepted.flatMap(({ args, candidate }, index) => {
    const { content } = candidate;
    const havips = havipsByInstance(args).flat();
    const wanted = havips.map(({ address }) => `${plain(address)}/32 dev ${candidate.interface}`);
    const sound =
      verdicts[index]?.code === 0 &&
      linesIn(content, "virtual_ipaddress").join() === wanted.join() &&
      keywords(content).join("\n") === expectedKeywords(args).join("\n") &&
      !readLines(content).some(({ words }) => INTERPRETED.test(words.join(" "))) &&
      content.split("\n").every((line) => Buffer.byteLength(line) < 900);
    return sound ? [] : [{ seed: SEED, args, verdict: verdicts[index], content }];
  });
}

describe("keepalived -t", () => {
  it("consents to every golden file", () => {
    const candidates = Object.values(GOLDEN).flatMap(({ name, args }) =>
      args.members.map((_, position) => render({ name, args, position })),
    );
    expect(candidates).toHaveLength(14);
    expect(candidates.find((each) => "refusal" in each)).toBeUndefined();
    expect(complaints(candidates).at(0)).toBeUndefined();
  });

  it("consents to every valid cluster, which holds exactly its HAVIPs and no keyword more", () => {
    const rendered = fc.sample(anyCluster, { seed: SEED, numRuns: 400 }).map(render);
    expect(rendered.find((each) => "refusal" in each)).toBeUndefined();
    expect(complaints(rendered).at(0)).toBeUndefined();
  });

  it("consents to every cluster with a hostile text that is not refused with a clear error", () => {
    const rendered = fc.sample(hostileCluster, { seed: SEED, numRuns: 1_000 }).map(render);
    const refused = rendered.flatMap((each) => ("refusal" in each ? [each.refusal] : []));
    expect(refused.find((error) => !(error instanceof InvalidClusterError))).toBeUndefined();
    expect(refused.length).toBeGreaterThan(300);
    expect(rendered.length - refused.length).toBeGreaterThan(50);
    expect(complaints(rendered).at(0)).toBeUndefined();
  });
});

describe("lines of extraConfig that are not refused", () => {
  it("are the only ones that keepalived may complain about, whatever they are", () => {
    const texts = fc.sample(fc.tuple(hostileLines(), hostileLines()), { seed: SEED, numRuns: 600 });
    const rendered = texts.map(([vrrpInstance, file]) =>
      render({
        name: "web",
        args: { havips: [HAVIP], members: PAIR, extraConfig: { vrrpInstance, file } },
        position: 0,
      }),
    );
    const candidates = rendered.flatMap((each) => ("candidate" in each ? [each.candidate] : []));
    expect(candidates.length).toBeGreaterThan(100);
    const amiss = judge(candidates).flatMap(({ log }, index) => {
      const content = candidates[index]?.content ?? "";
      const messages = log.split("\n").filter((message) => message !== "");
      const own = messages.filter((message) => !isExtra(content, Number(/Line (\d+)\)/.exec(message)?.[1])));
      return own.length === 0 ? [] : [{ seed: SEED, own, content }];
    });
    expect(amiss.at(0)).toBeUndefined();
  });
});

/**
 * Whether a line comes from extraConfig: below its mark in the instance, or below one of the file, before the instance or behind it.
 * The brace of the instance counts as such: keepalived takes that of an unknown block for it, and then does not know the next one.
 */
function isExtra(content: string, number: number): boolean {
  const above = content.split("\n").slice(0, number);
  const mark = above.findLastIndex((line) => line.trim() === "# From extraConfig.");
  return mark >= 0 && number - 1 > mark && !above.slice(mark).some((line) => line.startsWith("vrrp_instance"));
}

describe("the check itself", () => {
  const content = filesOf("web", { havips: [HAVIP], members: PAIR })["ins-00000001"]?.content ?? "";
  const where = { interface: "eth0", address: "10.0.0.11" };

  it.each([
    ["the block name of the vendor's older sample", content.replace("vrrp_instance web", "vrrp_instanceweb")],
    ["a keyword of another block", content.replace("garp_master_delay 1", "vrrp_garp_interval 1")],
    ["an injected line", content.replace("priority 110", "priority 110} priority 250")],
    ["an interface that does not exist", content.replace("interface eth0", "interface eth7")],
  ])("refuses %s", (_, broken) => {
    expect(broken).not.toBe(content);
    const [verdict] = judge([{ ...where, content: broken }]);
    expect(verdict?.code).not.toBe(0);
  });

  it("fails with the remedy where a tool is missing", () => {
    expect(() => judge([{ ...where, content }], { PATH: "/nonexistent" })).toThrow(
      "apt-get install keepalived iproute2",
    );
  });

  it("notices a keyword, a line and a HAVIP too many", () => {
    const args = { havips: [HAVIP], members: PAIR };
    const more = content.replace("10.0.0.100/32 dev eth0", "10.0.0.100/32 dev eth0\n        10.0.0.101/32 dev eth0");
    const keyword = content.replace("priority 110", "priority 110\n    dont_track_primary");
    const found = [more, keyword].map((text) => complaints([{ args, candidate: { ...where, content: text } }]).length);
    expect(found).toEqual([1, 1]);
  });
});
