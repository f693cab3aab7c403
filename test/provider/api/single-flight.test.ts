import { singleFlight } from "../../../provider/api/single-flight";
import { rejection } from "./support/client";

/** Work that ends when its signal does, telling how far it had come. */
function cutOff(signal: AbortSignal): Promise<string> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error("the third attempt was refused"));
    });
  });
}

test("one run serves all who ask, and those who come later", async () => {
  let runs = 0;
  const ask = singleFlight("counting", 1_000, () => Promise.resolve((runs += 1)));
  const signal = new AbortController().signal;
  expect(await Promise.all([ask(signal), ask(signal)])).toEqual([1, 1]);
  expect(await ask(AbortSignal.abort())).toBe(1);
});

test("who gives up is told so while another still waits; the last one is told what became of the work", async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const ask = singleFlight("waiting", 1_000, cutOff);
  const outcomes = [rejection(ask(first.signal)), rejection(ask(second.signal))];
  first.abort("enough");
  second.abort("enough");
  const [gaveUp, told] = await Promise.all(outcomes);
  expect(String(gaveUp)).toMatch(/^Error: Gave up waiting: enough\. .*timeouts: \{/);
  expect(String(told)).toBe("Error: the third attempt was refused");
});

test("who gives up is told what went wrong last with the work that still goes on", async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const ask = singleFlight("waiting", 1_000, (signal, tell) => {
    tell(new Error("the first attempt was refused"));
    tell(new Error("the second attempt was refused (request id r-2)"));
    return cutOff(signal);
  });
  const outcomes = [rejection(ask(first.signal)), rejection(ask(second.signal))];
  first.abort("enough");
  second.abort("enough");
  const [gaveUp] = await Promise.all(outcomes);
  expect(String(gaveUp)).toMatch(
    /^Error: Gave up waiting: the second attempt was refused \(request id r-2\)\n.*timeouts: \{/,
  );
});

test("work that nobody waited for any more is begun anew", async () => {
  let runs = 0;
  const ask = singleFlight("waiting", 1_000, (signal) => (++runs === 1 ? cutOff(signal) : Promise.resolve("done")));
  const first = new AbortController();
  const left = rejection(ask(first.signal));
  first.abort();
  expect(await ask(new AbortController().signal)).toBe("done");
  await left;
});
