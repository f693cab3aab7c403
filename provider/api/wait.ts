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

/**
 * Looks until `done`, less often as time passes, and returns what the last look showed.
 * Throws WaitTimeoutError when `signal` ends between two looks; a look that fails ends the wait with its error.
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T>,
  done: (value: T) => boolean,
  { signal, sleep }: { signal: AbortSignal; sleep: (milliseconds: number, signal: AbortSignal) => Promise<void> },
): Promise<T> {
  for (let interval = FIRST_INTERVAL_MS; ; interval = Math.min(interval * 1.5, MAX_INTERVAL_MS)) {
    const value = await look();
    if (done(value)) return value;
    try {
      await sleep(interval, signal);
    } catch {
      throw new WaitTimeoutError(what, value); // sleep ends early only when the signal does
    }
  }
}
