import type * as pulumi from "@pulumi/pulumi";
import { groupDraft, type HavipLike, knownOptionalText, type MemberArgs } from "../ha/args";
import { type KeepalivedDraft, VrrpProfile } from "./draft";

/** What every cluster has. */
export interface KeepalivedClusterCommonArgs {
  /**
   * The HAVIPs that float between the members: 1 to 10, of one subnet. A `Havip` of this package, or
   * `{ address, subnetCidr?, vpcId? }` of one made elsewhere. With more than 5, each is announced once at a takeover instead
   * of five times, as the vendor demands.
   */
  readonly havips: readonly HavipLike[];
  /**
   * The instances that may hold them: 2 to 10, each once, all in the HAVIPs' subnet. Their security groups must let VRRP (IP
   * protocol 112) pass between them. The cloud's rules have no such protocol, so allow protocol ALL from each peer's
   * address, or from the group itself; otherwise every member believes to be alone and claims the HAVIP.
   */
  readonly members: readonly MemberArgs[];
  /**
   * The VRRP router id, 1 to 255, different for every cluster in the VPC. Default: derived from the component's URN, so
   * it never changes while the component keeps its name, parent, project and stack. Two clusters of one program with the
   * same id in one VPC are an error; clusters of other programs are not seen.
   */
  readonly virtualRouterId?: number | undefined;
  /**
   * Command run by keepalived at every change of state, with the arguments `INSTANCE <name> <MASTER|BACKUP|FAULT|STOP> <priority>`
   * added. As root and without a shell: an absolute path and plain arguments. The file must exist on each machine,
   * owned and writable by root only.
   */
  readonly notify?: string | undefined;
}

/** VRRPv2, the default: the only one with a password. */
export interface StandardProfileArgs {
  /** `standard` (default): VRRPv2. */
  readonly profile?: typeof VrrpProfile.standard | undefined;
  /** Seconds between advertisements: whole, 1 to 255, default 1. A dead holder is replaced after 3 to 4 of them. */
  readonly advertInterval?: number | undefined;
  /**
   * Password of the group, 1 to 8 bytes: letters, digits and _ . : / @ % + = , - and not beginning with @. Always secret,
   * and so is then the rendered text. It travels in clear text between the members: it protects from a mistake, such as a
   * second cluster with the same router id, not from an attacker.
   */
  readonly authPass?: pulumi.Input<string | undefined> | undefined;
}

/** Either profile, which may be a variable. Without a password, as VRRPv3 has none. */
export interface AnyProfileArgs {
  /** `standard` (default): VRRPv2. `fast`: VRRPv3 with short intervals. */
  readonly profile?: VrrpProfile | undefined;
  /**
   * Seconds between advertisements. `standard`: whole, 1 to 255, default 1. `fast`: 0.01 to 40.95 in hundredths, default
   * 0.2; short ones ask for a quiet network.
   */
  readonly advertInterval?: number | undefined;
  /** Only with the profile `standard`. */
  readonly authPass?: never;
}

/** Either way of taking over, which may be a variable. The check has no weight, as it works with preemption only. */
export interface AnyPreemptArgs {
  /**
   * `false` (default): the holder keeps the HAVIP when a stronger member returns: one interruption less. `true`: the
   * strongest healthy member always holds it.
   */
  readonly preempt?: boolean | undefined;
  /** Only with `preempt: true`. */
  readonly preemptDelay?: never;
  /** A check that, when it fails, takes the member out of the election. */
  readonly healthCheck?: HealthCheckArgs | undefined;
}

/** The strongest healthy member always holds the HAVIP. */
export interface PreemptArgs {
  /** `true`: a returning stronger member takes the HAVIP back. */
  readonly preempt: true;
  /** Seconds that it waits before it does: whole, 0 to 1000, default 0. */
  readonly preemptDelay?: number | undefined;
  /** A check that takes the member out of the election, or with `weight` changes its priority. */
  readonly healthCheck?: WeightedHealthCheckArgs | undefined;
}

/**
 * Inputs of a `KeepalivedCluster`. Two combinations do not type-check, because keepalived accepts and then ignores them: a
 * password with VRRPv3, and a weighted health check without preemption.
 *
 * @example
 * ```ts
 * const args: KeepalivedClusterArgs = {
 *   havips: [vip],
 *   members: [
 *     { instanceId: "ins-00000001", privateIp: "10.0.0.11" },
 *     { instanceId: "ins-00000002", privateIp: "10.0.0.12" },
 *   ],
 *   healthCheck: { command: "/usr/bin/pgrep -x haproxy" },
 * };
 * ```
 */
export type KeepalivedClusterArgs = KeepalivedClusterCommonArgs &
  (StandardProfileArgs | AnyProfileArgs) &
  (AnyPreemptArgs | PreemptArgs);

/** A command whose exit code says whether the member's service is well. */
export interface HealthCheckArgs {
  /**
   * Run as root and without a shell: an absolute path and plain arguments; a pipeline needs a script. The program must
   * exist on each machine, owned and writable by root only, or keepalived ignores the check.
   */
  readonly command: string;
  /** Seconds between two runs: 1 to 3600, default 2. */
  readonly interval?: number | undefined;
  /** Seconds after which a run counts as failed: 1 to 3600, default 2. */
  readonly timeout?: number | undefined;
  /** Failures in a row until the member counts as sick: 1 to 100, default 2. */
  readonly fall?: number | undefined;
  /** Successes in a row until it counts as well again: 1 to 100, default 2. */
  readonly rise?: number | undefined;
  /** Only with `preempt: true`. */
  readonly weight?: never;
}

/** A health check that may change the priority instead of taking the member out. */
export interface WeightedHealthCheckArgs extends Omit<HealthCheckArgs, "weight"> {
  /**
   * Added to the priority while the check fails (negative) or succeeds (positive): -253 to 253, and more than the two
   * highest priorities differ by. Default: none, a failed check takes the member out of the election.
   */
  readonly weight?: number | undefined;
}

/** The args with defaults, as far as they are known now. Of resolved args everything is known. */
export function keepalivedDraft(logicalName: string, args: KeepalivedClusterArgs): KeepalivedDraft {
  const profile = args.profile ?? VrrpProfile.standard;
  const { healthCheck } = args;
  return {
    logicalName,
    group: groupDraft(args.members, args.havips),
    virtualRouterId: args.virtualRouterId,
    profile,
    advertInterval: args.advertInterval ?? (profile === VrrpProfile.fast ? 0.2 : 1),
    authPass: knownOptionalText(args.authPass),
    preempt: args.preempt ?? false,
    preemptDelay: args.preemptDelay,
    healthCheck: healthCheck && {
      command: healthCheck.command,
      interval: healthCheck.interval ?? 2,
      timeout: healthCheck.timeout ?? 2,
      fall: healthCheck.fall ?? 2,
      rise: healthCheck.rise ?? 2,
      weight: healthCheck.weight,
    },
    notify: args.notify,
  };
}
