import { ASSUMPTIONS } from "./assumptions";
import { fields, integerOf, textOf } from "./given";

/** The same names, with any text and any number: what the cloud says may be neither documented nor listed here. */
type Values<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends number ? number : Values<T[K]>;
};
type Some<T> = {
  readonly [K in keyof T]?:
    (T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? Some<T[K]> : T[K]) | undefined;
};

export type Assumptions = Values<typeof ASSUMPTIONS>;
/** The assumptions that shall be others, by their names. */
export type AssumptionChange = Some<Assumptions>;

/** What knows the assumptions of its emulator. */
export interface Assuming {
  assumptions: Assumptions;
}

/** The assumptions of one emulator, or a refusal that names what is none. */
export function chosenAssumptions(given: unknown): Assumptions {
  return chosen(ASSUMPTIONS, given, "assumptions");
}

function chosen<T extends object>(assumed: T, given: unknown, where: string): Values<T> {
  if (given === undefined) return structuredClone(assumed) as Values<T>; // True of the very same values.
  const others = fields(given, where, Object.keys(assumed));
  const entries = Object.entries(assumed).map(([name, value]: [string, unknown]) => {
    return [name, chosenValue(name, value, others[name], `${where}.${name}`)];
  });
  // True because each name kept a value of its kind.
  return Object.fromEntries(entries) as Values<T>;
}

function chosenValue(name: string, assumed: unknown, given: unknown, where: string): unknown {
  if (given === undefined) return assumed;
  if (Array.isArray(assumed)) return bounds(given, where);
  if (typeof assumed === "object" && assumed !== null) return chosen(assumed, given, where);
  if (typeof assumed === "string") return textOf(given, where);
  const [least, most] = NEGATIVE[name] ?? [0];
  return integerOf(given, where, least, most);
}

/** The zones that there are, and what a process can return. Every other number counts something. */
const NEGATIVE: Readonly<Record<string, readonly [number, number]>> = {
  createdTimeOffsetHours: [-12, 14],
  exitCodeOfNone: [-(2 ** 31), 2 ** 32 - 1],
};

/** A list of an assumption is the least and the most of something. */
function bounds(given: unknown, where: string): [number, number] {
  const [least, most] = Array.isArray(given) && given.length === 2 ? [...(given as unknown[])] : [];
  const first = integerOf(least, `${where}.0`, 0);
  return [first, integerOf(most, `${where}.1`, first)];
}
