/** Something that one cluster of a program has to itself. */
export interface Claim {
  /** What it is, in words that name it and nothing else: `the virtual router id 51`. */
  readonly what: string;
  /** The VPC in which no other cluster may have it; undefined where the program does not say which. */
  readonly vpcId: string | undefined;
  /** The claiming cluster, by URN. */
  readonly urn: string;
  /** What to do when another cluster has it too. */
  readonly remedy: string;
}

/** What the clusters of one Pulumi run have to themselves. Clusters of other programs are not seen. */
export class ClaimRegistry {
  private readonly claims: Claim[] = [];

  /** Throws if another cluster has claimed the same in the same VPC, or in one that is not provably another. */
  claim(claim: Claim): void {
    const clash = this.claims.find(
      (other) => other.urn !== claim.urn && other.what === claim.what && mayShareVpc(other, claim),
    );
    if (clash !== undefined) throw new ClaimClashError(clash, claim);
    this.claims.push(claim);
  }
}

function mayShareVpc(one: Claim, other: Claim): boolean {
  return one.vpcId === undefined || other.vpcId === undefined || one.vpcId === other.vpcId;
}

/** Two clusters of one program would get into each other's way. */
export class ClaimClashError extends Error {
  constructor(one: Claim, other: Claim) {
    const certain = one.vpcId !== undefined && one.vpcId === other.vpcId;
    const place = certain ? `in ${one.vpcId}` : "and may be in the same VPC (not all their HAVIPs say their vpcId)";
    super(
      `Two clusters have ${one.what} ${place}: ${[one.urn, other.urn].sort().join(" and ")}. ` +
        `${other.remedy}${certain ? "" : ", or give the vpcId of the HAVIPs if the VPCs differ"}.`,
    );
    this.name = "ClaimClashError";
  }
}

const registries = new WeakMap<object, ClaimRegistry>();

/**
 * The registry of the run that `run` stands for. A process may host several runs (inline programs of the Automation API,
 * tests); an object that lives as long as its run, and is looked up weakly, keeps them apart.
 */
export function registryOf(run: object): ClaimRegistry {
  const existing = registries.get(run);
  if (existing !== undefined) return existing;
  const created = new ClaimRegistry();
  registries.set(run, created);
  return created;
}
