import { type AgentCommand, type AgentRun, type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { INSTANCE, Tat, base64 } from "../tat";

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
const SECOND = "ins-00000002";
let emulator: Emulator;
let api: Api;
let tat: Tat;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => NOW });
  api = new Api(emulator, () => emulator.clock.now());
  tat = new Tat(api);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const never: AgentRun = () => new Promise(() => undefined);
const exits =
  (exitCode: number, output: Buffer | string = ""): AgentRun =>
  () =>
    Promise.resolve({ exitCode, output });
const run = (parameters: Record<string, unknown> = {}): Promise<string> =>
  api.code("RunCommand", { Content: base64("true"), InstanceIds: [INSTANCE], ...parameters });

describe("before anything is run,", () => {
  it("the instances are named, in the right form, of one kind, there, running, and with an agent", async () => {
    const many = Array.from({ length: 201 }, (_, index) => `ins-${String(index).padStart(8, "0")}`);
    // Each list has what the rest would be refused for, too: the order of the checks.
    expect(await run({ InstanceIds: [] })).toBe("MissingParameter");
    expect(await run({ InstanceIds: [...many, "i-1"] })).toBe("InvalidParameterValue.LimitExceeded");
    const mixed = ["lhins-00000001", "ins-99999999", INSTANCE];
    expect(await run({ InstanceIds: [...mixed, "i-1"] })).toBe("InvalidParameterValue.InvalidInstanceId");
    expect(await run({ InstanceIds: mixed })).toBe("InvalidParameterValue.InconsistentInstance");
    await api.ok("StopInstances", { InstanceIds: [SECOND] });
    const unknown = [SECOND, "ins-99999999"];
    expect(await run({ InstanceIds: unknown })).toBe("ResourceNotFound.InstanceNotFound");
    expect(await run({ InstanceIds: [INSTANCE, SECOND] })).toBe("ResourceUnavailable.InstanceStateNotRunning");
    expect(await run()).toBe("ResourceUnavailable.AgentStatusNotOnline");
    expect(emulator.state().invocations).toEqual([]);
  });

  it("an agent runs what its system can", async () => {
    const code = "InvalidParameterValue.AgentUnsupportedCommandType";
    emulator.attachAgent(INSTANCE, never);
    emulator.attachAgent(SECOND, never, "Windows");
    expect([await run({ CommandType: "POWERSHELL" }), await run({ CommandType: "BAT" })]).toEqual([code, code]);
    expect(await run({ InstanceIds: [SECOND] })).toBe(code);
    expect(await run({ InstanceIds: [SECOND], CommandType: "POWERSHELL" })).toBe("");
  });

  it("200 instances are looked at, and of an invocation 100 to be cancelled", async () => {
    const ids = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `ins-${String(10_000_000 + index)}`);
    expect(await run({ InstanceIds: ids(200) })).toBe("ResourceNotFound.InstanceNotFound");
    expect(await run({ InstanceIds: ids(201) })).toBe("InvalidParameterValue.LimitExceeded");
    emulator.attachAgent(INSTANCE, exits(0));
    const InvocationId = await tat.run();
    const cancel = (InstanceIds: string[]): Promise<string> =>
      api.code("CancelInvocation", { InvocationId, InstanceIds });
    expect(await cancel(ids(100))).toBe("InvalidParameterValue.InstanceIsNotRelatedToInvocation");
    expect(await cancel(ids(101))).toBe("InvalidParameterValue.LimitExceeded");
  });

  it("one agent that is offline is enough to refuse all", async () => {
    emulator.attachAgent(INSTANCE, exits(0));
    expect(await run({ InstanceIds: [INSTANCE, SECOND] })).toBe("ResourceUnavailable.AgentStatusNotOnline");
    expect(emulator.state().invocations).toEqual([]);
  });

  it("the command is as well formed as one that is saved", async () => {
    expect(await run({ Content: "?" })).toBe("InvalidParameterValue.CommandContentInvalid");
    expect(await run({ Timeout: 0 })).toBe("InvalidParameterValue.Range");
    const CommandId = await tat.create();
    const invoke = (given: object): Promise<string> =>
      api.code("InvokeCommand", { CommandId, InstanceIds: [INSTANCE], ...given });
    expect(await invoke({ Timeout: 0 })).toBe("InvalidParameterValue");
    expect(await invoke({ Username: " " })).toBe("InvalidParameter.InvalidUsername");
    expect(await invoke({ WorkingDirectory: "tmp" })).toBe("InvalidParameterValue.InvalidWorkingDirectory");
  });
});

describe("a command that is run", () => {
  it("goes to the agent of each instance once, and its end and output are told", async () => {
    const commands: AgentCommand[] = [];
    const agent: AgentRun = (command) => {
      commands.push(command);
      return Promise.resolve({ exitCode: 0, output: "done\n" });
    };
    emulator.attachAgent(INSTANCE, agent);
    emulator.attachAgent(SECOND, exits(7, "no"));
    const id = await tat.run({ Content: base64("echo done"), InstanceIds: [INSTANCE, SECOND, INSTANCE] });
    expect(id).toMatch(/^inv-[a-z0-9]{8}$/);
    await Promise.resolve();
    const [first, second, ...others] = await tat.tasks(id);
    expect(first).toMatchObject({
      InvocationTaskId: expect.stringMatching(/^invt-[a-z0-9]{8}$/),
      ...{ TaskStatus: "SUCCESS", InstanceId: INSTANCE, ErrorInfo: "", EndTime: "2026-11-22T08:00:00Z" },
      TaskResult: { ExitCode: 0, Output: base64("done\n"), Dropped: 0, ExecStartTime: "2026-11-22T08:00:00Z" },
      CommandDocument: { Content: base64("echo done"), Timeout: 60, WorkingDirectory: "/root", Username: "root" },
    });
    expect(second).toMatchObject({ TaskStatus: "FAILED", TaskResult: { ExitCode: 7, Output: base64("no") } });
    expect(others).toEqual([]);
    expect(commands).toEqual([
      {
        invocationTaskId: first?.InvocationTaskId,
        ...{ content: "echo done", commandType: "SHELL", username: "root" },
        ...{ workingDirectory: "/root", timeoutSeconds: 60 },
      },
    ]);
    expect(await tat.invocation(id)).toMatchObject({ InvocationStatus: "PARTIAL_FAILED", InstanceKind: "CVM" });
  });

  it("shows its output only to who asks for it", async () => {
    emulator.attachAgent(INSTANCE, exits(0, "secret"));
    const { InvocationTaskId } = await tat.over(await tat.run());
    const { InvocationTaskSet } = await api.ok("DescribeInvocationTasks", { InvocationTaskIds: [InvocationTaskId] });
    expect(InvocationTaskSet).toMatchObject([{ TaskStatus: "SUCCESS", TaskResult: { Output: "", ExitCode: 0 } }]);
  });

  it("has the first 24 KB of its output, in base64, and the count of the rest", async () => {
    emulator.attachAgent(INSTANCE, exits(0, Buffer.alloc(20_000, "x")));
    const { TaskResult } = await tat.over(await tat.run());
    expect(TaskResult).toMatchObject({ Output: base64("x".repeat(18_432)), Dropped: 20_000 - 18_432 });
    expect(TaskResult.Output).toHaveLength(24 * 1024);
  });

  it("is saved only where that is wanted, and can then be invoked with other settings", async () => {
    emulator.attachAgent(INSTANCE, never);
    const { CommandId: lost } = await api.ok("RunCommand", { Content: base64("a"), InstanceIds: [INSTANCE] });
    expect(await tat.commands()).toEqual([]);
    const InstanceIds = [INSTANCE];
    expect(await api.code("InvokeCommand", { CommandId: lost, InstanceIds })).toBe("ResourceNotFound.CommandNotFound");
    const kept = { Content: base64("b"), SaveCommand: true, CommandName: "kept", InstanceIds };
    const { CommandId } = await api.ok("RunCommand", kept);
    const other = { Timeout: 5, Username: "ops", WorkingDirectory: "/tmp" };
    const { InvocationId } = await api.ok("InvokeCommand", { CommandId, InstanceIds, ...other });
    const Filters = [{ Name: "command-id", Values: [CommandId] }];
    const { InvocationSet } = await api.ok("DescribeInvocations", { Filters });
    expect(InvocationSet).toMatchObject([{ Timeout: 60 }, { InvocationId, ...other, CommandContent: base64("b") }]);
    expect(await tat.commands()).toMatchObject([{ CommandName: "kept", Timeout: 60, Username: "root" }]);
  });

  it("ends with the time it was given, and is told to stop", async () => {
    const told: AbortSignal[] = [];
    emulator.attachAgent(INSTANCE, (_command, signal) => {
      told.push(signal);
      return new Promise(() => undefined);
    });
    const id = await tat.run({ Timeout: 10 });
    emulator.clock.advance(9_999);
    expect(await tat.status(id)).toBe("RUNNING");
    expect((await tat.invocation(id)).InvocationStatus).toBe("RUNNING");
    emulator.clock.advance(1);
    expect(await tat.task(id)).toMatchObject({
      ...{ TaskStatus: "TIMEOUT", EndTime: "2026-11-22T08:00:10Z" },
      TaskResult: { ExitCode: -1, Output: "" },
    });
    expect(told.map((signal) => signal.aborted)).toEqual([true]);
    expect((await tat.invocation(id)).InvocationStatus).toBe("TIMEOUT");
  });

  it.each([
    ["is not started", () => Promise.reject(new Error("no such user: ops")), "no such user: ops"],
    ["ends with what is no exit code", exits(0.5), "The exitCode is not a whole number -2147483648 to 4294967295."],
  ])("fails to start where it %s", async (_name, agent: AgentRun, ErrorInfo) => {
    emulator.attachAgent(INSTANCE, agent);
    const id = await tat.run();
    expect(await tat.over(id)).toMatchObject({ TaskStatus: "START_FAILED", ErrorInfo });
    expect((await tat.invocation(id)).InvocationStatus).toBe("FAILED");
  });

  it("is terminated by a cancellation, and one that is over stays as it is", async () => {
    emulator.attachAgent(INSTANCE, never);
    emulator.attachAgent(SECOND, exits(0));
    const InvocationId = await tat.run({ InstanceIds: [INSTANCE, SECOND] });
    await Promise.resolve();
    await api.ok("CancelInvocation", { InvocationId });
    expect(await tat.tasks(InvocationId)).toMatchObject([{ TaskStatus: "TERMINATED" }, { TaskStatus: "SUCCESS" }]);
    expect((await tat.invocation(InvocationId)).InvocationStatus).toBe("PARTIAL_CANCELLED");
  });

  it.each([
    ["a malformed id", { InvocationId: "inv-1" }, "InvalidParameterValue.InvalidInvocationId"],
    ["an unknown id", { InvocationId: "inv-00000000" }, "ResourceNotFound.InvocationNotFound"],
    ["a malformed instance", { InstanceIds: ["i-1"] }, "InvalidParameterValue.InvalidInstanceId"],
    ["another instance", { InstanceIds: [SECOND] }, "InvalidParameterValue.InstanceIsNotRelatedToInvocation"],
  ])("is not cancelled by %s", async (_name, parameters, code) => {
    emulator.attachAgent(INSTANCE, never);
    const InvocationId = await tat.run();
    expect(await api.code("CancelInvocation", { InvocationId, ...parameters })).toBe(code);
    expect(await tat.status(InvocationId)).toBe("RUNNING");
  });
});

describe("custom parameters", () => {
  const Content = base64("echo {{word}} {{tat-hidden:pass}} {{ word }}");

  it("fill the script for the agent, and what is hidden is in no record", async () => {
    const scripts: string[] = [];
    emulator.attachAgent(INSTANCE, ({ content }) => {
      scripts.push(content);
      return Promise.resolve({ exitCode: 0, output: "" });
    });
    const DefaultParameters = JSON.stringify({ word: "hello", pass: "$&" });
    const Parameters = JSON.stringify({ pass: "s3cret" });
    const id = await tat.run({ Content, EnableParameter: true, DefaultParameters, Parameters });
    expect(await tat.over(id)).toMatchObject({ CommandDocument: { Content } });
    expect(scripts).toEqual(["echo hello s3cret {{ word }}"]);
    expect(await tat.invocation(id)).toMatchObject({
      CommandContent: Content,
      Parameters: JSON.stringify({ pass: "******" }),
      DefaultParameters: JSON.stringify({ word: "hello", pass: "******" }),
    });
  });

  it("leave a script alone where they are not enabled", async () => {
    const bytes = Buffer.from([0x65, 0x63, 0x68, 0x6f, 0x20, 0xff]).toString("base64");
    emulator.attachAgent(INSTANCE, exits(0));
    expect(await tat.over(await tat.run({ Content: bytes }))).toMatchObject({ CommandDocument: { Content: bytes } });
    expect(await run({ Parameters: "{}" })).toBe("InvalidParameterValue.ParameterDisabled");
  });

  it("have to have a value", async () => {
    emulator.attachAgent(INSTANCE, exits(0));
    const DefaultParameterConfs = [{ ParameterName: "word", ParameterValue: "hello" }];
    const given = { Content, EnableParameter: true, DefaultParameterConfs };
    expect(await run(given)).toBe("InvalidParameterValue.LackOfParameterInfo");
    expect(await run({ ...given, Parameters: '{"pass":1}' })).toBe("InvalidParameterValue.ParameterValueNotString");
    expect(await run({ ...given, Parameters: '{"pass":""}' })).toBe("");
  });
});
