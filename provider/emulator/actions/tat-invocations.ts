import type { Invocation, InvocationTask } from "../../api/actions";
import { isoTime } from "../resources/clock";
import { type Selection, is, page, select } from "../resources/query";
import type { State } from "../store/state";
import type { InvocationRow, InvocationTaskRow } from "../store/tat-rows";
import { invocationStatus } from "../tat/invocation-status";
import { isOver, tasksOf } from "../tat/tasks";
import type { Handler } from "./handler";
import { inRegion } from "./lookup";

/** https://cloud.tencent.com/document/api/1340/52679 */
export const describeInvocations: Handler<"DescribeInvocations"> = (state, request, context) => {
  const all = inRegion(state.invocations, context, request.InvocationIds);
  const found = select(all, request.InvocationIds, request.Filters, INVOCATIONS, context);
  const { TotalCount, rows } = page(found, request, context, INVOCATIONS.codes);
  return { response: { TotalCount, InvocationSet: rows.map((row) => shownInvocation(state, row)) } };
};

/** The output is shown only to who asks for it. https://cloud.tencent.com/document/api/1340/52680 */
export const describeInvocationTasks: Handler<"DescribeInvocationTasks"> = (state, request, context) => {
  const hidden = request.HideOutput ?? true;
  const all = inRegion(state.invocationTasks, context, request.InvocationTaskIds).flatMap((task): Task[] => {
    const invocation = state.invocations.get(task.InvocationId);
    return invocation === undefined ? [] : [{ task, invocation }];
  });
  const found = select(all, request.InvocationTaskIds, request.Filters, TASKS, context);
  const { TotalCount, rows } = page(found, request, context, TASKS.codes);
  return { response: { TotalCount, InvocationTaskSet: rows.map((row) => shownTask(row, hidden)) } };
};

interface Task {
  task: InvocationTaskRow;
  invocation: InvocationRow;
}

const CODES = {
  coexist: "InvalidParameter.ConflictParameter",
  unknownFilter: "InvalidParameterValue.InvalidFilter",
};

const INVOCATIONS: Selection<InvocationRow> = {
  ids: { parameter: "InvocationIds", kind: "invocation", of: (row) => row.InvocationId },
  filters: {
    "invocation-id": is((row) => row.InvocationId),
    "command-id": is((row) => row.CommandId),
    // Public commands, those of TAT, are not here.
    "command-created-by": is(() => "USER"),
    "instance-kind": is((row) => row.InstanceKind),
  },
  codes: {
    ...CODES,
    tooManyFilters: "LimitExceeded.FilterValueExceeded",
    malformedId: "InvalidParameterValue.InvalidInvocationId",
    limit: "InvalidParameterValue.LimitExceeded",
  },
};

const TASKS: Selection<Task> = {
  ids: { parameter: "InvocationTaskIds", kind: "invocationTask", of: ({ task }) => task.InvocationTaskId },
  filters: {
    "invocation-task-id": is(({ task }) => task.InvocationTaskId),
    "invocation-id": is(({ task }) => task.InvocationId),
    "instance-id": is(({ task }) => task.InstanceId),
    "command-id": is(({ invocation }) => invocation.CommandId),
  },
  codes: {
    ...CODES,
    tooManyFilters: "InvalidParameterValue.InvalidFilter",
    malformedId: "InvalidParameterValue.InvalidInvocationTaskId",
    limit: ({ tat }) => tat.limitOutOfRange,
  },
};

function shownInvocation(state: State, row: InvocationRow): Invocation {
  const { Region: _, TaskIds: _ids, Script: _script, ...invocation } = row;
  const tasks = tasksOf(state, row);
  const starts = tasks.flatMap((task) => task.StartedAt ?? []);
  const ends = tasks.flatMap((task) => task.EndedAt ?? []);
  return {
    ...invocation,
    InvocationStatus: invocationStatus(tasks),
    InvocationTaskBasicInfoSet: tasks.map(({ InvocationTaskId, TaskStatus, InstanceId }) => ({
      InvocationTaskId,
      TaskStatus,
      InstanceId,
    })),
    StartTime: starts.length === 0 ? null : isoTime(Math.min(...starts)),
    EndTime: ends.length > 0 && tasks.every(isOver) ? isoTime(Math.max(...ends)) : null,
    UpdatedTime: isoTime(Math.max(...tasks.map((task) => task.UpdatedAt))),
  };
}

function shownTask({ task, invocation }: Task, hidden: boolean): InvocationTask {
  const started = timeOf(task.StartedAt);
  const ended = timeOf(task.EndedAt);
  const { CommandType, Timeout, WorkingDirectory, Username, OutputCOSBucketUrl, OutputCOSKeyPrefix } = invocation;
  return {
    InvocationId: task.InvocationId,
    InvocationTaskId: task.InvocationTaskId,
    CommandId: invocation.CommandId,
    TaskStatus: task.TaskStatus,
    InstanceId: task.InstanceId,
    TaskResult: {
      ExitCode: task.ExitCode,
      Output: hidden ? "" : task.Output,
      ExecStartTime: started,
      ExecEndTime: started === null ? null : ended,
      Dropped: task.Dropped,
      OutputUrl: "",
      OutputUploadCOSErrorInfo: "",
    },
    StartTime: started,
    EndTime: ended,
    CreatedTime: isoTime(task.CreatedAt),
    UpdatedTime: isoTime(task.UpdatedAt),
    CommandDocument: {
      Content: invocation.CommandContent,
      CommandType,
      Timeout,
      WorkingDirectory,
      Username,
      OutputCOSBucketUrl,
      OutputCOSKeyPrefix,
    },
    ErrorInfo: task.ErrorInfo,
    InvocationSource: invocation.InvocationSource,
    CommandName: invocation.CommandName,
  };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
