import { type KeepalivedClusterArgs, keepalivedDraft } from "../../../sdk/keepalived/args";
import { electionOf } from "../../../sdk/keepalived/draft";
import { type ClusterFailoverTimes, type FailoverTimes, failoverTimes } from "../../../sdk/keepalived/failover";
import { HAVIP, MEMBERS, PAIR } from "./clusters";

const CHECK = { command: "/usr/bin/true" };

function timesOf(args: object): ClusterFailoverTimes {
  // Parts of args, of which the compiler cannot know that they fit together.
  const all = { havips: [HAVIP], members: PAIR, ...args } as KeepalivedClusterArgs;
  const election = electionOf(keepalivedDraft("web", all));
  if (election === undefined) throw new Error("The cluster of a test has a member that is not known.");
  return failoverTimes(election);
}

/** When the first of a pair fails, so that the second, of priority 100, takes over. */
function times(args: object): FailoverTimes | undefined {
  return timesOf(args)["web"]?.["ins-00000001"];
}

describe("the failover times", () => {
  // Measured between network namespaces, keepalived 2.2.7, with a ping every 10 ms: the last advertisement to the first claim,
  // and the shortest and the longest outage of both kinds.
  it.each([
    {
      timers: "VRRPv2 every second",
      args: {},
      theory: { powerOff: 3.609, gracefulStop: 0.609 },
      measured: { claim: 3.61, outages: [2.64, 3.63], graceful: [0.61, 0.64] },
    },
    {
      timers: "VRRPv2 every 5 s",
      args: { advertInterval: 5 },
      theory: { powerOff: 15.609, gracefulStop: 0.609 },
      measured: { claim: 15.61, outages: [12.4, 13.6], graceful: [0.61, 0.63] },
    },
    {
      timers: "VRRPv3 every 0.2 s",
      args: { profile: "fast" },
      theory: { powerOff: 0.722, gracefulStop: 0.122 },
      measured: { claim: 0.722, outages: [0.57, 0.73], graceful: [0.13, 0.15] },
    },
    {
      timers: "VRRPv3 every 0.1 s",
      args: { profile: "fast", advertInterval: 0.1 },
      theory: { powerOff: 0.361, gracefulStop: 0.061 },
      measured: { claim: 0.362, outages: [0.27, 0.38], graceful: [0.07, 0.09] },
    },
  ])("with $timers are the theory's, and what was measured is within 40 ms of them", ({ args, theory, measured }) => {
    const found = times(args);
    expect(found).toMatchObject({ powerOff: { longest: theory.powerOff }, gracefulStop: theory.gracefulStop });
    const { shortest = NaN, longest = NaN } = found?.powerOff ?? {};
    expect(Math.abs(measured.claim - longest)).toBeLessThanOrEqual(0.02);
    expect(Math.min(...measured.outages)).toBeGreaterThanOrEqual(shortest - 0.03);
    expect(Math.max(...measured.outages)).toBeLessThanOrEqual(longest + 0.03);
    for (const outage of measured.graceful) expect(Math.abs(outage - theory.gracefulStop)).toBeLessThanOrEqual(0.04);
  });

  it("are shorter by one interval if the holder dies just before it would have advertised", () => {
    expect(times({})?.powerOff).toEqual({ shortest: 2.609, longest: 3.609 });
  });

  it("are those of the strongest of the other members", () => {
    const members = [MEMBERS[0], { ...MEMBERS[1], priority: 20 }, { ...MEMBERS[2], priority: 200 }];
    const found = timesOf({ members })["web"];
    expect(
      Object.entries(found ?? {}).map(([id, { successor, gracefulStop }]) => [id, successor, gracefulStop]),
    ).toEqual([
      ["ins-00000001", "ins-00000003", 0.219],
      ["ins-00000002", "ins-00000003", 0.219],
      ["ins-00000003", "ins-00000001", 0.57],
    ]);
  });

  it("are told of every instance, by the members that it prefers", () => {
    const instances = [
      { name: "blue", havips: [HAVIP] },
      { name: "green", havips: [{ address: "10.0.0.101" }], preferredMembers: ["ins-00000002"] },
    ];
    const found = timesOf({ havips: undefined, instances });
    expect(found["blue"]?.["ins-00000002"]).toMatchObject({ successor: "ins-00000001", gracefulStop: 0.57 });
    expect(found["green"]?.["ins-00000002"]).toMatchObject({ successor: "ins-00000001", gracefulStop: 0.609 });
  });

  it("include how long a health check takes to find out, with its last run hanging at worst", () => {
    const healthCheck = { ...CHECK, interval: 1, timeout: 1, fall: 2 };
    // Measured: moved 2.2 s after the failure.
    expect(times({ healthCheck })?.healthCheck).toEqual({ shortest: 1.609, longest: 3.609 });
    expect(times({})).not.toHaveProperty("healthCheck");
  });

  it("include a time-out longer than the interval once: runs that hang do not keep the next ones from starting", () => {
    const hanging = times({ profile: "fast", healthCheck: { ...CHECK, timeout: 5 } })?.healthCheck;
    // Measured: moved up to 9.1 s after the failure.
    expect(hanging).toEqual({ shortest: 2.122, longest: 9.122 });
  });

  it("include, where a check only weakens the holder, the silence that the other takes it for, and the delay", () => {
    const healthCheck = { ...CHECK, interval: 1, timeout: 1, fall: 2, weight: -20 };
    // Measured: moved 4.85 s after the failure.
    expect(times({ preempt: true, healthCheck })?.healthCheck).toEqual({ shortest: 3.609, longest: 6.609 });
    const delayed = times({ preempt: true, preemptDelay: 30, healthCheck })?.healthCheck;
    expect(delayed).toEqual({ shortest: 33.609, longest: 36.609 });
    // Measured: moved 4.09, 4.22 and 4.63 s after the failure.
    const once = { ...CHECK, interval: 1, timeout: 1, fall: 1, weight: -20 };
    const fast = times({ profile: "fast", preempt: true, preemptDelay: 3, healthCheck: once })?.healthCheck;
    expect(fast).toEqual({ shortest: 3.522, longest: 5.722 });
  });

  it("count a weight that rewards health, up to the highest priority that keepalived knows", () => {
    const weighted = (weight: number): unknown =>
      times({ preempt: true, healthCheck: { ...CHECK, weight } })?.gracefulStop;
    expect([weighted(-20), weighted(50), weighted(250)]).toEqual([0.609, 0.414, 0.008]);
  });

  it("of a tracked process are its delay and the skew", () => {
    const trackProcesses = [{ name: "haproxy" }, { name: "nginx", delay: 0.5 }];
    expect(times({ trackProcesses })?.trackProcess).toBe(1.109);
    expect(times({})).not.toHaveProperty("trackProcess");
  });
});
