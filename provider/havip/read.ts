import type { HaVip } from "../api/actions";
import type { Waiting } from "../api/wait";
import { isResourceId, resourceIdForm } from "../core/ids";
import type { Connection, Context, Properties } from "../kind";
import { lookAgain } from "./look";
import { asKnown, observed } from "./observe";
import { isStatesOwn } from "./ownership";
import { SCHEMA_VERSION, type State, recordedState, storedState } from "./schema";
import { isTagged, managedTags, userTags } from "./tags";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/** How long a HAVIP that no create could finish is looked for, before it counts as released by somebody. */
const UNFINISHED_MS = 60_000;

/** What the cloud shows of a HAVIP; undefined when it is gone, so that the next `up` makes a new one. */
export async function read(id: string, olds: Properties, context: Context): Promise<State | undefined> {
  if (!isResourceId("havip", id))
    throw new Error(`${JSON.stringify(id)} is not an id of the form ${resourceIdForm("havip")}`);
  const { state, recorded } = storedState(id, olds);
  const signal = context.deadline(timeoutOf("read", state.timeouts));
  const connection = await context.connect(state.region, signal);
  return recorded ? refresh(id, recordedState(id, olds), connection, context, signal) : get(id, connection, signal);
}

/** `pulumi refresh`: the state has a record, which decides whether the HAVIP found is the one meant. */
async function refresh(
  id: string,
  state: State,
  connection: Connection,
  context: Context,
  signal: AbortSignal,
): Promise<State | undefined> {
  const { havip: shown, world } = await connection.reads.recently(id, signal);
  if (shown !== undefined && isMeant(shown, state)) return renewed(state, shown);
  const { account } = await connection.identity(signal);
  requireSameWorld(`treat ${id} as gone`, id, state, { world, account });
  const havip = shown ?? (await lookAgain(id, state, connection, patienceOf(state, context)));
  if (havip === undefined) return undefined;
  if (isMeant(havip, state)) return renewed(state, havip);
  context.warn(
    `${id} is treated as gone: it carries another generation's tags, so another resource has taken it over. ` +
      `The next pulumi up creates a new HAVIP; ${id} is left as it is.`,
  );
  return undefined;
}

/** No longer than the whole refresh may take, and not as long as an unfinished create. */
function patienceOf({ timeouts }: State, context: Context): Waiting {
  const milliseconds = Math.min(timeoutOf("read", timeouts), UNFINISHED_MS);
  return { ...context, signal: context.deadline(milliseconds) };
}

/** A resource that is only read has no generation of its own: it means the id, whoever has marked that by now. */
function isMeant(havip: HaVip, state: State): boolean {
  return state.generation === "" || isStatesOwn(asKnown(havip, state), state);
}

function renewed(state: State, havip: HaVip): State {
  // A row without any list of tags says nothing of them; an empty list does.
  const tags = isTagged(havip) ? managedTags(havip, Object.keys(state.tags)) : state.tags;
  return { ...state, ...observed(asKnown(havip, state)), tags };
}

/** `Havip.get`: an existing HAVIP that the program only reads. All it has is the id and the region. */
async function get(id: string, connection: Connection, signal: AbortSignal): Promise<State> {
  const [{ havip }, { world, account }] = await Promise.all([
    connection.reads.recently(id, signal),
    connection.identity(signal),
  ]);
  if (havip === undefined) {
    throw new Error(
      `There is no HAVIP ${id} in ${connection.region} for the account ${account}. Check the id and the region.`,
    );
  }
  return { ...observed(havip), ...RECORD, region: connection.region, tags: userTags(havip), world, account };
}

/** It belongs to whoever made it, whatever becomes of that. */
const RECORD = { schemaVersion: SCHEMA_VERSION, owner: "", generation: "", addressGiven: false, initialized: true };
