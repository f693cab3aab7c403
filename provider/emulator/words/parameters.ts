import { ApiError } from "./errors";
import { missingParameter, unknownParameter, wrongType } from "./refusals";

/** The declared type of one parameter. */
export type Type = "string" | "integer" | "boolean" | "notServed" | { list: Type } | { object: Schema };
export interface Parameter {
  type: Type;
  required: boolean;
  /** Taken, but makes no difference here; `/_emulator/actions` says so. */
  effect?: "none";
  /** The one value that a parameter that is not served may have. */
  except?: string | number | boolean;
}
export type Schema = Readonly<Record<string, Parameter>>;

export const required = (type: Type): Parameter => ({ type, required: true });
export const optional = (type: Type): Parameter => ({ type, required: false });
/** A parameter of the cloud that the emulator would have to ignore. Silence would be a lie: it says so instead. */
export const NOT_SERVED: Parameter = { type: "notServed", required: false };
export const withoutEffect = (type: Type): Parameter => ({ type, required: false, effect: "none" });
/** The same, where the cloud documents what it does when nobody says: saying just that changes nothing. */
export const notServedExcept = (except: string | number | boolean): Parameter => ({ ...NOT_SERVED, except });
export const listOf = (type: Type): Type => ({ list: type });

/** Structures that several actions share. */
export const FILTER: Type = { object: { Name: required("string"), Values: required(listOf("string")) } };
export const TAG: Type = { object: { Key: required("string"), Value: optional("string") } };

/**
 * The parameters without those that are null or say what goes without saying, once they are known to fit the schema: none unknown, every one of its
 * type, none missing, in this order. The messages are the cloud's own words.
 */
export function checkParameters(
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
  path = "",
): Record<string, unknown> {
  const entries = Object.entries(given).filter(([, value]) => value !== null);
  for (const [name] of entries) {
    if (!Object.hasOwn(schema, name)) throw unknownParameter(path + name);
  }
  const meant = entries.filter(([name, value]) => schema[name]?.except === undefined || schema[name].except !== value);
  const checked = meant.map(([name, value]) => {
    const parameter = schema[name];
    return [name, parameter === undefined ? value : checkType(parameter, value, path + name)] as const;
  });
  const result = Object.fromEntries(checked);
  for (const [name, parameter] of Object.entries(schema)) {
    if (parameter.required && !Object.hasOwn(result, name)) throw missingParameter(path + name);
  }
  return result;
}

function checkType({ type, except }: Pick<Parameter, "type" | "except">, value: unknown, path: string): unknown {
  if (type === "notServed") throw notServed(path, except);
  if (type === "string" && typeof value === "string") return value;
  if (type === "boolean" && typeof value === "boolean") return value;
  // The integers of the API are unsigned: a negative number is of the wrong type.
  if (type === "integer" && Number.isSafeInteger(value) && Number(value) >= 0) return value;
  if (typeof type === "object" && "list" in type && Array.isArray(value)) {
    return value.map((element, index) => checkType({ type: type.list }, element, `${path}.${String(index)}`));
  }
  if (typeof type === "object" && "object" in type && isRecord(value)) {
    return checkParameters(type.object, value, `${path}.`);
  }
  throw wrongType(path);
}

function notServed(path: string, except: Parameter["except"]): ApiError {
  const [english, chinese] =
    except === undefined ? ["", ""] : [` other than as \`${String(except)}\``, `（\`${String(except)}\` 除外）`];
  return new ApiError(
    "UnsupportedOperation",
    `This emulator does not serve the parameter \`${path}\`${english}.`,
    `本模拟器不支持参数 \`${path}\`${chinese}。`,
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
