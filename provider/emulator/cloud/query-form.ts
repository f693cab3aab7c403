import { ApiError } from "../words/errors";
import { type Parameter, type Schema, type Type, isRecord } from "../words/parameters";

/**
 * The parameters of the API's GET form: `Filters.0.Name=vpc-id&Filters.0.Values.0=vpc-00000001&Limit=10`. Every value
 * is a text until the action's declaration says of what type it is.
 */
export function parametersOfQuery(query: string): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [path, value] of new URLSearchParams(query)) put(root, partsOf(path), value);
  return Object.fromEntries([...root].map(([name, branch]) => [name, grown(branch)]));
}

/** The parameters with each text made a number or a boolean where the declaration has one, and it reads as one. */
export function typed(schema: Schema, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(given).map(([name, value]) => {
    const parameter = Object.hasOwn(schema, name) ? schema[name] : undefined;
    return [name, parameter === undefined ? value : typedValue(typeOf(parameter), value)] as const;
  });
  return Object.fromEntries(entries);
}

/** What is served with one value only has the type of that value. */
function typeOf({ type, except }: Parameter): Type {
  if (typeof except === "boolean") return "boolean";
  return typeof except === "number" ? "integer" : type;
}

function typedValue(type: Type, value: unknown): unknown {
  if (type === "integer" && typeof value === "string" && /^\d{1,15}$/.test(value)) return Number(value);
  // The vendor's SDK for Python writes True and False, the one for Go true and false.
  if (type === "boolean" && typeof value === "string" && /^(true|false)$/i.test(value)) {
    return value.toLowerCase() === "true";
  }
  if (typeof type !== "object") return value;
  if ("list" in type) return Array.isArray(value) ? value.map((element) => typedValue(type.list, element)) : value;
  return isRecord(value) ? typed(type.object, value) : value;
}

type Tree = Map<string, Tree | string>;

/** No parameter of the API is nested deeper than this by far (RunInstances has names of 6 parts). */
const MAX_PARTS = 12;

/** The parts of a numbered name. Each is a level of the structure, and every level of what follows a call of itself. */
function partsOf(path: string): string[] {
  const parts = path.split(".", MAX_PARTS + 1);
  if (parts.length <= MAX_PARTS) return parts;
  const name = path.slice(0, 100);
  throw new ApiError(
    "InvalidParameter",
    `The name of the parameter \`${name}\` has more than ${String(MAX_PARTS)} parts.`,
    `参数名 \`${name}\` 的层级不能超过 ${String(MAX_PARTS)}。`,
  );
}

function put(tree: Tree, [name = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const present = tree.get(name);
  const branch: Tree = typeof present === "object" ? present : new Map<string, Tree | string>();
  tree.set(name, branch);
  put(branch, rest, value);
}

/**
 * Numbered names are the places in a list, from 0, in whatever order they come: the vendor's SDK for Go sorts them as
 * texts (.0 .1 .10 .11 .2).
 */
function grown(branch: Tree | string): unknown {
  if (typeof branch === "string") return branch;
  const places = Array.from({ length: branch.size }, (_, index) => branch.get(String(index)));
  if (places.every((place) => place !== undefined)) return places.map(grown);
  return Object.fromEntries([...branch].map(([name, part]) => [name, grown(part)]));
}
