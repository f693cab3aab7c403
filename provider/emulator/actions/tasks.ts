import { addressByIp, UNBOUND } from "../resources/addresses";
import { addressAt, writeInterface } from "../resources/interfaces";
import type {
  AddressRow,
  AddressTaskRow,
  Change,
  HavipRow,
  InterfaceTaskRow,
  NetworkInterfaceRow,
  State,
  TaskRow,
} from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { notFound } from "../words/refusals";
import { undone } from "./failed-tasks";
import type { Context, Handler } from "./handler";

/** https://cloud.tencent.com/document/api/215/59037. The TaskId is the RequestId of the request that began the task. */
export const describeVpcTaskResult: Handler<"DescribeVpcTaskResult"> = (state, request, { region }) => {
  const id = state.repeatedTasks.get(request.TaskId)?.TaskId ?? request.TaskId;
  const task = state.tasks.get(id) ?? state.interfaceTasks.get(id);
  if (task?.Region === region) return { response: { Status: "RUNNING", Output: "", Result: [] } };
  const result = state.taskResults.get(id);
  if (result?.Region === region) {
    return { response: { Status: result.Status, Output: result.Status, Result: [] } };
  }
  throw notFound("task", request.TaskId, region);
};

export function beginTask(havip: HavipRow, Effect: TaskRow["Effect"], context: Context): Change {
  const row: TaskRow = { ...taskOf(context), HaVipId: havip.HaVipId, Effect };
  return { table: "tasks", id: row.TaskId, row };
}

/** The network interface as it is until the task ends, and the task. */
export function beginInterfaceTask(
  changed: NetworkInterfaceRow,
  Effect: InterfaceTaskRow["Effect"],
  context: Context,
): Change[] {
  const { NetworkInterfaceId } = changed;
  const row: InterfaceTaskRow = { ...taskOf(context), NetworkInterfaceId, Effect };
  return [
    { table: "networkInterfaces", id: NetworkInterfaceId, row: changed },
    { table: "interfaceTasks", id: row.TaskId, row },
  ];
}

/** The EIPs as they are until the task ends, and the task, whose id is a number. */
export function beginAddressTask(
  state: State,
  changed: readonly AddressRow[],
  Effect: AddressTaskRow["Effect"],
  context: Context,
): { TaskId: string; changes: Change[] } {
  const known = (id: string): boolean => state.addressTasks.has(id) || state.addressTaskResults.has(id);
  let number = Math.floor(context.random() * 900_000_000) + 100_000_000;
  while (known(String(number))) number += 1;
  const AddressIds = changed.map((row) => row.AddressId);
  const row: AddressTaskRow = { ...taskOf(context), TaskId: String(number), AddressIds, Effect };
  const changes = changed.map((address): Change => ({ table: "addresses", id: address.AddressId, row: address }));
  return { TaskId: row.TaskId, changes: [...changes, { table: "addressTasks", id: row.TaskId, row }] };
}

function taskOf({ requestId, region, now, settings }: Context): { TaskId: string; Region: string; FinishAt: number } {
  return { TaskId: requestId, Region: region, FinishAt: now + settings.taskDelayMs };
}

export function runningTask(state: State, havipId: string): TaskRow | undefined {
  for (const task of state.tasks.values()) if (task.HaVipId === havipId) return task;
  return undefined;
}

export function checkNotBeingDeleted(state: State, { HaVipId }: HavipRow, code: string): void {
  if (runningTask(state, HaVipId)?.Effect.kind !== "delete") return;
  throw new ApiError(code, `\`${HaVipId}\` is being deleted.`, `HAVIP \`${HaVipId}\` 正在删除中。`);
}

/**
 * What has become of the tasks that are due by now. The emulator asks before it answers anything, instead of running
 * a timer: a task then ends at the same moment of an injected clock as of a real one.
 */
export function dueTasks(state: State, now: number, { assumptions }: Assuming): Change[] {
  const { tasks, interfaceTasks, addressTasks } = state;
  if (tasks.size + interfaceTasks.size + addressTasks.size === 0) return [];
  const due = <Task extends { FinishAt: number }>(table: ReadonlyMap<string, Task>): Task[] =>
    [...table.values()].filter((task) => task.FinishAt <= now);
  const ofHavips = due(tasks).flatMap((task) => finish(state, task));
  const ofInterfaces = due(interfaceTasks).flatMap((task) => finishInterface(state, task));
  const ofAddresses = due(addressTasks).flatMap((task) => finishAddresses(state, task));
  const changes = [...ofHavips, ...ofInterfaces, ...ofAddresses];
  return changes.length === 0 ? changes : [...changes, ...oldResults(state, changes, assumptions.keptTaskResults)];
}

function finish(state: State, task: TaskRow): Change[] {
  const { TaskId, HaVipId, Region, Undo } = task;
  const havip = state.havips.get(HaVipId);
  const isDone = Undo === undefined && havip !== undefined;
  return [
    ...(isDone ? effect(state, havip, task.Effect) : undone(state, Undo)),
    { table: "tasks", id: TaskId, row: null },
    { table: "taskResults", id: TaskId, row: { TaskId, Region, Status: isDone ? "SUCCESS" : "FAILED" } },
  ];
}

function effect(state: State, havip: HavipRow, what: TaskRow["Effect"]): Change[] {
  const { HaVipId: id } = havip;
  switch (what.kind) {
    case "delete":
      return [{ table: "havips", id, row: null }];
    case "associate": {
      const row = { ...havip, AddressIp: what.AddressIp };
      return [{ table: "havips", id, row }, ...becomes(addressByIp(state, what.AddressIp, havip.Region), "BIND")];
    }
    case "disassociate": {
      const eip = addressByIp(state, havip.AddressIp, havip.Region);
      return [{ table: "havips", id, row: { ...havip, AddressIp: "" } }, ...becomes(eip, "UNBIND")];
    }
  }
}

/** Data of an emulator that took any address for an EIP has bound ones without a row. */
function becomes(eip: AddressRow | undefined, AddressStatus: "BIND" | "UNBIND"): Change[] {
  if (eip === undefined) return [];
  const row = { ...eip, AddressStatus, ...(AddressStatus === "UNBIND" ? UNBOUND : {}) };
  return [{ table: "addresses", id: eip.AddressId, row }];
}

function finishInterface(state: State, task: InterfaceTaskRow): Change[] {
  const { TaskId, NetworkInterfaceId, Region, Undo } = task;
  const found = state.networkInterfaces.get(NetworkInterfaceId);
  const isDone = Undo === undefined && found !== undefined;
  return [
    ...(isDone ? settled(state, found, task.Effect) : undone(state, Undo)),
    { table: "interfaceTasks", id: TaskId, row: null },
    { table: "taskResults", id: TaskId, row: { TaskId, Region, Status: isDone ? "SUCCESS" : "FAILED" } },
  ];
}

function settled(state: State, row: NetworkInterfaceRow, effect: InterfaceTaskRow["Effect"]): Change[] {
  const { NetworkInterfaceId: id } = row;
  if (effect === "delete") return [{ table: "networkInterfaces", id, row: null }];
  const Attachment = effect === "detach" ? null : row.Attachment;
  const gone = row.PrivateIpAddressSet.filter((address) => address.State === "DELETING");
  const rest = row.PrivateIpAddressSet.filter((address) => address.State !== "DELETING");
  const ended: NetworkInterfaceRow = {
    ...row,
    ...{ Attachment, State: "AVAILABLE", NetworkInterfaceState: Attachment === null ? "AVAILABLE" : "INUSE" },
    PrivateIpAddressSet: rest.map((address) => ({ ...address, State: "AVAILABLE" })),
  };
  const eips = gone.flatMap((address) => becomes(addressAt(state, id, address.PrivateIpAddress), "UNBIND"));
  return [...writeInterface(state, ended), ...eips];
}

function finishAddresses(state: State, { TaskId, AddressIds, Effect, Region, Undo }: AddressTaskRow): Change[] {
  const changes = AddressIds.flatMap((id): Change[] => {
    if (Undo !== undefined || Effect === "keep") return [];
    if (Effect === "release") return [{ table: "addresses", id, row: null }];
    return becomes(state.addresses.get(id), Effect === "bind" ? "BIND" : "UNBIND");
  });
  return [
    ...changes,
    ...undone(state, Undo),
    { table: "addressTasks", id: TaskId, row: null },
    {
      table: "addressTaskResults",
      id: TaskId,
      row: { TaskId, Region, Status: Undo === undefined ? "SUCCESS" : "FAILED" },
    },
  ];
}

function oldResults(state: State, added: readonly Change[], kept: number): Change[] {
  return (["taskResults", "addressTaskResults"] as const).flatMap((table) => {
    const surplus = state[table].size + added.filter((change) => change.table === table).length;
    const old = [...state[table].keys()].slice(0, Math.max(0, surplus - kept));
    return old.map((id): Change => ({ table, id, row: null }));
  });
}
