import { isoTime } from "../resources/clock";
import { type Selection, checkId, is, page, select } from "../resources/query";
import type { State } from "../store/state";
import type { CommandRow } from "../store/tat-rows";
import { MODIFY_CODES, checkFields } from "../tat/command-fields";
import { unfinished } from "../tat/tasks";
import { ApiError } from "../words/errors";
import type { Context, Handler } from "./handler";
import { inRegion, shown } from "./lookup";
import { defaultParameters, newCommand } from "./tat-new-command";

/** https://cloud.tencent.com/document/api/1340/52684 */
export const createCommand: Handler<"CreateCommand"> = (state, request, context) => {
  const row = newCommand(state, request, context);
  checkUnusedName(state, row, context);
  return { response: { CommandId: row.CommandId }, changes: [{ table: "commands", id: row.CommandId, row }] };
};

/** Whether custom parameters are on can never be changed. https://cloud.tencent.com/document/api/1340/52677 */
export const modifyCommand: Handler<"ModifyCommand"> = (state, request, context) => {
  const { CommandName, Description, Content, WorkingDirectory, Timeout, Username } = request;
  const before = findCommand(state, request.CommandId, context);
  const CommandType = request.CommandType ?? before.CommandType;
  const fields = { CommandName, Description, Content, WorkingDirectory, Timeout, Username };
  checkFields(fields, CommandType, MODIFY_CODES);
  const { DefaultParameters: json, DefaultParameterConfs: confs } = request;
  const defaults = defaultParameters(before.EnableParameter, json, confs, context);
  const row: CommandRow = {
    ...before,
    CommandName: CommandName ?? before.CommandName,
    Description: Description ?? before.Description,
    Content: Content ?? before.Content,
    CommandType,
    WorkingDirectory: WorkingDirectory ?? before.WorkingDirectory,
    Timeout: Timeout ?? before.Timeout,
    Username: Username ?? before.Username,
    ...(json === undefined && confs === undefined ? {} : defaults),
    UpdatedTime: isoTime(context.now),
  };
  checkUnusedName(state, row, context);
  return { response: {}, changes: [{ table: "commands", id: row.CommandId, row }] };
};

/** https://www.tencentcloud.com/document/api/1147/46700 */
export const deleteCommand: Handler<"DeleteCommand"> = (state, request, context) => {
  const { CommandId } = findCommand(state, request.CommandId, context);
  const running = [...unfinished(state)].find(
    (task) => state.invocations.get(task.InvocationId)?.CommandId === CommandId,
  );
  if (running !== undefined) {
    throw new ApiError(
      "ResourceUnavailable.CommandInExecuting",
      `The command \`${CommandId}\` is being executed (\`${running.InvocationId}\`).`,
      `命令 \`${CommandId}\` 正在执行中（\`${running.InvocationId}\`）。`,
    );
  }
  return { response: {}, changes: [{ table: "commands", id: CommandId, row: null }] };
};

/** https://cloud.tencent.com/document/api/1340/52681 */
export const describeCommands: Handler<"DescribeCommands"> = (state, request, context) => {
  const all = inRegion(state.commands, context, request.CommandIds);
  const { TotalCount, rows } = page(
    select(all, request.CommandIds, request.Filters, SELECTION, context),
    request,
    context,
    CODES,
  );
  return { response: { TotalCount, CommandSet: rows.map(shown) } };
};

export function findCommand(state: State, id: string, { region }: Context): CommandRow {
  checkId("command", id, "CommandId", "InvalidParameterValue.InvalidCommandId");
  const row = state.commands.get(id);
  if (row?.Region === region) return row;
  throw new ApiError(
    "ResourceNotFound.CommandNotFound",
    `The command \`${id}\` does not exist in ${region}.`,
    `命令 \`${id}\` 在地域 ${region} 中不存在。`,
  );
}

export function checkUnusedName(state: State, row: CommandRow, context: Context): void {
  const { CommandId, CommandName } = row;
  if (CommandName === "") return;
  const other = inRegion(state.commands, context).find(
    (command) => command.CommandName === CommandName && command.CommandId !== CommandId,
  );
  if (other === undefined) return;
  throw new ApiError(
    "InvalidParameterValue.CommandNameDuplicated",
    `The name \`${CommandName}\` is that of the command \`${other.CommandId}\` already.`,
    `Command 名称 \`${CommandName}\` 与命令 \`${other.CommandId}\` 重复。`,
  );
}

const CODES: Selection<never>["codes"] = {
  coexist: "InvalidParameter.ConflictParameter",
  unknownFilter: "InvalidParameterValue.InvalidFilter",
  tooManyFilters: "InvalidParameterValue.InvalidFilter",
  malformedId: "InvalidParameterValue.InvalidCommandId",
  limit: ({ tat }) => tat.limitOutOfRange,
};

const SELECTION: Selection<CommandRow> = {
  ids: { parameter: "CommandIds", kind: "command", of: (row) => row.CommandId },
  filters: {
    "command-id": is((row) => row.CommandId),
    "command-name": is((row) => row.CommandName),
    "command-type": is((row) => row.CommandType),
    "scene-id": is((row) => row.Scenes),
    "created-by": is((row) => row.CreatedBy),
    "tag-value": is((row) => row.Tags.map((tag) => tag.Value)),
  },
  tags: (row) => row.Tags,
  codes: CODES,
};
