import type { HaVip } from "../api/actions";
import type { Context, Properties } from "../kind";
import { isStatesOwn } from "./ownership";
import { release } from "./release";
import { recordedState } from "./schema";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/** Releases the HAVIP that the state means, and no other. */
export async function remove(id: string, olds: Properties, context: Context): Promise<void> {
  const state = recordedState(id, olds);
  const signal = context.deadline(timeoutOf("delete", state.timeouts));
  const connection = await context.connect(state.region, signal);
  const { account, world } = await connection.identity(signal);
  requireSameWorld(`release ${id}`, id, state, { account, world });

  const isOwn = (havip: HaVip): boolean => isStatesOwn(havip, state);
  // One look that lags behind must not lose it: the cloud's answer to the release decides, unless it was taken over here.
  const mayBeHidden = !context.memory.isSettled(id);
  const ended = await release(id, { isOwn, mayBeHidden, connection, context, signal, operation: "delete" });
  if (ended.kind === "foreign") {
    context.warn(
      `${id} was not released: it carries another generation's tags, so another resource has taken it over. It is only ` +
        `removed from this state. If nothing else has it, as after a forced replacement that was killed, \`havip orphans\` ` +
        `names it and releases it.`,
    );
    return;
  }
  if (ended.kind === "gone") requireSameWorld(`count ${id} as released`, id, state, { account, world: ended.world });
  context.memory.settled(id);
  context.memory.forget(state.generation);
}
