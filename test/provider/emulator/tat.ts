import type { AutomationAgentInfo, Command, Invocation, InvocationTask } from "../../../provider/api/command-actions";
import type { Api } from "./api";

export const base64 = (text: string): string => Buffer.from(text).toString("base64");
export const INSTANCE = "ins-00000001";

/** What the tests of TAT ask of the API. The casts are true of calls that succeed, and `ok` throws where one does not. */
export class Tat {
  constructor(private readonly api: Api) {}

  /** The id of a new invocation. */
  async run(parameters: Record<string, unknown> = {}): Promise<string> {
    const given = { Content: base64("true"), InstanceIds: [INSTANCE], ...parameters };
    return (await this.api.ok("RunCommand", given))["InvocationId"] as string;
  }

  async create(parameters: Record<string, unknown> = {}): Promise<string> {
    const given = { CommandName: "reload", Content: base64("true"), ...parameters };
    return (await this.api.ok("CreateCommand", given))["CommandId"] as string;
  }

  async commands(parameters: Record<string, unknown> = {}): Promise<Command[]> {
    return (await this.api.ok("DescribeCommands", parameters))["CommandSet"] as Command[];
  }

  async invocation(id: string): Promise<Invocation> {
    const { InvocationSet } = await this.api.ok("DescribeInvocations", { InvocationIds: [id] });
    const [found] = InvocationSet as Invocation[];
    if (found === undefined) throw new Error(`DescribeInvocations does not find ${id}.`);
    return found;
  }

  async tasks(invocationId: string): Promise<InvocationTask[]> {
    const Filters = [{ Name: "invocation-id", Values: [invocationId] }];
    const { InvocationTaskSet } = await this.api.ok("DescribeInvocationTasks", { Filters, HideOutput: false });
    return InvocationTaskSet as InvocationTask[];
  }

  /** The only task of an invocation on one instance. */
  async task(invocationId: string): Promise<InvocationTask> {
    const [task, ...others] = await this.tasks(invocationId);
    if (task === undefined || others.length > 0) throw new Error(`${invocationId} has not exactly one task.`);
    return task;
  }

  async status(invocationId: string): Promise<string> {
    return (await this.task(invocationId)).TaskStatus;
  }

  /** Asks until the task is over. */
  async over(invocationId: string): Promise<InvocationTask> {
    for (;;) {
      const task = await this.task(invocationId);
      if (!["PENDING", "DELIVERING", "RUNNING"].includes(task.TaskStatus)) return task;
    }
  }

  async agents(parameters: Record<string, unknown> = {}): Promise<AutomationAgentInfo[]> {
    const { AutomationAgentSet } = await this.api.ok("DescribeAutomationAgentStatus", parameters);
    return AutomationAgentSet as AutomationAgentInfo[];
  }
}
