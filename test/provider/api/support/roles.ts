import { setImmediate } from "node:timers/promises";
import { createClient } from "../../../../provider/api/client";
import type { Access } from "../../../../provider/api/credentials/access";
import { findCredential } from "../../../../provider/api/credentials/chain";
import type { Credential } from "../../../../provider/api/credentials/credential";
import { profilePlace } from "../../../../provider/api/credentials/profile";
import type { Timing } from "../../../../provider/api/retry";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { accessTo } from "./access";
import { open } from "./client";
import { configurationOf, environmentOf } from "./environment";

type Texts = Readonly<Record<string, string>>;

export const ROLE = "qcs::cam::uin/100000000001:roleName/deployer";

/** An emulator, and a process that looks for credentials to it, both by one clock. */
export interface World {
  emulator: Emulator;
  timing: Timing;
  /** Time passes for both. */
  pass(milliseconds: number): void;
  /** Another process. */
  restart(): void;
  access(): Access;
  find(settings: Texts, variables?: Texts, files?: Texts): Promise<Credential>;
  /** The role and session that the credentials are of, or the account's own. */
  userOf(credential: Credential): Promise<string>;
  /** The codes that the calls of an action were answered with, "" for success. */
  answers(action: string): string[];
}

export async function openWorld(): Promise<World> {
  let now = Date.UTC(2026, 10, 22);
  const emulator = await createEmulator({ clock: () => now });
  const sleep = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    // The emulator's answers come first.
    return setImmediate();
  };
  const timing: Timing = { now: () => now, random: () => 0.5, sleep };
  const endpoint = { endpoint: emulator.url, domain: "", protocol: "" };
  const start = (): Access => accessTo(emulator.url, timing);
  let access = start();
  return {
    emulator,
    timing,
    pass: (milliseconds) => void (now += milliseconds),
    restart: () => void (access = start()),
    access: () => access,
    find(settings, variables = {}, files = {}) {
      const [configuration, environment] = [configurationOf(settings), environmentOf(variables, files)];
      const profile = profilePlace(configuration, environment);
      const where = { endpoint, region: () => "ap-guangzhou", signal: open };
      return findCredential({ ...access, ...where, configuration, environment, profile });
    },
    async userOf(credential) {
      const client = createClient({ region: "ap-guangzhou", endpoint, credential, timing });
      const { response } = await client.call("GetCallerIdentity", {}, open);
      return response.UserId;
    },
    answers: (action) => emulator.calls().flatMap((call) => (call.action === action ? [call.code] : [])),
  };
}

/** A token as an identity provider writes it. */
export function identityToken(expires: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part({ exp: Math.floor(expires / 1_000) })}.c2lnbmF0dXJl`;
}
