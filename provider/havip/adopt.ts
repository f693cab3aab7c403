import type { HaVip } from "../api/actions";
import type { Connection } from "../kind";
import { findHavip } from "./describe";
import { type Ownership, ownershipOf } from "./ownership";
import type { Inputs } from "./schema";

/**
 * The existing HAVIP that the program asks to take over, if it may be. Nothing is changed yet.
 * Refused: one that belongs to another resource, and one that could only be made to fit by replacing it.
 */
export async function adoptable(
  { client, region }: Connection,
  id: string,
  inputs: Inputs,
  ownership: Ownership,
  signal: AbortSignal,
): Promise<HaVip> {
  const { havip } = await findHavip(client, id, signal);
  if (havip === undefined) {
    throw new Error(
      `adopt: there is no HAVIP ${id} in ${region}. Check id and region, or remove adopt to create a new one.`,
    );
  }
  const theirs = ownershipOf(havip);
  if (theirs !== undefined && theirs.owner !== ownership.owner) {
    throw new Error(
      `adopt: ${id} belongs to another Pulumi resource (its tags name the stack ${theirs.owner.split("/").join(" and the resource ")}). ` +
        `Remove it there with retainOnDelete and take the tags beginning with pulumi-havip: off it, then run pulumi up again.`,
    );
  }
  const unequal = [
    ["vpcId", inputs.vpcId, havip.VpcId],
    ["subnetId", inputs.subnetId, havip.SubnetId],
    ["address", inputs.address, havip.Vip],
    ["checkAssociate", inputs.checkAssociate, havip.CheckAssociate ?? false],
  ].filter(([, wanted, has]) => wanted !== undefined && wanted !== has);
  if (unequal.length === 0) return havip;
  const differences = unequal.map(
    ([property, wanted, has]) => `${String(property)} is ${String(has)}, not ${String(wanted)}`,
  );
  throw new Error(
    `adopt: ${id} cannot become what the program says: ${differences.join("; ")}. Change these inputs to what it has.`,
  );
}
