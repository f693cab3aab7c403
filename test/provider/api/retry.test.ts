import type { ActionClass } from "../../../provider/api/actions";
import type { Failure, Known, Verdict } from "../../../provider/api/classify";
import { type Timing, backoff, realTiming, retry } from "../../../provider/api/retry";

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

/** How often an action of that class is sent if it fails like this for ever. */
async function attemptsOf(actionClass: ActionClass, verdict: Verdict): Promise<number> {
  const { attempts } = await retry(actionClass, () => Promise.resolve(verdict), testTiming(), open);
  return attempts;
}

const CLASSES: ActionClass[] = ["read", "set", "delete", "create"];

describe("what is repeated", () => {
  test.each(CLASSES)("T1: %s, if it was not sent", async (actionClass) => {
    expect(await attemptsOf(actionClass, failure("not-sent"))).toBe(4);
  });

  test.each(CLASSES)("H1: %s, if it was throttled", async (actionClass) => {
    expect(await attemptsOf(actionClass, failure("refused", "RequestLimitExceeded.UinLimitExceeded"))).toBe(8);
  });

  test("a read, if it is not known what became of it", async () => {
    expect(await attemptsOf("read", failure("ambiguous", "InternalError"))).toBe(4);
  });
});

describe("what is not repeated", () => {
  test.each(["set", "delete", "create"] as const)("%s, if it is not known what became of it", async (actionClass) => {
    expect(await attemptsOf(actionClass, failure("ambiguous", "InternalError"))).toBe(1);
  });

  test.each(["AuthFailure.SignatureFailure", "UnauthorizedOperation", "UnknownParameter"])(
    "A3: a read refused with %s",
    async (code) => {
      expect(await attemptsOf("read", failure("refused", code))).toBe(1);
    },
  );

  test.each(CLASSES)("S3: %s, if the cloud decided against it", async (actionClass) => {
    expect(await attemptsOf(actionClass, failure("definite", "LimitExceeded"))).toBe(1);
  });
});

test("the first answer ends it", async () => {
  const verdicts = [failure("not-sent"), failure("refused", "RequestLimitExceeded"), ANSWER];
  const result = await retry("create", () => Promise.resolve(verdicts.shift() ?? ANSWER), testTiming(), open);
  expect(result).toEqual({ verdict: ANSWER, attempts: 3 });
});

test("the waits grow, and begin at a second when throttled", async () => {
  const transient = testTiming();
  await retry("read", () => Promise.resolve(failure("not-sent")), transient, open);
  expect(transient.slept).toEqual([200, 400, 800]);
  const throttled = testTiming();
  await retry("read", () => Promise.resolve(failure("refused", "RequestLimitExceeded")), throttled, open);
  expect(throttled.slept).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
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
  expect(await retry("read", () => Promise.resolve(last), timing, controller.signal)).toEqual({
    verdict: last,
    attempts: 1,
  });
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
