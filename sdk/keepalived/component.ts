import * as pulumi from "@pulumi/pulumi";
import { ClaimClashError, registryOf } from "../ha/claims";
import { InvalidClusterError, refuseIfAny } from "../ha/problems";
import { thisRun } from "../run";
import { type KeepalivedClusterArgs, keepalivedDraft } from "./args";
import { groupClaims, routerIdClaim } from "./claims";
import { copied } from "./copy";
import { completed, electionOf, type KeepalivedDraft } from "./draft";
import { type ClusterFailoverTimes, failoverTimes } from "./failover";
import { type GuestFirewall, guestFirewalls, type SecurityGroupRule, securityGroupRules } from "./firewall";
import { contestantsOf, havipsOf, passwordOf, vpcIdsOf, withKnown } from "./known";
import { type MemberFile, renderFiles } from "./render";
import { withRouterIds } from "./router-id";
import { shapeProblems } from "./shape";
import { keepalivedProblems } from "./validate";

export type { HavipLike, MemberArgs } from "../ha/args";
export type {
  AnyPreemptArgs,
  AnyProfileArgs,
  ClusterExtraConfigArgs,
  FastProfileArgs,
  HealthCheckArgs,
  InstanceExtraConfigArgs,
  KeepalivedClusterArgs,
  KeepalivedClusterCommonArgs,
  NotifyFifoArgs,
  NotifyOnArgs,
  OneInstanceArgs,
  PreemptArgs,
  SeveralInstancesArgs,
  StandardProfileArgs,
  TrackProcessArgs,
  VrrpInstanceArgs,
  WeightedHealthCheckArgs,
} from "./args";
export { KeepalivedVersion, VrrpProfile } from "./draft";
export type { ClusterFailoverTimes, FailoverTimes, SecondsRange } from "./failover";
export type { GuestFirewall, SecurityGroupRule } from "./firewall";
export type { MemberFile } from "./render";
export type { WholeSeconds } from "./whole-seconds";

/**
 * The keepalived configuration of instances that share HAVIPs: one file for each member, with the HAVIPs preset as virtual
 * addresses. It creates nothing in the cloud and touches no machine; bring the files there with what you have (cloud-init,
 * `@pulumi/command`, TAT).
 *
 * Wrong inputs are an error in the preview already, as far as they are known there. It lists all problems with their
 * remedies.
 *
 * @example
 * ```ts
 * const vip = new Havip("web", { vpcId, subnetId });
 * const cluster = new KeepalivedCluster("web", {
 *   havips: [vip],
 *   members: [
 *     { instanceId: "ins-00000001", privateIp: "10.0.0.11" },
 *     { instanceId: "ins-00000002", privateIp: "10.0.0.12" },
 *   ],
 * });
 * export const configs = cluster.configs;
 * ```
 */
export class KeepalivedCluster extends pulumi.ComponentResource {
  /** Each member's keepalived.conf, by instance id. Secret if `authPass` is given. */
  readonly configs: pulumi.Output<Record<string, string>>;
  /** The same with path and permissions of the file, by instance id. Secret if `authPass` is given. */
  readonly files: pulumi.Output<Record<string, MemberFile>>;
  /** The VRRP router id in use, 1 to 255; of several instances that of the first. */
  readonly virtualRouterId: pulumi.Output<number>;
  /** The VRRP router ids in use, by the names of the instances. */
  readonly virtualRouterIds: pulumi.Output<Record<string, number>>;
  /** How long the HAVIPs of an instance are missed when a member fails, by the timers: by instance and failing member. */
  readonly failoverTimes: pulumi.Output<ClusterFailoverTimes>;
  /** What the security group of the members must let in for them to hear each other. */
  readonly securityGroupRules: pulumi.Output<SecurityGroupRule[]>;
  /** Commands that open a member's own firewall to its peers, by instance id. */
  readonly guestFirewalls: pulumi.Output<Record<string, GuestFirewall>>;

  constructor(name: string, given: KeepalivedClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const args = reported(undefined, () => wellFormed(name, given));
    const draft = reported(undefined, () => checked(name, args));
    // No inputs for the engine: it would write a password given as a plain text into the state.
    super("tencentcloud-havip:index:KeepalivedCluster", name, {}, opts);

    const registry = registryOf(thisRun());
    const numbered = pulumi.all([this.urn, vpcIdsOf(args)]).apply(([urn, vpcIds]) =>
      reported(this, () => {
        const { instances } = refusedIfInvalid(name, withRouterIds(draft, urn));
        return instances.map((instance) => {
          // Every instance has got one.
          const id = instance.virtualRouterId ?? 0;
          registry.claim(routerIdClaim(id, vpcOf(vpcIds), urn));
          return { name: instance.name, id };
        });
      }),
    );
    this.virtualRouterIds = numbered.apply((all) => Object.fromEntries(all.map(({ name: of, id }) => [of, id])));
    this.virtualRouterId = numbered.apply(([first]) => first?.id ?? 0);

    const contestants = contestantsOf(args);
    const election = contestants.apply((known) =>
      reported(this, () => {
        const decided = electionOf(checked(name, withKnown(args, known)));
        // Values that are known have been found to be texts above.
        if (decided === undefined) throw new Error(`${title(name)}: a member is still to come.`);
        return decided;
      }),
    );
    this.failoverTimes = election.apply(failoverTimes);
    // Their addresses are the same in every instance.
    const members = election.apply(({ instances }) => instances[0]?.members ?? []);
    this.securityGroupRules = members.apply(securityGroupRules);
    this.guestFirewalls = members.apply(guestFirewalls);

    const passwordAndHavips = pulumi.all([passwordOf(args), havipsOf(args)]);
    this.files = pulumi
      .all([contestants, passwordAndHavips, numbered, this.urn])
      .apply(([known, [authPass, havips], , urn]) =>
        reported(this, () => {
          const complete = withRouterIds(checked(name, withKnown(args, { ...known, authPass, havips })), urn);
          const model = completed(complete);
          // Values that are known have been found to be texts above.
          if (model === undefined) throw new Error(`${title(name)}: a value is still to come.`);
          const vpcId = vpcOf(model.group.havips.map((havip) => havip.vpcId));
          for (const claim of groupClaims(model, vpcId, urn)) registry.claim(claim);
          return renderFiles(model);
        }),
      );
    this.configs = this.files.apply((files) =>
      Object.fromEntries(Object.entries(files).map(([instanceId, { content }]) => [instanceId, content])),
    );
    this.registerOutputs({
      configs: this.configs,
      files: this.files,
      virtualRouterId: this.virtualRouterId,
      virtualRouterIds: this.virtualRouterIds,
      failoverTimes: this.failoverTimes,
      securityGroupRules: this.securityGroupRules,
      guestFirewalls: this.guestFirewalls,
    });
  }
}

/** A copy of args that are what their types demand. */
function wellFormed(name: string, args: KeepalivedClusterArgs): KeepalivedClusterArgs {
  refuseIfAny(title(name), shapeProblems(args));
  return copied(args);
}

/** The draft of args that have no problem, as far as they are known. */
function checked(name: string, args: KeepalivedClusterArgs): KeepalivedDraft {
  refuseIfAny(title(name), shapeProblems(args));
  return refusedIfInvalid(name, keepalivedDraft(name, args));
}

function refusedIfInvalid(name: string, draft: KeepalivedDraft): KeepalivedDraft {
  refuseIfAny(title(name), keepalivedProblems(draft));
  return draft;
}

/** Runs `work`. What a user has to mend is shown by its message alone; of anything else the stack is shown too. */
function reported<T>(resource: pulumi.Resource | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidClusterError || error instanceof ClaimClashError)) throw error;
    throw resource === undefined
      ? new pulumi.RunError(error.message)
      : new pulumi.ResourceError(error.message, resource, true);
  }
}

/** The VPC of the HAVIPs, as far as one of them says it: they are all of one subnet. */
function vpcOf(vpcIds: readonly (string | undefined)[]): string | undefined {
  return vpcIds.find((vpcId) => vpcId !== undefined);
}

function title(name: string): string {
  return `KeepalivedCluster ${JSON.stringify(name)}`;
}
