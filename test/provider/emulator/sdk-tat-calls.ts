import type { Client as TatClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tat/v20201028/tat_client";
import type { CommandActions } from "../../../provider/api/command-actions";
import type { Emulator } from "../../../provider/emulator";
import type { Calls } from "./sdk-calls";

const InstanceIds = ["ins-00000001"];
const Content = Buffer.from("echo {{word}} {{tat-hidden:secret}}").toString("base64");
const CUSTOM = { EnableParameter: true, DefaultParameters: JSON.stringify({ word: "a", secret: "b" }) };

export const commandCalls = (tat: () => TatClient, emulator: () => Emulator): Calls<CommandActions> => {
  const saved = async (): Promise<string> => {
    const { CommandId } = await tat().CreateCommand({ CommandName: "greet", Content, ...CUSTOM });
    return CommandId ?? "none";
  };
  const finish = (): Promise<{ exitCode: number; output: string }> => Promise.resolve({ exitCode: 0, output: "a b\n" });
  const never = (): Promise<never> => new Promise(() => undefined);
  const run = async (agent: typeof finish | typeof never = never): Promise<string> => {
    emulator().attachAgent("ins-00000001", agent);
    const { InvocationId } = await tat().RunCommand({ Content, InstanceIds, ...CUSTOM });
    return InvocationId ?? "none";
  };
  return {
    CreateCommand: () =>
      tat().CreateCommand({
        CommandName: "reload-keepalived",
        Content,
        Description: "on every member",
        CommandType: "SHELL",
        WorkingDirectory: "/root",
        Timeout: 120,
        EnableParameter: true,
        DefaultParameterConfs: [{ ParameterName: "word", ParameterValue: "a", ParameterDescription: "any" }],
        Tags: [{ Key: "team", Value: "web" }],
        Username: "root",
      }),
    ModifyCommand: async () =>
      tat().ModifyCommand({ CommandId: await saved(), Timeout: 30, DefaultParameters: JSON.stringify({ word: "c" }) }),
    DeleteCommand: async () => tat().DeleteCommand({ CommandId: await saved() }),
    DescribeCommands: async () => {
      await tat().CreateCommand({
        CommandName: "tagged",
        Content,
        EnableParameter: true,
        DefaultParameterConfs: [{ ParameterName: "word", ParameterValue: "a", ParameterDescription: "any" }],
        Tags: [{ Key: "team", Value: "web" }],
      });
      return tat().DescribeCommands({ Filters: [{ Name: "tag:team", Values: ["web"] }], Limit: 100, Offset: 0 });
    },
    RunCommand: () => {
      emulator().attachAgent("ins-00000001", never);
      return tat().RunCommand({
        Content,
        InstanceIds,
        CommandName: "greet",
        SaveCommand: true,
        ...CUSTOM,
        Parameters: JSON.stringify({ word: "c" }),
      });
    },
    InvokeCommand: async () => {
      emulator().attachAgent("ins-00000001", never);
      return tat().InvokeCommand({ CommandId: await saved(), InstanceIds, Timeout: 5, Username: "ops" });
    },
    CancelInvocation: async () => tat().CancelInvocation({ InvocationId: await run(), InstanceIds }),
    DescribeInvocations: async () => {
      const InvocationIds = [await run(finish)];
      await tat().DescribeInvocations({ InvocationIds });
      return tat().DescribeInvocations({ InvocationIds });
    },
    DescribeInvocationTasks: async () => {
      const Filters = [{ Name: "invocation-id", Values: [await run(finish)] }];
      await tat().DescribeInvocationTasks({ Filters });
      return tat().DescribeInvocationTasks({ Filters, HideOutput: false });
    },
    DescribeAutomationAgentStatus: () => {
      emulator().attachAgent("ins-00000001", never);
      return tat().DescribeAutomationAgentStatus({ InstanceIds });
    },
  };
};
