import { ApiError } from "../../../provider/api/errors";
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
    expect(error).toMatchObject({ message: "Gave up waiting: it is still there", last: 2 });
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
      message: expect.stringMatching(
        /^Gave up waiting: it is still there\. .*InternalError: no \(request id r-1, 9/,
      ) as string,
    });
  });

  test("ends with the error of a look that fails in time", async () => {
    const { signal } = new AbortController();
    const look = (): Promise<number> => Promise.reject(new Error("no permission"));
    await expect(waitFor("it", look, () => false, { signal, sleep })).rejects.toThrow("no permission");
  });
});
