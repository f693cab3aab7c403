import type { Connection, Context } from "../kind";
import type { Ownership } from "./ownership";
import type { Inputs } from "./schema";

/** One HAVIP that is applied for: what for, for whom, where, and until when. */
export interface Application {
  inputs: Inputs;
  ownership: Ownership;
  connection: Connection;
  context: Context;
  /** Aborted when the time of the create is over. */
  signal: AbortSignal;
}
