import type { HaGroup, Member, VirtualAddress } from "../ha/model";
import type { KeepalivedVersion } from "./draft";
import type { Line } from "./text";

/** Everything a keepalived.conf is made of, valid and complete: the renderer adds nothing but text. */
export interface KeepalivedModel extends Election {
  /** The cluster's logical name. */
  readonly name: string;
  /** The members and the HAVIPs of all instances. */
  readonly group: HaGroup;
  readonly instances: readonly VrrpInstance[];
  readonly notifications: Notifications;
  /** Lines outside of the instances. */
  readonly extra: readonly Line[];
  readonly minimumVersion: KeepalivedVersion;
}

/** HAVIPs that always have the same holder. */
export interface VrrpInstance extends Contest {
  readonly havips: readonly VirtualAddress[];
  readonly virtualRouterId: number;
  /** Lines at the end of its block. */
  readonly extra: readonly Line[];
}

/** Everything that decides who holds what, and when. */
export interface Election {
  readonly instances: readonly Contest[];
  readonly protocol: Protocol;
  readonly takeover: Takeover;
  readonly trackProcesses: readonly TrackProcess[];
}

/** The members as they stand in one VRRP instance: with the priorities that they have there. */
export interface Contest {
  readonly name: string;
  readonly members: readonly Member[];
}

/** VRRPv2 counts in whole seconds and may carry a password; VRRPv3 counts in hundredths and has none (RFC 5798, 9). */
export type Protocol =
  | { readonly version: 2; readonly advertInterval: number; readonly authPass?: string | undefined }
  | { readonly version: 3; readonly advertInterval: number };

/**
 * Who holds the address when a stronger member returns. A check with a weight exists only with preemption: without it
 * nobody takes over from a holder that is alive, however low its priority (measured; acassen/keepalived#2599).
 */
export type Takeover =
  | { readonly preempt: false; readonly healthCheck?: HealthCheck | undefined }
  | { readonly preempt: true; readonly delay: number; readonly healthCheck?: WeightedHealthCheck | undefined };

export interface HealthCheck {
  readonly command: string;
  readonly interval: number;
  readonly timeout: number;
  readonly fall: number;
  readonly rise: number;
}

export interface WeightedHealthCheck extends HealthCheck {
  readonly weight?: number | undefined;
}

export interface TrackProcess {
  readonly name: string;
  readonly quorum: number;
  readonly delay: number;
}

/** What is told of changes of state, and to whom. */
export interface Notifications {
  /** Command run at every change. */
  readonly any?: string | undefined;
  readonly on: {
    readonly master?: string | undefined;
    readonly backup?: string | undefined;
    readonly fault?: string | undefined;
    readonly stop?: string | undefined;
  };
  readonly fifo?: { readonly path: string; readonly script?: string | undefined } | undefined;
}

/** keepalived keeps what priority and weight add up to within 1 to 254. */
export const MIN_EFFECTIVE_PRIORITY = 1;
export const MAX_EFFECTIVE_PRIORITY = 254;

/** A name that keepalived takes as one token, from any logical name. Names need to differ only within one file. */
export function instanceName(logicalName: string): string {
  const word = logicalName.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  return (/^[A-Za-z]/.test(word) ? word : `havip_${word}`).slice(0, 32);
}

/**
 * The members with their priorities dealt out anew: the highest to the first of `preferred` and so on, the rest to the others in
 * the order of their own. So priorities stay different and in range, whatever is preferred.
 */
export function inOrder(members: readonly Member[], preferred: readonly string[]): Member[] {
  const rank = ({ instanceId }: Member): number => {
    const position = preferred.indexOf(instanceId);
    return position === -1 ? preferred.length : position;
  };
  const strongestFirst = members.toSorted((one, other) => other.priority - one.priority);
  const order = strongestFirst.toSorted((one, other) => rank(one) - rank(other));
  return members.map((member) => ({
    ...member,
    priority: strongestFirst[order.indexOf(member)]?.priority ?? member.priority,
  }));
}
