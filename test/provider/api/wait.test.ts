import { setTimeout } from "node:timers/promises";
import { ApiError } from "../../../provider/api/errors";
import { TIME_IS_OVER } from "../../../provider/api/hints";
import { gaveUp } from "../../../provider/api/single-flight";
import { WaitTimeoutError, waitFor } from "../../../provider/api/wait";
import { rejection } from "./support/client";

const refusal = new ApiError({
  action: "DescribeHaVips",
  code: "InternalError",
  cloudMessage: "no",
  requestId: "r-1",
  attempts: 9,
  elapsedMs: 1_000,
  endpoint: "https://vpc.example.com",
  region: "ap-guangzhou",
  hint: "",
  known: "ambiguous",
});

const sleep = (_milliseconds: number, signal: AbortSignal): Promise<void> =>
  signal.aborted ? Promise.reject(new Error("aborted")) : Promise.resolve();

/** Looks that show 1, 2, 3, ...; the time is over during look number `last`, which then fails. */
function lookUntil(last: number): { signal: AbortSignal; look: () => Promise<number> } {
  const time = new AbortController();
  let looks = 0;
  return {
    signal: time.signal,
    look: () => {
      looks += 1;
      if (looks < last) return Promise.resolve(looks);
      time.abort();
      return Promise.reject(new Error("the call was cut off"));
    },
  };
}

describe("waiting", () => {
  test("gives what the look showed that was the last", async () => {
    const { signal, look } = lookUntil(9);
    expect(await waitFor("it", look, (seen) => seen === 3, { signal, sleep })).toBe(3);
  });

  test("whose time is over in the middle of a look tells what the last whole look showed", async () => {
    const { signal, look } = lookUntil(3);
    const error = await rejection(waitFor("it is still there", look, () => false, { signal, sleep }));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({ waited: "Gave up waiting after 0.0 s: it is still there", last: 2 });
  });

  test("whose last look is refused until the time is over tells that as well", async () => {
    const time = new AbortController();
    let looks = 0;
    const look = (): Promise<number> => {
      looks += 1;
      if (looks === 1) return Promise.resolve(looks);
      time.abort();
      return Promise.reject(refusal);
    };
    const error = await rejection(waitFor("it is still there", look, () => false, { signal: time.signal, sleep }));
    expect(error).toMatchObject({
      last: 1,
      waited: expect.stringMatching(
        /^Gave up waiting after .* s: it is still there\. .*InternalError: no \(request id r-1, 9/,
      ) as string,
    });
  });

  test("whose last look gave up on one that is shared tells what the cloud said to that", async () => {
    const time = new AbortController();
    const looks = [() => Promise.resolve(1), () => Promise.reject(gaveUp("reading", time.signal, refusal))];
    const look = (): Promise<number> => {
      if (looks.length === 1) time.abort();
      return looks.shift()?.() ?? Promise.resolve(0);
    };
    const error = await rejection(waitFor("it is still there", look, () => false, { signal: time.signal, sleep }));
    expect(String(error)).toMatch(/it is still there\. .*InternalError: no \(request id r-1, 9/);
    expect(String(error).split(TIME_IS_OVER)).toHaveLength(2);
  });

  test("tells for how long it was waited, and how to have more time", async () => {
    const { signal, look } = lookUntil(3);
    const slow = (ms: number, until: AbortSignal): Promise<void> => setTimeout(60).then(() => sleep(ms, until));
    const error = await rejection(waitFor("it is still there", look, () => false, { signal, sleep: slow }));
    const { message } = error as Error; // As the tests above show.
    expect(message).toMatch(/^Gave up waiting after 0\.[1-9] s: it is still there\. /);
    expect(message).toContain(TIME_IS_OVER);
  });

  test("ends with the error of a look that fails in time", async () => {
    const { signal } = new AbortController();
    const look = (): Promise<number> => Promise.reject(new Error("no permission"));
    await expect(waitFor("it", look, () => false, { signal, sleep })).rejects.toThrow("no permission");
  });
});
