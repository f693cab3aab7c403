/** How long to wait between two looks at something that changes slowly. */
const FIRST_INTERVAL_MS = 200;
const MAX_INTERVAL_MS = 2_000;

/** The deadline came first. `last` is what the last look showed. */
export class WaitTimeoutError<T> extends Error {
  constructor(
    what: string,
    readonly last: T,
  ) {
    super(`Gave up waiting: ${what}`);
    this.name = "WaitTimeoutError";
  }
}

interface Waiting {
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
      // What the last whole look showed says more than that the present one was cut off.
      throw signal.aborted ? new WaitTimeoutError(what, value) : error;
    }
  }
  return value;
}
