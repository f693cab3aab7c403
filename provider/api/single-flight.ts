import { messageOf } from "./thrown";

/**
 * Runs `work` once for all who ask at the same time and later; a failed run is forgotten, so the next one asks anew.
 * `purpose` completes "Gave up ...", for a caller whose signal is aborted first.
 */
export function singleFlight<T>(
  purpose: string,
  patienceMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): (signal: AbortSignal) => Promise<T> {
  let running: Promise<T> | undefined;
  return (signal) => {
    // The work has a time of its own: a caller that gives up must not end it for the others.
    running ??= work(AbortSignal.timeout(patienceMs)).catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return untilAborted(purpose, running, signal);
  };
}

/** The promise's result, unless the signal is aborted before. */
async function untilAborted<T>(purpose: string, promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new Error(`Gave up ${purpose}: ${messageOf(signal.reason)}`, { cause: signal.reason }));
    };
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (giveUp !== undefined) signal.removeEventListener("abort", giveUp);
  }
}
