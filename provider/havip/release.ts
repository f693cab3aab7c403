import type { HaVip } from "../api/actions";
import { WaitTimeoutError, waitFor } from "../api/wait";
import type { Found } from "../api/havips-by-id";
import type { Connection, Context } from "../kind";
import { absence } from "./absence";
import { type Attempt, type Meant, type Pending, type Released, attemptRelease } from "./release-attempt";
import type { Operation } from "./schema";
import { LOOK_MS } from "./timeouts";

/** By whom and until when a HAVIP is released. */
export interface Releasing {
  /**
   * Whether the HAVIP that a look shows is the one that is meant; undefined where this look does not tell. Asked before
   * each attempt.
   */
  isOwn: (havip: HaVip) => boolean | undefined;
  /** Whether it may be there though no look shows it: then the cloud's answer to the release says so. */
  mayBeHidden: boolean;
  connection: Connection;
  context: Context;
  signal: AbortSignal;
  /** The operation whose time limit the signal is. */
  operation: Operation;
}

/**
 * Releases a HAVIP and returns once no read shows it any more. A held HAVIP is refused by the cloud; as the members'
 * configuration is removed just before, the release is tried again until the deadline. So is one whose answer was lost.
 */
export async function release(id: string, releasing: Releasing): Promise<Released> {
  const { isOwn, connection, context, signal } = releasing;
  const waiting = { ...context, signal };
  const look = (): Promise<Found> => connection.reads.now(id, signal);
  try {
    const attempt = attempts({ id, look, isOwn }, releasing);
    const ended = await waitFor(`${id} cannot be released`, attempt, hasEnded, waiting);
    if (ended.kind === "released") {
      // The release is asynchronous: only when reads no longer show it is the address free.
      await waitFor(`${id} is being released but still there`, look, ({ havip }) => havip === undefined, waiting);
    }
    return ended;
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw await explainHeld(id, error, releasing);
    throw error;
  }
}

function hasEnded(attempted: Attempt): attempted is Released {
  return attempted.kind === "gone" || attempted.kind === "foreign" || attempted.kind === "released";
}

/**
 * Looks and then asks for the release, each time: while one waits for a holder to let go, another may take it over. What
 * was shown before and is not any more is only looked at: perhaps that look lags behind.
 */
function attempts(meant: Meant, releasing: Releasing): () => Promise<Attempt> {
  const { connection, signal, mayBeHidden } = releasing;
  const tell = tellingOfTheWait(meant.id, releasing);
  const isGone = absence();
  let wasShown = !mayBeHidden;
  let last: Attempt = { kind: "untold" };
  return async () => {
    const found = await meant.look();
    if (isGone(found.havip) && wasShown) return { kind: "gone", world: found.world };
    wasShown ||= found.havip !== undefined;
    if (found.havip === undefined && wasShown) return last;
    last = await attemptRelease(meant, found, connection, signal);
    if (!hasEnded(last)) tell(last);
    return last;
  };
}

/**
 * The second refusal is told at once: from then on the user waits, and for what the members' machines do. Not the first:
 * it may come because the HAVIP has just gone. Nor any where an earlier attempt may have begun the release: then the cloud
 * refuses because it is at work on it.
 */
function tellingOfTheWait(id: string, { context, operation }: Releasing): (pending: Pending) => void {
  let refusals = 0;
  let isLost = false;
  return (pending) => {
    isLost ||= pending.kind === "unanswered";
    if (pending.kind !== "refused" || isLost) return;
    refusals += 1;
    if (refusals !== 2) return;
    const holder = pending.by === "" ? "in use" : `still held by ${pending.by}`;
    context.warn(
      `${id} is ${holder}, so the cloud does not release it yet. Trying again until timeouts.${operation} ends: ` +
        `take the address out of the members' configuration, or stop their HA software.`,
    );
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
      `${timeout.waited}. Run the command again, or give it more time: timeouts: { ${operation}: "10m" }`,
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
