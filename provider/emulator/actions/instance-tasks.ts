import { UNBOUND } from "../resources/addresses";
import type { InstanceEffect } from "../store/instance-rows";
import type { Change, DiskRow, InstanceRow, InstanceTaskRow, State } from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { undone } from "./failed-tasks";
import type { Context } from "./handler";
import { havipsWithout } from "./terminated";

/** The instances as they are until the task ends, and the task. */
export function beginInstanceTask(
  rows: readonly InstanceRow[],
  action: string,
  Effect: InstanceEffect,
  { now, requestId, region, settings }: Context,
): Change[] {
  const changes = rows.map((row): Change => {
    const changed = { ...row, ...operation(action, requestId, "OPERATING"), InstanceState: DURING[Effect] };
    return { table: "instances", id: row.InstanceId, row: changed };
  });
  const InstanceIds = rows.map((row) => row.InstanceId);
  const FinishAt = now + settings.taskDelayMs;
  const task: InstanceTaskRow = { TaskId: requestId, Region: region, InstanceIds, FinishAt, Effect };
  return [...changes, { table: "instanceTasks", id: requestId, row: task }];
}

/** What an instance says of the latest thing that was done to it. */
export function operation(
  LatestOperation: string,
  LatestOperationRequestId: string,
  LatestOperationState: "OPERATING" | "SUCCESS" | "FAILED" = "SUCCESS",
): Pick<InstanceRow, "LatestOperation" | "LatestOperationState" | "LatestOperationRequestId"> {
  return { LatestOperation, LatestOperationState, LatestOperationRequestId };
}

/** The states of https://cloud.tencent.com/document/api/213/15753#InstanceStatus that an instance goes through. */
const DURING = {
  run: "PENDING",
  start: "STARTING",
  stop: "STOPPING",
  reboot: "REBOOTING",
  terminate: "TERMINATING",
} as const satisfies Record<InstanceEffect, string>;

/** Refuses to do anything to an instance with which something is done already. */
export function checkIdle(row: InstanceRow, code?: (state: string) => string): void {
  const during = Object.values(DURING).find((state) => state === row.InstanceState);
  if (during === undefined) return;
  throw new ApiError(
    code?.(during) ?? "OperationDenied.InstanceOperationInProgress",
    `Another operation on \`${row.InstanceId}\` is running: it is ${during}.`,
    `实例\`${row.InstanceId}\`正在执行其他操作（当前状态为${during}），请稍后再试。`,
  );
}

/** `UnsupportedOperation.InstanceStatePending` and its siblings, of actions that list them. */
export function stateCode(state: string): string {
  return `UnsupportedOperation.InstanceState${state.charAt(0)}${state.slice(1).toLowerCase()}`;
}

/**
 * What has become of the tasks that are due by now. Those of HAVIPs, network interfaces and EIPs have ended before: what
 * an instance leaves behind is then as they left it.
 */
export function dueInstanceTasks(state: State, now: number, context: Assuming): Change[] {
  if (state.instanceTasks.size === 0) return [];
  const due = [...state.instanceTasks.values()].filter((task) => task.FinishAt <= now);
  const gone = new Map<string, number>();
  const changes = due.flatMap((task): Change[] => {
    const rows = task.InstanceIds.flatMap((id) => state.instances.get(id) ?? []);
    // Instances that never come to run are let go like those that are terminated.
    const isEnd = task.Effect === (task.Undo === undefined ? "terminate" : "run");
    if (isEnd) for (const row of rows) gone.set(row.InstanceId, task.FinishAt);
    return [
      ...(isEnd || task.Undo !== undefined ? [] : rows.map((row) => finished(row, task.Effect))),
      { table: "instanceTasks", id: task.TaskId, row: null },
    ];
  });
  const undo = due.flatMap((task) => undone(state, task.Undo).map((change) => withFailure(state, task, change)));
  return [...changes, ...(gone.size === 0 ? [] : terminated(state, gone, context)), ...undo];
}

/** Everything is as it was, but the instance says what was tried: whoever waits for the operation has to see its end. */
function withFailure(state: State, { TaskId }: InstanceTaskRow, change: Change): Change {
  if (change.table !== "instances" || change.row === null) return change;
  const tried = state.instances.get(change.id)?.LatestOperation ?? "";
  return { ...change, row: { ...change.row, ...operation(tried, TaskId, "FAILED") } };
}

function finished(row: InstanceRow, effect: InstanceEffect): Change {
  const InstanceState = effect === "stop" ? "STOPPED" : "RUNNING";
  return {
    table: "instances",
    id: row.InstanceId,
    row: { ...row, InstanceState, LatestOperationState: "SUCCESS" },
  };
}

/**
 * The instances go, with their primary network interfaces and the disks that go with them. What else they had is let go:
 * secondary network interfaces and other disks are detached, EIPs unbound, HAVIPs without a holder, and no range names
 * them any more.
 */
function terminated(state: State, gone: ReadonlyMap<string, number>, context: Assuming): Change[] {
  const instances = [...gone.keys()].flatMap((id) => state.instances.get(id) ?? []);
  const primary = new Set(instances.map((row) => row.NetworkInterfaceId));
  const interfaces = [...state.networkInterfaces.values()].filter((row) => gone.has(row.Attachment?.InstanceId ?? ""));
  const eips = [...state.addresses.values()].filter((row) => primary.has(row.NetworkInterfaceId ?? ""));
  const disks = instances.flatMap((row) => row.DiskIds ?? []).flatMap((id) => state.disks.get(id) ?? []);
  return [
    ...instances.map((row): Change => ({ table: "instances", id: row.InstanceId, row: null })),
    ...interfaces.map((row): Change => ({
      table: "networkInterfaces",
      id: row.NetworkInterfaceId,
      row: row.Primary ? null : { ...row, Attachment: null, NetworkInterfaceState: "AVAILABLE" },
    })),
    ...eips.map((row): Change => ({
      table: "addresses",
      id: row.AddressId,
      row: { ...row, ...UNBOUND, AddressStatus: "UNBIND" },
    })),
    ...disks.map((row): Change => ({ table: "disks", id: row.DiskId, row: leftBehind(row) })),
    ...havipsWithout(state, gone, context),
  ];
}

function leftBehind(disk: DiskRow): DiskRow | null {
  return disk.DeleteWithInstance ? null : { ...disk, InstanceId: "" };
}
