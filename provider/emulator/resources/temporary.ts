import { createHmac, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../../api/actions";
import { EMULATOR_SECRET_KEY, EMULATOR_TEMPORARY_ID_PREFIX } from "../../core/emulator";
import { isRecord } from "../words/parameters";

/** A role that somebody took on, and under which name. */
export interface RoleSession {
  roleArn: string;
  sessionName: string;
}

interface Contents extends RoleSession {
  secretId: string;
  /** Seconds since 1970. */
  expires: number;
}

/**
 * Temporary credentials. Everything about them is in the token, which is signed: the emulator need not remember them, so
 * they outlive a restart and a reset as those of the cloud would. Like its permanent key they open nothing but an
 * emulator.
 */
export function issue(session: RoleSession, expires: number, random: () => number): Credentials {
  const digits = Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join("");
  const TmpSecretId = EMULATOR_TEMPORARY_ID_PREFIX + digits;
  const contents: Contents = { ...session, secretId: TmpSecretId, expires };
  const text = Buffer.from(JSON.stringify(contents)).toString("base64url");
  return { TmpSecretId, TmpSecretKey: temporaryKey(TmpSecretId), Token: `${text}.${seal(text)}` };
}

export function isTemporary(secretId: string): boolean {
  return secretId.startsWith(EMULATOR_TEMPORARY_ID_PREFIX);
}

export function temporaryKey(secretId: string): string {
  return seal(`key of ${secretId}`);
}

/** Whose token it is, or why it is none for that key at that time. */
export function openToken(
  token: string,
  secretId: string,
  now: number,
): RoleSession | "missing" | "forged" | "expired" {
  if (token === "") return "missing";
  const [text = "", given = ""] = token.split(".");
  const [wanted, sent] = [Buffer.from(seal(text)), Buffer.from(given)];
  if (wanted.length !== sent.length || !timingSafeEqual(wanted, sent)) return "forged";
  const contents = parse(text);
  if (contents?.secretId !== secretId) return "forged";
  if (now >= contents.expires * 1000) return "expired";
  return { roleArn: contents.roleArn, sessionName: contents.sessionName };
}

function parse(text: string): Contents | undefined {
  const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  // True because only `issue` can seal a text.
  return isRecord(parsed) ? (parsed as unknown as Contents) : undefined;
}

function seal(text: string): string {
  return createHmac("sha256", EMULATOR_SECRET_KEY).update(text).digest("hex");
}
