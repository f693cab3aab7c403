import { describedError } from "../words/descriptions";
import type { ApiError } from "../words/errors";
import { isRecord } from "../words/parameters";
import type { Fault } from "./fault-rules";
import { tooMany } from "./rate-limits";

/**
 * What the profile `pebble` does to calls: all of it is legal for the cloud, none of it is pleasant. It is decided by a
 * seed, so that the same calls in the same order meet the same again.
 */
export class Nuisance {
  private random: () => number;

  constructor(readonly seed: number) {
    this.random = randomFrom(seed);
  }

  /** From the beginning, as after the start. */
  clear(): void {
    this.random = randomFrom(this.seed);
  }

  /** Throttles and internal errors, of which some come when the work was done. */
  strike(phase: Fault["phase"]): ApiError | undefined {
    const drawn = this.random();
    if (phase === "before" && drawn < 0.03) return tooMany(21, 20);
    return drawn < (phase === "before" ? 0.05 : 0.01) ? describedError("InternalError") : undefined;
  }

  /** Lists in another order (within their page), and a field that no document names. */
  response(fields: object): object {
    const entries = Object.entries(fields).map(([name, value]) => [name, this.spoiled(value)] as const);
    return { ...Object.fromEntries(entries), [UNKNOWN_FIELD]: "" };
  }

  private spoiled(value: unknown): unknown {
    if (Array.isArray(value)) return shuffled(value, this.random).map((row) => withUnknownField(row));
    return withUnknownField(value);
  }
}

const UNKNOWN_FIELD = "FieldOfTheFuture";

function withUnknownField(value: unknown): unknown {
  return isRecord(value) ? { ...value, [UNKNOWN_FIELD]: "" } : value;
}

function shuffled(values: readonly unknown[], random: () => number): unknown[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Mulberry32: numbers in [0, 1) that the seed alone decides. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
