import { setTimeout as sleepFor } from "node:timers/promises";
import { isApiError } from "../../api/errors";
import { messageOf } from "../../api/thrown";
import { WaitTimeoutError, waitFor } from "../../api/wait";
import type { HaVip } from "../../api/actions";
import type { World } from "../../core/emulator";
import { type Ownership, ownershipOf } from "../../havip/ownership";
import { inUse } from "./judge";
import type { Row } from "./look";

export type Outcome =
  /** Reads no longer show it. */
  | { kind: "released" }
  /** It is there as it was, and why. */
  | { kind: "kept"; why: string }
  /** Nobody knows, or not yet. */
  | { kind: "failed"; why: string };

const PATIENCE_MS = 300_000;

/**
 * Releases an orphan and waits until it is gone. It is looked at again just before, and before every attempt: what has
 * another owner or generation by now, or is in use, is not touched.
 */
export async function release({ havip: listed, connection }: Row, world: World): Promise<Outcome> {
  const { client, reads } = connection;
  const { HaVipId: id } = listed;
  const before = ownershipOf(listed);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let isAccepted = false;
  /** The answer of an attempt was lost: a refusal may mean that the cloud is at work on it. */
  let isUnclear = false;
  /** The cloud put an attempt off, and meanwhile it was gone, or no orphan any more. */
  let hasChanged = false;

  const isStillAnOrphan = async (): Promise<boolean> => {
    const { havip, world: here } = await reads.now(id, signal);
    hasChanged = here !== world || havip === undefined || whyKept(havip, before) !== undefined;
    return !hasChanged;
  };

  const attempt = async (): Promise<Outcome | undefined> => {
    const { havip, world: here } = await reads.now(id, signal);
    if (here !== world) return { kind: "failed", why: "another cloud answers at this endpoint by now" };
    if (havip === undefined) return { kind: "released" };
    if (isAccepted) return undefined;
    const why = whyKept(havip, before);
    if (why !== undefined) return { kind: "kept", why };
    try {
      await client.call("DeleteHaVip", { HaVipId: id }, signal, { mayRepeat: isStillAnOrphan });
      isAccepted = true;
    } catch (error) {
      if (hasChanged || isApiError(error, "ResourceNotFound")) return undefined; // The next look shows it.
      if (isApiError(error) && error.known === "ambiguous") isUnclear = true;
      else if (isApiError(error, "UnsupportedOperation", "ResourceInUse")) {
        if (!isUnclear) return { kind: "kept", why: `the cloud refuses: ${error.message}` };
      } else throw error;
    }
    return undefined;
  };

  try {
    const what = `${id} is being released but still there`;
    const sleep = (ms: number, until: AbortSignal): Promise<void> => sleepFor(ms, undefined, { signal: until });
    return await waitFor(what, attempt, (outcome) => outcome !== undefined, { signal, sleep });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) return { kind: "failed", why: messageOf(error) };
    return { kind: "failed", why: `${error.waited}. Run the command again to see whether it is gone` };
  }
}

/** Why it is not released, if there is a reason: it is not what it was when it was listed, or it is in use. */
function whyKept(havip: HaVip, before: Ownership | undefined): string | undefined {
  const now = ownershipOf(havip);
  if (now === undefined || now.owner !== before?.owner || now.generation !== before.generation) {
    return "its ownership tags have changed since it was listed: it was taken over";
  }
  return inUse(havip);
}
