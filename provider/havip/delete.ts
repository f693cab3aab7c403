import type { HaVip } from "../api/actions";
import { type ApiError, isApiError } from "../api/errors";
import { waitFor, WaitTimeoutError } from "../api/wait";
import type { Connection, Context, Properties } from "../kind";
import type { World } from "../core/emulator";
import { isStatesOwn } from "./ownership";
import { type State, recordedState } from "./schema";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/**
 * Releases a HAVIP, and nothing but the one that the state means. A held HAVIP is refused by the cloud; as the members'
 * configuration is removed just before, the release is tried again until the deadline. So is one whose answer was lost.
 */
export async function remove(id: string, olds: Properties, context: Context): Promise<void> {
  const state = recordedState(id, olds);
  const signal = context.deadline(timeoutOf("delete", state.timeouts));
  const connection = await context.connect(state.region, signal);
  const { account, world } = await connection.identity(signal);
  requireSameWorld(`release ${id}`, id, state, { account, world });

  const waiting = { ...context, signal };
  try {
    const attempt = tellingOfTheWait(id, context, () => attemptRelease(connection, id, state, signal));
    const ended = await waitFor(`${id} cannot be released`, attempt, hasEnded, waiting);
    if (ended.kind === "foreign") {
      context.warn(
        `${id} was not released: it carries another generation's tags, so another resource has taken it over. ` +
          `It is only removed from this state.`,
      );
      return;
    }
    if (ended.kind === "gone") {
      requireSameWorld(`count ${id} as released`, id, state, { account, world: ended.world });
    } else {
      // The release is asynchronous: only when reads no longer show it is the address free.
      const look = async (): Promise<HaVip | undefined> => (await connection.reads.now(id, signal)).havip;
      const what = `${id} is being released but still there`;
      await waitFor(what, look, (havip) => havip === undefined, waiting);
    }
    context.memory.settled(id);
    context.memory.forget(state.generation);
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw await explainHeld(connection, id, error, context);
    throw error;
  }
}

type Attempt =
  | { kind: "gone"; world: World }
  /** Another generation's by now. */
  | { kind: "foreign" }
  /** It is held or an EIP is bound, which may pass. */
  | { kind: "refused"; error: ApiError; by: string }
  /** The answer was lost: perhaps it is being released. */
  | { kind: "unanswered"; error: ApiError }
  | { kind: "released" };

function hasEnded({ kind }: Attempt): boolean {
  return kind !== "refused" && kind !== "unanswered";
}

/** Looks each time whose it is: while one waits for a holder to let go, another may take it over. */
async function attemptRelease(
  { client, reads }: Connection,
  id: string,
  state: State,
  signal: AbortSignal,
): Promise<Attempt> {
  const { havip, world } = await reads.now(id, signal);
  if (havip === undefined) return { kind: "gone", world };
  if (!isStatesOwn(havip, state)) return { kind: "foreign" };
  try {
    await client.call("DeleteHaVip", { HaVipId: id }, signal);
  } catch (error) {
    if (isApiError(error, "UnsupportedOperation", "ResourceInUse")) {
      // It may have gone a moment before; a look that fails tells no more than the one above.
      const after = await reads.now(id, signal).catch(() => ({ havip, world }));
      if (after.havip === undefined) return { kind: "gone", world: after.world };
      return { kind: "refused", error, by: havip.InstanceId };
    }
    // Whether it was carried out shows in reads, unless the time is over.
    const lost = isApiError(error) && error.known === "ambiguous" && !signal.aborted;
    if (lost) return { kind: "unanswered", error };
    if (!isApiError(error, "ResourceNotFound")) throw error; // What is gone is released.
  }
  return { kind: "released" };
}

/**
 * The first refusal is told at once: from then on the user waits, and for what the members' machines do. Not where an
 * earlier attempt may have begun the release: then the cloud refuses because it is at work on it.
 */
function tellingOfTheWait(id: string, context: Context, attempt: () => Promise<Attempt>): () => Promise<Attempt> {
  let told = false;
  return async () => {
    const attempted = await attempt();
    if (attempted.kind === "refused" && !told) {
      const holder = attempted.by === "" ? "in use" : `still held by ${attempted.by}`;
      context.warn(
        `${id} is ${holder}, so the cloud does not release it yet. Trying again until timeouts.delete ends: ` +
          `take the address out of the members' configuration, or stop their HA software.`,
      );
    }
    told ||= attempted.kind === "refused" || attempted.kind === "unanswered";
    return attempted;
  };
}

async function explainHeld(
  { reads }: Connection,
  id: string,
  timeout: WaitTimeoutError<unknown>,
  context: Context,
): Promise<Error> {
  const { last } = timeout;
  if (isAttempt(last) && last.kind === "unanswered") {
    const lost = `the answer to its release was lost (${last.error.cloudMessage})`;
    return new Error(`${id} is still there, and ${lost}. Run the command again. ${last.error.message}`, {
      cause: last.error,
    });
  }
  const refusal = isAttempt(last) && last.kind === "refused" ? last.error : undefined;
  if (refusal === undefined) {
    return new Error(`${timeout.message}. Run the command again, or give it more time: timeouts: { delete: "10m" }`, {
      cause: timeout,
    });
  }
  const { havip } = await reads.now(id, context.deadline(10_000)).catch(() => ({ havip: undefined }));
  const holder =
    havip === undefined || havip.InstanceId === ""
      ? ""
      : ` It is held by ${havip.InstanceId} (${havip.NetworkInterfaceId}).`;
  const eip =
    havip === undefined || havip.AddressIp === "" ? "" : ` The EIP ${havip.AddressIp} is bound to it: unbind it first.`;
  return new Error(
    `${id} was not released: the cloud refuses while it is in use.${holder}${eip} Stop the HA software on the members, backups ` +
      `first (systemctl stop keepalived), so that none claims the address, then run the command again. ${refusal.message}`,
    { cause: refusal },
  );
}

function isAttempt(last: unknown): last is Attempt {
  return typeof last === "object" && last !== null && "kind" in last;
}
