import { isDeepStrictEqual } from "node:util";
import type { HaVip } from "../api/actions";
import { differences, takeOver } from "./adopt";
import type { Application } from "./application";
import { ownedBy, ownershipOf } from "./ownership";
import { release } from "./release";
import type { Inputs } from "./schema";
import { OWN_TAG_PREFIX } from "./tags";

/** How the HAVIPs are found among which a leftover may be: a listing of the last half minute, or one made now. */
export type Look = "shared" | "fresh";

/** What became of leftovers. */
export type Settled =
  | { kind: "nothing" }
  | { kind: "taken"; havip: HaVip }
  /** It had the address that is asked for. */
  | { kind: "released" };

export const NOTHING: Settled = { kind: "nothing" };

/**
 * What an earlier create of this very resource left, so that a second one need not be made:
 *
 * - of the same generation, it is ours: its answer was lost, or the engine invokes create again;
 * - of another generation and fit to be used again, it is the leftover of a run that was interrupted, or what a forced
 *   replacement is about to delete, which looks the same: it is marked as this generation's, so that whoever then deletes
 *   the old one leaves it alone;
 * - of another generation, with the very address that is asked for, but unlike it and idle: as nothing else could be
 *   given that address, it is released;
 * - of another generation and in use, or known to live in the engine's state, it is not touched. Nor is what is merely
 *   unlike: `retainOnDelete` leaves such a one on purpose.
 *
 * A listing only nominates. Each candidate is looked at by its id before anything is decided.
 */
export async function settleLeftovers(application: Application, look: Look): Promise<Settled> {
  return settle(await candidates(application, look), application);
}

/**
 * The same for a create that was refused because its address is taken. What has the address and is as asked for is this
 * resource's own, even if the engine has shown it: it is about to be replaced by force, and a refresh went before.
 */
export async function settleOccupant(application: Application): Promise<Settled> {
  const found = await candidates(application, "fresh");
  const settled = await settle(found, application);
  if (settled.kind !== "nothing") return settled;
  const occupant = found.others.find((havip) => isFit(havip, application.inputs));
  return occupant === undefined ? NOTHING : use(occupant, application);
}

/** Of the HAVIPs with the owner's tags: this incarnation's, and those of others. */
type Candidates = ReturnType<typeof ownedBy>;

async function settle({ mine, others }: Candidates, application: Application): Promise<Settled> {
  const { context, inputs } = application;
  const own = onlyOne(mine, inputs);
  if (own !== undefined) return { kind: "taken", havip: own };
  const unknown = others.filter(({ HaVipId: id }) => !context.memory.hasSeen(id));
  const fit = unknown.filter((havip) => isFit(havip, inputs));
  const leftover = onlyOne(fit, inputs);
  if (leftover !== undefined) return use(leftover, application);
  const inTheWay = unknown.find((havip) => havip.Vip === inputs.address && isUntouched(havip));
  const isReleased = inTheWay !== undefined && (await clearTheWay(application, inTheWay));
  for (const havip of unknown) if (!(isReleased && havip === inTheWay)) tellOf(havip, application);
  return isReleased ? { kind: "released" } : NOTHING;
}

async function use(leftover: HaVip, application: Application): Promise<Settled> {
  const havip = await takeOver(application, leftover);
  application.context.warn(
    `${leftover.HaVipId} was left by an earlier run that was interrupted, or is being replaced by force with the same ` +
      `inputs: it is used again for ${application.inputs.name}, and no second HAVIP was made.`,
  );
  return { kind: "taken", havip };
}

/** Releases a leftover that has the address which is asked for; not if somebody has begun to use it meanwhile. */
async function clearTheWay({ inputs, connection, context, signal }: Application, leftover: HaVip): Promise<boolean> {
  const { HaVipId: id, Vip } = leftover;
  const whose = ownershipOf(leftover);
  const isOwn = (havip: HaVip): boolean => isDeepStrictEqual(ownershipOf(havip), whose) && isUntouched(havip);
  const releasing = { isOwn, mayBeHidden: false, connection, context, signal, operation: "create" } as const;
  const ended = await release(id, releasing);
  if (ended.kind === "foreign") return false;
  context.memory.settled(id);
  context.warn(
    `${id} was left by an earlier run that was interrupted, or kept by retainOnDelete, and had ${Vip}, which ${inputs.name} asks ` +
      `for, but cannot become what the program says: ${differences(leftover, inputs).join("; ")}. It was idle and is released; a ` +
      `new HAVIP gets the address.`,
  );
  return true;
}

function tellOf(havip: HaVip, { context, inputs }: Application): void {
  const { HaVipId: id, InstanceId: holder } = havip;
  const unlike = differences(havip, inputs);
  const why = unlike.length > 0 ? `unlike it (${unlike.join("; ")})` : `in use${holder === "" ? "" : ` by ${holder}`}`;
  context.warn(
    `${id} carries the tags of an earlier ${inputs.name} but is ${why}, so a new HAVIP is made. If this run does not replace ` +
      `${id} by force, it is left over from one that was interrupted: once it is idle, \`havip orphans\` names and releases it. To keep ` +
      `it, take the tags that begin with ${OWN_TAG_PREFIX} off it, and declare a Havip of its own with adopt: "${id}".`,
  );
}

/** What carries the owner's tags now, but for what was released or taken over here already. */
async function candidates(
  { connection, context, inputs, ownership, signal }: Application,
  look: Look,
): Promise<Candidates> {
  const { reads } = connection;
  const listed =
    look === "fresh" ? await reads.ofVpc(inputs.vpcId, signal) : await reads.ofVpcRecently(inputs.vpcId, signal);
  const { mine, others } = ownedBy(listed, ownership);
  const found = await Promise.all([...mine, ...others].map(({ HaVipId }) => reads.now(HaVipId, signal)));
  const now = ownedBy(
    found.flatMap(({ havip }) => havip ?? []),
    ownership,
  );
  return { mine: now.mine, others: now.others.filter(({ HaVipId: id }) => !context.memory.isSettled(id)) };
}

/** Idle and made from inputs like these, or the very address that is asked for, which nothing else could be given. */
function isFit(havip: HaVip, inputs: Inputs): boolean {
  return differences(havip, inputs).length === 0 && (inputs.address !== undefined || isIdle(havip));
}

function isIdle({ State, AddressIp }: HaVip): boolean {
  return State === "UNBIND" && AddressIp === "";
}

/** Idle, and nobody has said who may claim it. */
function isUntouched(havip: HaVip): boolean {
  return isIdle(havip) && (havip.HaVipAssociationSet ?? []).length === 0;
}

function onlyOne(havips: readonly HaVip[], { name }: Inputs): HaVip | undefined {
  if (havips.length <= 1) return havips[0];
  const ids = havips.map((havip) => havip.HaVipId);
  throw new Error(
    `The HAVIPs ${ids.join(", ")} all carry the ownership tags of ${name}, so none was taken and none was made. ` +
      `\`havip orphans --release\` releases those that no state has and nobody uses. Or choose one with the input adopt ` +
      `(adopt: "${ids[0] ?? ""}"), and release the others or take the tags that begin with ${OWN_TAG_PREFIX} off them.`,
  );
}
