import { type Client, type ClientOptions, createClient } from "../../../../provider/api/client";
import { Credential } from "../../../../provider/api/credentials/credential";
import type { Timing } from "../../../../provider/api/retry";

export const SECRET_ID = "AKIDtest0000000000000000000000000000";
export const SECRET_KEY = "test-secret-key-0123456789abcdef";
export const TOKEN = "test-token/+=&0123456789";

export const open = new AbortController().signal;

/** A clock that stands still but for the waits, which take no time. */
export function instantTiming(start = Date.UTC(2026, 0, 1)): Timing & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => start + slept.reduce((sum, each) => sum + each, 0),
    random: () => 0.5,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
  };
}

/** A client for a local server, with other credentials than the emulator's. */
export function clientFor(url: string, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    region: "ap-guangzhou",
    endpoint: { endpoint: url, domain: "", protocol: "" },
    credential: new Credential(SECRET_ID, SECRET_KEY, TOKEN, "a test"),
    timing: instantTiming(),
    ...options,
  });
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
