import { setTimeout } from "node:timers/promises";
import type { Client } from "../../../provider/api/client";
import { createHavipReads } from "../../../provider/api/havip-reads";
import { realTiming } from "../../../provider/api/retry";
import { open, rejection } from "./support/client";

const row = (HaVipId: string) => ({ HaVipId, HaVipName: `name of ${HaVipId}` });

/** A cloud that tells at once what it is asked for by id, and whose listing takes half a second. */
function slowToList(): { client: Client; listings: { signal: AbortSignal }[] } {
  const listings: { signal: AbortSignal }[] = [];
  const call = async (_action: string, request: { HaVipIds?: string[] }, signal: AbortSignal): Promise<unknown> => {
    const ids = request.HaVipIds ?? ["a", "b", "c", "d", "e"];
    if (request.HaVipIds === undefined) {
      listings.push({ signal });
      await setTimeout(500, undefined, { signal });
    }
    const response = { TotalCount: ids.length, HaVipSet: ids.map(row) };
    return { response, requestId: "r-1", world: "tencentcloud" };
  };
  // True of the one action that is asked for here.
  return { client: { call } as unknown as Client, listings };
}

/** Reads of which the first is done, so that the next ones are answered by a listing. */
async function warmReads() {
  const { client, listings } = slowToList();
  const reads = createHavipReads(client, realTiming);
  await reads.recently("a", open);
  return { listings, read: (id: string, signal: AbortSignal) => reads.recently(id, signal) };
}

test("a resource whose time for a read is short does not end the listing for the others", async () => {
  const { listings, read } = await warmReads();
  const short = ["b", "c"].map((id) => rejection(read(id, AbortSignal.timeout(100))));
  await setTimeout(50);
  const long = ["d", "e"].map((id) => read(id, open));
  expect((await Promise.all(long)).map(({ havip }) => havip?.HaVipName)).toEqual(["name of d", "name of e"]);
  expect((await Promise.all(short)).map(String).join("\n")).toMatch(/Gave up .*DescribeHaVips/);
  expect(listings).toHaveLength(1);
});

test("a listing ends when nobody waits for it any more, and the next reads begin another one", async () => {
  const { listings, read } = await warmReads();
  await Promise.all(["b", "c"].map((id) => rejection(read(id, AbortSignal.timeout(100)))));
  expect(listings.map(({ signal }) => signal.aborted)).toEqual([true]);
  const { havip } = (await Promise.all(["d", "e"].map((id) => read(id, open))))[0] ?? {};
  expect([havip?.HaVipName, listings.length]).toEqual(["name of d", 2]);
});
