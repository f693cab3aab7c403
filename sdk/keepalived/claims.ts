import type { Claim } from "../ha/claims";
import type { KeepalivedModel } from "./model";

/** The router id is the cluster's in its VPC (the vendor's keepalived guide): others take its advertisements for theirs. */
export function routerIdClaim(id: number, vpcId: string | undefined, urn: string): Claim {
  const remedy =
    "Set virtualRouterId (1 to 255) of the one that runs nowhere yet to a number that no cluster of the VPC uses";
  return { what: `the virtual router id ${String(id)}`, vpcId, urn, remedy };
}

/**
 * HAVIPs and members are the cluster's, too. Two groups that announce one address would take it from each other every
 * few seconds, each of them healthy; two configurations of one instance are one file, and the later one wins.
 */
export function groupClaims({ group }: KeepalivedModel, vpcId: string | undefined, urn: string): Claim[] {
  return [
    ...group.havips.map(({ address }) => ({
      what: `the HAVIP ${address}`,
      vpcId,
      urn,
      remedy: "Let one cluster have it, with all the members that may hold it",
    })),
    ...group.members.map(({ instanceId }) => ({
      what: `the member ${instanceId}`,
      vpcId,
      urn,
      remedy: "An instance has one keepalived.conf: give all its HAVIPs to one cluster, in one instance or in several",
    })),
  ];
}
