import { setMaxListeners } from "node:events";
import type { Timing } from "../../provider/api/retry";

/** How the work ended that time was to pass for. */
export type Ending<T> = { kind: "done"; value: T } | { kind: "failed"; error: unknown } | { kind: "killed" };

/**
 * Time that passes as soon as everybody waits for it, so that five minutes of waiting take no time. One command at a
 * time lives in it; with a command end all who still sleep, as they end with their process.
 */
export class Time implements Timing {
  private at = Date.UTC(2026, 0, 1);
  private sleepers: { until: number; wake: () => void }[] = [];
  private isKilled = false;

  /** `chance` decides the jitter of every wait. */
  constructor(private readonly chance: () => number) {}

  readonly now = (): number => this.at;

  random(): number {
    return this.chance();
  }

  /** Returns early, without an error, when the signal is aborted. */
  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = (): void => {
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.sleepers.push({ until: this.at + milliseconds, wake });
      signal?.addEventListener("abort", wake, { once: true });
    });

  /** A signal like that of `AbortSignal.timeout`. */
  deadline(milliseconds: number): AbortSignal {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    void this.sleep(milliseconds).then(() => {
      controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    });
    return controller.signal;
  }

  /** Nothing of what is running goes on: all that it still waits for never comes. */
  kill(): void {
    this.isKilled = true;
  }

  get killed(): boolean {
    return this.isKilled;
  }

  /** Lets time pass until the work has ended. */
  async run<T>(work: () => Promise<T>): Promise<Ending<T>> {
    this.isKilled = false;
    // Written by the work and read by the loop.
    const outcome: { ending?: Ending<T> } = {};
    work().then(
      (value) => (outcome.ending = { kind: "done", value }),
      (error: unknown) => (outcome.ending = { kind: "failed", error }),
    );
    const ending = await this.untilEnded(outcome);
    this.sleepers = [];
    // Between two commands of a person.
    this.at += 60_000;
    return ending;
  }

  private async untilEnded<T>(outcome: { ending?: Ending<T> }): Promise<Ending<T>> {
    for (;;) {
      // Everything that is possible without time happens first.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isKilled) return { kind: "killed" };
      if (outcome.ending !== undefined) return outcome.ending;
      const next = this.takeNext();
      if (next === undefined) throw new Error("Everybody waits, but nobody for time to pass.");
      this.at = Math.max(this.at, next.until);
      next.wake();
    }
  }

  private takeNext(): { until: number; wake: () => void } | undefined {
    let first = 0;
    this.sleepers.forEach(({ until }, index) => {
      if (until < (this.sleepers[first]?.until ?? Infinity)) first = index;
    });
    return this.sleepers.splice(first, 1)[0];
  }
}
