import type { CommandActions } from "../../api/actions";
import { NOT_SERVED, listOf, optional, required } from "../words/parameters";
import { FILTERS, IDS, PAGING, STRING, type ServedPart, TAGS } from "./served";
import { describeAutomationAgentStatus } from "./tat-agents";
import { createCommand, deleteCommand, describeCommands, modifyCommand } from "./tat-commands";
import { describeInvocationTasks, describeInvocations } from "./tat-invocations";
import { cancelInvocation, invokeCommand, runCommand } from "./tat-run";

const TAT = { service: "tat", regional: true } as const;
const TEXT = optional("string");
const FLAG = optional("boolean");
/** Object storage is not emulated. */
const COS = { OutputCOSBucketUrl: NOT_SERVED, OutputCOSKeyPrefix: NOT_SERVED };
const SEARCH = { Filters: FILTERS, ...PAGING };
const INSTANCES = required(listOf("string"));

const COMMAND = {
  Description: TEXT,
  CommandType: TEXT,
  WorkingDirectory: TEXT,
  Timeout: optional("integer"),
  DefaultParameters: TEXT,
  DefaultParameterConfs: optional(
    listOf({ object: { ParameterName: STRING, ParameterValue: STRING, ParameterDescription: TEXT } }),
  ),
  Username: TEXT,
  ...COS,
};

/** The actions that run scripts on instances. */
export const COMMANDS: ServedPart<CommandActions> = {
  CreateCommand: {
    ...TAT,
    parameters: { CommandName: STRING, Content: STRING, ...COMMAND, EnableParameter: FLAG, Tags: TAGS },
    handle: createCommand,
  },
  ModifyCommand: {
    ...TAT,
    parameters: { CommandId: STRING, CommandName: TEXT, Content: TEXT, ...COMMAND },
    handle: modifyCommand,
  },
  DeleteCommand: { ...TAT, parameters: { CommandId: STRING }, handle: deleteCommand },
  DescribeCommands: { ...TAT, parameters: { CommandIds: IDS, ...SEARCH }, handle: describeCommands },
  RunCommand: {
    ...TAT,
    parameters: {
      Content: STRING,
      InstanceIds: INSTANCES,
      CommandName: TEXT,
      ...COMMAND,
      SaveCommand: FLAG,
      EnableParameter: FLAG,
      Parameters: TEXT,
      Tags: TAGS,
    },
    handle: runCommand,
  },
  InvokeCommand: {
    ...TAT,
    parameters: {
      CommandId: STRING,
      InstanceIds: INSTANCES,
      Parameters: TEXT,
      Username: TEXT,
      WorkingDirectory: TEXT,
      Timeout: optional("integer"),
      ...COS,
    },
    handle: invokeCommand,
  },
  CancelInvocation: { ...TAT, parameters: { InvocationId: STRING, InstanceIds: IDS }, handle: cancelInvocation },
  DescribeInvocations: { ...TAT, parameters: { InvocationIds: IDS, ...SEARCH }, handle: describeInvocations },
  DescribeInvocationTasks: {
    ...TAT,
    parameters: { InvocationTaskIds: IDS, ...SEARCH, HideOutput: FLAG },
    handle: describeInvocationTasks,
  },
  DescribeAutomationAgentStatus: {
    ...TAT,
    parameters: { InstanceIds: IDS, ...SEARCH },
    handle: describeAutomationAgentStatus,
  },
};
