import { WaitTimeoutError, waitFor } from "../../../provider/api/wait";
import { rejection } from "./support/client";

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

  test("ends with the error of a look that fails in time", async () => {
    const { signal } = new AbortController();
    const look = (): Promise<number> => Promise.reject(new Error("no permission"));
    await expect(waitFor("it", look, () => false, { signal, sleep })).rejects.toThrow("no permission");
  });
});
