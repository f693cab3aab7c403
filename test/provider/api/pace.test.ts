import { getEventListeners } from "node:events";
import { CLOUD_PACE, LOCAL_PACE, type Pace, type PaceLimits, createPace, limitIn } from "../../../provider/api/pace";
import { VirtualTime } from "./support/virtual-time";

const open = new AbortController().signal;

/** A cloud that counts the calls of each second of its clock and refuses those beyond the limit, as the real one says. */
function serverOf(time: VirtualTime, limitAt: (elapsed: number) => number) {
  const began = time.now();
  const perSecond = new Map<number, { calls: number; refused: number }>();
  return {
    perSecond,
    /** The refusal's message, or undefined. */
    async call(roundTripMs: number): Promise<string | undefined> {
      await time.sleep(roundTripMs / 2);
      const second = Math.floor(time.now() / 1_000);
      const count = perSecond.get(second) ?? { calls: 0, refused: 0 };
      perSecond.set(second, count);
      count.calls += 1;
      const limit = limitAt(time.now() - began);
      const refusal =
        count.calls > limit
          ? `Your current request times equals to \`${String(count.calls)}\` in a second, which exceeds the frequency limit ` +
            `\`${String(limit)}\` for a second. Please reduce the frequency of calls.`
          : undefined;
      if (refusal !== undefined) count.refused += 1;
      await time.sleep(roundTripMs / 2);
      return refusal;
    },
  };
}

interface Run {
  seconds: number;
  refusedPerSecond: number[];
}

/** Many calls by several callers, each repeated until it is answered. */
async function callMany(
  count: number,
  limits: PaceLimits,
  limitAt: (elapsed: number) => number,
  { roundTripMs = 4, quote = true, callers = 8 } = {},
): Promise<Run> {
  const time = new VirtualTime();
  await time.run(time.sleep(700)); // Not at the beginning of a second.
  const server = serverOf(time, limitAt);
  const pace = createPace(limits, time);
  const began = time.now();
  let left = count;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      for (let answered = false; !answered;) {
        await pace.turn(open);
        const refusal = await server.call(roundTripMs);
        pace.ended();
        answered = refusal === undefined;
        if (refusal === undefined) pace.answered();
        else pace.throttled(quote ? refusal : "Too many requests.");
      }
    }
  };
  await time.run(Promise.all(Array.from({ length: callers }, caller)));
  return {
    seconds: (time.now() - began) / 1_000,
    refusedPerSecond: [...server.perSecond.values()].map(({ refused }) => refused),
  };
}

describe("H2: 100 calls at a limit of 10 a second", () => {
  it("take little longer than they must, and one at most is refused in each second", async () => {
    const { seconds, refusedPerSecond } = await callMany(100, LOCAL_PACE, () => 10);
    expect(seconds).toBeLessThanOrEqual(11);
    expect(Math.max(...refusedPerSecond)).toBeLessThanOrEqual(1);
    expect(refusedPerSecond.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(2);
  });

  it("of the cloud itself, whose documented limit is the beginning, too", async () => {
    const { seconds, refusedPerSecond } = await callMany(100, CLOUD_PACE, () => 10, { roundTripMs: 40 });
    expect(seconds).toBeLessThanOrEqual(11.5);
    expect(Math.max(...refusedPerSecond)).toBeLessThanOrEqual(1);
  });

  it("end also where the refusal does not name the limit", async () => {
    const { seconds, refusedPerSecond } = await callMany(100, LOCAL_PACE, () => 10, { quote: false });
    expect(seconds).toBeLessThanOrEqual(16);
    expect(Math.max(...refusedPerSecond)).toBeLessThanOrEqual(2);
  });
});

it("H4: a limit that is halved in the middle is found out again", async () => {
  const { seconds, refusedPerSecond } = await callMany(100, LOCAL_PACE, (elapsed) => (elapsed < 4_000 ? 10 : 5));
  expect(seconds).toBeLessThanOrEqual(4 + 60 / 5 + 2);
  expect(Math.max(...refusedPerSecond)).toBeLessThanOrEqual(1);
});

it("calls within the documented limit are never refused", async () => {
  const { seconds, refusedPerSecond } = await callMany(100, CLOUD_PACE, () => 20, { roundTripMs: 40 });
  expect(refusedPerSecond.every((refused) => refused === 0)).toBe(true);
  expect(seconds).toBeLessThanOrEqual(5.5);
});

it("without a limit, 200 calls lose less than a second, and 1,000 no more", async () => {
  expect((await callMany(200, LOCAL_PACE, () => Infinity)).seconds).toBeLessThan(0.6);
  expect((await callMany(1_000, LOCAL_PACE, () => Infinity)).seconds).toBeLessThan(1.2);
});

it("on this machine, a call need not wait while none is under way and no limit has shown; to the cloud it must", async () => {
  const few = { roundTripMs: 4, callers: 1 };
  expect((await callMany(10, LOCAL_PACE, () => Infinity, few)).seconds).toBeCloseTo(0.04, 3);
  expect((await callMany(10, CLOUD_PACE, () => Infinity, few)).seconds).toBeGreaterThan(0.45);
});

it("the next in line goes as soon as the one before has its answer", async () => {
  const { seconds, refusedPerSecond } = await callMany(10, LOCAL_PACE, () => 10, { roundTripMs: 4 });
  expect(seconds).toBeLessThanOrEqual(0.04);
  expect(refusedPerSecond).toEqual([0]);
});

it("the next in line keeps its time while another call is under way, though one has its answer", async () => {
  const { time, began, pace, turns } = openPace(LOCAL_PACE);
  await turns(2);
  const third = pace.turn(open);
  pace.ended();
  await time.run(third);
  expect(time.now() - began).toBeCloseTo((2 * 1_000) / 19, 3);
});

it("a limit that another action showed is kept before it is run into", async () => {
  const time = new VirtualTime();
  const pace = createPace(LOCAL_PACE, time);
  const began = time.now();
  const times: number[] = [];
  const calls = async (): Promise<void> => {
    for (let call = 1; call <= 20; call += 1) {
      await pace.turn(open);
      times.push(time.now() - began);
      pace.answered();
      if (call === 10) pace.heardOf(10);
    }
  };
  await time.run(calls());
  expect(times[9]).toBeLessThan(500);
  expect(times[10]).toBeGreaterThanOrEqual(1_000);
  expect((times[19] ?? 0) - (times[10] ?? 0)).toBeGreaterThanOrEqual(900);
  expect((times[19] ?? 0) - (times[10] ?? 0)).toBeLessThan(1_000);
});

it("a limit that was raised is used after a while", async () => {
  const { seconds } = await callMany(600, LOCAL_PACE, (elapsed) => (elapsed < 2_000 ? 5 : 20));
  expect(seconds).toBeLessThan(600 / 5 - 10);
});

it("whoever gives up leaves the line at once, and takes nobody's turn", async () => {
  const time = new VirtualTime();
  const pace: Pace = createPace({ first: 1, most: 1 }, time);
  await pace.turn(open);
  const controller = new AbortController();
  const began = time.now();
  const gone = pace.turn(controller.signal);
  const next = pace.turn(open);
  controller.abort();
  await gone;
  expect(time.now()).toBe(began);
  await time.run(next);
  expect(time.now() - began).toBeCloseTo(1_000 / 0.95, 0);
});

test("whoever had given up before does not stand in line at all", async () => {
  const time = new VirtualTime();
  const pace = createPace({ first: 1, most: 1 }, time);
  await pace.turn(open);
  const next = pace.turn(open);
  await pace.turn(AbortSignal.abort());
  await time.run(next);
});

test("whoever gives up does not wait for those before either", async () => {
  const { time, pace, began } = openPace({ first: 1, most: 1 });
  await pace.turn(open);
  const before = pace.turn(open);
  const controller = new AbortController();
  const gone = pace.turn(controller.signal);
  await time.run(time.sleep(500));
  controller.abort();
  await gone;
  expect(time.now() - began).toBe(500);
  await time.run(before);
});

test("whoever gives up half way leaves the turn to the next as it was", async () => {
  const { time, pace, began } = openPace({ first: 1, most: 1 });
  await pace.turn(open);
  const controller = new AbortController();
  const gone = pace.turn(controller.signal);
  const next = pace.turn(open);
  await time.run(time.sleep(500));
  controller.abort();
  await gone;
  await time.run(next);
  expect(time.now() - began).toBeCloseTo(1_000 / 0.95, 0);
});

test("a signal does not remember the turns that were waited for with it", async () => {
  const { time, pace } = openPace(LOCAL_PACE);
  const { signal } = new AbortController();
  await time.run(Promise.all([pace.turn(signal), pace.turn(signal)]));
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

/** A pace by itself, and when its calls got their turns, in milliseconds from the beginning. */
function openPace(limits: PaceLimits) {
  const time = new VirtualTime();
  const began = time.now();
  const pace = createPace(limits, time);
  async function turns(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let call = 1; call <= count; call += 1) {
      await time.run(pace.turn(open));
      times.push(time.now() - began);
    }
    return times;
  }
  return { time, began, pace, turns, pass: (milliseconds: number) => time.run(time.sleep(milliseconds)) };
}

/** The time between calls at so many a second. */
const between = (times: readonly number[]): number => (times[1] ?? NaN) - (times[0] ?? NaN);

const UNNAMED = "Too many requests.";
const named = (limit: number): string => `which exceeds the frequency limit \`${String(limit)}\` for a second.`;

describe("a refusal that does not name the limit", () => {
  test("stops all for a second, and then seven tenths of what was sent in the last one are sent", async () => {
    const { pace, turns, pass } = openPace(CLOUD_PACE);
    const last = (await turns(25)).at(-1) ?? NaN;
    await pass(20);
    pace.throttled(UNNAMED);
    const times = await turns(2);
    expect(times[0]).toBeCloseTo(last + 20 + 1_000, 3);
    expect(between(times)).toBeCloseTo(1_000 / (19 * 0.7), 3); // The last second had 19 of the 25.
  });

  test("is one sign together with those of the second after it: they were on their way already", async () => {
    const { pace, turns, pass } = openPace(CLOUD_PACE);
    await turns(15);
    pace.throttled(UNNAMED);
    await pass(500);
    pace.throttled(UNNAMED);
    expect(between(await turns(2))).toBeCloseTo(1_000 / (15 * 0.7), 3);
  });

  test("is another sign a second later", async () => {
    const { pace, turns, pass } = openPace(CLOUD_PACE);
    await turns(15);
    pace.throttled(UNNAMED);
    await pass(1_000);
    pace.throttled(UNNAMED); // Nothing of ours was sent since; something is there that takes nearly all.
    expect(between(await turns(2))).toBeCloseTo(200, 3);
  });

  test("does not slow down to less than five a second: so few are not what the limit is about", async () => {
    const { pace, turns } = openPace(CLOUD_PACE);
    await turns(2);
    pace.throttled(UNNAMED);
    expect(between(await turns(2))).toBeCloseTo(200, 3);
  });
});

describe("a refusal that names the limit", () => {
  test("stops all until the second that is used up is over, which began with the first of so many calls", async () => {
    const { pace, turns } = openPace(CLOUD_PACE);
    const before = await turns(15);
    pace.throttled(named(10)); // The eleventh of the last was one too many.
    const times = await turns(2);
    expect(times[0]).toBeCloseTo((before[4] ?? NaN) + 1_000, 3);
    expect(between(times)).toBeCloseTo(1_000 / 9.5, 3);
  });

  test("stops all for a second where so many were not sent lately: another tool's calls were", async () => {
    const { time, began, pace, turns, pass } = openPace(CLOUD_PACE);
    await turns(20);
    await pass(5_000);
    await turns(1);
    const refusedAt = time.now() - began;
    pace.throttled(named(10));
    expect((await turns(1))[0]).toBeCloseTo(refusedAt + 1_000, 3);
  });

  test("is believed down to one call in two seconds, and up to the documented limit", async () => {
    const slow = openPace(CLOUD_PACE);
    slow.pace.throttled(named(0));
    expect(between(await slow.turns(2))).toBeCloseTo(2_000, 3);
    const fast = openPace(CLOUD_PACE);
    fast.pace.throttled(named(100));
    expect(between(await fast.turns(2))).toBeCloseTo(1_000 / 19, 3);
  });

  test.each<[string, number | undefined]>([
    ["which exceeds the frequency limit `20` for a second.", 20],
    ["您当前每秒请求 `21` 次，超过了每秒频率上限 `20`，请稍后重试。", 20],
    ["您当前每秒请求`21`次，超过了每秒频率上限`20`，请稍后重试。", 20],
    ["the limit of HAVIPs in `vpc-1a2b3c4d` is 10", undefined],
    ["", undefined],
  ])("is understood in either language: %j", (message, limit) => {
    expect(limitIn(message)).toBe(limit);
  });
});

describe("a limit that showed", () => {
  test("is tried to be exceeded by a tenth after ten seconds without a refusal, and then after ten more", async () => {
    const { pace, turns, pass } = openPace(LOCAL_PACE);
    pace.throttled(named(10));
    const rate = async (): Promise<number> => 1_000 / between(await turns(2));
    await pass(9_999);
    pace.answered();
    const before = await rate();
    expect(before).toBeCloseTo(9.5, 3);
    await pass(10_000);
    pace.answered();
    pace.answered();
    expect(await rate()).toBeCloseTo(before * 1.1, 3);
    await pass(10_000);
    pace.answered();
    expect(await rate()).toBeCloseTo(before * 1.1 * 1.1, 3);
  });

  test("is tried again at ten seconds, not after them", async () => {
    const { pace, turns, pass } = openPace(LOCAL_PACE);
    pace.throttled(named(10));
    await pass(10_000);
    pace.answered();
    expect(between(await turns(2))).toBeCloseTo(1_000 / (9.5 * 1.1), 3);
  });

  test("is never tried beyond the documented one", async () => {
    const { pace, turns, pass } = openPace(CLOUD_PACE);
    pace.throttled(named(19));
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await pass(60_000);
      pace.answered();
    }
    expect(between(await turns(2))).toBeCloseTo(1_000 / 19, 3);
  });
});

describe("a limit that another action showed", () => {
  test("makes nobody wait who has sent nothing yet", async () => {
    const { pace, turns } = openPace(LOCAL_PACE);
    pace.heardOf(10);
    const times = await turns(2);
    expect(times[0]).toBe(0);
    expect(between(times)).toBeCloseTo(1_000 / 9.5, 3);
  });

  test("takes no call's distance from the one before, where fewer than that were sent", async () => {
    const { pace, turns } = openPace(LOCAL_PACE);
    const [first = 0] = await turns(1);
    pace.heardOf(10);
    const [second = 0] = await turns(1);
    expect(second - first).toBeCloseTo(1_000 / 19, 3);
  });

  test("means nothing where the action has shown its own", async () => {
    const { pace, turns } = openPace(LOCAL_PACE);
    pace.throttled(named(10));
    pace.heardOf(5);
    expect(between(await turns(2))).toBeCloseTo(1_000 / 9.5, 3);
  });

  test("makes nobody faster", async () => {
    const { pace, turns } = openPace(LOCAL_PACE);
    pace.heardOf(100);
    expect(between(await turns(2))).toBeCloseTo(1_000 / 19, 3);
  });

  test("is believed down to one call in two seconds", async () => {
    const { pace, turns } = openPace(LOCAL_PACE);
    pace.heardOf(0);
    expect(between(await turns(2))).toBeCloseTo(2_000, 3);
  });

  test("is tried to be exceeded after ten seconds like one's own", async () => {
    const { pace, turns, pass } = openPace(LOCAL_PACE);
    pace.heardOf(10);
    await pass(5_000);
    pace.answered();
    expect(between(await turns(2))).toBeCloseTo(1_000 / 9.5, 3);
    await pass(10_000);
    pace.answered();
    expect(between(await turns(2))).toBeCloseTo(1_000 / (9.5 * 1.1), 3);
  });
});

test("A1: a clock that is put back holds nobody up", async () => {
  let now = 1_000_000;
  const slept: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    now += milliseconds;
    return Promise.resolve();
  };
  const pace = createPace(CLOUD_PACE, { now: () => now, sleep });
  await pace.turn(open);
  now -= 600_000;
  await pace.turn(open);
  await pace.turn(open);
  expect(slept.reduce((sum, each) => sum + each, 0)).toBeLessThan(1_000);
});
