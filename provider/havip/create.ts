import type { HaVip } from "../api/actions";
import { isApiError } from "../api/errors";
import { messageOf } from "../api/thrown";
import { waitFor } from "../api/wait";
import { type Connection, type Context, IncompleteError, type Properties } from "../kind";
import { adopt } from "./adopt";
import type { Application } from "./application";
import { type Made, apply } from "./apply";
import { converge } from "./converge";
import { explainRefusal } from "./explain";
import { NOTHING, settleLeftovers, settleOccupant } from "./leftover";
import { stateOf } from "./observe";
import { ownershipOf, ownershipTags } from "./ownership";
import { checkedInputs, type Inputs, type State } from "./schema";
import { LOOKS_FOR_TAGS, areShownOnceWritten, showsTags, withTags } from "./shown-tags";
import { timeoutOf } from "./timeouts";

/**
 * Applies for a HAVIP, exactly once: identity is settled first, then a HAVIP that this resource already has is looked
 * for, and only then one is made. From the moment the cloud has it, every failure carries its id.
 */
export async function create(properties: Properties, context: Context): Promise<{ id: string; state: State }> {
  const inputs = checkedInputs(properties);
  const owner = requireOwner(inputs);
  const signal = context.deadline(timeoutOf("create", inputs.timeouts));
  // Invoked once more, it goes on with what it made: the engine keeps the id of the last attempt only.
  const earlier = unfinished(owner, context);
  const connecting = context.connect(earlier?.state.region ?? inputs.region, signal);
  const { id, state } = earlier ?? (await begin(inputs, owner, await connecting, context, signal));
  try {
    const connection = await connecting;
    const { havip, marked } = await waitUntilVisible(connection, { id, state }, inputs, context, signal);
    const tags = { ...inputs.tags, ...(marked ? ownershipTags(state) : {}) };
    const complete = await converge(connection, havip, { name: inputs.name, tags, removedTags: [] }, context, signal);
    return { id, state: stateOf(complete, inputs, { ...state, marked }, true) };
  } catch (error) {
    const reason = `${id} is there but not finished; the next pulumi up continues. ${messageOf(error)}`;
    const failure = new IncompleteError(id, state, new Error(reason, { cause: error }));
    context.memory.noteUnfinished(owner, failure);
    throw failure;
  }
}

/** A HAVIP that the cloud has, and what is to be recorded of it should the rest go wrong. */
interface Begun {
  id: string;
  state: State;
}

function unfinished(owner: string, { memory }: Context): Begun | undefined {
  // True because only `create` notes what it leaves unfinished.
  return memory.unfinished(owner) as IncompleteError<State> | undefined;
}

async function begin(
  inputs: Inputs,
  owner: string,
  connection: Connection,
  context: Context,
  signal: AbortSignal,
): Promise<Begun> {
  const identity = await connection.identity(signal);
  // Invoked once more for the same resource, it may have made something that a shared listing does not show.
  const look = context.memory.hasBegun(owner) ? "fresh" : "shared";
  const ownership = { owner, generation: context.memory.generationOf(owner) };
  const { havip, marked } = await obtain({ inputs, ownership, connection, context, signal }, look);
  context.memory.noteIncarnation(havip.HaVipId, ownership.generation);
  const addressGiven = inputs.address !== undefined;
  const origin = { region: connection.region, ...identity, ...ownership, addressGiven, marked };
  const state = stateOf(asAskedFor(havip, inputs), inputs, origin, false);
  // Every tag that may have been written: the answer of a create need not show them yet.
  return { id: havip.HaVipId, state: { ...state, tags: inputs.tags ?? {} } };
}

/** What the cloud has not told yet is what it was asked for: nothing in its place would be a difference, and replace it. */
function asAskedFor(havip: HaVip, { vpcId, subnetId, address = "", checkAssociate }: Inputs): HaVip {
  return {
    ...(checkAssociate === undefined ? {} : { CheckAssociate: checkAssociate }),
    ...havip,
    VpcId: havip.VpcId || vpcId,
    SubnetId: havip.SubnetId || subnetId,
    Vip: havip.Vip || address,
  };
}

function requireOwner({ owner, name }: Inputs): string {
  if (owner !== undefined) return owner;
  throw new Error(
    `The HAVIP ${name} was not created: this run leaves out the stack's identity, which every HAVIP is marked with so that ` +
      `it is never made twice or lost. Run pulumi up without --target once, or add the identity: ` +
      `--target '**tencentcloud:StackIdentity::*'`,
  );
}

async function obtain(application: Application, look: "shared" | "fresh"): Promise<Made> {
  const { inputs } = application;
  if (inputs.adopt !== undefined) return { havip: await adopt(application, inputs.adopt), marked: true };
  const leftover = await settleLeftovers(application, look);
  if (leftover.kind === "taken") return { havip: leftover.havip, marked: true };
  try {
    return await apply(application);
  } catch (error) {
    if (!isApiError(error)) throw error;
    // Taken by our own, perhaps, which a shared listing did not show yet.
    const mayBeOurs = inputs.address !== undefined && isApiError(error, ...OCCUPIED);
    const own = mayBeOurs ? await settleOccupant(application) : NOTHING;
    if (own.kind === "taken") return { havip: own.havip, marked: true };
    if (own.kind === "released") return obtain(application, "fresh"); // The address is free now.
    throw await explainRefusal(application, error);
  }
}

const OCCUPIED = ["ResourceInUse", "InvalidParameterValue.Duplicate"];

/**
 * A HAVIP that was just made may take a moment to show up in reads, and to show its address, which others are configured
 * with. Whether it shows its tags at once is not documented: they are waited for, but not for long. Where even the field
 * stays away, it is one more site without tags.
 */
async function waitUntilVisible(
  connection: Connection,
  { id, state }: Begun,
  inputs: Inputs,
  context: Context,
  signal: AbortSignal,
): Promise<Made> {
  const waiting = { ...context, signal };
  const look = async (): Promise<HaVip | undefined> => (await connection.reads.now(id, signal)).havip;
  let looks = 0;
  const isVisible = (shown: HaVip | undefined): shown is HaVip => {
    if (shown === undefined || shown.Vip === "") return false;
    looks += 1;
    const isMarked = ownershipOf(shown)?.generation === state.generation;
    return isMarked || state.marked === false || looks >= LOOKS_FOR_TAGS;
  };
  const havip = await waitFor(`${id} was created but cannot be read yet`, look, isVisible, waiting);
  const tags = { ...inputs.tags, ...ownershipTags(state) };
  if (state.marked === false || showsTags(havip)) return { havip, marked: state.marked !== false };
  if (await areShownOnceWritten(havip, tags, connection, waiting)) return { havip, marked: true };
  context.warn(
    `${id} is shown without its tags, although they were written: this site of the cloud hides them, so what an interrupted ` +
      `run leaves is not found by the next one.`,
  );
  return { havip: withTags(havip, inputs.tags ?? {}), marked: false };
}
