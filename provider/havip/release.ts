import type { HaVip } from "../api/actions";
import { type ApiError, isApiError } from "../api/errors";
import { waitFor, WaitTimeoutError } from "../api/wait";
import type { Found } from "../api/havips-by-id";
import type { World } from "../core/emulator";
import type { Connection, Context } from "../kind";
import type { Operation } from "./schema";
import { LOOK_MS } from "./timeouts";

/** By whom and until when a HAVIP is released. */
export interface Releasing {
  /** Whether the HAVIP that a look shows is the one that is meant; undefined where this look does not tell. Asked before each attempt. */
  isOwn: (havip: HaVip) => boolean | undefined;
  /** Whether it may be there though no look shows it: then the cloud's answer to the release says so. */
  mayBeHidden: boolean;
  connection: Connection;
  context: Context;
  signal: AbortSignal;
  /** The operation whose time limit the signal is. */
  operation: Operation;
}

export type Released =
  | { kind: "gone"; world: World }
  /** Another generation's by now. */
  | { kind: "foreign" }
  | { kind: "released" };

/**
 * Releases a HAVIP and returns once no read shows it any more. A held HAVIP is refused by the cloud; as the members'
 * configuration is removed just before, the release is tried again until the deadline. So is one whose answer was lost.
 */
export async function release(id: string, releasing: Releasing): Promise<Released> {
  const { connection, context, signal } = releasing;
  const waiting = { ...context, signal };
  try {
    let shown = !releasing.mayBeHidden;
    const attempt = tellingOfTheWait(id, releasing, async () => {
      // Each time: while one waits for a holder to let go, another may take it over.
      const found = await connection.reads.now(id, signal);
      if (found.havip === undefined && shown) return { kind: "gone", world: found.world };
      shown ||= found.havip !== undefined;
      return attemptRelease(id, found, releasing);
    });
    const ended = await waitFor(`${id} cannot be released`, attempt, hasEnded, waiting);
    if (ended.kind === "released") {
      // The release is asynchronous: only when reads no longer show it is the address free.
      const look = async (): Promise<HaVip | undefined> => (await connection.reads.now(id, signal)).havip;
      const what = `${id} is being released but still there`;
      await waitFor(what, look, (havip) => havip === undefined, waiting);
    }
    return ended;
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw await explainHeld(id, error, releasing);
    throw error;
  }
}

type Attempt =
  | Released
  /** It is held or an EIP is bound, which may pass. */
  | { kind: "refused"; error: ApiError; by: string }
  /** Whose it is, was not shown. */
  | { kind: "untold" }
  /** The answer was lost: perhaps it is being released. */
  | { kind: "unanswered"; error: ApiError };

function hasEnded(attempted: Attempt): attempted is Released {
  return attempted.kind === "gone" || attempted.kind === "foreign" || attempted.kind === "released";
}

/** Asks the cloud to release what a look showed, or did not. */
async function attemptRelease(
  id: string,
  { havip, world }: Found,
  { isOwn, connection, signal }: Releasing,
): Promise<Attempt> {
  const { client, reads } = connection;
  const isMeant = havip === undefined ? true : isOwn(havip);
  if (isMeant !== true) return { kind: isMeant === undefined ? "untold" : "foreign" };
  try {
    await client.call("DeleteHaVip", { HaVipId: id }, signal);
  } catch (error) {
    if (isApiError(error, "UnsupportedOperation", "ResourceInUse")) {
      // It may have gone a moment before; a look that fails tells no more than the one above.
      const after = await reads.now(id, signal).catch(() => ({ havip, world }));
      if (after.havip === undefined) return { kind: "gone", world: after.world };
      return { kind: "refused", error, by: havip?.InstanceId ?? "" };
    }
    // Whether it was carried out shows in reads, unless the time is over.
    const lost = isApiError(error) && error.known === "ambiguous" && !signal.aborted;
    if (lost) return { kind: "unanswered", error };
    // That it is not there is what both say, in whatever words.
    const isGone = havip === undefined && isApiError(error) && error.known === "definite";
    if (isGone) return { kind: "gone", world };
    if (!isApiError(error, "ResourceNotFound")) throw error; // What is gone is released.
  }
  return { kind: "released" };
}

/**
 * The first refusal is told at once: from then on the user waits, and for what the members' machines do. Not where an
 * earlier attempt may have begun the release: then the cloud refuses because it is at work on it.
 */
function tellingOfTheWait(
  id: string,
  { context, operation }: Releasing,
  attempt: () => Promise<Attempt>,
): () => Promise<Attempt> {
  let told = false;
  return async () => {
    const attempted = await attempt();
    if (attempted.kind === "refused" && !told) {
      const holder = attempted.by === "" ? "in use" : `still held by ${attempted.by}`;
      context.warn(
        `${id} is ${holder}, so the cloud does not release it yet. Trying again until timeouts.${operation} ends: ` +
          `take the address out of the members' configuration, or stop their HA software.`,
      );
    }
    told ||= attempted.kind === "refused" || attempted.kind === "unanswered";
    return attempted;
  };
}

async function explainHeld(
  id: string,
  timeout: WaitTimeoutError<unknown>,
  { connection, context, operation }: Releasing,
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
    return new Error(
      `${timeout.message}. Run the command again, or give it more time: timeouts: { ${operation}: "10m" }`,
      {
        cause: timeout,
      },
    );
  }
  const { havip } = await connection.reads.now(id, context.deadline(LOOK_MS)).catch(() => ({ havip: undefined }));
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
