import { ControlError } from "./errors";
import { isRecord } from "./parameters";

/*
 * Reading of what somebody asks of the emulator itself, in code or over HTTP. As strict as the API: what is not
 * understood is refused by name, because a fault that is silently not set makes a test green for nothing.
 */

/** The fields of an object, none of them unknown. `where` names the object in a refusal. */
export function fields(value: unknown, where: string, known: readonly string[]): Record<string, unknown> {
  if (!isRecord(value)) throw refusal(`${where} is not a JSON object.`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  throw refusal(`${where} has ${unknown.slice(0, 100)}, which is unknown. Known: ${known.join(", ")}.`);
}

export function textOf(value: unknown, where: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw refusal(value === undefined ? `${where} is missing.` : `${where} is no text, or an empty one.`);
}

export function flagOf(value: unknown, where: string): boolean {
  if (typeof value === "boolean") return value;
  throw refusal(`${where} is neither true nor false.`);
}

export function integerOf(value: unknown, where: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number.isSafeInteger(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${String(least)} on` : `${String(least)} to ${String(most)}`;
  throw refusal(`${where} is not a whole number ${bounds}.`);
}

export function oneOf<T extends string>(value: unknown, where: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw refusal(`${where} is none of ${known.join(", ")}.`);
}

export function functionOf(value: unknown, where: string): (...given: unknown[]) => unknown {
  // True of any function: what it does with what it is given, and what it gives, is unknown.
  if (typeof value === "function") return value as (...given: unknown[]) => unknown;
  throw refusal(`${where} is no function.`);
}

export function refusal(message: string): ControlError {
  return new ControlError(400, message);
}
