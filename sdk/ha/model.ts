import { MAX_ASSOCIATIONS } from "../../provider/core/limits";

/**
 * The model that every HA software shares: the instances of one group and the addresses that float between them.
 * Values only, no Pulumi types: what is still to be chosen by the cloud is `LATER`.
 */
export interface HaGroup {
  readonly members: readonly Member[];
  readonly havips: readonly VirtualAddress[];
}

/** An instance that may hold the HAVIPs. */
export interface Member {
  readonly instanceId: string;
  readonly privateIp: string;
  readonly interface: string;
  readonly priority: number;
}

/** A HAVIP as the HA software sees it. `subnetCidr` and `vpcId` are known only where the program says them. */
export interface VirtualAddress {
  readonly address: string;
  readonly subnetCidr?: string | undefined;
  readonly vpcId?: string | undefined;
}

/** Stands for a value that the cloud has not chosen yet: a preview must not fail because of it. */
export const LATER = Symbol("known later");
export type Known<T> = T | typeof LATER;

/** A group before its cloud-chosen values are known; everything known in it can be validated. */
export interface HaGroupDraft {
  readonly members: readonly MemberDraft[];
  readonly havips: readonly VirtualAddressDraft[];
}

export interface MemberDraft {
  readonly instanceId: Known<string>;
  readonly privateIp: Known<string>;
  readonly interface: string;
  readonly priority: number;
}

export interface VirtualAddressDraft {
  /** How messages call it: `havips[0]`. */
  readonly where: string;
  readonly address: Known<string>;
  readonly subnetCidr: Known<string | undefined>;
  readonly vpcId: Known<string | undefined>;
}

export const DEFAULT_INTERFACE = "eth0";

/** One member floats nowhere; and the drift range of a HAVIP takes this many members in one call. */
export const MIN_MEMBERS = 2;
export const MAX_MEMBERS = MAX_ASSOCIATIONS;

/**
 * The priority of the member at this position: 110, 100, 90 and so on. Distinct, because with equal priorities
 * the highest IP wins, and after a healed partition 2 of 6 measured runs then left the address unreachable for 4 s.
 */
export function defaultPriority(position: number): number {
  return 110 - 10 * position;
}

/** The group, once nothing in it is `LATER`; undefined before. */
export function resolved(draft: HaGroupDraft): HaGroup | undefined {
  const members: Member[] = [];
  for (const { instanceId, privateIp, ...rest } of draft.members) {
    if (instanceId === LATER || privateIp === LATER) return undefined;
    members.push({ instanceId, privateIp, ...rest });
  }
  const havips: VirtualAddress[] = [];
  for (const { address, subnetCidr, vpcId } of draft.havips) {
    if (address === LATER || subnetCidr === LATER || vpcId === LATER) return undefined;
    havips.push({ address, subnetCidr, vpcId });
  }
  return { members, havips };
}
