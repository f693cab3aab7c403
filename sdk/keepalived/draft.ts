import {
  type HaGroupDraft,
  type Known,
  LATER,
  type Member,
  type MemberDraft,
  resolved,
  type VirtualAddressDraft,
} from "../ha/model";
import { extraLines } from "./extra";
import {
  type Election,
  inOrder,
  type KeepalivedModel,
  type Notifications,
  type Protocol,
  type Takeover,
  type TrackProcess,
  type WeightedHealthCheck,
} from "./model";

/** Which VRRP the members speak. */
export const VrrpProfile = {
  /** VRRPv2, advertisements every second: a dead holder is replaced within 3.6 s. */
  standard: "standard",
  /** VRRPv3, advertisements every 0.2 s: a dead holder is replaced within 0.73 s. Has no passwords. */
  fast: "fast",
} as const;
export type VrrpProfile = (typeof VrrpProfile)[keyof typeof VrrpProfile];

/** The oldest keepalived that a file is for. */
export const KeepalivedVersion = {
  /** 2.0.0 to 2.4. */
  v2_0: "2.0",
  /** 2.2.0 to 2.4. */
  v2_2: "2.2",
} as const;
export type KeepalivedVersion = (typeof KeepalivedVersion)[keyof typeof KeepalivedVersion];

/**
 * A cluster before validation: defaults filled in, cloud-chosen values perhaps `LATER`, and combinations possible that
 * a program with type checks could not have written.
 */
export interface KeepalivedDraft {
  readonly logicalName: string;
  readonly members: readonly MemberDraft[];
  readonly instances: readonly InstanceDraft[];
  readonly profile: VrrpProfile;
  readonly advertInterval: number;
  readonly authPass: Known<string | undefined>;
  readonly preempt: boolean;
  readonly preemptDelay: number | undefined;
  readonly healthCheck: WeightedHealthCheck | undefined;
  readonly trackProcesses: readonly TrackProcess[];
  readonly notifications: Notifications;
  readonly extraConfig: { readonly file: string; readonly vrrpInstance: string };
  readonly minimumVersion: KeepalivedVersion;
}

export interface InstanceDraft {
  /** What messages put before its inputs: `instances[1] (green).`; nothing for the only one of a cluster. */
  readonly prefix: string;
  /** What a derived router id depends on besides the cluster's URN. */
  readonly urnSuffix: string;
  readonly name: string;
  readonly havips: readonly VirtualAddressDraft[];
  readonly preferredMembers: readonly Known<string>[];
  readonly virtualRouterId: number | undefined;
  readonly extraConfig: string;
}

/** The members, and the HAVIPs of all instances: what every HA software has rules for. */
export function groupOf({ members, instances }: KeepalivedDraft): HaGroupDraft {
  return { members, havips: instances.flatMap(({ havips }) => havips) };
}

/** The model of a valid draft, or undefined while something in it is still to come. */
export function completed(draft: KeepalivedDraft): KeepalivedModel | undefined {
  const group = resolved(groupOf(draft));
  const decided = electionOf(draft);
  if (group === undefined || decided === undefined || draft.authPass === LATER) return undefined;
  const instances: KeepalivedModel["instances"][number][] = [];
  for (const [index, { name, members }] of decided.instances.entries()) {
    const instance = draft.instances[index];
    const havips = instance && resolved({ members: [], havips: instance.havips })?.havips;
    if (havips === undefined || instance?.virtualRouterId === undefined) return undefined;
    const extra = [draft.extraConfig.vrrpInstance, instance.extraConfig].flatMap(extraLines);
    instances.push({ name, members, havips, virtualRouterId: instance.virtualRouterId, extra });
  }
  return {
    ...decided,
    name: draft.logicalName,
    group,
    instances,
    protocol: protocol(draft, draft.authPass),
    notifications: draft.notifications,
    extra: extraLines(draft.extraConfig.file),
    minimumVersion: draft.minimumVersion,
  };
}

/** What decides who holds which instance, or undefined while a member is not known. It needs no address of a HAVIP. */
export function electionOf(draft: KeepalivedDraft): Election | undefined {
  const members = resolved({ members: draft.members, havips: [] })?.members;
  if (members === undefined) return undefined;
  const instances: { name: string; members: Member[] }[] = [];
  for (const { name, preferredMembers } of draft.instances) {
    const preferred = preferredMembers.filter((id) => id !== LATER);
    if (preferred.length < preferredMembers.length) return undefined;
    instances.push({ name, members: inOrder(members, preferred) });
  }
  const { trackProcesses } = draft;
  return { instances, protocol: protocol(draft, undefined), takeover: takeover(draft), trackProcesses };
}

function protocol({ profile, advertInterval }: KeepalivedDraft, authPass: string | undefined): Protocol {
  return profile === VrrpProfile.fast ? { version: 3, advertInterval } : { version: 2, advertInterval, authPass };
}

function takeover({ preempt, preemptDelay, healthCheck }: KeepalivedDraft): Takeover {
  return preempt ? { preempt, delay: preemptDelay ?? 0, healthCheck } : { preempt, healthCheck };
}
