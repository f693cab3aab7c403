import type { HaVip } from "../api/actions";
import type { ApiError } from "../api/errors";
import { messageOf } from "../api/thrown";
import type { Connection, Context } from "../kind";
import { listHavips } from "./describe";
import { type Ownership, ownedBy } from "./ownership";
import type { Inputs } from "./schema";
import { OWN_TAG_PREFIX } from "./tags";

/** How long to look for a HAVIP of which nobody knows whether it was made. */
const LOOK_MS = 30_000;

/** What an earlier attempt of this very incarnation left: its answer was lost, or the engine invokes create again. */
export async function findOwn(
  { client }: Connection,
  inputs: Inputs,
  ownership: Ownership,
  context: Context,
  signal: AbortSignal,
): Promise<HaVip | undefined> {
  const { mine, others } = ownedBy(await listHavips(client, inputs.vpcId, signal), ownership);
  // An older incarnation may live in state (it is being replaced) or be the leftover of a killed run: it is not
  // touched on suspicion, but named.
  for (const { HaVipId } of others.filter(({ HaVipId }) => !context.memory.hasSeen(HaVipId))) {
    context.warn(
      `${HaVipId} carries the tags of an earlier ${inputs.name}. If this run does not replace it by force, it is left over ` +
        `from a run that was interrupted: release it, or set adopt: "${HaVipId}" to use it.`,
    );
  }
  return onlyOne(mine, inputs);
}

/**
 * Perhaps it was made and only the answer was lost: then it carries our tags. The look has a time of its own, because
 * that of the create may be over, and an id that is not found here would be lost.
 */
export async function findUnanswered(
  { client }: Connection,
  inputs: Inputs,
  ownership: Ownership,
  error: ApiError,
  context: Context,
): Promise<HaVip> {
  const unknown = `It is not known whether the HAVIP ${inputs.name} was created: the cloud's answer was lost, and`;
  let havips: HaVip[];
  try {
    havips = await listHavips(client, inputs.vpcId, context.deadline(LOOK_MS));
  } catch (failure) {
    throw new Error(
      `${unknown} looking for it failed too. Look for that name in ${inputs.vpcId}: what was made carries tags beginning ` +
        `with ${OWN_TAG_PREFIX}, and the input adopt takes it over.\n${error.message}\n${messageOf(failure)}`,
      { cause: failure },
    );
  }
  const made = onlyOne(ownedBy(havips, ownership).mine, inputs);
  if (made !== undefined) return made;
  throw new Error(`${unknown} no HAVIP with its tags can be read in ${inputs.vpcId}. ${error.message}`, {
    cause: error,
  });
}

function onlyOne(mine: readonly HaVip[], inputs: Inputs): HaVip | undefined {
  if (mine.length <= 1) return mine[0];
  const ids = mine.map((havip) => havip.HaVipId).join(", ");
  throw new Error(
    `The HAVIPs ${ids} all carry the ownership tags of ${inputs.name}, so none was taken and none was made. ` +
      `Tags were copied by hand, perhaps: remove the tags beginning with pulumi-havip: from those that are not its own.`,
  );
}
