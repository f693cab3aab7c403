import type { State } from "../store/state";

/** Commands of the type SHELL run on Linux only, and the others on Windows only. */
export const ENVIRONMENTS = ["Linux", "Windows"] as const;
export type AgentEnvironment = (typeof ENVIRONMENTS)[number];

/** What the actions see of the agents. */
export interface AgentView {
  /** Of an instance that has an agent attached; undefined of any other. */
  environmentOf: (instanceId: string) => AgentEnvironment | undefined;
  /** Milliseconds since 1970; undefined where no agent was attached yet. */
  lastSeen: (instanceId: string) => number | undefined;
}

/** An agent is a process of its instance: it is online only where the instance runs. */
export function isOnline(state: State, agents: AgentView, instanceId: string): boolean {
  return agents.environmentOf(instanceId) !== undefined && state.instances.get(instanceId)?.InstanceState === "RUNNING";
}
