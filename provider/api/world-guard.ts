import { STORE_HEADER, isEmulatorKey } from "../core/emulator";
import type { Endpoint } from "./endpoint";
import type { Send, Sent } from "./send";

/** Whether a signed request may go to the endpoint; `unanswered` when that could not be found out. */
export type Passage = { kind: "pass" } | Refused | { kind: "unanswered"; sent: Extract<Sent, { kind: "unanswered" }> };

export interface Refused {
  kind: "refused";
  reason: string;
  remedy: string;
}

export type WorldGuard = (endpoint: Endpoint, signal: AbortSignal) => Promise<Passage>;

/**
 * Keeps the worlds apart before anything signed is sent: the emulator's public keys go to this machine only, and
 * other keys never go to an emulator, where they would end up in its log or its answers.
 */
export function createWorldGuard(secretId: string, source: string, send: Send): WorldGuard {
  const known = new Map<string, Passage>();
  return async (endpoint, signal) => {
    if (isEmulatorKey(secretId)) return endpoint.loopback ? PASS : emulatorKeysElsewhere(endpoint, source);
    if (!endpoint.loopback) return PASS;
    const earlier = known.get(endpoint.url);
    if (earlier !== undefined) return earlier;
    const passage = await probe(endpoint, source, send, signal);
    // Once a client; but an endpoint that did not answer may be up a moment later, and be anything.
    if (passage.kind !== "unanswered") known.set(endpoint.url, passage);
    return passage;
  };
}

const PASS: Passage = { kind: "pass" };

/** Asks an endpoint on this machine what it is, unsigned: an emulator names its store in every answer. */
async function probe(endpoint: Endpoint, source: string, send: Send, signal: AbortSignal): Promise<Passage> {
  const sent = await send({ method: "GET", url: `${endpoint.url}/`, headers: { Accept: "*/*" }, body: "" }, signal);
  if (sent.kind === "unanswered") return { kind: "unanswered", sent };
  return sent.headers.has(STORE_HEADER) ? otherKeysToEmulator(endpoint, source) : PASS;
}

function emulatorKeysElsewhere(endpoint: Endpoint, source: string): Refused {
  return {
    kind: "refused",
    reason: `refused before anything was sent: the credentials (from ${source}) are the emulator's public ones, but ${endpoint.url} is not on this machine`,
    remedy:
      'For the emulator, run `npx havip emulator start` and then `eval "$(npx havip emulator env)"`, and do not set tencentcloud:endpoint to another machine. For the cloud, set credentials of your account.',
  };
}

function otherKeysToEmulator(endpoint: Endpoint, source: string): Refused {
  return {
    kind: "refused",
    reason: `refused before anything was sent: ${endpoint.url} is an emulator, but the credentials (from ${source}) are not the emulator's; they may be real and are not given to it`,
    remedy:
      'For the emulator, use its own public credentials: `eval "$(npx havip emulator env)"`, and remove other ones from the stack configuration and the environment. For the cloud, unset tencentcloud:endpoint and TENCENTCLOUD_ENDPOINT.',
  };
}
