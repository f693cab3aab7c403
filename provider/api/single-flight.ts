import { setMaxListeners } from "node:events";
import { TIME_IS_OVER } from "./hints";
import type { Tell } from "./telling";
import { messageOf } from "./thrown";
import { untilEither } from "./until-either";

/** Joins the work that is under way, and hears of what goes wrong with it meanwhile. */
export type SharedWork<T> = (signal: AbortSignal, tell?: Tell) => Promise<T>;

/**
 * Runs `work` once for all who ask at the same time and later; a failed run is forgotten, so the next one asks anew.
 * `purpose` completes "Gave up ...", for a caller whose signal is aborted while others still wait; he is told as well what
 * `work` told of its failures so far.
 */
export function singleFlight<T>(
  purpose: string,
  patienceMs: number,
  work: (signal: AbortSignal, tell: Tell) => Promise<T>,
): SharedWork<T> {
  let flight: Flight<T> | undefined;
  return (signal, tell) => {
    if (flight === undefined || flight.isOver) flight = new Flight(purpose, patienceMs, work);
    return flight.join(signal, tell);
  };
}

/**
 * For a caller whose time is over while others are still at it. `purpose` completes "Gave up ..."; `last` is what went
 * wrong last, which says more than that the time is over.
 */
export function gaveUp(purpose: string, { reason }: AbortSignal, last?: Error): Error {
  const why = last === undefined ? `${messageOf(reason)}. ` : `${last.message}\n`;
  return new Error(`Gave up ${purpose}: ${why}${TIME_IS_OVER}`, { cause: last ?? reason });
}

class Flight<T> {
  private readonly result: Promise<T>;
  private readonly nobodyWaits = new AbortController();
  private readonly told = new Set<Tell>();
  private waiting = 0;
  private settled = false;
  private lastFailure: Error | undefined;
  /** Whether nothing will come of it any more. */
  isOver = false;

  constructor(
    private readonly purpose: string,
    patienceMs: number,
    work: (signal: AbortSignal, tell: Tell) => Promise<T>,
  ) {
    // The work has a time of its own: a caller that gives up must not end it for the others.
    const signal = untilEither(AbortSignal.timeout(patienceMs), this.nobodyWaits.signal);
    // It may be many calls at once; ten that listen to one signal are no leak.
    setMaxListeners(0, signal);
    this.result = work(signal, (failure) => {
      this.lastFailure = failure;
      for (const tell of this.told) tell(failure);
    });
    this.result.then(
      () => (this.settled = true),
      () => (this.settled = this.isOver = true),
    );
  }

  join(signal: AbortSignal, tell: Tell = () => undefined): Promise<T> {
    if (this.lastFailure !== undefined) tell(this.lastFailure);
    this.told.add(tell);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        if (this.settled) return;
        this.waiting -= 1;
        if (this.waiting > 0) {
          reject(gaveUp(this.purpose, signal, this.lastFailure));
          return;
        }
        // The last one is told what became of the work, which says more.
        this.isOver = true;
        this.nobodyWaits.abort(signal.reason);
      };
      this.waiting += 1;
      signal.addEventListener("abort", leave, { once: true });
      void this.result
        .finally(() => {
          signal.removeEventListener("abort", leave);
          this.told.delete(tell);
        })
        .then(resolve, reject);
      if (signal.aborted) leave();
    });
  }
}
