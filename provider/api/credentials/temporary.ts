import { ConfigurationError } from "../configuration-error";
import { singleFlight } from "../single-flight";
import type { Tell } from "../telling";
import { Credential } from "./credential";

/** Credentials that end by themselves. */
export interface Temporary {
  credential: Credential;
  /** How long they hold from now on, in milliseconds. Not until when: this machine's clock may be wrong. */
  lifetimeMs: number;
}

/** The temporary credentials of this process. */
export interface Temporaries {
  /**
   * The credentials that are kept under `key`, else those that `obtain` gets: once for all who ask at the same time, and
   * again when they are about to end. `purpose` completes "Gave up ...".
   */
  get(
    key: string,
    purpose: string,
    obtain: (signal: AbortSignal, tell: Tell) => Promise<Temporary>,
    signal: AbortSignal,
  ): Promise<Credential>;
  /** The cloud says that these have expired: they are not given out again. */
  discard(expired: Credential): void;
}

interface Kept {
  ask: (signal: AbortSignal) => Promise<Credential>;
  /** Undefined until they are there. */
  credential: Credential | undefined;
  /** In milliseconds since 1970. */
  renewAt: number;
}

/** How long to try to obtain them. */
const PATIENCE_MS = 60_000;

/** Calls that were begun with credentials must end before these do; of short-lived ones, a tenth is kept for that. */
const MARGIN_MS = 5 * 60_000;

export function createTemporaries(now: () => number): Temporaries {
  const kept = new Map<string, Kept>();
  return {
    get(key, purpose, obtain, signal) {
      for (const [each, { renewAt }] of kept) if (renewAt <= now()) kept.delete(each);
      const known = kept.get(key);
      if (known !== undefined) return known.ask(signal);
      const ask = singleFlight(purpose, PATIENCE_MS, async (own, tell) => {
        try {
          const { credential, lifetimeMs } = await obtain(own, tell);
          fresh.credential = credential;
          fresh.renewAt = now() + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 10);
          return credential;
        } catch (error) {
          // Whoever asks next asks with settings of its own.
          if (kept.get(key) === fresh) kept.delete(key);
          throw error;
        }
      });
      const fresh: Kept = { ask, credential: undefined, renewAt: Infinity };
      kept.set(key, fresh);
      return fresh.ask(signal);
    },
    discard(expired) {
      for (const [key, { credential }] of kept) {
        if (credential?.fingerprint() === expired.fingerprint()) kept.delete(key);
      }
    },
  };
}

/** Credentials as the cloud writes them, `{ TmpSecretId, TmpSecretKey, Token }`. */
export function temporaryCredential(given: Readonly<Record<string, unknown>>, source: string): Credential {
  const [secretId, secretKey, token] = ["TmpSecretId", "TmpSecretKey", "Token"].map((name) => given[name]);
  if (isKey(secretId) && isKey(secretKey) && isKey(token)) return new Credential(secretId, secretKey, token, source);
  throw new ConfigurationError(
    `What was answered to the question for the credentials of ${source} lacks TmpSecretId, TmpSecretKey or Token.`,
  );
}

/** What can be a header. */
function isKey(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}
