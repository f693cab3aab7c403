import type { ActionClass } from "./actions";
import { type Failure, type Verdict, codeIs, isThrottled } from "./classify";

/** The effects of waiting, passed in so that tests need not wait. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** A number in [0, 1). */
  random(): number;
  /** Returns early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Why a call is sent again. */
export type Cause =
  /** No connection was made: the cloud cannot have seen it. */
  | "unreachable"
  /** What became of it is not known, and doing it twice is the same as doing it once. */
  | "transient"
  /** Too many calls a second. */
  | "throttled"
  /** Something else is at work on the same resource. */
  | "busy"
  /** What it was refused for has been put right: the clock, the credentials. */
  | "mended";

/** Whether a call may be sent again, after what may have happened since it was refused. */
export type MayRepeat = () => Promise<boolean>;

export interface Attempts {
  /** Sends once. */
  attempt: () => Promise<Verdict>;
  /** Puts right what a call was refused for; false where nothing could be changed. Asked once a code. */
  mend: (failure: Failure) => Promise<boolean>;
  /** Asked right before each repetition, where the sender can tell that there may be none any more. */
  mayRepeat?: MayRepeat | undefined;
  timing: Timing;
  /** Aborted when the time of the whole operation is over: until then it is tried, however often that is. */
  signal: AbortSignal;
}

export interface Retried {
  verdict: Verdict;
  attempts: number;
}

/**
 * Nothing answers there: a cloud that is only out of reach for a moment is back by then, and a wrong endpoint is told
 * before the reader has lost patience.
 */
const UNREACHABLE_MS = 60_000;

/** Sends until there is an answer, or a failure that may not be repeated, or the time is over. */
export async function retry(
  actionClass: ActionClass,
  { attempt, mend, mayRepeat = MAY_REPEAT[actionClass], timing, signal }: Attempts,
): Promise<Retried> {
  const mended = new Set<string>();
  let last: Failure | undefined;
  /** Since when nothing has answered. */
  let unreachableSince: number | undefined;
  for (let attempts = 1; ; attempts += 1) {
    const verdict = await attempt();
    if (verdict.kind === "answer") return { verdict, attempts };
    if (isAborted(signal)) return { verdict: cutOff(verdict, last), attempts };
    last = verdict;
    const cause = await causeToRepeat(actionClass, verdict, mended, (failure) => inTime(mend(failure), signal));
    if (cause === undefined) return { verdict, attempts };
    unreachableSince = cause === "unreachable" ? (unreachableSince ?? timing.now()) : undefined;
    if (timing.now() - (unreachableSince ?? Infinity) >= UNREACHABLE_MS) return { verdict, attempts };
    await timing.sleep(
      backoff(attempts, cause, () => timing.random()),
      signal,
    );
    if (isAborted(signal) || !(await mayRepeat())) return { verdict, attempts };
  }
}

const may: MayRepeat = () => Promise.resolve(true);
const mayNot: MayRepeat = () => Promise.resolve(false);

/**
 * Where the sender does not say. While a delete waits, what it is about may become another's, so it is sent again only by
 * those who look whose it is, right before it.
 */
const MAY_REPEAT: Readonly<Record<ActionClass, MayRepeat>> = { read: may, set: may, create: may, delete: mayNot };

/**
 * What the cloud said last is worth more than that the next attempt was cut off. But what is known is known of that one: a
 * create that was refused as one too many may have been carried out the second time.
 */
function cutOff(verdict: Failure, last: Failure | undefined): Failure {
  if (verdict.transportCode !== "ECANCELED" || last === undefined) return verdict;
  return verdict.known === "ambiguous" ? { ...last, known: verdict.known } : last;
}

async function causeToRepeat(
  actionClass: ActionClass,
  failure: Failure,
  mended: Set<string>,
  mend: (failure: Failure) => Promise<boolean>,
): Promise<Cause | undefined> {
  const cause = causeOf(actionClass, failure);
  if (cause !== undefined || failure.known !== "refused" || mended.has(failure.code)) return cause;
  mended.add(failure.code);
  return (await mend(failure)) ? "mended" : undefined;
}

/** What is not put right when the time is over is not put right. */
function inTime(mending: Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const late = (): void => {
      resolve(false);
    };
    signal.addEventListener("abort", late);
    void mending.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", late);
    });
  });
}

/**
 * The rule, by what kind of action it is and by what is known of its failure. A create whose answer was lost is not
 * repeated here, although it has a token: whoever sent it looks for what it made first, because how long the cloud
 * remembers tokens is not documented. Nor is a delete, whose sender looks whether it was carried out.
 */
function causeOf(actionClass: ActionClass, failure: Failure): Cause | undefined {
  switch (failure.known) {
    case "not-sent":
      return "unreachable";
    case "refused":
      // A wrong key or a missing permission stays wrong.
      return isThrottled(failure) ? "throttled" : undefined;
    case "ambiguous":
      return actionClass === "read" || actionClass === "set" ? "transient" : undefined;
    case "definite":
      return codeIs(failure.code, ...IN_PROGRESS) ? "busy" : undefined;
  }
}

/** "The resource mutual exclusion operation is being executed." (the vendor's list of codes of the HAVIP actions) */
const IN_PROGRESS = ["UnsupportedOperation.MutexOperationTaskRunning"];

const MAX_WINDOW_MS = 20_000;

/**
 * Delay before the next attempt, in milliseconds: full jitter over an exponentially growing window.
 * A call that was throttled waits for its turn first (pace.ts), so it begins to wait here the second time; then at one
 * second, because the cloud counts per second.
 */
export function backoff(attempt: number, cause: Cause, random: () => number): number {
  if (cause === "mended") return 0;
  const doublings = cause === "throttled" ? attempt - 2 : attempt - 1;
  if (doublings < 0) return 0;
  const first = cause === "throttled" ? 1_000 : 200;
  // Beyond 2^30 a number of attempts has no meaning any more, and Infinity * 0 is no number.
  const window = Math.min(first * 2 ** Math.min(doublings, 30), MAX_WINDOW_MS);
  return random() * window;
}

/** The real clock, chance and waiting. */
export const realTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done);
    }),
};

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
