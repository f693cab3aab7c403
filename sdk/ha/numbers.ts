import type { Problem } from "./problems";

/** Both ends included. */
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

/** The same of seconds with two decimals at most. */
export function hundredthsProblems(where: string, seconds: number, range: Range): Problem[] {
  const inRange = seconds >= range.min && seconds <= range.max;
  if (inRange && Number(seconds.toFixed(2)) === seconds) return [];
  const bounds = `${String(range.min)} to ${String(range.max)}`;
  const what = `${shown(seconds)} is not in hundredths of a second from ${bounds}`;
  return [{ where, what, remedy: "give seconds such as 0.2, with two decimals at most" }];
}

/** A value of a user as an error message shows it: on one line, never longer than a line. */
export function shown(value: string | number): string {
  // As JSON, NaN would read as null.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
