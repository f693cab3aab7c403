import { setImmediate } from "node:timers/promises";
import { createBatcher } from "../../../provider/api/batcher";
import { createHavipReads } from "../../../provider/api/havip-reads";
import { realTiming } from "../../../provider/api/retry";
import { type Cloud, refuse, startCloud } from "./support/cloud";
import { clientFor, rejection } from "./support/client";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

test("H3: each of those who give up on a shared read is told what the cloud said, and how often it was asked", async () => {
  cloud.answers(refuse("RequestLimitExceeded", "Too many."));
  const reads = createHavipReads(clientFor(cloud.url, { timing: realTiming }), realTiming);
  const ids = ["havip-aaaaaaaa", "havip-bbbbbbbb", "havip-cccccccc"];
  const told = await Promise.all(ids.map((id) => rejection(reads.now(id, AbortSignal.timeout(800)))));
  for (const each of told) {
    expect(String(each)).toMatch(/RequestLimitExceeded: Too many\. \(request id request-1, \d attempts?, \d\.\d s\)/);
  }
  expect(String(told[0])).toMatch(/Gave up reading HAVIPs \(DescribeHaVips\): DescribeHaVips .*\n.*\n.*timeouts: \{/);
});

test("who gives up before anything went wrong is told so", async () => {
  const load = (_: readonly string[], signal: AbortSignal): Promise<Map<string, number>> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        reject(new Error("cut off"));
      });
    });
  const ask = createBatcher({ purpose: "asking", windowMs: 0, most: 9, load, sleep: () => Promise.resolve() });
  const [first, second] = [new AbortController(), new AbortController()];
  const told = [rejection(ask("a", first.signal)), rejection(ask("b", second.signal))];
  await setImmediate(); // The load has begun.
  first.abort("enough");
  second.abort("enough");
  expect((await Promise.all(told)).map(String)).toEqual([
    expect.stringMatching(/^Error: Gave up asking: enough\. /),
    "Error: cut off",
  ]);
});
