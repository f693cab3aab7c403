import { join } from "node:path";
import { ConfigurationError } from "../configuration-error";
import type { Environment } from "../environment";
import { readIfThere } from "./files";
import { type CredentialSource, fromParts } from "./source";

/** A profile of the official command line, tccli: `<folder>/<profile>.credential`, JSON. */
export function tccliProfile(environment: Environment, folder: string, profile: string): CredentialSource {
  const path = join(folder, `${profile}.credential`);
  return async () => {
    const stored = await readJson(environment, path);
    if (stored === undefined) return { kind: "absent", looked: path };
    if (stringAt(stored, "role-arn") !== undefined || stringAt(stored, "type") === "cvm-role") {
      throw new ConfigurationError(
        `The profile in ${path} takes on a role, which is not supported yet. Use a profile with a key pair.`,
      );
    }
    const parts = {
      secretId: stringAt(stored, "secretId"),
      secretKey: stringAt(stored, "secretKey"),
      token: stringAt(stored, "token"),
    };
    return fromParts(parts, path, { secretId: "secretId", secretKey: "secretKey" });
  };
}

/** The region of a tccli profile: `<folder>/<profile>.configure`. */
export async function tccliRegion(
  environment: Environment,
  folder: string,
  profile: string,
): Promise<string | undefined> {
  const stored = await readJson(environment, tccliRegionFile(folder, profile));
  // tccli keeps what belongs to no product under `_sys_param`.
  const general = stored?.["_sys_param"];
  return isObject(general) ? stringAt(general, "region") : undefined;
}

export function tccliRegionFile(folder: string, profile: string): string {
  return join(folder, `${profile}.configure`);
}

type JsonObject = Readonly<Record<string, unknown>>;

async function readJson(environment: Environment, path: string): Promise<JsonObject | undefined> {
  const text = await readIfThere(environment, path);
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
