import { type Seen, type Subject, withoutRepetitions } from "./cases";
import { CloudInTime } from "./cloud";
import { nameOf, urnOf } from "./program";
import { seeded } from "./random";
import type { Resource } from "./snapshot";
import { Stack, changingCalls, havipCalls } from "./stack";
import { Time } from "./time";

/** The small engine as a subject of the cases. */
export function smallSubject(): Subject {
  const random = seeded(1);
  const time = new Time(random);
  const inTime = new CloudInTime(time, random, "0123456789abcdef");
  const { cloud } = inTime;
  const stack = new Stack(time, random);
  const onlyOne = (): string => cloud.snapshot().havips[0]?.HaVipId ?? "";
  const options = { skipPreview: true };
  return {
    faults: cloud.faults,
    declare: (program) => {
      stack.program = program;
    },
    async run(command, replace): Promise<Seen> {
      const forced = replace === undefined ? {} : { replace: [urnOf(replace)] };
      const given = { ...options, ...forced };
      const result =
        command === "up --refresh"
          ? await stack.up(inTime, { ...given, refresh: true })
          : await stack[command](inTime, given);
      return {
        succeeded: result.ending.kind === "done",
        provider: havipCalls(result),
        cloud: withoutRepetitions(changingCalls(result)),
        state: stack.snapshot.resources
          .filter(({ kind }) => kind === "havip")
          .map(described)
          .sort(),
        havips: cloud.snapshot().havips.length,
      };
    },
    async killedUp() {
      await stack.up(inTime, { ...options, kill: { action: "CreateHaVip", nth: 1, moment: "after" } });
    },
    removed: () => {
      cloud.commit([{ table: "havips", id: onlyOne(), row: null }]);
      return Promise.resolve();
    },
    claimed: () => {
      cloud.announce({ haVipId: onlyOne(), instanceId: "ins-00000001" });
    },
    released: () => {
      cloud.release({ haVipId: onlyOne() });
    },
  };
}

function described({ urn, isCondemned, isPendingReplacement, initErrors }: Resource): string {
  return inWords(nameOf(urn), { isCondemned, isPendingReplacement, isUnfinished: initErrors.length > 0 });
}

/** A resource of a state, in words. */
export function inWords(
  name: string,
  is: { isCondemned: boolean; isPendingReplacement: boolean; isUnfinished: boolean },
): string {
  const words = [
    ...(is.isCondemned ? ["to be deleted"] : []),
    ...(is.isPendingReplacement ? ["to be replaced"] : []),
    ...(is.isUnfinished ? ["not finished"] : []),
  ];
  return [name, ...words].join(", ");
}
