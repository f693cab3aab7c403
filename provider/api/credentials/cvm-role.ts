import { ConfigurationError } from "../configuration-error";
import type { Sent } from "../send";
import { messageOf } from "../thrown";
import type { Search } from "./access";
import type { Credential } from "./credential";
import type { MetadataService } from "./metadata";
import type { CredentialSource } from "./source";
import { type Temporary, temporaryCredential } from "./temporary";

/** The credentials of a role that somebody asked for: of the one named, or of whichever this machine has. */
export async function cvmRole(search: Search, roleName: string | undefined, by: string): Promise<Credential> {
  const service = await search.metadata.service(search.endpoint, search.signal);
  try {
    return await kept(search, service, roleName);
  } catch (error) {
    const role = roleName === undefined ? "The role of this machine" : `The role \`${roleName}\` of this machine`;
    throw new ConfigurationError(
      `${role}, which ${by} asks for, gives no credentials: ${messageOf(error)}\n` +
        `Bind the role to the instance in the console (CVM), or unset ${by} and give other credentials.`,
      { cause: error },
    );
  }
}

/** The same where nobody asked: a machine without the service, or without a role, is passed over. */
export function nearbyCvmRole(search: Search): CredentialSource {
  return async () => {
    const place = "the CVM role of this machine, from its instance metadata";
    const service = await search.metadata.nearby(search.endpoint, search.signal);
    if (typeof service === "string") return { kind: "absent", looked: `${place} (${service})` };
    try {
      return { kind: "found", credential: await kept(search, service, undefined) };
    } catch (error) {
      if (error instanceof NoRole) return { kind: "absent", looked: `${place} (${error.message})` };
      throw error;
    }
  };
}

class NoRole extends Error {}

function kept(search: Search, service: MetadataService, roleName: string | undefined): Promise<Credential> {
  const { metadata, temporaries, signal } = search;
  const read = async (path: string, own: AbortSignal): Promise<Answer> => {
    const sent = await metadata.read(service, `${FOLDER}${path}`, own);
    if (sent.kind === "answered") return sent;
    throw new ConfigurationError(
      `${service.url} does not answer (${sent.message}). Is this an instance of the cloud, or is the emulator running?`,
    );
  };
  const obtain = async (own: AbortSignal): Promise<Temporary> => {
    const name = roleName ?? (await boundRole(read, own));
    const answer = await read(encodeURIComponent(name), own);
    if (answer.status === 404) throw new NoRole(`it has no role ${name}`);
    return credentialsIn(answer, name);
  };
  const key = JSON.stringify(["cvm-role", service, roleName ?? ""]);
  return temporaries.get(key, "asking the instance metadata for credentials", obtain, signal);
}

type Answer = Extract<Sent, { kind: "answered" }>;

const FOLDER = "cam/security-credentials/";

async function boundRole(read: (path: string, own: AbortSignal) => Promise<Answer>, own: AbortSignal): Promise<string> {
  const { status, body } = await read("", own);
  // One name in each line; a page of whatever else may answer at that address is none.
  const [name = ""] = body.trim().split("\n");
  if (status === 200 && /^[\w+=,.@-]{1,128}$/.test(name)) return name;
  throw new NoRole("no role is bound to it");
}

/** `{ TmpSecretId, TmpSecretKey, Token, ExpiredTime, Code }`, as the official SDKs read it (cvm_role_provider.go). */
function credentialsIn({ status, body, headers }: Answer, role: string): Temporary {
  const given = parsed(body);
  // Without a word of the answer: it may hold the key.
  if (status !== 200 || given["Code"] !== "Success" || typeof given["ExpiredTime"] !== "number") {
    throw new ConfigurationError(
      `The instance metadata answer status ${String(status)} and no credentials for ${role}.`,
    );
  }
  const credential = temporaryCredential(given, `the CVM role ${role} of this machine`);
  const time = Date.parse(headers.get("date") ?? "");
  return { credential, lifetimeMs: given["ExpiredTime"] * 1_000 - (Number.isNaN(time) ? Date.now() : time) };
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    // Of what else JSON may be, no field is read.
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
