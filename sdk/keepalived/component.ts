import * as pulumi from "@pulumi/pulumi";
import { groupDraft, knownOptionalText } from "../ha/args";
import { ClaimClashError, registryOf } from "../ha/claims";
import { InvalidClusterError, refuseIfAny } from "../ha/problems";
import { thisRun } from "../run";
import { type KeepalivedClusterArgs, keepalivedDraft } from "./args";
import { groupClaims, routerIdClaim } from "./claims";
import { completed, type KeepalivedDraft } from "./draft";
import { type MemberFile, renderFiles } from "./render";
import { routerIdOf } from "./router-id";
import { shapeProblems } from "./shape";
import { keepalivedProblems } from "./validate";

export type { HavipLike, MemberArgs } from "../ha/args";
export type {
  AnyPreemptArgs,
  AnyProfileArgs,
  HealthCheckArgs,
  KeepalivedClusterArgs,
  KeepalivedClusterCommonArgs,
  PreemptArgs,
  StandardProfileArgs,
  WeightedHealthCheckArgs,
} from "./args";
export { VrrpProfile } from "./draft";
export type { MemberFile } from "./render";

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
  /** The VRRP router id in use, 1 to 255. */
  readonly virtualRouterId: pulumi.Output<number>;

  constructor(name: string, args: KeepalivedClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const draft = reported(undefined, () => {
      refuseIfAny(title(name), shapeProblems(args));
      const known = keepalivedDraft(name, args);
      refuseIfAny(title(name), keepalivedProblems(known));
      return known;
    });
    // No inputs for the engine: it would write a password given as a plain text into the state.
    super("tencentcloud-havip:index:KeepalivedCluster", name, {}, opts);

    const registry = registryOf(thisRun());
    this.virtualRouterId = pulumi
      .all([this.urn, pulumi.output(args.havips.map(({ vpcId }) => vpcId))])
      .apply(([urn, vpcIds]) =>
        reported(this, () => {
          const id = args.virtualRouterId ?? routerIdOf(urn);
          registry.claim(routerIdClaim(id, vpcOf(vpcIds), urn));
          return id;
        }),
      );
    this.files = pulumi.all([texts(args), this.virtualRouterId, this.urn]).apply(([known, id, urn]) =>
      reported(this, () => {
        refuseIfAny(title(name), shapeProblems({ ...args, ...known }));
        const group = groupDraft(known.members, known.havips);
        const complete: KeepalivedDraft = { ...draft, group, authPass: knownOptionalText(known.authPass) };
        refuseIfAny(title(name), keepalivedProblems(complete));
        const model = completed(complete, id);
        // Values that are known have been found to be texts above.
        if (model === undefined) throw new Error(`${title(name)}: a value is still to come.`);
        for (const claim of groupClaims(model, vpcOf(known.havips.map(({ vpcId }) => vpcId)), urn))
          registry.claim(claim);
        return renderFiles(model);
      }),
    );
    this.configs = this.files.apply((files) =>
      Object.fromEntries(Object.entries(files).map(([instanceId, { content }]) => [instanceId, content])),
    );
    this.registerOutputs({ configs: this.configs, files: this.files, virtualRouterId: this.virtualRouterId });
  }
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

/** What Outputs may stand in. Of the HAVIPs only what is needed: a resource as a whole would stay one. */
function texts({ members, havips, authPass }: KeepalivedClusterArgs) {
  return pulumi.output({
    members: members.map((member) => ({ ...member })),
    havips: havips.map(({ address, subnetCidr, vpcId }) => ({ address, subnetCidr, vpcId })),
    authPass: authPass === undefined ? undefined : pulumi.secret(authPass),
  });
}
