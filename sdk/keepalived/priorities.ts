import { defaultPriority } from "../ha/model";
import { VrrpProfile } from "./draft";

/** With so many members 50 is between priorities; more of them would come below 1. */
const MAX_FAR_APART = 4;

/**
 * The priorities of members that say none, by position. With `fast` and three members or more they are further apart than usual:
 * the skew by which the second best waits longer than the best is a share of the interval, with 0.1 s and priorities 10 apart 4 ms.
 * Whoever is that late on a busy machine claims, too, and the HAVIP goes to and fro until they have heard each other (measured: up
 * to nine times). In a pair nobody else waits; and a weight of the health check must exceed the distance.
 */
export function defaultPriorities(
  profile: VrrpProfile,
  members: number,
  weight: number | undefined,
): (position: number) => number {
  if (profile !== VrrpProfile.fast || members < 3 || weight !== undefined) return defaultPriority;
  const step = members > MAX_FAR_APART ? 20 : 50;
  return (position) => 200 - step * position;
}
