import { type ApiError, isApiError } from "./errors";
import { codeOf } from "./thrown";

/** How long to wait between two looks at something that changes slowly. */
const FIRST_INTERVAL_MS = 200;
const MAX_INTERVAL_MS = 2_000;

/** The deadline came first. `last` is what the last look showed that succeeded, `after` what became of the one after it. */
export class WaitTimeoutError<T> extends Error {
  constructor(
    what: string,
    readonly last: T,
    after: unknown,
  ) {
    const said = saysMore(after) ? `. ${after.message}` : "";
    super(`Gave up waiting: ${what}${said}`, { cause: after });
    this.name = "WaitTimeoutError";
  }
}

/** What the cloud said says more than that a call, or a wait between two of them, was cut off. */
function saysMore(error: unknown): error is ApiError {
  return isApiError(error) && codeOf(error.cause) !== "ECANCELED";
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
  let value = await look();
  for (let interval = FIRST_INTERVAL_MS; !done(value); interval = Math.min(interval * 1.5, MAX_INTERVAL_MS)) {
    try {
      await sleep(interval, signal);
      value = await look();
    } catch (error) {
      throw signal.aborted ? new WaitTimeoutError(what, value, error) : error;
    }
  }
  return value;
}
