import type { HaVip } from "../api/actions";
import { type ApiError, isApiError } from "../api/errors";
import { waitFor, WaitTimeoutError } from "../api/wait";
import type { Client } from "../api/client";
import type { Context, Properties } from "../kind";
import type { World } from "../core/emulator";
import { findHavip } from "./describe";
import { isStatesOwn } from "./ownership";
import { type State, recordedState } from "./schema";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/**
 * Releases a HAVIP, and nothing but the one that the state means. A held HAVIP is refused by the cloud; as the members'
 * configuration is removed just before, the release is tried again until the deadline.
 */
export async function remove(id: string, olds: Properties, context: Context): Promise<void> {
  const state = recordedState(id, olds);
  const signal = context.deadline(timeoutOf("delete", state.timeouts));
  const { client, ...connection } = await context.connect(state.region, signal);
  const { account, world } = await connection.identity(signal);
  requireSameWorld(`release ${id}`, id, state, { account, world });

  const waiting = { ...context, signal };
  try {
    const attempt = tellingOfTheWait(id, context, () => attemptRelease(client, id, state, signal));
    const attempted = await waitFor(`${id} cannot be released`, attempt, ({ kind }) => kind !== "refused", waiting);
    if (attempted.kind === "gone") {
      requireSameWorld(`count ${id} as released`, id, state, { account, world: attempted.world });
    } else if (attempted.kind === "foreign") {
      context.warn(
        `${id} was not released: it carries another generation's tags, so another resource has taken it over. ` +
          `It is only removed from this state.`,
      );
    } else {
      // The release is asynchronous: only when reads no longer show it is the address free.
      const look = async (): Promise<HaVip | undefined> => (await findHavip(client, id, signal)).havip;
      await waitFor(stillThere(id, attempted), look, (havip) => havip === undefined, waiting);
      context.memory.forget(state.generation);
    }
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw await explainHeld(client, id, error, context);
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

/** Looks each time whose it is: while one waits for a holder to let go, another may take it over. */
async function attemptRelease(client: Client, id: string, state: State, signal: AbortSignal): Promise<Attempt> {
  const { havip, world } = await findHavip(client, id, signal);
  if (havip === undefined) return { kind: "gone", world };
  if (!isStatesOwn(havip, state)) return { kind: "foreign" };
  try {
    await client.call("DeleteHaVip", { HaVipId: id }, signal);
  } catch (error) {
    if (isApiError(error, "UnsupportedOperation", "ResourceInUse")) {
      return { kind: "refused", error, by: havip.InstanceId };
    }
    // Whether it was carried out shows in reads, unless the time is over.
    const lost = isApiError(error) && error.known === "ambiguous" && !signal.aborted;
    if (lost) return { kind: "unanswered", error };
    if (!isApiError(error, "ResourceNotFound")) throw error; // What is gone is released.
  }
  return { kind: "released" };
}

/** The first refusal is told at once: from then on the user waits, and for what the members' machines do. */
function tellingOfTheWait(id: string, context: Context, attempt: () => Promise<Attempt>): () => Promise<Attempt> {
  let told = false;
  return async () => {
    const attempted = await attempt();
    if (attempted.kind === "refused" && !told) {
      told = true;
      const holder = attempted.by === "" ? "in use" : `still held by ${attempted.by}`;
      context.warn(
        `${id} is ${holder}, so the cloud does not release it yet. Trying again until timeouts.delete ends: ` +
          `take the address out of the members' configuration, or stop their HA software.`,
      );
    }
    return attempted;
  };
}

function stillThere(id: string, attempted: Attempt): string {
  return attempted.kind === "unanswered"
    ? `${id} is still there, and the answer to its release was lost (${attempted.error.cloudMessage})`
    : `${id} is being released but still there`;
}

async function explainHeld(
  client: Client,
  id: string,
  timeout: WaitTimeoutError<unknown>,
  context: Context,
): Promise<Error> {
  const refusal = refusalIn(timeout.last);
  if (refusal === undefined) {
    return new Error(`${timeout.message}. Run the command again, or give it more time: timeouts: { delete: "10m" }`, {
      cause: timeout,
    });
  }
  const { havip } = await findHavip(client, id, context.deadline(10_000)).catch(() => ({ havip: undefined }));
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

/** The cloud's refusal, if that is what the wait for the release ended with. */
function refusalIn(last: unknown): ApiError | undefined {
  const error = typeof last === "object" && last !== null && "error" in last ? last.error : undefined;
  return isApiError(error) ? error : undefined;
}
