import { ApiError } from "../words/errors";
import { tooManyCharacters } from "../words/refusals";
import { fromBase64 } from "./base64";

/** What a request says of a command; what it leaves out is not checked. */
interface CommandFields {
  CommandName?: string | undefined;
  Description?: string | undefined;
  Content?: string | undefined;
  CommandType?: string | undefined;
  WorkingDirectory?: string | undefined;
  Timeout?: number | undefined;
  Username?: string | undefined;
}

/** The actions list different codes for the same mistakes; where one lists none, the general one is taken. */
interface FieldCodes {
  timeout: string;
  username: string;
}
export const NEW_COMMAND_CODES: FieldCodes = {
  timeout: "InvalidParameterValue.Range",
  username: "InvalidParameterValue.InvalidUsername",
};
export const MODIFY_CODES: FieldCodes = { timeout: "InvalidParameterValue.Range", username: "InvalidParameterValue" };
export const INVOKE_CODES: FieldCodes = {
  timeout: "InvalidParameterValue",
  username: "InvalidParameter.InvalidUsername",
};

/** Refuses what is not well formed. `type` is the type of the command that the fields are for. */
export function checkFields(fields: CommandFields, type: string, codes: FieldCodes): void {
  const { CommandName, Description, Content, WorkingDirectory, Timeout, Username } = fields;
  checkType(type);
  if (CommandName !== undefined) checkName(CommandName);
  if (Description !== undefined) checkDescription(Description);
  if (Content !== undefined) checkContent(Content);
  if (WorkingDirectory !== undefined) checkDirectory(WorkingDirectory, type);
  if (Timeout !== undefined) checkTimeout(Timeout, codes.timeout);
  if (Username !== undefined) checkUsername(Username, codes.username);
}

const TYPES = ["SHELL", "POWERSHELL", "BAT"];

/** What a command of that type is run with unless it says otherwise. BAT is undocumented here, and taken for its sibling. */
export function defaultsOf(type: string): { WorkingDirectory: string; Username: string; Timeout: number } {
  return type === "SHELL"
    ? { WorkingDirectory: "/root", Username: "root", Timeout: 60 }
    : { WorkingDirectory: "C:\\Program Files\\qcloud\\tat_agent\\workdir", Username: "System", Timeout: 60 };
}

const MAX_NAME_BYTES = 60;
const MAX_DESCRIPTION_CHARACTERS = 120;
const MAX_CONTENT_CHARACTERS = 64 * 1024;
const MAX_TIMEOUT_SECONDS = 86_400;
const MAX_USERNAME_CHARACTERS = 256;

function checkType(type: string): void {
  if (TYPES.includes(type)) return;
  throw new ApiError(
    "InvalidParameterValue",
    `The \`CommandType\` \`${type}\` is none of ${TYPES.join(", ")}.`,
    `\`CommandType\` 的取值 \`${type}\` 无效，取值范围为 ${TYPES.join("、")}。`,
  );
}

function checkName(name: string): void {
  if (!/^[\p{Script=Han}a-zA-Z0-9_.-]+$/u.test(name)) {
    throw new ApiError(
      "InvalidParameterValue.InvalidCommandName",
      `The \`CommandName\` \`${name.slice(0, 100)}\` is not made of letters, digits, Chinese characters, _, - and dots.`,
      `Command 名称 \`${name.slice(0, 100)}\` 无效，仅支持中文、英文、数字、下划线、分隔符“-”和小数点。`,
    );
  }
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw tooManyBytes("CommandName", MAX_NAME_BYTES);
}

function checkDescription(description: string): void {
  if (Array.from(description).length <= MAX_DESCRIPTION_CHARACTERS) return;
  throw tooManyCharacters("Description", MAX_DESCRIPTION_CHARACTERS);
}

function checkContent(content: string): void {
  if (content.length > MAX_CONTENT_CHARACTERS) throw tooManyBytes("Content", MAX_CONTENT_CHARACTERS);
  if (content !== "" && fromBase64(content) !== undefined) return;
  throw new ApiError(
    "InvalidParameterValue.CommandContentInvalid",
    "The `Content` is empty, or not the base64 of a script.",
    "Command 内容无效：`Content` 为空，或不是经 Base64 编码的脚本。",
  );
}

function checkDirectory(directory: string, type: string): void {
  const absolute = type === "SHELL" ? /^\/\P{Cc}*$/u : /^[a-zA-Z]:[\\/]\P{Cc}*$/u;
  if (absolute.test(directory)) return;
  throw new ApiError(
    "InvalidParameterValue.InvalidWorkingDirectory",
    `The \`WorkingDirectory\` \`${directory.slice(0, 100)}\` is not an absolute path, as ${type} has them.`,
    `命令执行路径 \`${directory.slice(0, 100)}\` 不合法，${type} 命令须为绝对路径。`,
  );
}

function checkTimeout(seconds: number, code: string): void {
  if (seconds >= 1 && seconds <= MAX_TIMEOUT_SECONDS) return;
  const range = `[1, ${String(MAX_TIMEOUT_SECONDS)}]`;
  throw new ApiError(
    code,
    `The \`Timeout\` ${String(seconds)} is not in the range ${range} of seconds.`,
    `参数 \`Timeout\` 的取值 ${String(seconds)} 不在范围 ${range} 内，单位为秒。`,
  );
}

function checkUsername(name: string, code: string): void {
  if (/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u.test(name) && name.length <= MAX_USERNAME_CHARACTERS) return;
  const most = String(MAX_USERNAME_CHARACTERS);
  throw new ApiError(
    code,
    `The \`Username\` \`${name.slice(0, 100)}\` is no name of a user, or has more than ${most} characters.`,
    `用户名 \`${name.slice(0, 100)}\` 不合法，或超过 ${most} 个字符。`,
  );
}

function tooManyBytes(parameter: string, most: number): ApiError {
  return new ApiError(
    "InvalidParameterValue.TooLong",
    `The \`${parameter}\` has more than ${String(most)} bytes.`,
    `参数 \`${parameter}\` 的长度超过 ${String(most)} 字节。`,
  );
}
