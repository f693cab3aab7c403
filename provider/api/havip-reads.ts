import { MAX_PAGE_SIZE } from "../core/limits";
import type { HaVip, Request } from "./actions";
import { createBatcher } from "./batcher";
import type { Client } from "./client";
import { havipsIn } from "./havip-rows";
import { type Found, byIds } from "./havips-by-id";
import { createRecentReads } from "./recent-havips";
import type { Timing } from "./retry";
import { singleFlight } from "./single-flight";
import { telling } from "./telling";

/** How this process looks at the HAVIPs of one region: by as few calls as that takes, whoever asks. */
export interface HavipReads {
  /** As it is now. All who ask within a moment are answered by one call. */
  now(id: string, signal: AbortSignal): Promise<Found>;
  /** As it was at some moment since this id was last asked for here: a refresh of many is answered by a listing. */
  recently(id: string, signal: AbortSignal): Promise<Found>;
  /** All of a VPC as they are now. */
  ofVpc(vpcId: string, signal: AbortSignal): Promise<HaVip[]>;
  /** All of a VPC as they were half a minute ago at the most: good enough to nominate, not to decide. */
  ofVpcRecently(vpcId: string, signal: AbortSignal): Promise<HaVip[]>;
  /** All of the region as they are now. */
  ofRegion(signal: AbortSignal): Promise<HaVip[]>;
}

/** Longer than the engine takes from one resource to the next, shorter than anybody notices. */
const WINDOW_MS = 10;
/** Good for a refresh of some hundred, or a hundred creates at half of the documented rate. */
const RECENT_MS = 30_000;
/** A listing that serves several callers, each with a time of its own, may take as long as the longest of those (check.ts). */
const LISTING_MS = 24 * 3_600_000;

export function createHavipReads(client: Client, timing: Pick<Timing, "now" | "sleep">): HavipReads {
  const batches = {
    purpose: "reading HAVIPs (DescribeHaVips)",
    windowMs: WINDOW_MS,
    most: MAX_PAGE_SIZE,
    sleep: timing.sleep,
  };
  const recent = createRecentReads(client, { goodForMs: RECENT_MS, patienceMs: LISTING_MS }, () => timing.now());
  const askRecent = createBatcher<string, Found>({ ...batches, load: (...asked) => recent.ask(...asked) });
  const listings = new Map<string, { began: number; ask: (signal: AbortSignal) => Promise<HaVip[]> }>();
  return {
    now: createBatcher<string, Found>({
      ...batches,
      load: (ids, signal, tell) => byIds(telling(client, tell), ids, signal),
    }),
    async recently(id, signal) {
      signal.throwIfAborted();
      return recent.known(id) ?? askRecent(id, signal);
    },
    ofVpc: (vpcId, signal) => listAll(client, inVpc(vpcId), signal),
    ofVpcRecently(vpcId, signal) {
      const earlier = listings.get(vpcId);
      if (earlier !== undefined && timing.now() - earlier.began < RECENT_MS) return earlier.ask(signal);
      const ask = singleFlight(`listing the HAVIPs of ${vpcId} (DescribeHaVips)`, LISTING_MS, (own, tell) =>
        listAll(telling(client, tell), inVpc(vpcId), own),
      );
      listings.set(vpcId, { began: timing.now(), ask });
      return ask(signal);
    },
    ofRegion: (signal) => listAll(client, {}, signal),
  };
}

/** Which HAVIPs a listing is about; nothing means all of the region. */
type Condition = Pick<Request<"DescribeHaVips">, "Filters">;

function inVpc(vpcId: string): Condition {
  return { Filters: [{ Name: "vpc-id", Values: [vpcId] }] };
}

/** Passes over the pages: one is enough unless HAVIPs come and go meanwhile. */
const PASSES = 3;

/**
 * Pages shift when a HAVIP comes or goes between them: every id counts once, and where the count changed on the way or
 * fewer were seen than there are, all pages are read once more, because what this is asked for is what is *not* there. If
 * that does not end, whatever was seen counts.
 */
async function listAll(client: Client, condition: Condition, signal: AbortSignal): Promise<HaVip[]> {
  const seen = new Map<string, HaVip>();
  for (let pass = 1; ; pass += 1) {
    const { rows, isWhole } = await onePass(client, condition, signal);
    if (isWhole) return rows;
    for (const havip of rows) seen.set(havip.HaVipId, havip);
    if (pass === PASSES) return [...seen.values()];
  }
}

async function onePass(
  client: Client,
  condition: Condition,
  signal: AbortSignal,
): Promise<{ rows: HaVip[]; isWhole: boolean }> {
  const byId = new Map<string, HaVip>();
  const totals = new Set<number>();
  for (let offset = 0; ;) {
    const request = { ...condition, Offset: offset, Limit: MAX_PAGE_SIZE };
    const { response } = await client.call("DescribeHaVips", request, signal);
    const rows = havipsIn(response);
    const before = byId.size;
    for (const havip of rows) byId.set(havip.HaVipId, havip);
    totals.add(response.TotalCount);
    // By what came and not by what was asked for: that a page holds 100 is documented, but not seen.
    offset += rows.length;
    if (byId.size === before || offset >= response.TotalCount) {
      return { rows: [...byId.values()], isWhole: totals.size === 1 && byId.size >= response.TotalCount };
    }
  }
}
