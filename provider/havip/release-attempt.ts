import type { HaVip } from "../api/actions";
import { type ApiError, isApiError } from "../api/errors";
import type { Found } from "../api/havips-by-id";
import type { World } from "../core/emulator";
import type { Connection } from "../kind";

/** What is released, and how it is looked at. */
export interface Meant {
  id: string;
  look: () => Promise<Found>;
  /** Whether the HAVIP that a look shows is the one that is meant; undefined where this look does not tell. */
  isOwn: (havip: HaVip) => boolean | undefined;
}

export type Released =
  | { kind: "gone"; world: World }
  /** Another generation's by now. */
  | { kind: "foreign" }
  | { kind: "released" };

export type Pending =
  /** It is held or an EIP is bound, which may pass. */
  | { kind: "refused"; error: ApiError; by: string }
  /** The answer was lost: perhaps it is being released. */
  | { kind: "unanswered"; error: ApiError }
  /** The looks so far do not tell whose it is. */
  | { kind: "untold" };

export type Attempt = Released | Pending;

/** Asks the cloud to release what a look showed, or did not. While it is put off, it is looked at before each repetition. */
export async function attemptRelease(
  { id, look, isOwn }: Meant,
  { havip, world }: Found,
  { client }: Connection,
  signal: AbortSignal,
): Promise<Attempt> {
  const whose = judge(havip, isOwn);
  if (whose !== "meant") return { kind: whose };
  const otherwise: Exclude<Whose, "meant">[] = [];
  const isStillMeant = async (): Promise<boolean> => {
    try {
      const now = judge((await look()).havip, isOwn);
      if (now !== "meant") otherwise.push(now);
      return now === "meant";
    } catch (error) {
      if (signal.aborted) return false; // What the release was put off for says more.
      throw error;
    }
  };
  try {
    await client.call("DeleteHaVip", { HaVipId: id }, signal, { mayRepeat: isStillMeant });
    return { kind: "released" };
  } catch (error) {
    const [kind] = otherwise;
    if (kind !== undefined) return { kind };
    if (!isApiError(error) || error.action !== "DeleteHaVip") throw error;
    const isSaid = (...codes: string[]): boolean => isApiError(error, ...codes);
    // Also where no look shows it: it may be hidden, and held.
    if (isSaid("UnsupportedOperation", "ResourceInUse")) {
      return { kind: "refused", error, by: havip?.InstanceId ?? "" };
    }
    // Whether it was carried out shows in reads, unless the time is over.
    if (error.known === "ambiguous" && !signal.aborted) return { kind: "unanswered", error };
    // That it is not there is what both say, in whatever words. A gateway's page has no code: it is no word of the cloud.
    if (havip === undefined && error.known === "definite" && error.code !== "") return { kind: "gone", world };
    if (isSaid("ResourceNotFound")) return { kind: "released" }; // What is gone is released.
    throw error;
  }
}

type Whose = "meant" | "foreign" | "untold";

/** What no look shows is asked for all the same: the cloud's answer says whether it is there. */
function judge(shown: HaVip | undefined, isOwn: Meant["isOwn"]): Whose {
  const isMeant = shown === undefined || isOwn(shown);
  if (isMeant === undefined) return "untold";
  return isMeant ? "meant" : "foreign";
}
