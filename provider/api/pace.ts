import type { Timing } from "./retry";

/** The rate of one action's calls: shared by everything in this process that makes them. */
export interface Pace {
  /** Waits for the caller's turn; returns early, without a turn, when the signal is aborted. */
  turn(signal: AbortSignal): Promise<void>;
  /** To be told that a call is over, whatever became of it. */
  ended(): void;
  /** To be told that a call was answered. */
  answered(): void;
  /** To be told that a call was refused because there were too many, and the cloud's message. */
  throttled(message: string): void;
  /** To be told of the limit of another action: until this one shows its own, it is taken to have the same. */
  heardOf(limit: number): void;
}

export interface PaceLimits {
  /** Calls a second to begin with. */
  first: number;
  /** Calls a second at most; Infinity where nothing is known of a limit. */
  most: number;
}

/** The documented limit of the actions used here is 20 a second (https://cloud.tencent.com/document/api/215/30652). */
export const CLOUD_PACE: PaceLimits = { first: 20, most: 20 };

/**
 * An emulator, or a proxy on this machine, need not have a limit: the pace may grow until one shows, and one call after
 * the other may be sent at any pace. Then no more than one call meets a limit unprepared, however fast the answers come.
 */
export const LOCAL_PACE: PaceLimits = { first: 20, most: Infinity };

/** How much of a limit is used: calls that are sent evenly need not arrive so. */
const SHARE = 0.95;
/** While no limit has shown, each answer lets the pace grow: from 20 a second without end, in one second altogether. */
const GROWTH = 1.08;
/** A limit that showed may have been shared with another tool for a while. This long without a refusal, more is tried. */
const PROBE_AFTER_MS = 10_000;
const PROBE = 1.1;
/** Where the cloud does not say what the limit is. */
const BACK_OFF = 0.7;
/** So few calls a second are not what a limit is about that the cloud does not name: somebody else's were. */
const UNSUSPECTED = 5;
const SLOWEST = 0.5;
/** The cloud counts the calls of each second. */
const WINDOW_MS = 1_000;
/** Between two calls at the slowest pace. */
const LONGEST_MS = WINDOW_MS / SLOWEST;

/**
 * Sends calls evenly, because a burst that another tool's calls meet is refused in part, and finds out how fast that may
 * be: the cloud's refusal names the limit.
 */
export function createPace({ first, most }: PaceLimits, timing: Pick<Timing, "now" | "sleep">): Pace {
  let perSecond = first * SHARE;
  let limitShown = false;
  let lastChange = -Infinity;
  /** When the next call may be sent. */
  let free = -Infinity;
  /** When the latest calls were sent, oldest first; those of a second ago at least. */
  let sent: number[] = [];
  /** Settles when the one who is next in line has got its turn. */
  let line: Promise<void> = Promise.resolve();
  let underWay = 0;
  /** Ends the sleep of the one who is next in line, when no call is under way any more. */
  let idle = new AbortController();

  function mayGoNow(): boolean {
    return timing.now() >= free || (underWay === 0 && !limitShown && most === Infinity);
  }

  async function take(signal: AbortSignal): Promise<void> {
    // Nobody waits that long but where the clock was put back.
    if (free - timing.now() > LONGEST_MS) free = timing.now();
    // Asked again after each sleep: meanwhile a refusal may have stopped all.
    while (!mayGoNow() && !signal.aborted) {
      idle = new AbortController();
      await timing.sleep(free - timing.now(), AbortSignal.any([signal, idle.signal]));
    }
    if (signal.aborted) return;
    const now = timing.now();
    underWay += 1;
    free = now + WINDOW_MS / perSecond;
    sent = [...sent.filter((time) => time > now - 2 * WINDOW_MS), now];
  }

  return {
    turn(signal) {
      const mine = line.then(() => take(signal));
      line = mine;
      return untilAborted(mine, signal);
    },
    ended() {
      // Whoever gave up in the line had no turn.
      underWay = Math.max(underWay - 1, 0);
      if (underWay === 0) idle.abort();
    },
    answered() {
      if (!limitShown) perSecond = Math.min(perSecond * GROWTH, most * SHARE);
      else if (timing.now() - lastChange >= PROBE_AFTER_MS) {
        perSecond = Math.min(perSecond * PROBE, most * SHARE);
        lastChange = timing.now();
      }
    },
    throttled(message) {
      const now = timing.now();
      const limit = limitIn(message);
      limitShown = true;
      if (limit !== undefined) perSecond = Math.max(Math.min(limit, most) * SHARE, SLOWEST);
      // Calls that were on their way together are refused together: that is one sign, not many.
      else if (now - lastChange >= WINDOW_MS) perSecond = Math.max(recent(sent, now) * BACK_OFF, UNSUSPECTED);
      lastChange = now;
      // The second that is used up began no later than the first of so many calls.
      const firstOfMany = limit === undefined ? undefined : sent.at(-limit - 1);
      free = Math.max(free, (firstOfMany ?? now) + WINDOW_MS);
    },
    heardOf(limit) {
      if (limitShown) return;
      limitShown = true;
      perSecond = Math.max(Math.min(perSecond, limit * SHARE), SLOWEST);
      lastChange = timing.now();
      // As many as that may have been sent in this second already.
      free = Math.max(free, (sent.at(-limit) ?? -Infinity) + WINDOW_MS);
    },
  };
}

/** ``... which exceeds the frequency limit `20` for a second``, in either language of the cloud. */
export function limitIn(message: string): number | undefined {
  const text = /(?:frequency limit|上限) ?`(\d+)`/.exec(message)?.[1];
  return text === undefined ? undefined : Number(text);
}

function recent(sent: readonly number[], now: number): number {
  return sent.filter((time) => time > now - WINDOW_MS).length;
}

/** Whoever gives up leaves the line at once; those behind it do not notice. */
function untilAborted(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener("abort", done);
      resolve();
    };
    signal.addEventListener("abort", done);
    void turn.then(done);
  });
}
