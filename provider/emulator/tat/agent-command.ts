import type { State } from "../store/state";
import type { InvocationRow, InvocationTaskRow } from "../store/tat-rows";
import { scriptOf } from "./base64";

/** What an agent has to run. */
export interface AgentCommand {
  invocationTaskId: string;
  /** The script, with the values of its parameters. */
  content: string;
  /** SHELL, POWERSHELL or BAT. */
  commandType: string;
  username: string;
  workingDirectory: string;
  timeoutSeconds: number;
}

export function commandOf(state: State, task: InvocationTaskRow): AgentCommand {
  const { Script, CommandType, Username, WorkingDirectory, Timeout } = invocationOf(state, task);
  return {
    invocationTaskId: task.InvocationTaskId,
    content: scriptOf(Script),
    commandType: CommandType,
    username: Username,
    workingDirectory: WorkingDirectory,
    timeoutSeconds: Timeout,
  };
}

export function invocationOf(state: State, { InvocationId }: InvocationTaskRow): InvocationRow {
  const invocation = state.invocations.get(InvocationId);
  if (invocation !== undefined) return invocation;
  throw new Error(`The invocation ${InvocationId} was forgotten before its tasks were over.`);
}
