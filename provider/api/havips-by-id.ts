import { MAX_PAGE_SIZE } from "../core/limits";
import type { World } from "../core/emulator";
import type { HaVip } from "./actions";
import type { Client } from "./client";
import { type ApiError, isApiError } from "./errors";
import { havipsIn } from "./havip-rows";

/** A HAVIP by its id, undefined where there is none, and the world that said so. */
export interface Found {
  havip: HaVip | undefined;
  world: World;
}

/** An id that the cloud refuses to look for has its refusal for an answer. */
export type Answers = Map<string, Found | ApiError>;

/**
 * At most 100 HAVIPs by their ids. An id that the cloud takes offence at spoils nothing for the others: what is refused
 * together is asked for in halves.
 */
export async function byIds(client: Client, ids: readonly string[], signal: AbortSignal): Promise<Answers> {
  try {
    const request = { HaVipIds: [...ids], Limit: MAX_PAGE_SIZE };
    const { response, world } = await client.call("DescribeHaVips", request, signal);
    // Compared by id: an answer that ignores the condition must not pass another HAVIP off as one of these.
    const rows = new Map(havipsIn(response).map((havip) => [havip.HaVipId, havip]));
    const found: Answers = new Map(ids.map((id) => [id, { havip: rows.get(id), world }]));
    const missing = ids.filter((id) => !rows.has(id));
    // Fewer than there are: a site whose pages are smaller than is documented must not pass the others off as gone.
    const isCutShort = rows.size < response.TotalCount && missing.length < ids.length && missing.length > 0;
    return isCutShort ? new Map([...found, ...(await byIds(client, missing, signal))]) : found;
  } catch (error) {
    if (!isApiError(error) || error.known !== "definite") throw error;
    if (ids.length > 1) return inHalves(client, ids, signal);
    // The action does not list this code, but other clients of the API have met it.
    const isGone = isApiError(error, "ResourceNotFound") && error.world !== undefined;
    return new Map(ids.map((id) => [id, isGone ? { havip: undefined, world: error.world } : error]));
  }
}

async function inHalves(client: Client, ids: readonly string[], signal: AbortSignal): Promise<Answers> {
  const middle = Math.ceil(ids.length / 2);
  const halves = [ids.slice(0, middle), ids.slice(middle)];
  const answers = await Promise.all(halves.map((half) => byIds(client, half, signal)));
  return new Map(answers.flatMap((half) => [...half]));
}
