import { messageOf } from "../api/thrown";
import { IncompleteError, type Connection, type Context, type Properties } from "../kind";
import { converge } from "./converge";
import { lookAgain } from "./look";
import { asKnown, stateOf } from "./observe";
import { isStatesOwn, ownershipTags } from "./ownership";
import { type Inputs, type State, checkedInputs, recordedState } from "./schema";
import { OWNERSHIP_TAGS, tagsOf } from "./tags";
import { LOOK_MS, timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/**
 * Changes a HAVIP in place and finishes what a create or an update began and could not end. Returns the whole state:
 * what is left out of it would be lost.
 */
export async function update(id: string, olds: Properties, news: Properties, context: Context): Promise<State> {
  const state = recordedState(id, olds);
  const inputs = checkedInputs(news);
  if (inputs.adopt !== undefined && inputs.adopt !== id) {
    throw new Error(
      `adopt names ${inputs.adopt}, but this resource already is ${id}. Remove adopt; nothing was changed.`,
    );
  }
  if (!needsCall(state, inputs)) return withLocalInputs(state, inputs);

  const signal = context.deadline(timeoutOf("update", inputs.timeouts));
  const connection = await context.connect(state.region, signal);
  requireSameWorld(`change ${id}`, id, state, await connection.identity(signal));
  return apply(id, state, inputs, connection, context, signal);
}

async function apply(
  id: string,
  state: State,
  inputs: Inputs,
  connection: Connection,
  context: Context,
  signal: AbortSignal,
): Promise<State> {
  const { havip: shown } = await connection.reads.now(id, signal);
  const found = shown ?? (await lookAgain(id, state, connection, { ...context, signal }));
  if (found === undefined) {
    throw new Error(
      `${id} no longer exists, so it was not changed. Run pulumi refresh, then pulumi up creates a new one.`,
    );
  }
  const havip = asKnown(found, state);
  if (!isStatesOwn(havip, state)) {
    const theirs = tagsOf(havip).get(OWNERSHIP_TAGS.generation) ?? "none";
    throw new Error(
      `${id} was not changed: it belongs to generation ${theirs}, this state to generation ${state.generation}. Another ` +
        `resource has taken it over. Run pulumi refresh, then pulumi up creates a new one.`,
    );
  }
  const owner = inputs.owner ?? state.owner;
  const origin = { ...state, owner };
  const removedTags = Object.keys(state.tags).filter((key) => !Object.hasOwn(inputs.tags ?? {}, key));
  const desired = {
    name: inputs.name,
    tags: { ...inputs.tags, ...(state.marked === false ? {} : ownershipTags(origin)) },
    removedTags,
  };
  try {
    const recorded = { name: state.name, tags: { ...state.tags, ...ownershipTags(state) } };
    const changed = await converge(connection, havip, { ...desired, recorded }, context, signal);
    return stateOf(asKnown(changed, { ...state, name: inputs.name }), inputs, origin, true);
  } catch (error) {
    const reason = `${id} is not yet what the program says; the next pulumi up continues. ${messageOf(error)}`;
    const known = await lastKnown(id, connection, context, state, inputs);
    throw new IncompleteError(id, known, new Error(reason, { cause: error }));
  }
}

/** What is true after a change that went wrong half way: the state must claim neither all of it nor nothing. */
async function lastKnown(
  id: string,
  connection: Connection,
  context: Context,
  state: State,
  inputs: Inputs,
): Promise<State> {
  // Keys of both sides: the next update must still know which tags to remove.
  const tags = { ...inputs.tags, ...state.tags };
  // The time of the update may be over.
  const { havip } = await connection.reads.now(id, context.deadline(LOOK_MS)).catch(() => ({ havip: undefined }));
  if (havip === undefined) return { ...state, tags, initialized: false };
  return stateOf(asKnown(havip, state), { ...inputs, tags }, state, false);
}

/** Some inputs only steer this package; an update after an exchange of the stored closure changes nothing at all. */
function needsCall(state: State, inputs: Inputs): boolean {
  if (!state.initialized || state.name !== inputs.name) return true;
  if (inputs.owner !== undefined && inputs.owner !== state.owner) return true;
  const have = new Map(Object.entries(state.tags));
  const want = Object.entries(inputs.tags ?? {});
  return want.length !== have.size || want.some(([key, value]) => have.get(key) !== value);
}

function withLocalInputs(state: State, inputs: Inputs): State {
  const { timeouts, subnetCidr, ...rest } = state;
  return {
    ...rest,
    ...(inputs.timeouts === undefined ? {} : { timeouts: inputs.timeouts }),
    ...(inputs.subnetCidr === undefined ? {} : { subnetCidr: inputs.subnetCidr }),
  };
}
