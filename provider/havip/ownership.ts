import { createHash } from "node:crypto";
import type { HaVip } from "../api/actions";
import type { State } from "./schema";
import { OWNERSHIP_TAGS, tagsOf } from "./tags";

/** Whose a HAVIP is: which resource of which stack, and which incarnation of it. */
export interface Ownership {
  owner: string;
  generation: string;
}

const SEPARATOR = "/";

/** The tags that the create call itself writes, so that no HAVIP of ours ever exists without them. */
export function ownershipTags({ owner, generation }: Ownership): Record<string, string> {
  const [stack = "", resource = ""] = owner.split(SEPARATOR);
  return {
    [OWNERSHIP_TAGS.stack]: stack,
    [OWNERSHIP_TAGS.resource]: resource,
    [OWNERSHIP_TAGS.generation]: generation,
  };
}

/** What the tags of a HAVIP say; undefined where it carries none of ours, or not all three. */
export function ownershipOf(havip: HaVip): Ownership | undefined {
  const tags = tagsOf(havip);
  const stack = tags.get(OWNERSHIP_TAGS.stack);
  const resource = tags.get(OWNERSHIP_TAGS.resource);
  const generation = tags.get(OWNERSHIP_TAGS.generation);
  if (stack === undefined || resource === undefined || generation === undefined) return undefined;
  return { owner: `${stack}${SEPARATOR}${resource}`, generation };
}

/** The stack's part of an owner: the id of its identity. */
export function stackOf(owner: string): string {
  return owner.split(SEPARATOR)[0] ?? "";
}

/**
 * The idempotency token of a create: the same for every attempt of one incarnation, different for every other.
 * No time in it: tokens that begin with the time were seen to collide between parallel runs.
 */
export function clientToken({ owner, generation }: Ownership): string {
  return createHash("sha256").update(`${owner}\n${generation}`).digest("hex"); // 64 characters, the most that is allowed.
}

/** Of the HAVIPs of a VPC those that carry the owner's tags: this incarnation's, and those of others. */
export function ownedBy(
  havips: readonly HaVip[],
  { owner, generation }: Ownership,
): { mine: HaVip[]; others: HaVip[] } {
  const owned = havips.filter((havip) => ownershipOf(havip)?.owner === owner);
  const isMine = (havip: HaVip): boolean => tagsOf(havip).get(OWNERSHIP_TAGS.generation) === generation;
  return { mine: owned.filter(isMine), others: owned.filter((havip) => !isMine(havip)) };
}

/**
 * Whether the HAVIP that the cloud shows is the one that the state means. Somebody else's generation on it means that
 * it was taken over; then it is not ours to change. Without any generation tag (stripped, or a site without tags) the
 * attributes that never change must speak for it.
 */
export function isStatesOwn(havip: HaVip, state: State): boolean {
  const generation = tagsOf(havip).get(OWNERSHIP_TAGS.generation);
  if (generation !== undefined) return generation === state.generation;
  // A create that was cut short may not have heard which address the cloud chose.
  const isAddress = state.address === "" || havip.Vip === state.address;
  return havip.VpcId === state.vpcId && havip.SubnetId === state.subnetId && isAddress;
}
