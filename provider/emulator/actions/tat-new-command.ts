import type { DefaultParameterConf, NewCommand } from "../../api/actions";
import type { Context } from "../actions/handler";
import { unusedId } from "../actions/lookup";
import { isoTime } from "../resources/clock";
import { type TagCodes, newTags } from "../resources/tagging";
import type { State } from "../store/state";
import type { CommandRow } from "../store/tat-rows";
import { scriptOf } from "../tat/base64";
import { NEW_COMMAND_CODES, checkFields, defaultsOf } from "../tat/command-fields";
import { type Values, filled, recorded, valuesOf, valuesOfConfs } from "../tat/custom-parameters";
import { ApiError } from "../words/errors";

/** The command that a request describes, with what it leaves out as documented, or a refusal. */
export function newCommand(state: State, request: NewCommand, context: Context): CommandRow {
  const { region, now, random } = context;
  const { CommandName, Description, Content, CommandType = "SHELL", WorkingDirectory, Timeout, Username } = request;
  const fields = { CommandName, Description, Content, WorkingDirectory, Timeout, Username };
  checkFields(fields, CommandType, NEW_COMMAND_CODES);
  const EnableParameter = request.EnableParameter ?? false;
  const defaults = defaultsOf(CommandType);
  return {
    CommandId: unusedId(state.commands, "command", random),
    CommandName: CommandName ?? "",
    Description: Description ?? "",
    Content,
    CommandType,
    WorkingDirectory: WorkingDirectory ?? defaults.WorkingDirectory,
    Timeout: Timeout ?? defaults.Timeout,
    CreatedTime: isoTime(now),
    UpdatedTime: isoTime(now),
    EnableParameter,
    ...defaultParameters(EnableParameter, request.DefaultParameters, request.DefaultParameterConfs, context),
    Scenes: [],
    FormattedDescription: "",
    CreatedBy: "USER",
    Tags: commandTags(request.Tags, context),
    Username: Username ?? defaults.Username,
    OutputCOSBucketUrl: "",
    OutputCOSKeyPrefix: "",
    Region: region,
  };
}

/** The defaults of the custom parameters as a command keeps them: given as a text, or one by one. */
export function defaultParameters(
  enabled: boolean,
  json: string | undefined,
  confs: readonly DefaultParameterConf[] | undefined,
  { assumptions }: Context,
): Pick<CommandRow, "DefaultParameters" | "DefaultParameterConfs"> {
  if (json !== undefined && confs !== undefined) {
    throw new ApiError(
      assumptions.codes.tat.defaultsGivenTwice,
      "The parameters `DefaultParameters` and `DefaultParameterConfs` cannot be specified at the same time.",
      "参数 `DefaultParameters` 和 `DefaultParameterConfs` 不支持同时指定。",
    );
  }
  if (!enabled && (json !== undefined || confs !== undefined)) {
    throw new ApiError(
      assumptions.codes.tat.defaultsWithoutParameters,
      "Defaults of custom parameters can be set only where `EnableParameter` is true.",
      "仅在命令的 `EnableParameter` 为 true 时，才允许设置自定义参数的默认取值。",
    );
  }
  if (json !== undefined) valuesOf("DefaultParameters", json);
  if (confs !== undefined) valuesOfConfs(confs);
  return { DefaultParameters: json ?? "", DefaultParameterConfs: [...(confs ?? [])] };
}

/** What is run, and what the records show of the values. */
export interface Filled {
  /** In base64. */
  Script: string;
  Parameters: string;
  DefaultParameters: string;
}

/** The command's script with the given values of its custom parameters, or else their defaults. */
export function filledCommand(command: CommandRow, json: string | undefined, { assumptions }: Context): Filled {
  if (!command.EnableParameter) {
    if (json === undefined) return { Script: command.Content, Parameters: "", DefaultParameters: "" };
    throw new ApiError(
      assumptions.codes.tat.valuesWithoutParameters,
      "`Parameters` can be given only for a command whose `EnableParameter` is true.",
      "未启用自定义参数功能：仅在命令的 `EnableParameter` 为 true 时，才允许设置 `Parameters`。",
    );
  }
  const script = scriptOf(command.Content);
  const defaults = defaultValues(command);
  const given: Values = json === undefined ? new Map() : valuesOf("Parameters", json);
  const text = filled(script, new Map([...defaults, ...given]));
  return {
    Script: Buffer.from(text).toString("base64"),
    Parameters: recorded(script, given),
    DefaultParameters: recorded(script, defaults),
  };
}

function defaultValues({ DefaultParameters, DefaultParameterConfs }: CommandRow): Values {
  if (DefaultParameters !== "") return valuesOf("DefaultParameters", DefaultParameters);
  return valuesOfConfs(DefaultParameterConfs);
}

const MAX_COMMAND_TAGS = 10;

function commandTags(given: NewCommand["Tags"], { assumptions }: Context): CommandRow["Tags"] {
  const codes = tagCodes(assumptions.codes.tat);
  const tags = newTags(given, codes);
  if (tags.length <= MAX_COMMAND_TAGS) return tags;
  const most = String(MAX_COMMAND_TAGS);
  throw new ApiError(codes.tooMany, `A command has at most ${most} tags.`, `命令的标签不能超过 ${most} 个。`);
}

function tagCodes({ tags, tooManyTags }: Context["assumptions"]["codes"]["tat"]): TagCodes {
  const tooLong = "InvalidParameterValue.TooLong";
  return {
    ...{ duplicateKey: tags, reservedKey: tags, emptyKey: tags },
    ...{ keyTooLong: tooLong, valueTooLong: tooLong, tooMany: tooManyTags },
  };
}
