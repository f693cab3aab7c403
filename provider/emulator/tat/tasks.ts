import type { Change, State } from "../store/state";
import { type FinalStatus, type InvocationRow, type InvocationTaskRow, UNDELIVERED } from "../store/tat-rows";
import type { Assuming } from "../words/chosen-assumptions";

/** How a task ended. */
export interface End {
  TaskStatus: FinalStatus;
  ExitCode: number;
  Output: string;
  Dropped: number;
  ErrorInfo: string;
}

/** A task that ends without an exit code and an output. */
export function endWithout(TaskStatus: FinalStatus, { assumptions }: Assuming, ErrorInfo = ""): End {
  return { TaskStatus, ExitCode: assumptions.exitCodeOfNone, Output: "", Dropped: 0, ErrorInfo };
}

/** The tasks of a new invocation, and what is forgotten for it. */
export function beginInvocation(
  state: State,
  row: InvocationRow,
  tasks: readonly InvocationTaskRow[],
  context: Assuming,
): Change[] {
  return [
    ...forgotten(state, context),
    { table: "invocations", id: row.InvocationId, row },
    ...tasks.flatMap((task): Change[] => [
      written(task),
      { table: "unfinishedTasks", id: task.InvocationTaskId, row: { InvocationTaskId: task.InvocationTaskId } },
    ]),
  ];
}

/** The agent has the command, and runs it. */
export function started(task: InvocationTaskRow, seconds: number, now: number): Change {
  return written({ ...task, TaskStatus: "RUNNING", StartedAt: now, UpdatedAt: now, EndsAt: now + seconds * 1000 });
}

export function ended(task: InvocationTaskRow, end: End, now: number): Change[] {
  return [
    written({ ...task, ...end, EndedAt: now, UpdatedAt: now }),
    { table: "unfinishedTasks", id: task.InvocationTaskId, row: null },
  ];
}

export function isUndelivered(task: InvocationTaskRow): boolean {
  return UNDELIVERED.some((status) => status === task.TaskStatus);
}

export function isOver(task: InvocationTaskRow): boolean {
  return task.TaskStatus !== "RUNNING" && !isUndelivered(task);
}

/** What by now has become of the tasks that are not over. `isOnline` tells whether an instance's agent is. */
export function dueInvocationTasks(
  state: State,
  now: number,
  isOnline: (instanceId: string) => boolean,
  context: Assuming,
): Change[] {
  if (state.unfinishedTasks.size === 0) return [];
  return [...unfinished(state)].flatMap((task) => due(task, now, isOnline(task.InstanceId), context));
}

export function* unfinished(state: State): Generator<InvocationTaskRow> {
  for (const id of state.unfinishedTasks.keys()) {
    const task = state.invocationTasks.get(id);
    if (task !== undefined) yield task;
  }
}

export function tasksOf(state: State, invocation: InvocationRow): InvocationTaskRow[] {
  return invocation.TaskIds.flatMap((id) => state.invocationTasks.get(id) ?? []);
}

/** A lost agent is known at once: the emulator need not wait for it as the cloud must. */
function due(task: InvocationTaskRow, now: number, online: boolean, context: Assuming): Change[] {
  const running = task.TaskStatus === "RUNNING";
  if (!online) return ended(task, running ? lost(context) : unreached(context), now);
  if (now >= task.EndsAt)
    return ended(task, running ? endWithout("TIMEOUT", context) : unreached(context), task.EndsAt);
  if (task.TaskStatus !== "PENDING" || now < task.DeliverAt) return [];
  return [written({ ...task, TaskStatus: "DELIVERING", UpdatedAt: task.DeliverAt })];
}

const lost = (context: Assuming): End =>
  endWithout("TASK_TIMEOUT", context, "The agent was lost while the command ran.");
const unreached = (context: Assuming): End =>
  endWithout("DELIVER_FAILED", context, "The agent did not take the command.");

function written(row: InvocationTaskRow): Change {
  return { table: "invocationTasks", id: row.InvocationTaskId, row };
}

/** The oldest invocations that are over, as many as are too many with a new one. */
function forgotten(state: State, { assumptions }: Assuming): Change[] {
  const surplus = state.invocations.size + 1 - assumptions.keptInvocations;
  const oldest: InvocationRow[] = [];
  for (const invocation of state.invocations.values()) {
    if (oldest.length >= surplus) break;
    if (tasksOf(state, invocation).every(isOver)) oldest.push(invocation);
  }
  return oldest.flatMap((invocation): Change[] => [
    { table: "invocations", id: invocation.InvocationId, row: null },
    ...invocation.TaskIds.map((id): Change => ({ table: "invocationTasks", id, row: null })),
  ]);
}
