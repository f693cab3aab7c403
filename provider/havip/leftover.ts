import type { HaVip } from "../api/actions";
import { takeOver } from "./adopt";
import type { Application } from "./application";
import { ownedBy } from "./ownership";
import type { Inputs } from "./schema";

/** How the HAVIPs are found among which a leftover may be: a listing of the last half minute, or one made now. */
export type Look = "shared" | "fresh";

/**
 * What an earlier create of this very resource left, so that a second one need not be made:
 *
 * - of the same generation, it is ours: its answer was lost, or the engine invokes create again;
 * - of another generation and fit to be used again, it is the leftover of a run that was interrupted, or what a forced
 *   replacement is about to delete, which looks the same: it is marked as this generation's, so that whoever then deletes
 *   the old one leaves it alone;
 * - of another generation and in use, or known to live in the engine's state, it is not touched.
 *
 * A listing only nominates. Each candidate is looked at by its id before anything is decided.
 */
export async function findLeftover(application: Application, look: Look): Promise<HaVip | undefined> {
  const { context, inputs, ownership } = application;
  const { mine, others } = ownedBy(await candidates(application, look), ownership);
  if (mine.length > 0) return onlyOne(mine, inputs);
  const { memory } = context;
  const unknown = others.filter(({ HaVipId: id }) => !memory.hasSeen(id) && !memory.isSettled(id));
  const fit = unknown.filter((havip) => isFit(havip, inputs));
  const leftover = onlyOne(fit, inputs);
  if (leftover !== undefined) {
    const taken = await takeOver(application, leftover);
    context.warn(
      `${leftover.HaVipId} was left by an earlier run that was interrupted, or is being replaced by force with the same ` +
        `inputs: it is used again for ${inputs.name}, and no second HAVIP was made.`,
    );
    return taken;
  }
  for (const { HaVipId: id } of unknown) {
    context.warn(
      `${id} carries the tags of an earlier ${inputs.name} but is in use or unlike it, so a new HAVIP is made. If this run ` +
        `does not replace ${id} by force, it is left over from one that was interrupted: release it, or set adopt: "${id}" to use it.`,
    );
  }
  return undefined;
}

async function candidates({ connection, inputs, ownership, signal }: Application, look: Look): Promise<HaVip[]> {
  const { reads } = connection;
  const listed =
    look === "fresh" ? await reads.ofVpc(inputs.vpcId, signal) : await reads.ofVpcRecently(inputs.vpcId, signal);
  const { mine, others } = ownedBy(listed, ownership);
  const found = await Promise.all([...mine, ...others].map(({ HaVipId }) => reads.now(HaVipId, signal)));
  return found.flatMap(({ havip }) => havip ?? []);
}

/** Idle and made from inputs like these, or the very address that is asked for, which nothing else could be given. */
function isFit(havip: HaVip, { vpcId, subnetId, address, checkAssociate }: Inputs): boolean {
  if (havip.VpcId !== vpcId || havip.SubnetId !== subnetId) return false;
  if (checkAssociate !== undefined && checkAssociate !== (havip.CheckAssociate ?? false)) return false;
  if (address !== undefined) return havip.Vip === address;
  return havip.State === "UNBIND" && havip.AddressIp === "";
}

function onlyOne(havips: readonly HaVip[], { name }: Inputs): HaVip | undefined {
  if (havips.length <= 1) return havips[0];
  const ids = havips.map((havip) => havip.HaVipId);
  throw new Error(
    `The HAVIPs ${ids.join(", ")} all carry the ownership tags of ${name}, so none was taken and none was made. ` +
      `Choose one with the input adopt (adopt: "${ids[0] ?? ""}"), and release the others or take the tags that begin with ` +
      `pulumi-havip: off them.`,
  );
}
