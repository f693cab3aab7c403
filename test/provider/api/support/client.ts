import { setMaxListeners } from "node:events";
import { type Client, type ClientOptions, createClient } from "../../../../provider/api/client";
import { Credential } from "../../../../provider/api/credentials/credential";
import type { Timing } from "../../../../provider/api/retry";

export const SECRET_ID = "AKIDtest0000000000000000000000000000";
export const SECRET_KEY = "test-secret-key-0123456789abcdef";
export const TOKEN = "test-token/+=&0123456789";

export const open = new AbortController().signal;
// Every test of a file listens to it.
setMaxListeners(0, open);

/** How long an operation may take in these tests, by their own clock. */
const OPERATION_MS = 120_000;

/** A clock that stands still but for the waits, which take no time. */
function instantTiming(start = Date.UTC(2026, 0, 1)): Timing & { slept: number[]; over: AbortSignal } {
  const slept: number[] = [];
  const controller = new AbortController();
  return {
    slept,
    /** Aborted when the time of an operation that began at the start is over. */
    over: controller.signal,
    now: () => start + slept.reduce((sum, each) => sum + each, 0),
    random: () => 0.5,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      if (slept.reduce((sum, each) => sum + each, 0) >= OPERATION_MS) controller.abort();
      return Promise.resolve();
    },
  };
}

/** A client for a local server, with other credentials than the emulator's. Its calls end after two minutes of its clock. */
export function clientFor(url: string, options: Partial<ClientOptions> = {}): Client {
  const timing = instantTiming();
  const client = createClient({
    region: "ap-guangzhou",
    endpoint: { endpoint: url, domain: "", protocol: "" },
    credential: new Credential(SECRET_ID, SECRET_KEY, TOKEN, "a test"),
    timing,
    ...options,
  });
  return {
    call: (action, request, signal, tell) => client.call(action, request, AbortSignal.any([signal, timing.over]), tell),
  };
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
