import { ASSUMPTIONS } from "../assumptions";
import { ApiError } from "../errors";
import type { Change, HavipRow, State, TaskRow } from "../state";
import type { Context, Handler } from "./handler";

/** https://cloud.tencent.com/document/api/215/59037. The TaskId is the RequestId of the request that began the task. */
export const describeVpcTaskResult: Handler<"DescribeVpcTaskResult"> = (state, request, { region }) => {
  const task = state.tasks.get(request.TaskId);
  if (task?.Region === region) return { response: { Status: "RUNNING", Output: "", Result: [] } };
  const result = state.taskResults.get(request.TaskId);
  if (result?.Region === region) {
    return { response: { Status: result.Status, Output: result.Status, Result: [] } };
  }
  throw new ApiError("ResourceNotFound", `The task \`${request.TaskId}\` does not exist in ${region}.`);
};

export function beginTask(havip: HavipRow, Effect: TaskRow["Effect"], context: Context): Change {
  const row: TaskRow = {
    TaskId: context.requestId,
    Region: context.region,
    HaVipId: havip.HaVipId,
    FinishAt: context.now + context.settings.taskDelayMs,
    Effect,
  };
  return { table: "tasks", id: row.TaskId, row };
}

export function runningTask(state: State, havipId: string): TaskRow | undefined {
  for (const task of state.tasks.values()) if (task.HaVipId === havipId) return task;
  return undefined;
}

/**
 * What has become of the tasks that are due by now. The emulator asks before it answers anything, instead of running
 * a timer: a task then ends at the same moment of an injected clock as of a real one.
 */
export function dueTasks(state: State, now: number): Change[] {
  if (state.tasks.size === 0) return [];
  const due = [...state.tasks.values()].filter((task) => task.FinishAt <= now);
  return due.flatMap((task) => finish(state, task)).concat(due.length > 0 ? oldResults(state, due.length) : []);
}

function finish(state: State, task: TaskRow): Change[] {
  const { TaskId, HaVipId, Region } = task;
  const havip = state.havips.get(HaVipId);
  const Status = havip === undefined ? "FAILED" : "SUCCESS";
  return [
    ...(havip === undefined ? [] : [effect(havip, task.Effect)]),
    { table: "tasks", id: TaskId, row: null },
    { table: "taskResults", id: TaskId, row: { TaskId, HaVipId, Region, Status } },
  ];
}

function effect(havip: HavipRow, what: TaskRow["Effect"]): Change {
  const { HaVipId: id } = havip;
  switch (what.kind) {
    case "delete":
      return { table: "havips", id, row: null };
    case "associate":
      return { table: "havips", id, row: { ...havip, AddressIp: what.AddressIp } };
    case "disassociate":
      return { table: "havips", id, row: { ...havip, AddressIp: "" } };
  }
}

function oldResults(state: State, added: number): Change[] {
  const surplus = state.taskResults.size + added - ASSUMPTIONS.keptTaskResults;
  if (surplus <= 0) return [];
  return [...state.taskResults.keys()].slice(0, surplus).map((id) => ({ table: "taskResults", id, row: null }));
}
