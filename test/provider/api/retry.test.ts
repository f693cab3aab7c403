import type { ActionClass } from "../../../provider/api/actions";
import type { Failure, Known, Verdict } from "../../../provider/api/classify";
import { type Cause, type Retried, type Timing, backoff, realTiming, retry } from "../../../provider/api/retry";

const ANSWER: Verdict = { kind: "answer", response: {}, requestId: "r-1", world: "tencentcloud" };

function failure(known: Known, code = ""): Failure {
  return { kind: "failure", known, code, message: "no", requestId: "", transportCode: "" };
}

/** Time that passes only when someone sleeps. */
function testTiming(onSleep: () => void = () => undefined): Timing & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => slept.reduce((sum, each) => sum + each, 0),
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

/** The attempts of a call that fails like this for ever, in an operation that may take five minutes. */
async function retried(actionClass: ActionClass, verdict: Verdict, timing = testTiming()): Promise<Retried> {
  const controller = new AbortController();
  const attempt = (): Promise<Verdict> => {
    if (timing.now() >= 300_000) controller.abort();
    return Promise.resolve(verdict);
  };
  return retry(actionClass, { attempt, mend: never, timing, signal: controller.signal });
}

const CLASSES: ActionClass[] = ["read", "set", "delete", "create"];

describe("what is repeated until the operation's time is over", () => {
  test.each(CLASSES)("H3: %s, if it was throttled", async (actionClass) => {
    const timing = testTiming();
    const { verdict } = await retried(actionClass, failure("refused", "RequestLimitExceeded.UinLimitExceeded"), timing);
    expect(timing.now()).toBeGreaterThanOrEqual(300_000);
    expect(verdict).toMatchObject({ code: "RequestLimitExceeded.UinLimitExceeded" });
  });

  test.each(["read", "set"] as const)("T8: %s, if it is not known what became of it", async (actionClass) => {
    const timing = testTiming();
    await retried(actionClass, failure("ambiguous", "InternalError"), timing);
    expect(timing.now()).toBeGreaterThanOrEqual(300_000);
  });

  test.each(CLASSES)("S6: %s, if something else is at work on the resource", async (actionClass) => {
    const timing = testTiming();
    await retried(actionClass, failure("definite", "UnsupportedOperation.MutexOperationTaskRunning"), timing);
    expect(timing.now()).toBeGreaterThanOrEqual(300_000);
  });
});

test.each(CLASSES)("T1: %s that was not sent is repeated for a minute", async (actionClass) => {
  const timing = testTiming();
  await retried(actionClass, failure("not-sent"), timing);
  expect(timing.now()).toBeGreaterThanOrEqual(60_000);
  expect(timing.now()).toBeLessThan(81_000);
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

describe("a refusal that can be put right", () => {
  const refused = failure("refused", "AuthFailure.TokenFailure");

  it("is put right once, and the call repeated at once", async () => {
    const timing = testTiming();
    const verdicts = [refused, ANSWER];
    const attempt = (): Promise<Verdict> => Promise.resolve(verdicts.shift() ?? ANSWER);
    const mend = (): Promise<boolean> => Promise.resolve(true);
    expect(await retry("create", { attempt, mend, timing, signal: open })).toEqual({ verdict: ANSWER, attempts: 2 });
    expect(timing.now()).toBe(0);
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

  it("is not put right twice", async () => {
    const attempt = (): Promise<Verdict> => Promise.resolve(refused);
    const mend = (): Promise<boolean> => Promise.resolve(true);
    const { verdict, attempts } = await retry("read", { attempt, mend, timing: testTiming(), signal: open });
    expect([verdict, attempts]).toEqual([refused, 2]);
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
