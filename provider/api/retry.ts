import type { ActionClass } from "./actions";
import { type Failure, type Verdict, codeIs } from "./classify";

/** The effects of waiting, passed in so that tests need not wait. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** A number in [0, 1). */
  random(): number;
  /** Returns early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

type Cause = "transient" | "throttled";

/** How often one call is sent at most. Throttled calls wait longer in between: about a minute in all. */
const MAX_ATTEMPTS: Record<Cause, number> = { transient: 4, throttled: 8 };

const MAX_WINDOW_MS = 20_000;

export interface Retried {
  verdict: Verdict;
  attempts: number;
}

/** Sends until there is an answer, or a failure that may not be repeated, or it was tried often enough. */
export async function retry(
  actionClass: ActionClass,
  attempt: () => Promise<Verdict>,
  timing: Timing,
  signal: AbortSignal,
): Promise<Retried> {
  for (let attempts = 1; ; attempts += 1) {
    const verdict = await attempt();
    if (verdict.kind === "answer") return { verdict, attempts };
    const cause = causeToRepeat(actionClass, verdict);
    if (cause === undefined || attempts >= MAX_ATTEMPTS[cause] || signal.aborted) return { verdict, attempts };
    await timing.sleep(
      backoff(attempts, cause, () => timing.random()),
      signal,
    );
    // `aborted` may have become true while asleep. What the cloud said last is worth more than "cancelled".
    if (isAborted(signal)) return { verdict, attempts };
  }
}

/**
 * Why the call may be sent again, or undefined if it may not. Only what was certainly not executed is repeated, and
 * reads, which change nothing. By class and by what is known; the finer rules (a create with a token, a listed
 * "in progress" code) belong here.
 */
function causeToRepeat(actionClass: ActionClass, failure: Failure): Cause | undefined {
  switch (failure.known) {
    case "not-sent":
      return "transient";
    case "refused":
      // A wrong key or a missing permission stays wrong.
      return codeIs(failure.code, "RequestLimitExceeded") ? "throttled" : undefined;
    case "ambiguous":
      return actionClass === "read" ? "transient" : undefined;
    case "definite":
      return undefined;
  }
}

/**
 * Delay before the next attempt, in milliseconds: full jitter over an exponentially growing window.
 * Throttled calls start at one second because the cloud counts per second (20 a second an action).
 */
export function backoff(attempt: number, cause: Cause, random: () => number): number {
  const first = cause === "throttled" ? 1_000 : 200;
  const window = Math.min(first * 2 ** (attempt - 1), MAX_WINDOW_MS);
  return random() * window;
}

/** The real clock, chance and waiting. */
export const realTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done, { once: true });
    }),
};

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
