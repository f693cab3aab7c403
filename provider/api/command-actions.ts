import type { Empty, Filter, Tag } from "./actions";

/** Scripts that run on instances without a login (TAT, `tat_models`): commands, and what became of them. */
export interface CommandActions {
  CreateCommand: { request: NewCommand & { CommandName: string }; response: { CommandId: string } };
  ModifyCommand: { request: { CommandId: string } & CommandChange; response: Empty };
  DeleteCommand: { request: { CommandId: string }; response: Empty };
  DescribeCommands: {
    request: { CommandIds?: string[] } & Search;
    response: { TotalCount: number; CommandSet: Command[] };
  };
  RunCommand: {
    request: NewCommand & { InstanceIds: string[]; SaveCommand?: boolean; Parameters?: string };
    response: { CommandId: string; InvocationId: string };
  };
  InvokeCommand: {
    request: {
      CommandId: string;
      InstanceIds: string[];
      Parameters?: string;
      Username?: string;
      WorkingDirectory?: string;
      Timeout?: number;
    };
    response: { InvocationId: string };
  };
  CancelInvocation: { request: { InvocationId: string; InstanceIds?: string[] }; response: Empty };
  DescribeInvocations: {
    request: { InvocationIds?: string[] } & Search;
    response: { TotalCount: number; InvocationSet: Invocation[] };
  };
  DescribeInvocationTasks: {
    request: { InvocationTaskIds?: string[]; HideOutput?: boolean } & Search;
    response: { TotalCount: number; InvocationTaskSet: InvocationTask[] };
  };
  DescribeAutomationAgentStatus: {
    request: { InstanceIds?: string[] } & Search;
    response: { TotalCount: number; AutomationAgentSet: AutomationAgentInfo[] };
  };
}

interface Search {
  Filters?: Filter[];
  Limit?: number;
  Offset?: number;
}

/** `Content` is in base64, and `Timeout` in seconds. `DefaultParameters` is a JSON object of texts. */
interface CommandChange {
  CommandName?: string;
  Description?: string;
  Content?: string;
  CommandType?: string;
  WorkingDirectory?: string;
  Timeout?: number;
  DefaultParameters?: string;
  DefaultParameterConfs?: DefaultParameterConf[];
  Username?: string;
}

export interface NewCommand extends CommandChange {
  Content: string;
  EnableParameter?: boolean;
  Tags?: Tag[];
}

export interface DefaultParameterConf {
  ParameterName: string;
  ParameterValue: string;
  ParameterDescription?: string;
}

export interface Command {
  CommandId: string;
  CommandName: string;
  Description: string;
  Content: string;
  CommandType: string;
  WorkingDirectory: string;
  Timeout: number;
  CreatedTime: string;
  UpdatedTime: string;
  EnableParameter: boolean;
  DefaultParameters: string;
  DefaultParameterConfs: DefaultParameterConf[];
  Scenes: string[];
  FormattedDescription: string;
  CreatedBy: string;
  Tags: Tag[];
  Username: string;
  OutputCOSBucketUrl: string;
  OutputCOSKeyPrefix: string;
}

/** One command on one or more instances: as many tasks. */
export interface Invocation {
  InvocationId: string;
  CommandId: string;
  CommandName: string;
  InvocationStatus: string;
  InvocationTaskBasicInfoSet: { InvocationTaskId: string; TaskStatus: string; InstanceId: string }[];
  Description: string;
  StartTime: string | null;
  EndTime: string | null;
  CreatedTime: string;
  UpdatedTime: string;
  Parameters: string;
  DefaultParameters: string;
  InstanceKind: string;
  Username: string;
  InvocationSource: string;
  CommandContent: string;
  CommandType: string;
  Timeout: number;
  WorkingDirectory: string;
  OutputCOSBucketUrl: string;
  OutputCOSKeyPrefix: string;
}

export interface InvocationTask {
  InvocationId: string;
  InvocationTaskId: string;
  CommandId: string;
  TaskStatus: string;
  InstanceId: string;
  /** `Output` is in base64; `Dropped` bytes of it were cut off. */
  TaskResult: {
    ExitCode: number;
    Output: string;
    ExecStartTime: string | null;
    ExecEndTime: string | null;
    Dropped: number;
    OutputUrl: string;
    OutputUploadCOSErrorInfo: string;
  };
  StartTime: string | null;
  EndTime: string | null;
  CreatedTime: string;
  UpdatedTime: string;
  CommandDocument: {
    Content: string;
    CommandType: string;
    Timeout: number;
    WorkingDirectory: string;
    Username: string;
    OutputCOSBucketUrl: string;
    OutputCOSKeyPrefix: string;
  };
  ErrorInfo: string;
  InvocationSource: string;
  CommandName: string;
}

export interface AutomationAgentInfo {
  InstanceId: string;
  Version: string;
  LastHeartbeatTime: string;
  AgentStatus: string;
  Environment: string;
  SupportFeatures: string[];
}
