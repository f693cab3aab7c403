import type { HaVip } from "../api/actions";
import { isApiError } from "../api/errors";
import { messageOf } from "../api/thrown";
import { waitFor } from "../api/wait";
import { MAX_TAGS_PER_CALL } from "../core/limits";
import { type Connection, type Context, IncompleteError, type Properties } from "../kind";
import { takeOver } from "./adopt";
import { converge } from "./converge";
import { findHavip } from "./describe";
import { explainRefusal } from "./explain";
import { findOwn, findUnanswered } from "./find-own";
import { type Origin, stateOf } from "./observe";
import { type Ownership, clientToken, ownershipTags } from "./ownership";
import { checkedInputs, type Inputs, type State } from "./schema";
import { tagList } from "./tags";
import { timeoutOf } from "./timeouts";

/**
 * Applies for a HAVIP, exactly once: identity is settled first, then a HAVIP that this incarnation already has is
 * looked for, and only then one is made. From the moment the cloud has it, every failure carries its id.
 */
export async function create(properties: Properties, context: Context): Promise<{ id: string; state: State }> {
  const inputs = checkedInputs(properties);
  const owner = requireOwner(inputs);
  const signal = context.deadline(timeoutOf("create", inputs.timeouts));
  const connection = await context.connect(inputs.region, signal);
  const identity = await connection.identity(signal);
  const ownership: Ownership = { owner, generation: context.memory.generationOf(owner) };
  const addressGiven = inputs.address !== undefined;
  const origin: Origin = { region: connection.region, ...identity, ...ownership, addressGiven };

  const havip =
    inputs.adopt === undefined
      ? ((await findOwn(connection, inputs, ownership, context, signal)) ??
        (await apply(connection, inputs, ownership, context, signal)))
      : await takeOver(connection, inputs.adopt, inputs, ownership, context, signal);
  try {
    const visible = await waitUntilVisible(connection, havip.HaVipId, context, signal);
    const desired = { name: inputs.name, tags: { ...inputs.tags, ...ownershipTags(ownership) }, removedTags: [] };
    const complete = await converge(connection, visible, desired, context, signal);
    return { id: havip.HaVipId, state: stateOf(complete, inputs, origin, true) };
  } catch (error) {
    // Every tag that may have been written: the answer of a create need not show them yet.
    const state = { ...stateOf(havip, inputs, origin, false), tags: inputs.tags ?? {} };
    const reason = `${havip.HaVipId} is there but not finished; the next pulumi up continues. ${messageOf(error)}`;
    throw new IncompleteError(havip.HaVipId, state, new Error(reason, { cause: error }));
  }
}

function requireOwner({ owner, name }: Inputs): string {
  if (owner !== undefined) return owner;
  throw new Error(
    `The HAVIP ${name} was not created: this run leaves out the stack's identity, which every HAVIP is marked with so that ` +
      `it is never made twice or lost. Run pulumi up without --target once, or add the identity: ` +
      `--target '**tencentcloud:StackIdentity::*'`,
  );
}

async function apply(
  connection: Connection,
  inputs: Inputs,
  ownership: Ownership,
  context: Context,
  signal: AbortSignal,
): Promise<HaVip> {
  const tags = { ...ownershipTags(ownership), ...inputs.tags };
  const request = {
    VpcId: inputs.vpcId,
    SubnetId: inputs.subnetId,
    HaVipName: inputs.name,
    ...(inputs.address === undefined ? {} : { Vip: inputs.address }),
    ...(inputs.checkAssociate === undefined ? {} : { CheckAssociate: inputs.checkAssociate }),
    // Ours come first: one call takes a limited number of tags, the rest is written afterwards.
    Tags: tagList(tags).slice(0, MAX_TAGS_PER_CALL),
    ClientToken: clientToken(ownership),
  };
  try {
    return (await connection.client.call("CreateHaVip", request, signal)).response.HaVip;
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (error.known === "ambiguous") return await findUnanswered(connection, inputs, ownership, error, context);
    throw await explainRefusal(connection.client, error, inputs, signal);
  }
}

/** A HAVIP that was just made may take a moment to show up in reads. */
async function waitUntilVisible(
  { client }: Connection,
  id: string,
  context: Context,
  signal: AbortSignal,
): Promise<HaVip> {
  const look = async (): Promise<HaVip | undefined> => (await findHavip(client, id, signal)).havip;
  const what = `${id} was created but cannot be read yet`;
  const visible = await waitFor(what, look, (havip) => havip !== undefined, { ...context, signal });
  if (visible === undefined) throw new Error(what); // Not reached: waitFor returns what is done.
  return visible;
}
