import type { HaVip } from "../api/actions";
import { messageOf } from "../api/thrown";
import type { Application } from "./application";
import { converge } from "./converge";
import { type Ownership, ownershipTags } from "./ownership";
import type { Inputs } from "./schema";
import { OWNERSHIP_TAGS, OWN_TAG_PREFIX, tagsOf } from "./tags";

/** The existing HAVIP that the program asks for, taken over. */
export async function adopt(application: Application, id: string): Promise<HaVip> {
  return takeOver(application, await adoptable(application, id));
}

/**
 * From here on the HAVIP carries this incarnation's tags. What fails before that leaves nothing in the state, which would
 * claim what is not marked; the next run takes it over again.
 */
export async function takeOver({ connection, context, ownership, signal }: Application, havip: HaVip): Promise<HaVip> {
  const { HaVipId: id, HaVipName: name } = havip;
  try {
    const marked = { name, tags: ownershipTags(ownership), removedTags: [] };
    const taken = await converge(connection, havip, marked, context, signal);
    context.memory.settled(id);
    return taken;
  } catch (error) {
    throw new Error(
      `${id} was not taken over, because it could not be marked as this resource's, and no other HAVIP was made. Run pulumi ` +
        `up again once this is mended: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** The existing HAVIP that the program asks to take over, if it may be. Nothing is changed yet. */
async function adoptable({ connection, inputs, ownership, signal }: Application, id: string): Promise<HaVip> {
  const { reads, region } = connection;
  const { havip } = await reads.now(id, signal);
  if (havip === undefined) {
    throw new Error(
      `adopt: there is no HAVIP ${id} in ${region}. Check id and region, or remove adopt to create a new one.`,
    );
  }
  const obstacle = whyNotAdoptable(havip, inputs, ownership);
  if (obstacle === undefined) return havip;
  throw new Error(`adopt: ${obstacle.reason}. ${obstacle.remedy}`);
}

/**
 * Why a HAVIP cannot be adopted, and what to do about it: it belongs to another resource, or could only be made to fit by
 * replacing it.
 */
export function whyNotAdoptable(
  havip: HaVip,
  inputs: Inputs,
  ownership: Ownership,
): { reason: string; remedy: string } | undefined {
  const { HaVipId: id } = havip;
  const theirs = ownTags(havip);
  const { [OWNERSHIP_TAGS.generation]: _any, ...mine } = ownershipTags(ownership);
  // Any of our tags counts: somebody may have taken off the others.
  if (theirs.length > 0 && Object.entries(mine).some(([key, value]) => tagsOf(havip).get(key) !== value)) {
    return {
      reason: `${id} belongs to another Pulumi resource (its tags: ${theirs.join(", ")})`,
      remedy: `Remove it there with retainOnDelete and take the tags beginning with ${OWN_TAG_PREFIX} off it, then run pulumi up again.`,
    };
  }
  const unequal = differences(havip, inputs);
  if (unequal.length === 0) return undefined;
  return {
    reason: `${id} cannot become what the program says: ${unequal.join("; ")}`,
    remedy: "Change these inputs to what it has.",
  };
}

/** In which of the inputs that cannot be changed a HAVIP differs from what the program says, in words. */
export function differences(havip: HaVip, inputs: Inputs): string[] {
  const pairs = [
    ["vpcId", inputs.vpcId, havip.VpcId],
    ["subnetId", inputs.subnetId, havip.SubnetId],
    ["address", inputs.address, havip.Vip],
    ["checkAssociate", inputs.checkAssociate, havip.CheckAssociate ?? false],
  ] as const;
  return pairs
    .filter(([, wanted, has]) => wanted !== undefined && wanted !== has)
    .map(([property, wanted, has]) => `${property} is ${String(has)}, not ${String(wanted)}`);
}

/** The tags of this package, as texts. */
function ownTags(havip: HaVip): string[] {
  return [...tagsOf(havip)]
    .filter(([key]) => key.startsWith(OWN_TAG_PREFIX))
    .map(([key, value]) => `${key} = ${value}`);
}
