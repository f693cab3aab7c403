import * as pulumi from "@pulumi/pulumi";
import type { HavipLike } from "../ha/args";
import type { KeepalivedClusterArgs } from "./args";

/** Inputs in which Outputs may stand, once they are known. Lists of lists are by instance. */
interface Known {
  readonly members: KeepalivedClusterArgs["members"];
  readonly preferred: readonly (readonly string[])[];
  readonly authPass?: string | undefined;
  readonly havips?: readonly (readonly HavipLike[])[];
}

/** The args with what is known by now; what is not stays as it is. */
export function withKnown(args: KeepalivedClusterArgs, known: Known): KeepalivedClusterArgs {
  const { members, preferred } = known;
  const havips = (index: number, given: readonly HavipLike[]): readonly HavipLike[] => known.havips?.[index] ?? given;
  const places =
    args.instances === undefined
      ? { havips: havips(0, args.havips) }
      : {
          instances: args.instances.map((instance, index) => ({
            ...instance,
            havips: havips(index, instance.havips),
            preferredMembers: preferred[index],
          })),
        };
  const password = "authPass" in known ? { authPass: known.authPass } : {};
  // Outputs were replaced by their values, and nothing else: what the args were, they are.
  return { ...args, members, ...places, ...password } as KeepalivedClusterArgs;
}

/** All that decides who holds what. Nothing of it is a secret, and no address of a HAVIP is needed. */
export function contestantsOf({ members, instances = [] }: KeepalivedClusterArgs) {
  return pulumi.output({
    members: members.map((member) => ({ ...member })),
    preferred: instances.map(({ preferredMembers = [] }) => [...preferredMembers]),
  });
}

export function passwordOf({ authPass }: KeepalivedClusterArgs): pulumi.Output<string | undefined> {
  return authPass === undefined ? pulumi.output(undefined) : pulumi.secret(authPass);
}

/** Of the HAVIPs only what is needed: a resource as a whole would stay one. */
export function havipsOf(args: KeepalivedClusterArgs) {
  const plain = (havips: readonly HavipLike[]) =>
    havips.map(({ address, subnetCidr, vpcId }) => ({ address, subnetCidr, vpcId }));
  return pulumi.output(
    args.instances === undefined ? [plain(args.havips)] : args.instances.map(({ havips }) => plain(havips)),
  );
}

export function vpcIdsOf(args: KeepalivedClusterArgs) {
  const havips = args.instances === undefined ? args.havips : args.instances.flatMap((instance) => instance.havips);
  return pulumi.output(havips.map(({ vpcId }) => vpcId));
}
