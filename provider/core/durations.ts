const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** Reads a duration as Pulumi's own options write it, such as `90s`, `5m` or `1h30m`. In whole milliseconds, above zero. */
export function parseDuration(text: string): number | undefined {
  if (text.length > 32 || text.replace(PART, "") !== "") return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) {
    // The pattern admits only the keys of UNIT_MS.
    total += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  // A timer takes whole numbers only, and 8.2 times 60,000 is none in binary.
  return total > 0 ? Math.ceil(total) : undefined;
}
