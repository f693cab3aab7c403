import type { AgentCommand } from "./agent-command";
import type { AgentEnvironment } from "./agent-view";
import type { Agents } from "./agents";
import { type Outcome, checked } from "./outcome";

/**
 * Runs one command and tells how it ended. Where it cannot be started, the promise is rejected. The signal is aborted
 * when the result is not wanted any more: the command was cancelled or timed out, or the agent is detached.
 */
export type AgentRun = (
  command: AgentCommand,
  signal: AbortSignal,
) => Promise<{ exitCode: number; output: Buffer | string }>;

/** Attaches a function of this process as an instance's agent, on the same queue as agents of other processes. */
export function attachInCode(
  agents: Agents,
  instanceId: string,
  run: AgentRun,
  environment: AgentEnvironment = "Linux",
): () => void {
  const start = (command: AgentCommand, signal: AbortSignal): void => {
    void outcomeOf(run, command, signal).then((outcome) => {
      if (!signal.aborted) report(agents, command.invocationTaskId, outcome);
    });
  };
  agents.attach(instanceId, { environment, start });
  return () => {
    agents.detach(instanceId, start);
  };
}

/** Never rejects, and calls `run` only after the request that made the command has done its work. */
async function outcomeOf(run: AgentRun, command: AgentCommand, signal: AbortSignal): Promise<Outcome> {
  try {
    await Promise.resolve();
    return checked(await run(command, signal));
  } catch (error) {
    return { startError: error instanceof Error ? error.message : String(error) };
  }
}

function report(agents: Agents, invocationTaskId: string, outcome: Outcome): void {
  try {
    agents.report(invocationTaskId, outcome);
  } catch {
    // It timed out in this very moment, or the disk refuses the result: then it will time out.
    return;
  }
}
