import type { HaVip } from "../api/actions";
import { WaitTimeoutError, type Waiting, waitFor } from "../api/wait";
import type { Connection } from "../kind";
import type { State } from "./schema";

/** Between the look that does not show a HAVIP and the one that says so. */
const PAUSE_MS = 1_000;

/**
 * A HAVIP that a look has not shown, looked for again; undefined where it is gone. Reads may lag behind and answers be
 * wrong, and what counts as gone is made a second time. One that a create could not finish may never have been readable
 * yet: it is waited for as long as the waiting may last.
 */
export async function lookAgain(
  id: string,
  { initialized }: Pick<State, "initialized">,
  { reads }: Connection,
  waiting: Waiting,
): Promise<HaVip | undefined> {
  const look = async (): Promise<HaVip | undefined> => (await reads.now(id, waiting.signal)).havip;
  if (initialized) {
    await waiting.sleep(PAUSE_MS, waiting.signal);
    return look();
  }
  try {
    return await waitFor(`${id} cannot be read`, look, (havip) => havip !== undefined, waiting);
  } catch (error) {
    if (error instanceof WaitTimeoutError) return undefined;
    throw error;
  }
}
