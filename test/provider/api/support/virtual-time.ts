import type { Timing } from "../../../../provider/api/retry";

/** Time in which many may sleep at once, and that passes as soon as all of them do. */
export class VirtualTime implements Timing {
  private time = Date.UTC(2026, 0, 1);
  private readonly sleepers: { until: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      if (signal?.aborted === true) {
        wake();
        return;
      }
      const done = (): void => {
        signal?.removeEventListener("abort", done);
        wake();
      };
      this.sleepers.push({ until: this.time + milliseconds, wake: done });
      signal?.addEventListener("abort", done);
    });
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    const finished = work.finally(() => (state.done = true));
    finished.catch(() => undefined);
    for (;;) {
      // Everything that is possible without time happens first.
      await new Promise((resolve) => setImmediate(resolve));
      if (state.done) return await finished;
      const next = this.sleepers.sort((a, b) => a.until - b.until).shift();
      if (next === undefined) throw new Error("Everybody waits, but nobody for time to pass.");
      this.time = Math.max(this.time, next.until);
      next.wake();
    }
  }
}
