import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { HAVIP, modelOf } from "./clusters";

function prioritiesOf(members: number, args: object): number[] {
  const given = Array.from({ length: members }, (_, index) => ({
    instanceId: `ins-0000000${String(index)}`,
    privateIp: `10.0.0.${String(11 + index)}`,
  }));
  // Of the unions of the args, one that goes together with what is asked for.
  const cluster = { havips: [HAVIP], members: given, ...args } as KeepalivedClusterArgs;
  return modelOf("web", cluster).group.members.map(({ priority }) => priority);
}

describe("priorities that no member says", () => {
  it.each([
    ["a pair", 2, {}, [110, 100]],
    ["a pair with short timers", 2, { profile: "fast" }, [110, 100]],
    ["three members", 3, {}, [110, 100, 90]],
    ["three members with short timers", 3, { profile: "fast" }, [200, 150, 100]],
    ["four members with short timers", 4, { profile: "fast" }, [200, 150, 100, 50]],
    ["ten members with short timers", 10, { profile: "fast" }, [200, 180, 160, 140, 120, 100, 80, 60, 40, 20]],
  ])("of %s follow from their order", (_, members, args, expected) => {
    expect(prioritiesOf(members, args)).toEqual(expected);
  });

  it("stay close where a weight must exceed their distance", () => {
    const healthCheck = { command: "/usr/bin/true", weight: -21 };
    expect(prioritiesOf(3, { profile: "fast", preempt: true, healthCheck })).toEqual([110, 100, 90]);
  });
});
