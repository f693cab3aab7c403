import type { ActionName } from "../../api/actions";
import { SERVED } from "../actions/table";
import { refusal } from "../words/given";
import { type Schema, type Type, isRecord } from "../words/parameters";

/** What parameters shall contain, once it is known that those of some call can: one that never fits proves nothing. */
export function matchOf(action: ActionName, match: unknown, where: string): Record<string, unknown> {
  if (!isRecord(match)) throw refusal(`${where} is not a JSON object of parameters.`);
  checkNames(SERVED[action].parameters, match, where, action);
  return match;
}

/** Whether parameters contain everything that is expected of them. */
export function contains(given: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(given) && expected.every((each) => given.some((element) => contains(element, each)));
  }
  if (!isRecord(expected)) return given === expected;
  if (!isRecord(given)) return false;
  return Object.entries(expected).every(([name, value]) => Object.hasOwn(given, name) && contains(given[name], value));
}

function checkNames(schema: Schema, match: Record<string, unknown>, where: string, whose: string): void {
  for (const [name, value] of Object.entries(match)) {
    const parameter = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (parameter !== undefined) {
      checkValue(parameter.type, value, `${where}.${name}`);
      continue;
    }
    const known = Object.keys(schema).join(", ") || "nothing";
    throw refusal(`${where} has ${name.slice(0, 100)}, which ${whose} does not take. It takes ${known}.`);
  }
}

function checkValue(type: Type, value: unknown, where: string): void {
  if (typeof type === "object" && "list" in type) {
    if (!Array.isArray(value))
      throw refusal(`${where} is not a list; a list with one entry fits those that contain it.`);
    value.forEach((element, index) => {
      checkValue(type.list, element, `${where}.${String(index)}`);
    });
  } else if (typeof type === "object") {
    if (!isRecord(value)) throw refusal(`${where} is not a JSON object.`);
    checkNames(type.object, value, where, "the parameter");
  } else if (type !== "notServed" && typeof value !== JSON_TYPES[type]) {
    throw refusal(`${where} is not of the type ${type}, which calls have there.`);
  }
}

const JSON_TYPES = { string: "string", integer: "number", boolean: "boolean" } as const;
