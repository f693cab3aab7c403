import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "./problems";

/** What the type of an input demands. A `laterText` may also be an Output or a promise, a `laterObject` an Output. */
export type Kind = "text" | "number" | "boolean" | "laterText" | "object" | "laterObject" | "list";

/**
 * Complains about a value of another kind, which only a program without type checks can have. The rules rely on the types: they
 * would break down over such a value, or misread it, as every Output and even the text "false" count as true. The value itself
 * is never shown: it may be a password.
 */
export function kindProblems(where: string, value: unknown, kind: Kind, remedy = REMEDIES[kind]): Problem[] {
  if (typeof value === "string" && value.includes(OUTPUT_AS_TEXT)) {
    const what = "is an Output that was put into a text, which does not hold its value";
    return [{ where, what, remedy: "give the Output itself, or a text made of it with pulumi.interpolate" }];
  }
  const found = kindOf(value);
  return ACCEPTED[kind].includes(found) ? [] : [{ where, what: FOUND[found], remedy }];
}

/**
 * The same of properties. Those of `optional` may be left out, that is undefined; null is a value like any other. One that is not
 * named at all is refused: a misspelt input would silently mean its default.
 */
export function strictProblems(prefix: string, value: object, properties: Properties): Problem[] {
  const known = [
    ...Object.keys(properties.required ?? {}),
    ...Object.keys(properties.optional ?? {}),
    ...(properties.others ?? []),
  ];
  const unknown = Object.keys(value).filter((name) => !known.includes(name) && property(value, name) !== undefined);
  return [
    ...propertyProblems(prefix, value, properties),
    ...unknown.map((name) => ({
      where: `${prefix}${name}`,
      what: "is no input",
      remedy: `the inputs here are ${known.join(", ")}`,
    })),
  ];
}

/** The same without regard to other properties: a Havip has many. */
export function propertyProblems(
  prefix: string,
  value: object,
  { required = {}, optional = {} }: Properties,
): Problem[] {
  const given = Object.entries(optional).filter(([name]) => property(value, name) !== undefined);
  return [...Object.entries(required), ...given].flatMap(([name, kind]) =>
    kindProblems(`${prefix}${name}`, property(value, name), kind),
  );
}

interface Properties {
  readonly required?: Record<string, Kind>;
  readonly optional?: Record<string, Kind>;
  /** Properties that are looked at elsewhere. */
  readonly others?: readonly string[];
}

/** A property of a value whose type nobody has checked. */
export function property(value: object, name: string): unknown {
  return Reflect.get(value, name);
}

export function isObject(value: unknown): value is object {
  return kindOf(value) === "object";
}

function kindOf(value: unknown): keyof typeof FOUND {
  if (value === null) return "null";
  // Before everything else: an Output answers to any property.
  if (pulumi.Output.isInstance(value)) return "Output";
  if (value instanceof Promise) return "promise";
  return Array.isArray(value) ? "list" : typeof value;
}

const FOUND = {
  null: "is null",
  undefined: "is missing",
  string: "is a text",
  number: "is a number",
  bigint: "is a bigint",
  boolean: "is true or false",
  symbol: "is a symbol",
  function: "is a function",
  list: "is a list",
  object: "is an object",
  Output: "is an Output, whose value is known too late",
  promise: "is a promise, whose value is known too late",
} as const;

const ACCEPTED: Record<Kind, readonly (keyof typeof FOUND)[]> = {
  text: ["string"],
  number: ["number"],
  boolean: ["boolean"],
  laterText: ["string", "Output", "promise"],
  object: ["object"],
  laterObject: ["object", "Output"],
  list: ["list"],
};

const REMEDIES: Record<Kind, string> = {
  text: "give a text that is known when the program runs, or leave it out if it has a default",
  number: "give a number, without quotes, that is known when the program runs",
  boolean: "give true or false, without quotes, known when the program runs",
  laterText: "give a text, or an Output or promise of one",
  object: "give an object",
  laterObject: "give an object",
  list: "give a list",
};

/** Part of what the Pulumi SDK answers when an Output is converted by `${}`, `+` or JSON.stringify. */
const OUTPUT_AS_TEXT = "on an [Output<T>] is not supported";
