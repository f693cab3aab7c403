/** The time that signatures carry. */
export interface CloudClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** To be told what time it is at the cloud, once that has refused this machine's. */
  correct(serverTime: number): void;
}

/**
 * This machine's time until the cloud refuses it (more than five minutes off); from then on the cloud's, which the Date
 * header of the refusal tells to the second. The machine's own clock is left alone, and the user is told once.
 */
export function createCloudClock(machine: () => number, warn: (message: string) => void): CloudClock {
  let offset: number | undefined;
  return {
    now: () => machine() + (offset ?? 0),
    correct(serverTime) {
      const told = offset !== undefined;
      offset = serverTime - machine();
      if (told) return;
      const seconds = Math.round(Math.abs(offset) / 1_000);
      warn(
        `The clock of this machine is ${String(seconds)} s ${offset > 0 ? "behind" : "ahead of"} the cloud's. The cloud's ` +
          `time is used for this run; set the clock (NTP).`,
      );
    },
  };
}
