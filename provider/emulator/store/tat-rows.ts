import type { Command, Invocation } from "../../api/actions";

/** A command that was saved. */
export type CommandRow = Command & { Region: string };

/** What was run, and where. How it goes is computed from its tasks. */
export type InvocationRow = Omit<
  Invocation,
  "InvocationStatus" | "InvocationTaskBasicInfoSet" | "StartTime" | "EndTime" | "UpdatedTime"
> & {
  Region: string;
  /** Its tasks, in the order of the request's instances. */
  TaskIds: string[];
  /** The content with the values of its parameters, in base64: what the agents get, and no record shows. */
  Script: string;
};

/** The statuses that a task has here, of those that the API documents. */
export type TaskStatus = (typeof UNDELIVERED)[number] | "RUNNING" | FinalStatus;

/** The command has not got to the agent yet. */
export const UNDELIVERED = ["PENDING", "DELIVERING"] as const;

export type FinalStatus =
  | "SUCCESS"
  /** It ended with an exit code other than 0. */
  | "FAILED"
  | "TIMEOUT"
  /** The agent did not get the command. */
  | "DELIVER_FAILED"
  /** The agent got it and could not start it. */
  | "START_FAILED"
  /** The agent was lost while the command ran. */
  | "TASK_TIMEOUT"
  /** Cancelled before it ran. */
  | "CANCELLED"
  /** Cancelled while it ran. */
  | "TERMINATED";

/** One command on one instance. Times are milliseconds since 1970. */
export interface InvocationTaskRow {
  Region: string;
  InvocationTaskId: string;
  InvocationId: string;
  InstanceId: string;
  TaskStatus: TaskStatus;
  ExitCode: number;
  /** In base64. */
  Output: string;
  Dropped: number;
  ErrorInfo: string;
  CreatedAt: number;
  UpdatedAt: number;
  /** When it is on its way to the agent. */
  DeliverAt: number;
  /** When it is over at the latest: its timeout after it started, or, where it has not, after DeliverAt. */
  EndsAt: number;
  StartedAt: number | null;
  EndedAt: number | null;
}

/** Which tasks are not over: what is due is looked for among these only. */
export interface UnfinishedTaskRow {
  InvocationTaskId: string;
}
