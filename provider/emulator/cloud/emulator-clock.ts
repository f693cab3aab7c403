import { integerOf } from "../words/given";

/**
 * The time in the emulated cloud: the given clock's, and how far it was put forward or back. How far is not kept with the
 * data: after a restart the time is the given clock's again (and see store/shortened-tasks.ts).
 */
export class EmulatorClock {
  private shiftMs = 0;

  constructor(private readonly base: () => number) {}

  /** Milliseconds since 1970. */
  readonly now = (): number => this.base() + this.shiftMs;

  get offsetMs(): number {
    return this.shiftMs;
  }

  /** Puts the clock forward. Beyond five minutes the signatures of clients with the machine's time are too old. */
  advance(ms: number): void {
    this.shiftMs += integerOf(ms, "The time to advance by", 0, LONGEST_MS - Math.max(0, this.shiftMs));
  }

  /** How far this clock is from the given one: 0 puts it right again. */
  setOffset(ms: number): void {
    this.shiftMs = integerOf(ms, "The offset", -LONGEST_MS, LONGEST_MS);
  }
}

/** A century in all: dates stay such as the API can write. */
const LONGEST_MS = 100 * 365 * 24 * 60 * 60 * 1000;
