import { createHash } from "node:crypto";

/**
 * Chance that is the same for the same seed and name: `number()` in [0, 1), `below(n)`, `between(low, high)`,
 * `one(list)`, `some(list, most)` (at least one), `happens(probability)`. The generator is mulberry32, which is enough for
 * choices that only have to differ.
 */
export function randomOf(seed, name) {
  let state = createHash("sha256").update(`${seed} ${name}`).digest().readUInt32LE(0);
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(number() * limit);
  const one = (list) => list[below(list.length)];
  const between = (low, high) => low + below(high - low + 1);
  const some = (list, most) => {
    const left = [...list];
    const count = between(1, Math.min(most, list.length));
    return Array.from({ length: count }, () => left.splice(below(left.length), 1)[0]);
  };
  return { number, below, between, one, some, happens: (probability) => number() < probability };
}
