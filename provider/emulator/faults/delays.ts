import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** The waiting of calls that a fault makes slow, which ends early where nothing shall come of them any more. */
export class Delays {
  private controller = untroubled();

  /** In real time. Rejects where the delays were ended. */
  async wait(ms: number): Promise<void> {
    const { signal } = this.controller;
    await sleep(ms, undefined, { signal });
    // They may have been ended when the time was over, but before anyone could go on.
    signal.throwIfAborted();
  }

  /** Ends all that are under way. */
  clear(): void {
    this.controller.abort();
    this.controller = untroubled();
  }
}

/** Any number of calls may wait at once; Node would take the eleventh for a leak. */
function untroubled(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
