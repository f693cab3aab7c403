import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AgentRun, type Emulator, createEmulator } from "../../../../provider/emulator";
import { emptyState } from "../../../../provider/emulator/store/state";
import { beginInvocation } from "../../../../provider/emulator/tat/tasks";
import { ASSUMPTIONS } from "../../../../provider/emulator/words/assumptions";
import { Api } from "../api";
import { INSTANCE, Tat, base64 } from "../tat";

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
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
const done: AgentRun = () => Promise.resolve({ exitCode: 0, output: "" });
const offline = (): Promise<string> => api.code("RunCommand", { Content: base64("true"), InstanceIds: [INSTANCE] });
const statusOf = async (id = INSTANCE): Promise<string | undefined> =>
  (await tat.agents({ InstanceIds: [id] }))[0]?.AgentStatus;

describe("the agent of an instance", () => {
  it("is offline unless a lab attaches one, and again when it is detached", async () => {
    expect((await tat.agents()).map((agent) => agent.AgentStatus)).toEqual(["Offline", "Offline", "Offline"]);
    const detach = emulator.attachAgent(INSTANCE, never);
    expect((await tat.agents()).map((agent) => agent.AgentStatus)).toEqual(["Online", "Offline", "Offline"]);
    emulator.clock.advance(60_000);
    detach();
    emulator.clock.advance(60_000);
    expect(await tat.agents({ InstanceIds: [INSTANCE] })).toEqual([
      {
        InstanceId: INSTANCE,
        ...{ AgentStatus: "Offline", Environment: "Linux", LastHeartbeatTime: "2026-11-22T08:01:00Z" },
        ...{ Version: ASSUMPTIONS.agentVersion, SupportFeatures: [] },
      },
    ]);
    expect(await offline()).toBe("ResourceUnavailable.AgentStatusNotOnline");
  });

  it.each([
    ["agent-status", "Online", [INSTANCE]],
    ["environment", "Windows", ["ins-00000002"]],
    ["instance-id", "ins-00000003", ["ins-00000003"]],
  ])("is searched for by %s", async (Name, value, expected) => {
    emulator.attachAgent(INSTANCE, never);
    const detach = emulator.attachAgent("ins-00000002", never, "Windows");
    if (Name === "agent-status") detach();
    const found = await tat.agents({ Filters: [{ Name, Values: [value] }] });
    expect(found.map((agent) => agent.InstanceId)).toEqual(expected);
  });

  it("is not asked for by a malformed id, nor by more than a hundred", async () => {
    const code = (InstanceIds: string[]): Promise<string> => api.code("DescribeAutomationAgentStatus", { InstanceIds });
    expect(await code(["i-1"])).toBe("InvalidParameterValue.InvalidInstanceId");
    expect(await code(Array<string>(101).fill(INSTANCE))).toBe("InvalidParameterValue.LimitExceeded");
  });

  it("is offline while the instance is stopped, and what ran there is lost", async () => {
    emulator.attachAgent(INSTANCE, never);
    const id = await tat.run();
    await api.ok("StopInstances", { InstanceIds: [INSTANCE] });
    expect([await statusOf(), await tat.status(id)]).toEqual(["Offline", "TASK_TIMEOUT"]);
    await api.ok("StartInstances", { InstanceIds: [INSTANCE] });
    expect([await statusOf(), await tat.status(id)]).toEqual(["Online", "TASK_TIMEOUT"]);
  });

  it("takes what it ran with it", async () => {
    const detach = emulator.attachAgent(INSTANCE, never);
    const id = await tat.run();
    expect(await tat.status(id)).toBe("RUNNING");
    detach();
    expect(await tat.task(id)).toMatchObject({
      ...{ TaskStatus: "TASK_TIMEOUT", ErrorInfo: "The agent was lost while the command ran." },
      TaskResult: { ExitCode: -1, ExecStartTime: "2026-11-22T08:00:00Z" },
    });
    expect((await tat.invocation(id)).InvocationStatus).toBe("TIMEOUT");
  });

  it("is one: a second is refused, and a detached one does not detach its successor", async () => {
    const detach = emulator.attachAgent(INSTANCE, never);
    expect(() => emulator.attachAgent(INSTANCE, done)).toThrow("has an agent attached already");
    detach();
    emulator.attachAgent(INSTANCE, done);
    detach();
    expect(await statusOf()).toBe("Online");
  });

  it("belongs to an instance that is there", () => {
    expect(() => emulator.attachAgent("ins-99999999", done)).toThrow(/does not exist. There are: ins-00000001/);
  });

  it("is gone after a reset, with all that was run", async () => {
    const signals: AbortSignal[] = [];
    emulator.attachAgent(INSTANCE, (_command, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    await tat.run();
    await emulator.reset();
    expect([await statusOf(), signals.map((signal) => signal.aborted)]).toEqual(["Offline", [true]]);
    expect(await api.ok("DescribeInvocationTasks")).toMatchObject({ TotalCount: 0 });
  });
});

describe("the delivery of a command", () => {
  it("takes the time of asynchronous work", async () => {
    emulator.behave({ tasks: { delayMs: 2_000 } });
    emulator.attachAgent(INSTANCE, done);
    const id = await tat.run();
    expect([await tat.status(id), (await tat.invocation(id)).InvocationStatus]).toEqual(["PENDING", "PENDING"]);
    emulator.clock.advance(2_000);
    expect(await tat.status(id)).toBe("RUNNING");
    expect((await tat.over(id)).TaskStatus).toBe("SUCCESS");
  });

  it("is waited for in vain while tasks are stuck", async () => {
    emulator.attachAgent(INSTANCE, done);
    emulator.behave({ tasks: { stuck: true } });
    const id = await tat.run();
    emulator.clock.advance(3_600_000);
    expect(await tat.status(id)).toBe("PENDING");
    await api.ok("CancelInvocation", { InvocationId: id });
    expect(await tat.status(id)).toBe("CANCELLED");
  });

  it("fails where the agent is lost before", async () => {
    emulator.behave({ tasks: { delayMs: 2_000 } });
    const detach = emulator.attachAgent(INSTANCE, done);
    const id = await tat.run();
    detach();
    expect([await tat.status(id), (await tat.invocation(id)).InvocationStatus]).toEqual(["DELIVER_FAILED", "FAILED"]);
  });
});

describe("what was run", () => {
  it("is in snapshots, and a restored one that nobody runs ends with its time", async () => {
    emulator.attachAgent(INSTANCE, never);
    const id = await tat.run();
    emulator.snapshot("running");
    await api.ok("CancelInvocation", { InvocationId: id });
    emulator.restore("running");
    expect(await tat.status(id)).toBe("RUNNING");
    emulator.clock.advance(60_000);
    expect(await tat.status(id)).toBe("TIMEOUT");
  });

  it("is forgotten at last, the oldest first, but not while it runs", async () => {
    emulator.attachAgent(INSTANCE, never);
    emulator.attachAgent("ins-00000002", done);
    await tat.run();
    await tat.over(await tat.run({ InstanceIds: ["ins-00000002"] }));
    const { invocations, invocationTasks } = emulator.state();
    const [running, over] = invocations;
    if (running === undefined || over === undefined) throw new Error("Nothing was run.");
    const state = emptyState();
    for (const task of invocationTasks) state.invocationTasks.set(task.InvocationTaskId, task);
    const full = Array.from({ length: ASSUMPTIONS.keptInvocations - 1 }, (_, index) => `inv-${String(index)}`);
    state.invocations.set(running.InvocationId, running);
    for (const id of full) state.invocations.set(id, { ...over, InvocationId: id });
    const gone = beginInvocation(state, { ...over, InvocationId: "inv-new" }, [], { assumptions: ASSUMPTIONS }).filter(
      ({ row }) => row === null,
    );
    expect(gone.map(({ table, id }) => [table, id])).toEqual([
      ["invocations", "inv-0"],
      ["invocationTasks", over.TaskIds[0]],
    ]);
    state.invocations.delete("inv-0");
    expect(beginInvocation(state, over, [], { assumptions: ASSUMPTIONS }).filter(({ row }) => row === null)).toEqual(
      [],
    );
  });

  it("survives the emulator, but not its agents: what ran is lost, what is saved is there", async () => {
    const data = join(mkdtempSync(join(tmpdir(), "havip-emulator-")), "data");
    try {
      const first = await createEmulator({ data, clock: () => NOW });
      first.attachAgent(INSTANCE, never);
      const before = new Tat(new Api(first, () => NOW));
      const CommandId = await before.create();
      const id = await before.run();
      await first.close();
      await using second = await createEmulator({ data, clock: () => NOW });
      const after = new Tat(new Api(second, () => NOW));
      expect(await after.commands()).toMatchObject([{ CommandId }]);
      expect(await after.task(id)).toMatchObject({ TaskStatus: "TASK_TIMEOUT" });
      expect(await after.agents({ InstanceIds: [INSTANCE] })).toMatchObject([{ AgentStatus: "Offline" }]);
    } finally {
      rmSync(join(data, ".."), { recursive: true, force: true });
    }
  });
});

it("may be asked for three times as often as anything else of TAT", async () => {
  await using realistic = await createEmulator({ profile: "realistic", clock: () => NOW });
  expect(realistic.behaviour().rateLimits).toMatchObject({ "*": 20, DescribeAutomationAgentStatus: 60 });
});
