import { MAX_PAGE_SIZE } from "../core/limits";
import type { World } from "../core/emulator";
import type { HaVip } from "./actions";
import type { Client } from "./client";
import { havipsIn } from "./havip-rows";
import { type Answers, type Found, byIds } from "./havips-by-id";
import { type SharedWork, singleFlight } from "./single-flight";
import { type Tell, telling } from "./telling";

/** The HAVIPs of the region, or as many pages of them as were worth reading. */
interface Listing {
  began: number;
  world: World;
  rows: Map<string, HaVip>;
  total: number;
  isWhole: boolean;
}

export interface RecentReads {
  /** What the listing says, where it says something new: then nobody needs to wait for others to ask as well. */
  known(id: string): Found | undefined;
  ask(ids: readonly string[], signal: AbortSignal, tell: Tell): Promise<Answers>;
}

export interface Limits {
  /** For how long a listing is recent. */
  goodForMs: number;
  /** How long it may take. */
  patienceMs: number;
}

/** Pages that are read without hesitation. */
const FEW_PAGES = 5;

/**
 * Answers the reads of a refresh, which come by the handful: the engine keeps few of them under way at a time. The first
 * handful is asked for by id, and so is what comes alone; then the region is listed, by pages of 100, as far as that
 * costs no more calls than were spent on ids so far, and most of what follows is in the listing. What is not is asked
 * for by id, so pages that shift while they are read lose nothing. An id that is asked for again is answered by what was
 * read after the time before.
 */
export function createRecentReads(client: Client, { goodForMs, patienceMs }: Limits, now: () => number): RecentReads {
  const answeredAt = new Map<string, number>();
  let listing: Listing | undefined;
  let spent = 0;
  let extending: SharedWork<void> | undefined;

  const isNews = (id: string, { began }: Listing): boolean => began > (answeredAt.get(id) ?? -Infinity);

  function listed(id: string): Found | undefined {
    if (listing === undefined || now() - listing.began >= goodForMs || !isNews(id, listing)) return undefined;
    const havip = listing.rows.get(id);
    return havip && { havip, world: listing.world };
  }

  /** Begins a listing, where there is none that could tell anything new, or reads on in the one there is. */
  async function extend(client: Client, ids: readonly string[], signal: AbortSignal): Promise<void> {
    const present = listing;
    if (present === undefined || now() - present.began >= goodForMs || !ids.some((id) => isNews(id, present))) {
      const began = now();
      listing = { began, isWhole: false, ...(await page(client, 0, signal)) };
    }
    if (listing === undefined || listing.isWhole) return;
    const current = listing;
    const offsets = Array.from(
      { length: Math.ceil(current.total / MAX_PAGE_SIZE) - 1 },
      (_, index) => (index + 1) * MAX_PAGE_SIZE,
    );
    if (offsets.length > FEW_PAGES + spent) return;
    for (const { rows } of await Promise.all(offsets.map((offset) => page(client, offset, signal)))) {
      for (const [id, havip] of rows) current.rows.set(id, havip);
    }
    current.isWhole = true;
  }

  /** The listing serves several batches, so it has a time of its own: one whose callers all gave up must not end it. */
  function extended(ids: readonly string[], signal: AbortSignal, tell: Tell): Promise<void> {
    extending ??= singleFlight("listing HAVIPs (DescribeHaVips)", patienceMs, (own, tellAll) =>
      extend(telling(client, tellAll), ids, own).finally(() => (extending = undefined)),
    );
    return extending(signal, tell);
  }

  async function ask(ids: readonly string[], signal: AbortSignal, tell: Tell): Promise<Answers> {
    const answers: Answers = new Map();
    const unanswered = (): string[] => {
      for (const id of ids) {
        const found = answers.has(id) ? undefined : listed(id);
        if (found !== undefined) answers.set(id, found);
      }
      return ids.filter((id) => !answers.has(id));
    };
    if (unanswered().length > 1 && spent > 0) await extended(unanswered(), signal, tell);
    const rest = unanswered();
    if (rest.length > 0) {
      spent += 1;
      for (const [id, answer] of await byIds(telling(client, tell), rest, signal)) answers.set(id, answer);
    }
    for (const id of ids) answeredAt.set(id, now());
    return answers;
  }

  return {
    ask,
    known(id) {
      const found = listed(id);
      if (found !== undefined) answeredAt.set(id, now());
      return found;
    },
  };
}

async function page(
  client: Client,
  Offset: number,
  signal: AbortSignal,
): Promise<Pick<Listing, "rows" | "total" | "world">> {
  const { response, world } = await client.call("DescribeHaVips", { Offset, Limit: MAX_PAGE_SIZE }, signal);
  const rows = new Map(havipsIn(response).map((havip) => [havip.HaVipId, havip]));
  return { rows, total: response.TotalCount, world };
}
