import { type HaGroupDraft, type Known, LATER, resolved } from "../ha/model";
import { instanceName, type KeepalivedModel, type Protocol, type Takeover, type WeightedHealthCheck } from "./model";

/** Which VRRP the members speak. */
export const VrrpProfile = {
  /** VRRPv2, advertisements every second: a dead holder is replaced within 3.6 s. */
  standard: "standard",
  /** VRRPv3, advertisements every 0.2 s: a dead holder is replaced within 0.73 s. Has no passwords. */
  fast: "fast",
} as const;
export type VrrpProfile = (typeof VrrpProfile)[keyof typeof VrrpProfile];

/**
 * A cluster before validation: defaults filled in, cloud-chosen values perhaps `LATER`, and combinations possible that
 * a program with type checks could not have written.
 */
export interface KeepalivedDraft {
  readonly logicalName: string;
  readonly group: HaGroupDraft;
  readonly virtualRouterId: number | undefined;
  readonly profile: VrrpProfile;
  readonly advertInterval: number;
  readonly authPass: Known<string | undefined>;
  readonly preempt: boolean;
  readonly preemptDelay: number | undefined;
  readonly healthCheck: WeightedHealthCheck | undefined;
  readonly notify: string | undefined;
}

/** The model of a valid draft, or undefined while something in it is `LATER`. */
export function completed(draft: KeepalivedDraft, virtualRouterId: number): KeepalivedModel | undefined {
  const group = resolved(draft.group);
  if (group === undefined || draft.authPass === LATER) return undefined;
  return {
    name: instanceName(draft.logicalName),
    group,
    virtualRouterId,
    protocol: protocol(draft, draft.authPass),
    takeover: takeover(draft),
    notify: draft.notify,
  };
}

function protocol({ profile, advertInterval }: KeepalivedDraft, authPass: string | undefined): Protocol {
  return profile === VrrpProfile.fast ? { version: 3, advertInterval } : { version: 2, advertInterval, authPass };
}

function takeover({ preempt, preemptDelay, healthCheck }: KeepalivedDraft): Takeover {
  return preempt ? { preempt, delay: preemptDelay ?? 0, healthCheck } : { preempt, healthCheck };
}
