import type { HaVip } from "../api/actions";
import type { Context, Properties } from "../kind";
import { isStatesOwn } from "./ownership";
import { release } from "./release";
import { type State, recordedState } from "./schema";
import { LOOKS_FOR_TAGS, showsTags } from "./shown-tags";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/** Releases the HAVIP that the state means, and no other. */
export async function remove(id: string, olds: Properties, context: Context): Promise<void> {
  const state = recordedState(id, olds);
  const signal = context.deadline(timeoutOf("delete", state.timeouts));
  const connection = await context.connect(state.region, signal);
  const { account, world } = await connection.identity(signal);
  requireSameWorld(`release ${id}`, id, state, { account, world });

  const incarnation = context.memory.incarnationOf(id);
  if (incarnation !== undefined && incarnation !== state.generation) {
    // A forced replacement took it over a moment ago: a read that lags behind would show it as it was.
    tellOfTheOther(id, context);
    return;
  }
  // One look that lags behind must not lose it: the cloud's answer to the release decides, unless it was released here.
  const mayBeHidden = incarnation !== undefined || !context.memory.isSettled(id);
  const isOwn = whoseItIs(state);
  const ended = await release(id, { isOwn, mayBeHidden, connection, context, signal, operation: "delete" });
  if (ended.kind === "foreign") {
    tellOfTheOther(id, context);
    return;
  }
  if (ended.kind === "gone") requireSameWorld(`count ${id} as released`, id, state, { account, world: ended.world });
  context.memory.settled(id);
  context.memory.forget(state.generation);
}

/**
 * Whether the HAVIP that a look shows is the state's. What was marked and is shown without any word of tags may be
 * another's by now, so it is looked at a few times more; then its attributes speak for it, as where a site hides all tags.
 */
function whoseItIs(state: State): (havip: HaVip) => boolean | undefined {
  let looksInARow = 0;
  return (havip) => {
    looksInARow = showsTags(havip) ? 0 : looksInARow + 1;
    const isUntold = looksInARow > 0 && looksInARow < LOOKS_FOR_TAGS && state.marked !== false;
    return isUntold ? undefined : isStatesOwn(havip, state);
  };
}

function tellOfTheOther(id: string, context: Context): void {
  context.warn(
    `${id} was not released: it carries another generation's tags, so another resource has taken it over. It is only ` +
      `removed from this state. If nothing else has it, as after a forced replacement that was killed, \`havip orphans\` ` +
      `names it and releases it.`,
  );
}
