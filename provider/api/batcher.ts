import { setMaxListeners } from "node:events";
import type { Timing } from "./retry";
import { gaveUp } from "./single-flight";
import type { Tell } from "./telling";

export interface BatcherOptions<Key, Value> {
  /** Completes "Gave up ...", for a caller whose signal is aborted while others still wait. */
  purpose: string;
  /** How long the first who asks waits for others, in milliseconds. */
  windowMs: number;
  /** Keys in one batch. */
  most: number;
  /** Answers each key, or says what was wrong with it alone; tells of failures that it goes on after. */
  load: (keys: readonly Key[], signal: AbortSignal, tell: Tell) => Promise<ReadonlyMap<Key, Value | Error>>;
  sleep: Timing["sleep"];
}

interface Member<Value> {
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/** Collects what is asked for within a moment and answers all of it together. Nothing is kept beyond that. */
export function createBatcher<Key, Value>(
  options: BatcherOptions<Key, Value>,
): (key: Key, signal: AbortSignal) => Promise<Value> {
  let open: Batch<Key, Value> | undefined;
  return (key, signal) => {
    if (open === undefined || open.isFull) {
      const batch = new Batch(options);
      open = batch;
      void batch.run(() => {
        if (open === batch) open = undefined;
      });
    }
    return open.ask(key, signal);
  };
}

class Batch<Key, Value> {
  private readonly members = new Map<Key, Set<Member<Value>>>();
  /** The load ends when nobody waits for it any more. */
  private readonly nobodyWaits = new AbortController();
  private waiting = 0;
  private lastFailure: Error | undefined;

  constructor(private readonly options: BatcherOptions<Key, Value>) {
    // A load may be many calls at once; ten that listen to one signal are no leak.
    setMaxListeners(0, this.nobodyWaits.signal);
  }

  get isFull(): boolean {
    return this.members.size >= this.options.most;
  }

  ask(key: Key, signal: AbortSignal): Promise<Value> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting -= 1;
        // The last one is told what became of the load, which says more.
        if (this.waiting === 0) this.nobodyWaits.abort(signal.reason);
        else done(reject)(gaveUp(this.options.purpose, signal, this.lastFailure));
      };
      const done =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          signal.removeEventListener("abort", leave);
          settle(value);
        };
      const members = this.members.get(key) ?? new Set();
      this.members.set(key, members.add({ resolve: done(resolve), reject: done(reject) }));
      this.waiting += 1;
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
    });
  }

  async run(closed: () => void): Promise<void> {
    const { windowMs, load, sleep } = this.options;
    await sleep(windowMs, this.nobodyWaits.signal);
    closed();
    try {
      const tell = (failure: Error): Error => (this.lastFailure = failure);
      const values = await load([...this.members.keys()], this.nobodyWaits.signal, tell);
      for (const [key, members] of this.members) {
        const value = values.get(key) ?? new Error(`Nothing was answered ${this.options.purpose} for ${String(key)}.`);
        for (const { resolve, reject } of members) {
          if (value instanceof Error) reject(value);
          else resolve(value);
        }
      }
    } catch (error) {
      for (const { reject } of [...this.members.values()].flatMap((each) => [...each])) reject(error);
    }
  }
}
