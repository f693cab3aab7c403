import type * as pulumi from "@pulumi/pulumi";
import { havipDrafts, type HavipLike, knownOptionalText, knownText, type MemberArgs, memberDrafts } from "../ha/args";
import { type InstanceDraft, type KeepalivedDraft, KeepalivedVersion, VrrpProfile } from "./draft";
import { instanceName } from "./model";
import { defaultPriorities } from "./priorities";
import type { WholeSeconds } from "./whole-seconds";

/** What every cluster has. */
export interface KeepalivedClusterCommonArgs {
  /**
   * The instances that may hold the HAVIPs: 2 to 10, each once, all in the HAVIPs' subnet. Their security groups must let VRRP
   * (IP protocol 112) pass between them. The cloud's rules have no such protocol, so allow protocol ALL from each peer's
   * address, or from the group itself (`securityGroupRules`); otherwise every member believes to be alone and claims the HAVIP.
   */
  readonly members: readonly MemberArgs[];
  /** Processes without which a member gives its HAVIPs up: up to 10. For keepalived 2.0.11 and later. */
  readonly trackProcesses?: readonly TrackProcessArgs[] | undefined;
  /**
   * Command run by keepalived at every change of state, with the arguments `INSTANCE <name> <MASTER|BACKUP|FAULT|STOP> <priority>`
   * added. As root and without a shell: an absolute path and plain arguments. The file must exist on each machine,
   * owned and writable by root only.
   */
  readonly notify?: string | undefined;
  /** Commands for one state each. They and `notify` are started one after the other without waiting, so their order is not certain. */
  readonly notifyOn?: NotifyOnArgs | undefined;
  /** A pipe that keepalived writes every change of state to, in order: for programs that must miss none, or see them in order. */
  readonly notifyFifo?: NotifyFifoArgs | undefined;
  /** Lines of keepalived.conf that the other inputs have no words for. */
  readonly extraConfig?: ClusterExtraConfigArgs | undefined;
  /**
   * The oldest keepalived on the machines. `2.0` (default): the files use nothing newer. `2.2`: a reload with a broken file is
   * refused (`reload_check_config`), which older ones do not know. Up to 2.4 in either case.
   */
  readonly minimumVersion?: KeepalivedVersion | undefined;
}

/** One VRRP instance: all HAVIPs have the same holder. */
export interface OneInstanceArgs {
  /**
   * The HAVIPs that float between the members, together: 1 to 10, of one subnet. A `Havip` of this package, or
   * `{ address, subnetCidr?, vpcId? }` of one made elsewhere. With more than 5, each is announced once at a takeover instead
   * of five times, and once more a second later: more would be too much for the cloud.
   */
  readonly havips: readonly HavipLike[];
  /**
   * The VRRP router id, 1 to 255, different for every cluster in the VPC. Default: derived from the component's URN, so
   * it never changes while the component keeps its name, parent, project and stack. Two clusters of one program with the
   * same id in one VPC are an error; clusters of other programs are not seen.
   */
  readonly virtualRouterId?: number | undefined;
  /** Either `havips` or `instances`. */
  readonly instances?: never;
}

/** Several VRRP instances, each with HAVIPs and a holder of its own: every member can work at the same time. */
export interface SeveralInstancesArgs {
  /** 1 to 10, with different names, HAVIPs and router ids; all HAVIPs together are 10 at most, of one subnet. */
  readonly instances: readonly VrrpInstanceArgs[];
  /** Either `havips` or `instances`. */
  readonly havips?: never;
  /** Each of the instances has its own. */
  readonly virtualRouterId?: never;
}

/**
 * A VRRP instance of a cluster that has several.
 *
 * @example
 * ```ts
 * const instances: VrrpInstanceArgs[] = [
 *   { name: "blue", havips: [blue], preferredMembers: ["ins-00000001"] },
 *   { name: "green", havips: [green], preferredMembers: ["ins-00000002"] },
 * ];
 * ```
 */
export interface VrrpInstanceArgs {
  /** Its name in keepalived.conf, logs and notifications: 1 to 32 letters, digits, _ or -, beginning with a letter. */
  readonly name: string;
  /** The HAVIPs that float together, at least 1. */
  readonly havips: readonly HavipLike[];
  /**
   * The instance ids of the members that are to hold it, the most wanted first. The priorities of the members are dealt out
   * in this order, the highest first; members that are not named follow in the order of their own priorities. Default: none,
   * each member has its own priority. Without `preempt: true` it counts only in an election: who holds the HAVIP keeps it.
   */
  readonly preferredMembers?: readonly pulumi.Input<string>[] | undefined;
  /** As that of a cluster with one instance. Default: derived from the component's URN and `name`. */
  readonly virtualRouterId?: number | undefined;
  /** Lines for this instance, after those that the cluster has for all. */
  readonly extraConfig?: InstanceExtraConfigArgs | undefined;
}

/** VRRPv2, the default: the only one with a password. */
export interface StandardProfileArgs {
  /** `standard` (default): VRRPv2. */
  readonly profile?: typeof VrrpProfile.standard | undefined;
  /** Seconds between advertisements: whole, 1 to 255, default 1. A dead holder is replaced after 3 to 4 of them. */
  readonly advertInterval?: WholeSeconds | undefined;
  /**
   * Password of the group, 1 to 8 bytes: letters, digits and _ . : / @ % + = , - and not beginning with @. Always secret,
   * and so is then the rendered text. It travels in clear text between the members: it protects from a mistake, such as a
   * second cluster with the same router id, not from an attacker.
   */
  readonly authPass?: pulumi.Input<string | undefined> | undefined;
}

/** VRRPv3: shorter intervals, without a password. */
export interface FastProfileArgs {
  /** `fast`: VRRPv3. */
  readonly profile: typeof VrrpProfile.fast;
  /** Seconds between advertisements: 0.01 to 40.95 in hundredths, default 0.2; short ones ask for a quiet network. */
  readonly advertInterval?: number | undefined;
  /** Only with the profile `standard`. */
  readonly authPass?: never;
}

/** A profile that is a variable: with what is right for both. */
export interface AnyProfileArgs {
  /** `standard`: VRRPv2. `fast`: VRRPv3. */
  readonly profile?: VrrpProfile | undefined;
  /** Seconds between advertisements: whole, 1 to 255 (`fast`: to 40). Default 1 (`fast`: 0.2). */
  readonly advertInterval?: WholeSeconds | undefined;
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
 * Inputs of a `KeepalivedCluster`. Three combinations do not type-check, because keepalived accepts them and then does something
 * else: a password with VRRPv3, an interval below a second with VRRPv2, and a weighted health check without preemption.
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
  (OneInstanceArgs | SeveralInstancesArgs) &
  (StandardProfileArgs | FastProfileArgs | AnyProfileArgs) &
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
   * Added to the priority while the check fails (negative) or succeeds (positive): -253 to 253, and more than the highest
   * and the lowest priority differ by, so that every sick member is weaker than every healthy one. Default: none, a failed
   * check takes the member out of the election.
   */
  readonly weight?: number | undefined;
}

/**
 * A process whose end takes the member out of the election, at once (measured: 5 ms): the kernel tells keepalived, where a health
 * check has to ask. It needs CONFIG_PROC_EVENTS, and tells nothing in a container that has a network of its own: the member stays
 * in FAULT there.
 */
export interface TrackProcessArgs {
  /** The process's name as in `/proc/<pid>/comm`: 1 to 15 letters, digits, _ . or -, beginning with a letter or digit. */
  readonly name: string;
  /** How many of them must run: 1 to 1000, default 1. */
  readonly quorum?: number | undefined;
  /** Seconds that a loss or a return is ignored, as at a restart: 0 to 3600 in hundredths, default 0. */
  readonly delay?: number | undefined;
}

/** Commands for one state each, under the same conditions as `notify`. Nothing is added to their arguments. */
export interface NotifyOnArgs {
  /** When the member has become the holder. */
  readonly master?: string | undefined;
  /** When it has become a backup. */
  readonly backup?: string | undefined;
  /** When it is out of the election: a failed check, a lost process, address or interface. */
  readonly fault?: string | undefined;
  /** When keepalived is stopped. */
  readonly stop?: string | undefined;
}

/**
 * A pipe with a line for every change of state: `INSTANCE "<name>" <MASTER|BACKUP|FAULT|STOP> <priority>`; with `preempt: true` also
 * one of `MASTER_RX_LOWER_PRI`, when the holder has heard a weaker member claim.
 */
export interface NotifyFifoArgs {
  /** Where keepalived makes it: an absolute path without blanks, such as `/run/keepalived.fifo`. */
  readonly path: string;
  /**
   * Reader that keepalived starts, with `path` as its last argument. Under the same conditions as `notify`. It never gets `STOP`, as
   * keepalived ends it before; a reader that you start yourself does.
   */
  readonly script?: string | undefined;
}

/**
 * Lines in the syntax of keepalived.conf, one keyword a line; a block has its `{` at the end of a line and its `}` on a line of
 * its own. Printable ASCII without $ @ ~ # ! \ and apostrophes; no includes, no scripts and notifications, no `vrrp_strict` or
 * `no_accept`, no addresses, sync groups, or (without `preempt: true`) trackers with a weight, and nothing that the file says already.
 */
export interface InstanceExtraConfigArgs {
  /** At the end of the `vrrp_instance` block. */
  readonly vrrpInstance?: string | undefined;
}

/** Lines for all VRRP instances, and for the file. */
export interface ClusterExtraConfigArgs extends InstanceExtraConfigArgs {
  /**
   * Outside of all blocks, such as a `virtual_server` or another `global_defs`: at the end of the file, and what an instance may
   * refer to (`track_file`, `bfd_instance`) before the instances.
   */
  readonly file?: string | undefined;
}

/** The args with defaults, as far as they are known now. Of resolved args everything is known. */
export function keepalivedDraft(logicalName: string, args: KeepalivedClusterArgs): KeepalivedDraft {
  const profile = args.profile ?? VrrpProfile.standard;
  const { healthCheck, extraConfig } = args;
  return {
    logicalName,
    members: memberDrafts(args.members, defaultPriorities(profile, args.members.length, healthCheck?.weight)),
    instances: instanceDrafts(logicalName, args),
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
    trackProcesses: (args.trackProcesses ?? []).map(({ name, quorum = 1, delay = 0 }) => ({ name, quorum, delay })),
    notifications: { any: args.notify, on: args.notifyOn ?? {}, fifo: args.notifyFifo },
    extraConfig: { file: extraConfig?.file ?? "", vrrpInstance: extraConfig?.vrrpInstance ?? "" },
    minimumVersion: args.minimumVersion ?? KeepalivedVersion.v2_0,
  };
}

function instanceDrafts(logicalName: string, args: KeepalivedClusterArgs): InstanceDraft[] {
  if (args.instances === undefined) {
    const { havips, virtualRouterId } = args;
    const only = { prefix: "", urnSuffix: "", name: instanceName(logicalName), preferredMembers: [], extraConfig: "" };
    return [{ ...only, havips: havipDrafts("havips", havips), virtualRouterId }];
  }
  return args.instances.map(({ name, havips, preferredMembers, virtualRouterId, extraConfig }, index) => {
    const prefix = `${instancePlace(name, index)}.`;
    return {
      prefix,
      urnSuffix: `::${name}`,
      name,
      havips: havipDrafts(`${prefix}havips`, havips),
      preferredMembers: (preferredMembers ?? []).map(knownText),
      virtualRouterId,
      extraConfig: extraConfig?.vrrpInstance ?? "",
    };
  });
}

/** How messages call an instance: `instances[1] (green)`. A name that would not do is shown in quotes. */
export function instancePlace(name: string, index: number): string {
  return `instances[${String(index)}] (${/^[\w-]{1,32}$/.test(name) ? name : JSON.stringify(name.slice(0, 32))})`;
}
