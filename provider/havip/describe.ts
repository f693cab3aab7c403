import type { HaVip } from "../api/actions";
import type { Client } from "../api/client";
import { isApiError } from "../api/errors";
import { MAX_PAGE_SIZE } from "../core/limits";
import type { World } from "../core/emulator";

/** A HAVIP by its id, undefined where there is none, and the world that said so. */
export interface Found {
  havip: HaVip | undefined;
  world: World;
}

export async function findHavip(client: Client, id: string, signal: AbortSignal): Promise<Found> {
  try {
    const answer = await client.call("DescribeHaVips", { HaVipIds: [id], Limit: MAX_PAGE_SIZE }, signal);
    // Compared by id: an answer that ignores the condition must not pass another HAVIP off as this one.
    const havip = answer.response.HaVipSet.find((candidate) => candidate.HaVipId === id);
    return { havip, world: answer.world };
  } catch (error) {
    // The action does not list this code, but other clients of the API have met it.
    if (isApiError(error, "ResourceNotFound") && error.world !== undefined)
      return { havip: undefined, world: error.world };
    throw error;
  }
}

/** All HAVIPs of a VPC. Pages may shift while they are read, so every id counts once. */
export async function listHavips(client: Client, vpcId: string, signal: AbortSignal): Promise<HaVip[]> {
  const byId = new Map<string, HaVip>();
  for (let offset = 0; ; offset += MAX_PAGE_SIZE) {
    const request = { Filters: [{ Name: "vpc-id", Values: [vpcId] }], Offset: offset, Limit: MAX_PAGE_SIZE };
    const { response } = await client.call("DescribeHaVips", request, signal);
    for (const havip of response.HaVipSet) byId.set(havip.HaVipId, havip);
    if (response.HaVipSet.length === 0 || offset + response.HaVipSet.length >= response.TotalCount)
      return [...byId.values()];
  }
}
