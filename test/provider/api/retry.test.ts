import { getEventListeners } from "node:events";
import type { ActionClass } from "../../../provider/api/actions";
import type { Failure, Known, Verdict } from "../../../provider/api/classify";
import { type Cause, type Retried, type Timing, backoff, realTiming, retry } from "../../../provider/api/retry";

const ANSWER: Verdict = { kind: "answer", response: {}, requestId: "r-1", world: "tencentcloud" };

function failure(known: Known, code = ""): Failure {
  return { kind: "failure", known, code, message: "no", requestId: "", transportCode: "" };
}

const START = Date.UTC(2026, 0, 1);

/** Time that passes only when someone sleeps. */
function testTiming(onSleep: () => void = () => undefined): Timing & { slept: number[]; elapsed(): number } {
  const slept: number[] = [];
  const elapsed = (): number => slept.reduce((sum, each) => sum + each, 0);
  return {
    slept,
    elapsed,
    now: () => START + elapsed(),
    random: () => 1,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      onSleep();
      return Promise.resolve();
    },
  };
}

const open = new AbortController().signal;
const never = (): Promise<boolean> => Promise.resolve(false);
const always = (): Promise<boolean> => Promise.resolve(true);

/** The attempts of a call that fails like this for ever, in an operation that may take five minutes. */
async function retried(actionClass: ActionClass, verdict: Verdict, timing = testTiming()): Promise<Retried> {
  const controller = new AbortController();
  const attempt = (): Promise<Verdict> => {
    if (timing.elapsed() >= 300_000) controller.abort();
    return Promise.resolve(verdict);
  };
  return retry(actionClass, { attempt, mend: never, mayRepeat: always, timing, signal: controller.signal });
}

const CLASSES: ActionClass[] = ["read", "set", "delete", "create"];

describe("what is repeated until the operation's time is over", () => {
  test.each(CLASSES)("H3: %s, if it was throttled", async (actionClass) => {
    const timing = testTiming();
    const { verdict } = await retried(actionClass, failure("refused", "RequestLimitExceeded.UinLimitExceeded"), timing);
    expect(timing.elapsed()).toBeGreaterThanOrEqual(300_000);
    expect(verdict).toMatchObject({ code: "RequestLimitExceeded.UinLimitExceeded" });
  });

  test.each(["read", "set"] as const)("T8: %s, if it is not known what became of it", async (actionClass) => {
    const timing = testTiming();
    await retried(actionClass, failure("ambiguous", "InternalError"), timing);
    expect(timing.elapsed()).toBeGreaterThanOrEqual(300_000);
  });

  test.each(CLASSES)("S6: %s, if something else is at work on the resource", async (actionClass) => {
    const timing = testTiming();
    await retried(actionClass, failure("definite", "UnsupportedOperation.MutexOperationTaskRunning"), timing);
    expect(timing.elapsed()).toBeGreaterThanOrEqual(300_000);
  });
});

test.each(CLASSES)("T1: %s that was not sent is repeated for a minute", async (actionClass) => {
  const timing = testTiming();
  await retried(actionClass, failure("not-sent"), timing);
  expect(timing.elapsed()).toBeGreaterThanOrEqual(60_000);
  expect(timing.elapsed()).toBeLessThan(81_000);
});

test("T1: a minute is a minute: what was not sent is tried at its end, and not after it", async () => {
  const timing = testTiming();
  // However long a wait is meant to be, this clock shows half a minute more after it.
  const slow: typeof timing = { ...timing, sleep: (_, signal) => timing.sleep(30_000, signal) };
  const verdict = failure("not-sent");
  expect(await retried("create", verdict, slow)).toEqual({ verdict, attempts: 3 });
});

describe("T1: the minute in which nothing is sent", () => {
  /** What a create ends with that meets these, each after a wait of 20 seconds. */
  async function outcomeOf(...verdicts: Verdict[]): Promise<Retried> {
    const timing = testTiming();
    const slow: typeof timing = { ...timing, sleep: (_, signal) => timing.sleep(20_000, signal) };
    const attempt = (): Promise<Verdict> => Promise.resolve(verdicts.shift() ?? ANSWER);
    return retry("create", { attempt, mend: never, timing: slow, signal: open });
  }
  const [throttled, notSent] = [failure("refused", "RequestLimitExceeded"), failure("not-sent")];

  it("begins with the first that was not sent, and not with what was throttled before", async () => {
    const minutes = Array.from({ length: 9 }, () => throttled);
    expect(await outcomeOf(...minutes, notSent)).toEqual({ verdict: ANSWER, attempts: 11 });
  });

  it("begins anew where something answered in between", async () => {
    const part = [notSent, notSent, notSent, throttled];
    expect(await outcomeOf(...part, ...part)).toEqual({ verdict: ANSWER, attempts: 9 });
    expect(await outcomeOf(...part, notSent, notSent, notSent, notSent)).toEqual({ verdict: notSent, attempts: 8 });
  });
});

describe("before the second attempt", () => {
  test("a throttled call waits no time of its own, then a second, and so on", async () => {
    const timing = testTiming();
    await retried("create", failure("refused", "RequestLimitExceeded"), timing);
    expect(timing.slept.slice(0, 4)).toEqual([0, 1_000, 2_000, 4_000]);
  });

  test.each([
    ["was not sent", failure("not-sent")],
    ["has an unknown outcome", failure("ambiguous", "InternalError")],
    ["met something else at work", failure("definite", "UnsupportedOperation.MutexOperationTaskRunning")],
  ])("a call that %s waits for a fifth of a second, then twice that, and so on", async (_what, verdict) => {
    const timing = testTiming();
    await retried("read", verdict, timing);
    expect(timing.slept.slice(0, 4)).toEqual([200, 400, 800, 1_600]);
  });
});

describe("what is not repeated", () => {
  test.each(["delete", "create"] as const)("%s, if it is not known what became of it", async (actionClass) => {
    expect((await retried(actionClass, failure("ambiguous", "InternalError"))).attempts).toBe(1);
  });

  test.each(["AuthFailure.SignatureFailure", "UnauthorizedOperation", "UnknownParameter"])(
    "A3: a read refused with %s",
    async (code) => {
      expect((await retried("read", failure("refused", code))).attempts).toBe(1);
    },
  );

  test.each(CLASSES)("S3: %s, if the cloud decided against it", async (actionClass) => {
    expect((await retried(actionClass, failure("definite", "LimitExceeded"))).attempts).toBe(1);
    expect((await retried(actionClass, failure("definite", "UnsupportedOperation"))).attempts).toBe(1);
  });
});

describe("whether a call may be sent again", () => {
  const throttled = failure("refused", "RequestLimitExceeded");

  test.each([
    ["not-sent", ""],
    ["refused", "RequestLimitExceeded"],
    ["definite", "UnsupportedOperation.MutexOperationTaskRunning"],
  ] as const)(
    "is asked of a delete's sender, who may know that it is another's by now (%s %s)",
    async (known, code) => {
      const verdict = failure(known, code);
      const answers = [true, true, false];
      const attempt = (): Promise<Verdict> => Promise.resolve(verdict);
      const mayRepeat = (): Promise<boolean> => Promise.resolve(answers.shift() ?? false);
      const given = { attempt, mend: never, mayRepeat, timing: testTiming(), signal: open };
      expect(await retry("delete", given)).toEqual({ verdict, attempts: 3 });
    },
  );

  test("is asked after the wait, right before it is sent", async () => {
    const steps: string[] = [];
    const verdicts = [throttled, throttled, ANSWER];
    const attempt = (): Promise<Verdict> => {
      steps.push("sent");
      return Promise.resolve(verdicts.shift() ?? ANSWER);
    };
    const mayRepeat = (): Promise<boolean> => {
      steps.push("asked");
      return always();
    };
    const timing = testTiming(() => steps.push("waited"));
    await retry("delete", { attempt, mend: never, mayRepeat, timing, signal: open });
    expect(steps).toEqual(["sent", "waited", "asked", "sent", "waited", "asked", "sent"]);
  });

  test("is no for a delete whose sender does not look", async () => {
    const attempt = (): Promise<Verdict> => Promise.resolve(throttled);
    const given = { attempt, mend: never, timing: testTiming(), signal: open };
    expect((await retry("delete", given)).attempts).toBe(1);
  });
});

describe("a refusal that can be put right", () => {
  const refused = failure("refused", "AuthFailure.TokenFailure");

  it("is put right once, and the call repeated at once", async () => {
    const timing = testTiming();
    const verdicts = [refused, ANSWER];
    const attempt = (): Promise<Verdict> => Promise.resolve(verdicts.shift() ?? ANSWER);
    const mend = (): Promise<boolean> => Promise.resolve(true);
    expect(await retry("create", { attempt, mend, timing, signal: open })).toEqual({ verdict: ANSWER, attempts: 2 });
    expect(timing.elapsed()).toBe(0);
  });

  it("A2: is told when the time is over before it is put right", async () => {
    const controller = new AbortController();
    const attempt = (): Promise<Verdict> => Promise.resolve(refused);
    const mend = (): Promise<boolean> => {
      setTimeout(() => {
        controller.abort();
      }, 5);
      return new Promise(() => undefined);
    };
    const given = { attempt, mend, timing: testTiming(), signal: controller.signal };
    expect(await retry("read", given)).toEqual({ verdict: refused, attempts: 1 });
  });

  it("leaves nothing behind that waits for the end of the time", async () => {
    const { signal } = new AbortController();
    const attempt = (): Promise<Verdict> => Promise.resolve(refused);
    await retry("read", { attempt, mend: () => Promise.resolve(true), timing: testTiming(), signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("is not put right twice", async () => {
    const attempt = (): Promise<Verdict> => Promise.resolve(refused);
    const mend = (): Promise<boolean> => Promise.resolve(true);
    const { verdict, attempts } = await retry("read", { attempt, mend, timing: testTiming(), signal: open });
    expect([verdict, attempts]).toEqual([refused, 2]);
  });
});

test("what was not refused before it was executed is nothing to put right", async () => {
  const verdict = failure("definite", "ResourceInUse");
  const mend = (): Promise<boolean> => Promise.reject(new Error("nobody asks for this"));
  const attempt = (): Promise<Verdict> => Promise.resolve(verdict);
  expect(await retry("create", { attempt, mend, timing: testTiming(), signal: open })).toEqual({
    verdict,
    attempts: 1,
  });
});

test("the first answer ends it", async () => {
  const verdicts = [failure("not-sent"), failure("refused", "RequestLimitExceeded"), ANSWER];
  const attempt = (): Promise<Verdict> => Promise.resolve(verdicts.shift() ?? ANSWER);
  const result = await retry("create", { attempt, mend: never, timing: testTiming(), signal: open });
  expect(result).toEqual({ verdict: ANSWER, attempts: 3 });
});

test("the waits grow to 20 seconds; after a throttled call the first is left to the pace", () => {
  const waits = (cause: Cause): number[] => [1, 2, 3, 4, 9, 5_000].map((attempt) => backoff(attempt, cause, () => 1));
  expect(waits("transient")).toEqual([200, 400, 800, 1_600, 20_000, 20_000]);
  expect(waits("throttled")).toEqual([0, 1_000, 2_000, 4_000, 20_000, 20_000]);
});

test("a wait is anything from nothing to the window (full jitter)", () => {
  expect(backoff(3, "transient", () => 0)).toBe(0);
  expect(backoff(3, "transient", () => 0.5)).toBe(400);
});

test("a caller who gives up during a wait gets the failure that came last", async () => {
  const controller = new AbortController();
  const timing = testTiming(() => {
    controller.abort();
  });
  const last = failure("not-sent");
  const attempt = (): Promise<Verdict> => Promise.resolve(last);
  expect(await retry("read", { attempt, mend: never, timing, signal: controller.signal })).toEqual({
    verdict: last,
    attempts: 1,
  });
});

test("a caller who gives up during an attempt gets what the cloud said before", async () => {
  const controller = new AbortController();
  const said = failure("ambiguous", "InternalError");
  const verdicts: Verdict[] = [said];
  const attempt = (): Promise<Verdict> => {
    const next = verdicts.shift();
    if (next !== undefined) return Promise.resolve(next);
    controller.abort();
    return Promise.resolve({ ...failure("ambiguous"), transportCode: "ECANCELED" });
  };
  const { verdict } = await retry("read", { attempt, mend: never, timing: testTiming(), signal: controller.signal });
  expect(verdict).toEqual(said);
});

test.each([
  ["ambiguous", "ambiguous"],
  ["not-sent", "refused"],
] as const)("H1: a throttled create whose repetition is cut off (%s) is %s", async (cut, known) => {
  const controller = new AbortController();
  const verdicts: Verdict[] = [failure("refused", "RequestLimitExceeded")];
  const attempt = (): Promise<Verdict> => {
    const next = verdicts.shift();
    if (next !== undefined) return Promise.resolve(next);
    controller.abort();
    return Promise.resolve({ ...failure(cut), transportCode: "ECANCELED" });
  };
  const { verdict } = await retry("create", { attempt, mend: never, timing: testTiming(), signal: controller.signal });
  expect(verdict).toMatchObject({ code: "RequestLimitExceeded", known });
});

test("a first attempt that is cut off is told as it is", async () => {
  const controller = new AbortController();
  const cut = { ...failure("ambiguous"), transportCode: "ECANCELED" };
  const attempt = (): Promise<Verdict> => {
    controller.abort();
    return Promise.resolve(cut);
  };
  const given = { attempt, mend: never, timing: testTiming(), signal: controller.signal };
  expect(await retry("read", given)).toEqual({ verdict: cut, attempts: 1 });
});

test("a caller who gives up when the cloud has just said no gets that, and not what it said before", async () => {
  const controller = new AbortController();
  const said = failure("ambiguous", "InternalError");
  const verdicts: Verdict[] = [failure("not-sent")];
  const attempt = (): Promise<Verdict> => {
    const next = verdicts.shift();
    if (next === undefined) controller.abort();
    return Promise.resolve(next ?? said);
  };
  const { verdict } = await retry("read", { attempt, mend: never, timing: testTiming(), signal: controller.signal });
  expect(verdict).toBe(said);
});

test("the real clock is this machine's, and the real chance is a number from 0 to 1", () => {
  expect(Math.abs(realTiming.now() - Date.now())).toBeLessThan(1_000);
  const drawn = Array.from({ length: 100 }, () => realTiming.random());
  expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(drawn).size).toBeGreaterThan(90);
});

test("the real sleep takes as long as it is told, and leaves nothing behind on the signal", async () => {
  const { signal } = new AbortController();
  const began = performance.now();
  await realTiming.sleep(50, signal);
  expect(performance.now() - began).toBeGreaterThanOrEqual(45);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("the real sleep ends early when the caller gives up", async () => {
  const controller = new AbortController();
  const began = Date.now();
  setTimeout(() => {
    controller.abort();
  }, 10);
  await realTiming.sleep(60_000, controller.signal);
  await realTiming.sleep(60_000, controller.signal);
  expect(Date.now() - began).toBeLessThan(1_000);
});
