import { CLOUD_PACE, LOCAL_PACE, type Pace, type PaceLimits, createPace } from "../../../provider/api/pace";
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

it("without a limit, 200 calls lose about a second, and 1,000 no more", async () => {
  expect((await callMany(200, LOCAL_PACE, () => Infinity)).seconds).toBeLessThan(0.9);
  expect((await callMany(1_000, LOCAL_PACE, () => Infinity)).seconds).toBeLessThan(1.5);
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
