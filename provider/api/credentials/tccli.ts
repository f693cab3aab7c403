import { join } from "node:path";
import { ConfigurationError } from "../configuration-error";
import type { Search } from "./access";
import { assumeRole } from "./assume-role";
import type { Credential } from "./credential";
import { cvmRole } from "./cvm-role";
import { type Reading, readIfThere } from "./files";
import { roleOf } from "./role-fields";
import { type CredentialSource, type Lookup, fromParts } from "./source";

/**
 * A profile of the official command line, tccli: `<folder>/<profile>.credential`, JSON. It may name a role to take on
 * (`tccli configure set role-arn`), and say that the machine's own role is to be used.
 */
export function tccliProfile(search: Search, folder: string, profile: string): CredentialSource {
  const path = join(folder, `${profile}.credential`);
  const own = async (stored: JsonObject, signal: AbortSignal): Promise<Lookup> => {
    if (stringAt(stored, "type") === "cvm-role") {
      return { kind: "found", credential: await cvmRole({ ...search, signal }, undefined, path) };
    }
    const parts = {
      secretId: stringAt(stored, "secretId"),
      secretKey: stringAt(stored, "secretKey"),
      token: stringAt(stored, "token"),
    };
    return fromParts(parts, path, { secretId: "secretId", secretKey: "secretKey" });
  };
  const base = async (signal: AbortSignal): Promise<Credential> => {
    const lookup = await own((await readJson({ ...search, signal }, path)) ?? {}, signal);
    if (lookup.kind === "found") return lookup.credential;
    throw new ConfigurationError(`The profile in ${path} names a role, but no key pair to take it on with. Add one.`);
  };
  return async () => {
    const stored = await readJson(search, path);
    if (stored === undefined) return { kind: "absent", looked: path };
    const roleArn = stringAt(stored, "role-arn");
    if (roleArn === undefined) return own(stored, search.signal);
    const sessionName = stringAt(stored, "role-session-name");
    const role = roleOf({ roleArn, ...(sessionName === undefined ? {} : { sessionName }) }, path);
    return { kind: "found", credential: await assumeRole(search, role, base) };
  };
}

/** The region of a tccli profile: `<folder>/<profile>.configure`. */
export async function tccliRegion(reading: Reading, folder: string, profile: string): Promise<string | undefined> {
  const stored = await readJson(reading, tccliRegionFile(folder, profile));
  // tccli keeps what belongs to no product under `_sys_param`.
  const general = stored?.["_sys_param"];
  return isObject(general) ? stringAt(general, "region") : undefined;
}

export function tccliRegionFile(folder: string, profile: string): string {
  return join(folder, `${profile}.configure`);
}

type JsonObject = Readonly<Record<string, unknown>>;

async function readJson(reading: Reading, path: string): Promise<JsonObject | undefined> {
  const text = await readIfThere(reading, path);
  if (text === undefined) return undefined;
  const stored = parseOrUndefined(text);
  if (!isObject(stored)) {
    // Without the parser's message: it quotes the text, which holds the key.
    throw new ConfigurationError(
      `${path} is not a JSON object as tccli writes it. Write it again with \`tccli configure\`.`,
    );
  }
  return stored;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function stringAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
