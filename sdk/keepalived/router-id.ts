import { createHash } from "node:crypto";

/**
 * The virtual router id of a cluster by its URN, 1 to 255: stable, so that neither a changed address nor another member
 * changes it (all members must change it at the same moment, at the price of an outage: measured 3.6 s).
 */
export function routerIdOf(urn: string): number {
  return (createHash("sha256").update(urn).digest().readUInt32BE(0) % 255) + 1;
}

/** A virtual router id in use. The VPC is undefined where the program does not say it. */
interface RouterIdClaim {
  readonly id: number;
  readonly vpcId: string | undefined;
  /** The claiming cluster, by URN. */
  readonly urn: string;
}

/** The router ids of one Pulumi run: clusters of one VPC must differ in them (the vendor's keepalived guide). */
export class RouterIdRegistry {
  private readonly claims: RouterIdClaim[] = [];

  /** Throws if another cluster has this id in the same VPC, or in one that is not provably another. */
  claim(claim: RouterIdClaim): void {
    const clash = this.claims.find(
      (other) => other.urn !== claim.urn && other.id === claim.id && mayShareVpc(other, claim),
    );
    if (clash !== undefined) throw new RouterIdClashError(clash, claim);
    this.claims.push(claim);
  }
}

function mayShareVpc(one: RouterIdClaim, other: RouterIdClaim): boolean {
  return one.vpcId === undefined || other.vpcId === undefined || one.vpcId === other.vpcId;
}

/** Two clusters would take each other's advertisements for their own. */
export class RouterIdClashError extends Error {
  constructor(one: RouterIdClaim, other: RouterIdClaim) {
    const certain = one.vpcId !== undefined && one.vpcId === other.vpcId;
    const place = certain ? `in ${one.vpcId}` : "and may be in the same VPC (not all their HAVIPs say their vpcId)";
    const remedy =
      "Set virtualRouterId (1 to 255) of the one that runs nowhere yet to a number that no cluster of the VPC uses";
    super(
      `Two keepalived clusters have the virtual router id ${String(one.id)} ${place}: ${[one.urn, other.urn].sort().join(" and ")}. ` +
        `${remedy}${certain ? "" : ", or give the vpcId of the HAVIPs if the VPCs differ"}.`,
    );
    this.name = "RouterIdClashError";
  }
}

const registries = new WeakMap<object, RouterIdRegistry>();

/**
 * The registry of the run that `run` stands for. A process may host several runs (inline programs of the Automation API,
 * tests); an object that lives as long as its run, and is looked up weakly, keeps them apart.
 */
export function registryOf(run: object): RouterIdRegistry {
  const existing = registries.get(run);
  if (existing !== undefined) return existing;
  const created = new RouterIdRegistry();
  registries.set(run, created);
  return created;
}
