import { type ApiError, isApiError } from "./errors";
import { TIME_IS_OVER } from "./hints";
import { codeOf } from "./thrown";

/** How long to wait between two looks at something that changes slowly. */
const FIRST_INTERVAL_MS = 200;
const MAX_INTERVAL_MS = 2_000;

/** The deadline came first. `last` is what the last look showed that succeeded, `after` what became of the one after it. */
export class WaitTimeoutError<T> extends Error {
  /** What was waited for, for how long, and what the cloud said: the message but for the remedy, for who has a better one. */
  readonly waited: string;

  constructor(
    what: string,
    readonly last: T,
    after: unknown,
    elapsedMs: number,
  ) {
    const said = saidBy(after);
    const waited = `Gave up waiting after ${(elapsedMs / 1_000).toFixed(1)} s: ${what}`;
    const full = said === undefined ? waited : `${waited}. ${said.message}`;
    super(said === undefined ? `${full}. ${TIME_IS_OVER}` : `${full}\n${TIME_IS_OVER}`, { cause: after });
    this.name = "WaitTimeoutError";
    this.waited = full;
  }
}

/** What the cloud said, be it to a look that others wait for as well; not that a call, or a wait between two, was cut off. */
function saidBy(error: unknown): ApiError | undefined {
  const said = [error, error instanceof Error ? error.cause : undefined].find((each) => isApiError(each));
  return said !== undefined && codeOf(said.cause) !== "ECANCELED" ? said : undefined;
}

export interface Waiting {
  signal: AbortSignal;
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Looks until `done`, less often as time passes, and returns what the last look showed.
 * Throws WaitTimeoutError when `signal` ends after the first look; any other look that fails ends the wait with its error.
 */
export async function waitFor<T, Done extends T>(
  what: string,
  look: () => Promise<T>,
  done: (value: T) => value is Done,
  waiting: Waiting,
): Promise<Done>;
export async function waitFor<T>(
  what: string,
  look: () => Promise<T>,
  done: (value: T) => boolean,
  waiting: Waiting,
): Promise<T>;
export async function waitFor<T>(
  what: string,
  look: () => Promise<T>,
  done: (value: T) => boolean,
  { signal, sleep }: Waiting,
): Promise<T> {
  // By the real clock, as the deadline is.
  const began = performance.now();
  let value = await look();
  for (let interval = FIRST_INTERVAL_MS; !done(value); interval = Math.min(interval * 1.5, MAX_INTERVAL_MS)) {
    try {
      await sleep(interval, signal);
      value = await look();
    } catch (error) {
      throw signal.aborted ? new WaitTimeoutError(what, value, error, performance.now() - began) : error;
    }
  }
  return value;
}
