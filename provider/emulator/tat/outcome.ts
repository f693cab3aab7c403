import type { InvocationTaskRow } from "../store/tat-rows";
import type { Assuming } from "../words/chosen-assumptions";
import { integerOf, refusal } from "../words/given";
import { isRecord } from "../words/parameters";
import { keptOutput } from "./base64";
import { type End, endWithout } from "./tasks";

/** What an agent says of a command: how it ended, or why it could not be started. */
export type Outcome = { exitCode: number; output: Buffer | string } | { startError: string };

export function endOf(outcome: Outcome, context: Assuming): End {
  const known = checked(outcome);
  if ("startError" in known) return endWithout("START_FAILED", context, known.startError.slice(0, 1_000));
  const { exitCode, output } = known;
  const bytes = typeof output === "string" ? Buffer.from(output) : output;
  return { TaskStatus: exitCode === 0 ? "SUCCESS" : "FAILED", ExitCode: exitCode, ...keptOutput(bytes), ErrorInfo: "" };
}

/** The outcome, once it is known to be one. */
export function checked<O extends Outcome>(outcome: O): O {
  if (!isRecord(outcome))
    throw refusal("The agent answered nothing: it has to say { exitCode, output } or { startError }.");
  if ("startError" in outcome) return outcome;
  const { exitCode, output } = outcome;
  // Those of Windows have 32 bits, with a sign or without.
  integerOf(exitCode, "The exitCode", -(2 ** 31), 2 ** 32 - 1);
  if (typeof output !== "string" && !Buffer.isBuffer(output)) throw refusal("The output is neither text nor bytes.");
  return outcome;
}

/** Whether the task ended in just this way. */
export function sameEnd(task: InvocationTaskRow, end: End): boolean {
  return (
    task.TaskStatus === end.TaskStatus &&
    task.ExitCode === end.ExitCode &&
    task.Output === end.Output &&
    task.Dropped === end.Dropped
  );
}
