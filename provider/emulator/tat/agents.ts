import type { Change, State } from "../store/state";
import type { InvocationTaskRow } from "../store/tat-rows";
import type { Assumptions } from "../words/chosen-assumptions";
import { ControlError } from "../words/errors";
import { type AgentCommand, commandOf, invocationOf } from "./agent-command";
import { type AgentEnvironment, type AgentView, isOnline } from "./agent-view";
import { type Outcome, endOf, sameEnd } from "./outcome";
import { dueInvocationTasks, ended, started, unfinished } from "./tasks";

/** The cloud, as far as agents need it. */
export interface AgentHost {
  state: () => State;
  now: () => number;
  /** Whether nothing that is under way ends at present (`behaviour.tasks.stuck`). */
  isStuck: () => boolean;
  /** Lets happen what is due, and calls `advance` for it. */
  settle: () => void;
  commit: (changes: readonly Change[]) => void;
  assumptions: () => Assumptions;
}

/** Who runs the commands of one instance. */
export interface Agent {
  environment: AgentEnvironment;
  /** Of an agent in this process: is given every command. Any other one asks for them. */
  start: ((command: AgentCommand, signal: AbortSignal) => void) | undefined;
}

type Attached = Agent & { lastSeen: number; running: Map<string, AbortController> };

/**
 * The agents that are attached, and the queue of what they have to run. An instance's agent is offline unless one is
 * attached and the instance runs. Agents are processes: unlike the queue, they do not outlive the emulator.
 */
export class Agents implements AgentView {
  private readonly attached = new Map<string, Attached>();
  private readonly gone = new Map<string, number>();

  constructor(private readonly host: AgentHost) {}

  environmentOf(instanceId: string): AgentEnvironment | undefined {
    return this.attached.get(instanceId)?.environment;
  }

  lastSeen(instanceId: string): number | undefined {
    const agent = this.attached.get(instanceId);
    if (agent === undefined) return this.gone.get(instanceId);
    return agent.start === undefined ? agent.lastSeen : this.host.now();
  }

  /** The same agent from outside may be attached again, which changes nothing. */
  attach(instanceId: string, agent: Agent): void {
    this.host.settle();
    this.instanceState(instanceId);
    const present = this.attached.get(instanceId);
    if (present === undefined) {
      this.attached.set(instanceId, { ...agent, lastSeen: this.host.now(), running: new Map() });
      return;
    }
    const isSame = present.start === agent.start && present.environment === agent.environment;
    if (!isSame) throw new ControlError(409, `${instanceId} has an agent attached already: detach it first.`);
    present.lastSeen = this.host.now();
  }

  /** What the agent has not finished ends as what a lost agent ran. `only` that one, where it is given. */
  detach(instanceId: string, only?: Agent["start"]): void {
    const agent = this.attached.get(instanceId);
    if (agent === undefined || (only !== undefined && agent.start !== only)) return;
    this.host.settle();
    this.attached.delete(instanceId);
    this.gone.set(instanceId, this.host.now());
    for (const controller of agent.running.values()) controller.abort();
    this.host.settle();
  }

  /** Who is attached, whether the instance runs, and what the agent has taken and not reported yet. */
  list(): object[] {
    this.host.settle();
    const tasks = [...unfinished(this.host.state())];
    return [...this.attached].map(([instanceId, { environment, start }]) => ({
      instanceId,
      environment,
      attachedBy: start === undefined ? "control API" : "code",
      online: this.isOnline(instanceId),
      running: tasks
        .filter((task) => task.InstanceId === instanceId && task.TaskStatus === "RUNNING")
        .map((task) => task.InvocationTaskId),
    }));
  }

  /** Gives an agent from outside its next command, which runs from now on; null where there is none. */
  take(instanceId: string): AgentCommand | null {
    this.host.settle();
    const state = this.instanceState(instanceId);
    const agent = this.attached.get(instanceId);
    if (agent === undefined) throw new ControlError(409, `${instanceId} has no agent attached: attach one first.`);
    if (agent.start !== undefined) throw new ControlError(409, `The agent of ${instanceId} is attached in code.`);
    if (state !== "RUNNING") throw new ControlError(409, `${instanceId} is ${state}: no agent runs there.`);
    agent.lastSeen = this.host.now();
    return this.next(instanceId);
  }

  /** What became of a command. The same report may be repeated; any other than the first is refused. */
  report(invocationTaskId: string, outcome: Outcome): void {
    const end = endOf(outcome, { assumptions: this.host.assumptions() });
    this.host.settle();
    const task = this.host.state().invocationTasks.get(invocationTaskId);
    if (task === undefined) throw new ControlError(404, `The task ${invocationTaskId} does not exist.`);
    if (sameEnd(task, end)) return;
    if (task.TaskStatus !== "RUNNING") {
      throw new ControlError(
        409,
        `The task ${invocationTaskId} is ${task.TaskStatus}, not RUNNING: its result is refused.`,
      );
    }
    const now = this.host.now();
    const agent = this.attached.get(task.InstanceId);
    if (agent !== undefined) agent.lastSeen = now;
    agent?.running.delete(invocationTaskId);
    this.host.commit(ended(task, end, now));
  }

  /** Lets happen what is due, stops what shall not run any more, and starts what may. */
  advance(): void {
    if (this.host.isStuck()) return;
    const context = { assumptions: this.host.assumptions() };
    const isOnline = (instanceId: string): boolean => this.isOnline(instanceId);
    this.host.commit(dueInvocationTasks(this.host.state(), this.host.now(), isOnline, context));
    for (const { running } of this.attached.values()) this.stopOver(running);
    const due = [...unfinished(this.host.state())].flatMap((task) => {
      const { start, running } = this.attached.get(task.InstanceId) ?? {};
      return task.TaskStatus === "DELIVERING" && start !== undefined && running !== undefined
        ? [{ task, start, running }]
        : [];
    });
    // Together, because there may be hundreds, and every commit waits for the disk.
    this.begin(due.map(({ task }) => task));
    for (const { task, start, running } of due) {
      const controller = new AbortController();
      running.set(task.InvocationTaskId, controller);
      start(commandOf(this.host.state(), task), controller.signal);
    }
  }

  /** Forgets all agents, and tells them to stop. What they ran stays as it is. */
  clear(): void {
    const all = [...this.attached.values()];
    this.attached.clear();
    this.gone.clear();
    for (const agent of all) for (const controller of agent.running.values()) controller.abort();
  }

  private stopOver(running: Attached["running"]): void {
    for (const [id, controller] of running) {
      if (this.host.state().invocationTasks.get(id)?.TaskStatus === "RUNNING") continue;
      running.delete(id);
      controller.abort();
    }
  }

  private next(instanceId: string): AgentCommand | null {
    for (const task of unfinished(this.host.state())) {
      if (task.InstanceId !== instanceId || task.TaskStatus !== "DELIVERING") continue;
      this.begin([task]);
      return commandOf(this.host.state(), task);
    }
    return null;
  }

  private begin(tasks: readonly InvocationTaskRow[]): void {
    const now = this.host.now();
    this.host.commit(tasks.map((task) => started(task, invocationOf(this.host.state(), task).Timeout, now)));
  }

  private isOnline(instanceId: string): boolean {
    return isOnline(this.host.state(), this, instanceId);
  }

  private instanceState(instanceId: string): string {
    const { instances } = this.host.state();
    const instance = instances.get(instanceId);
    if (instance !== undefined) return instance.InstanceState;
    const known = [...instances.keys()].slice(0, 20).join(", ") || "none";
    throw new ControlError(404, `The instance ${instanceId} does not exist. There are: ${known}.`);
  }
}
