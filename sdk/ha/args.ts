import type * as pulumi from "@pulumi/pulumi";
import {
  defaultPriority,
  DEFAULT_INTERFACE,
  type HaGroupDraft,
  type Known,
  LATER,
  type MemberDraft,
  type VirtualAddressDraft,
} from "./model";

/**
 * A HAVIP for an HA component: a `Havip` resource of this package, or an object that says the same of a HAVIP made
 * elsewhere.
 *
 * @example
 * ```ts
 * const shared: HavipLike = { address: "10.0.0.100", subnetCidr: "10.0.0.0/24", vpcId: "vpc-00000001" };
 * ```
 */
export interface HavipLike {
  /** The floating IPv4 address, without a mask. May be chosen by the cloud: it is then rendered once it is known. */
  readonly address: pulumi.Input<string>;
  /** The range of its subnet, such as `10.0.0.0/24`. Without it, nobody checks that addresses lie in the subnet. */
  readonly subnetCidr?: pulumi.Input<string | undefined> | undefined;
  /** Its VPC. Without it, a virtual router id counts as taken if any cluster of the program has it. */
  readonly vpcId?: pulumi.Input<string | undefined> | undefined;
}

/**
 * An instance (CVM) that may hold the HAVIPs.
 *
 * @example
 * ```ts
 * const members: MemberArgs[] = [
 *   { instanceId: "ins-00000001", privateIp: "10.0.0.11" },
 *   { instanceId: "ins-00000002", privateIp: "10.0.0.12", interface: "ens5" },
 * ];
 * ```
 */
export interface MemberArgs {
  /**
   * The instance's id, `ins-` and 8 characters of a-z and 0-9. Each instance stands in a cluster once, and in one cluster
   * only: its file is the whole configuration of the instance.
   */
  readonly instanceId: pulumi.Input<string>;
  /** The instance's own private IPv4 address, in the HAVIPs' subnet; never a HAVIP. Each member has its own. */
  readonly privateIp: pulumi.Input<string>;
  /** The network interface that has `privateIp` and is to hold the HAVIPs. Default `eth0`; up to 15 characters. */
  readonly interface?: string | undefined;
  /**
   * Who is preferred as holder: 1 to 254, different for each member. Default by position: 110, 100, 90 and so on. Of three members
   * or more with `fast` and no weight: 200, 150, 100, 50, from five on 200, 180, 160 and so on, as short timers need distance.
   */
  readonly priority?: number | undefined;
}

/** What is known of a group now; Outputs and promises are `LATER`. Plain values give a complete draft. */
export function groupDraft(members: readonly MemberArgs[], havips: readonly HavipLike[]): HaGroupDraft {
  return { members: memberDrafts(members), havips: havipDrafts("havips", havips) };
}

/** `priorityAt` gives the priority of who says none, by position. */
export function memberDrafts(members: readonly MemberArgs[], priorityAt = defaultPriority): MemberDraft[] {
  return members.map((member, position) => ({
    instanceId: knownText(member.instanceId),
    privateIp: knownText(member.privateIp),
    interface: member.interface ?? DEFAULT_INTERFACE,
    priority: member.priority ?? priorityAt(position),
  }));
}

/** `list` is the input they stand in, as messages call it. */
export function havipDrafts(list: string, havips: readonly HavipLike[]): VirtualAddressDraft[] {
  return havips.map((havip, index) => ({
    where: havipName(list, index),
    address: knownText(havip.address),
    subnetCidr: knownOptionalText(havip.subnetCidr),
    vpcId: knownOptionalText(havip.vpcId),
  }));
}

/** How messages call a HAVIP: `havips[0]`. */
export function havipName(list: string, index: number): string {
  return `${list}[${String(index)}]`;
}

export function knownText(input: pulumi.Input<string>): Known<string> {
  return typeof input === "string" ? input : LATER;
}

export function knownOptionalText(input: pulumi.Input<string | undefined> | undefined): Known<string | undefined> {
  return typeof input === "string" || input === undefined ? input : LATER;
}
