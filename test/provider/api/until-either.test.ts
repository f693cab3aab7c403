import { getEventListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { singleFlight } from "../../../provider/api/single-flight";
import { untilEither } from "../../../provider/api/until-either";
import { open, rejection } from "./support/client";

/** Takes away what nobody holds. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  // True of what that flag adds to a context that is made after it.
  (runInNewContext("gc") as () => void)();
}

test("it is over when either is, and for that one's reason", () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const [first, second] = [untilEither(one.signal, open), untilEither(open, other.signal)];
  expect([first.aborted, second.aborted]).toEqual([false, false]);
  one.abort("enough");
  other.abort("too much");
  expect([first.reason, second.reason]).toEqual(["enough", "too much"]);
});

test("what is over already is over at once", () => {
  expect(untilEither(open, AbortSignal.abort("before")).reason).toBe("before");
});

test("nothing of it stays with the one that lives on", () => {
  const [one, other] = [new AbortController(), new AbortController()];
  untilEither(one.signal, other.signal);
  one.abort();
  expect(getEventListeners(other.signal, "abort")).toEqual([]);
});

test("a time that nobody else holds ends it after a garbage collection as well", async () => {
  const signal = untilEither(new AbortController().signal, AbortSignal.timeout(100));
  await setTimeout(10);
  collectGarbage();
  await setTimeout(200);
  expect(signal.aborted).toBe(true);
});

test("work that several wait for ends with its time, whatever was collected meanwhile", async () => {
  const ask = singleFlight("waiting", 100, (signal) => setTimeout(10_000, "never", { signal, ref: false }));
  const told = rejection(ask(new AbortController().signal));
  await setTimeout(10);
  collectGarbage();
  const outcome = await Promise.race([told, setTimeout(1_000, "still waiting")]);
  expect(outcome).toMatchObject({ name: "AbortError" });
});
