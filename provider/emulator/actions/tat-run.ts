import { isoTime } from "../resources/clock";
import { checkId } from "../resources/query";
import type { Change, State } from "../store/state";
import type { CommandRow, InvocationRow, InvocationTaskRow } from "../store/tat-rows";
import { INVOKE_CODES, checkFields } from "../tat/command-fields";
import { beginInvocation, endWithout, ended, isOver, isUndelivered, tasksOf } from "../tat/tasks";
import { ApiError } from "../words/errors";
import type { Context, Handler } from "./handler";
import { unusedId } from "./lookup";
import { checkUnusedName, findCommand } from "./tat-commands";
import { checkInstances, checkInstancesOfInvocation } from "./tat-instances";
import { filledCommand, newCommand } from "./tat-new-command";

/** https://cloud.tencent.com/document/api/1340/52676 */
export const runCommand: Handler<"RunCommand"> = (state, request, context) => {
  const command = newCommand(state, request, context);
  const SaveCommand = request.SaveCommand ?? false;
  if (SaveCommand) checkUnusedName(state, command, context);
  const { InvocationId, changes } = begin(state, command, request, context);
  const saved: Change[] = SaveCommand ? [{ table: "commands", id: command.CommandId, row: command }] : [];
  return { response: { CommandId: command.CommandId, InvocationId }, changes: [...saved, ...changes] };
};

/** https://www.tencentcloud.com/document/api/1147/46690 */
export const invokeCommand: Handler<"InvokeCommand"> = (state, request, context) => {
  const saved = findCommand(state, request.CommandId, context);
  const { WorkingDirectory, Timeout, Username } = request;
  checkFields({ WorkingDirectory, Timeout, Username }, saved.CommandType, INVOKE_CODES);
  const command: CommandRow = {
    ...saved,
    WorkingDirectory: WorkingDirectory ?? saved.WorkingDirectory,
    Timeout: Timeout ?? saved.Timeout,
    Username: Username ?? saved.Username,
  };
  const { InvocationId, changes } = begin(state, command, request, context);
  return { response: { InvocationId }, changes };
};

/** What runs is terminated, what does not yet is cancelled. https://cloud.tencent.com/document/api/1340/65770 */
export const cancelInvocation: Handler<"CancelInvocation"> = (state, request, context) => {
  const { InvocationId, InstanceIds: ids = [] } = request;
  const tasks = tasksOf(state, findInvocation(state, InvocationId, context));
  checkInstancesOfInvocation(ids, tasks, InvocationId, context);
  const changes = tasks
    .filter((task) => (ids.length === 0 || ids.includes(task.InstanceId)) && !isOver(task))
    .flatMap((task) => ended(task, endWithout(isUndelivered(task) ? "CANCELLED" : "TERMINATED", context), context.now));
  return { response: {}, changes };
};

/** The command on each of the instances, which are all as they have to be, or nothing happens. */
function begin(
  state: State,
  command: CommandRow,
  request: { InstanceIds: readonly string[]; Parameters?: string },
  context: Context,
): { InvocationId: string; changes: Change[] } {
  const filled = filledCommand(command, request.Parameters, context);
  const instanceIds = [...new Set(request.InstanceIds)];
  checkInstances(state, instanceIds, command.CommandType, context);
  const InvocationId = unusedId(state.invocations, "invocation", context.random);
  const tasks = newTasks(state, instanceIds, { InvocationId, seconds: command.Timeout }, context);
  const row: InvocationRow = {
    InvocationId,
    CommandId: command.CommandId,
    CommandName: command.CommandName,
    Description: command.Description,
    CreatedTime: isoTime(context.now),
    InstanceKind: "CVM",
    Username: command.Username,
    InvocationSource: "USER",
    CommandContent: command.Content,
    CommandType: command.CommandType,
    Timeout: command.Timeout,
    WorkingDirectory: command.WorkingDirectory,
    OutputCOSBucketUrl: "",
    OutputCOSKeyPrefix: "",
    ...filled,
    Region: context.region,
    TaskIds: tasks.map((task) => task.InvocationTaskId),
  };
  return { InvocationId, changes: beginInvocation(state, row, tasks, context) };
}

function newTasks(
  state: State,
  instanceIds: readonly string[],
  { InvocationId, seconds }: { InvocationId: string; seconds: number },
  { region, now, random, settings }: Context,
): InvocationTaskRow[] {
  const taken = new Set<string>();
  const known = { has: (id: string) => taken.has(id) || state.invocationTasks.has(id) };
  const DeliverAt = now + settings.taskDelayMs;
  return instanceIds.map((InstanceId) => {
    const InvocationTaskId = unusedId(known, "invocationTask", random);
    taken.add(InvocationTaskId);
    return {
      Region: region,
      InvocationTaskId,
      InvocationId,
      InstanceId,
      TaskStatus: "PENDING",
      ExitCode: 0,
      Output: "",
      Dropped: 0,
      ErrorInfo: "",
      CreatedAt: now,
      UpdatedAt: now,
      DeliverAt,
      EndsAt: DeliverAt + seconds * 1000,
      StartedAt: null,
      EndedAt: null,
    };
  });
}

function findInvocation(state: State, id: string, { region }: Context): InvocationRow {
  checkId("invocation", id, "InvocationId", "InvalidParameterValue.InvalidInvocationId");
  const row = state.invocations.get(id);
  if (row?.Region === region) return row;
  throw new ApiError(
    "ResourceNotFound.InvocationNotFound",
    `The invocation \`${id}\` does not exist in ${region}.`,
    `执行活动 \`${id}\` 在地域 ${region} 中不存在。`,
  );
}
