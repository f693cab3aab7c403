import type { HaVip } from "../api/actions";
import { isResourceId, resourceIdForm } from "../core/ids";
import type { Connection, Context, Properties } from "../kind";
import { observed } from "./observe";
import { isStatesOwn, ownershipOf } from "./ownership";
import { SCHEMA_VERSION, type State, recordedState, storedState } from "./schema";
import { managedTags, userTags } from "./tags";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

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
  const { havip, world } = await connection.reads.recently(id, signal);
  if (havip !== undefined && isStatesOwn(havip, state)) {
    return { ...state, ...observed(havip), tags: managedTags(havip, Object.keys(state.tags)) };
  }
  const { account } = await connection.identity(signal);
  requireSameWorld(`treat ${id} as gone`, id, state, { world, account });
  if (havip !== undefined) {
    context.warn(
      `${id} is treated as gone: it carries another generation's tags, so another resource has taken it over. ` +
        `The next pulumi up creates a new HAVIP; ${id} is left as it is.`,
    );
  }
  return undefined;
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
  return { ...observed(havip), ...recordOf(havip), region: connection.region, tags: userTags(havip), world, account };
}

function recordOf(havip: HaVip) {
  const { owner, generation } = ownershipOf(havip) ?? { owner: "", generation: "" };
  return { schemaVersion: SCHEMA_VERSION, owner, generation, addressGiven: false, initialized: true };
}
