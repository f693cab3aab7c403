import { type Schema, type Type, isRecord } from "./parameters";

/**
 * The parameters of the API's GET form: `Filters.0.Name=vpc-id&Filters.0.Values.0=vpc-00000001&Limit=10`. Every value
 * is a text until the action's declaration says of what type it is.
 */
export function parametersOfQuery(query: string): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [path, value] of new URLSearchParams(query)) put(root, path.split("."), value);
  return Object.fromEntries([...root].map(([name, branch]) => [name, grown(branch)]));
}

/** The parameters with each text made a number or a boolean where the declaration has one, and it reads as one. */
export function typed(schema: Schema, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(given).map(([name, value]) => {
    const parameter = Object.hasOwn(schema, name) ? schema[name] : undefined;
    return [name, parameter === undefined ? value : typedValue(parameter.type, value)] as const;
  });
  return Object.fromEntries(entries);
}

function typedValue(type: Type, value: unknown): unknown {
  if (type === "integer" && typeof value === "string" && /^\d{1,15}$/.test(value)) return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  if (typeof type !== "object") return value;
  if ("list" in type) return Array.isArray(value) ? value.map((element) => typedValue(type.list, element)) : value;
  return isRecord(value) ? typed(type.object, value) : value;
}

type Tree = Map<string, Tree | string>;

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

/** Numbered names are the places in a list, from 0. */
function grown(branch: Tree | string): unknown {
  if (typeof branch === "string") return branch;
  const isList = [...branch.keys()].every((name, index) => name === String(index));
  if (isList) return [...branch.values()].map(grown);
  return Object.fromEntries([...branch].map(([name, part]) => [name, grown(part)]));
}
