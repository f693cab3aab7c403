import type { Problem } from "./problems";

/** A whole number within a range, both ends included. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/** Complains unless `value` is a whole number of the range. `unit` follows the number: ` seconds`. */
export function wholeNumberProblems(where: string, value: number, range: Range, unit = ""): Problem[] {
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return [];
  const bounds = `${String(range.min)} to ${String(range.max)}`;
  return [{ where, what: `${shown(value)} is not a whole number from ${bounds}`, remedy: `give ${bounds}${unit}` }];
}

/** A value of a user as an error message shows it: on one line, never longer than a line. */
export function shown(value: string | number): string {
  // As JSON, NaN would read as null.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
