import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { type Reply, raw } from "../client";
import { INSTANCE, Tat, base64 } from "../tat";

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
let emulator: Emulator;
let tat: Tat;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => NOW });
  api = new Api(emulator, () => emulator.clock.now());
  tat = new Tat(api);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

function control(method: string, command: string, body?: unknown): Promise<Reply> {
  const text = body === undefined ? "" : JSON.stringify(body);
  // Node itself tells the length of a DELETE's body to nobody.
  const headers = { "x-havip-emulator-token": emulator.token, "content-length": String(Buffer.byteLength(text)) };
  return raw(`${emulator.url}/_emulator/${command}`, method, headers, text);
}
const ok = async (method: string, command: string, body?: unknown): Promise<unknown> => {
  const { status, text } = await control(method, command, body);
  if (status !== 200) throw new Error(`${method} ${command}: ${String(status)} ${text}`);
  return JSON.parse(text);
};
const attach = (instanceId = INSTANCE): Promise<unknown> => ok("PUT", "agents", { instanceId });
const taken = async (): Promise<string> => {
  const { task } = (await ok("POST", "agent-tasks", { instanceId: INSTANCE })) as {
    task: { invocationTaskId: string } | null; // True of every answer with the status 200.
  };
  return task?.invocationTaskId ?? "none";
};
const report = (invocationTaskId: string, rest: object): Promise<Reply> =>
  control("PUT", "agent-tasks", { invocationTaskId, ...rest });

describe("an agent in another process", () => {
  it("attaches, takes what there is to run, reports, and detaches", async () => {
    await attach();
    expect(await ok("POST", "agent-tasks", { instanceId: INSTANCE })).toEqual({ task: null });
    const id = await tat.run({ Content: base64("echo hello") });
    expect(await tat.status(id)).toBe("DELIVERING");
    const { InvocationTaskId: invocationTaskId } = await tat.task(id);
    expect(await ok("POST", "agent-tasks", { instanceId: INSTANCE })).toEqual({
      task: {
        invocationTaskId,
        ...{ content: "echo hello", commandType: "SHELL", username: "root" },
        ...{ workingDirectory: "/root", timeoutSeconds: 60 },
      },
    });
    expect(await tat.status(id)).toBe("RUNNING");
    expect(await taken()).toBe("none");
    const agent = { instanceId: INSTANCE, environment: "Linux", attachedBy: "control API", online: true };
    expect(await ok("GET", "agents")).toEqual({ agents: [{ ...agent, running: [invocationTaskId] }] });
    expect((await report(invocationTaskId, { exitCode: 0, outputBase64: base64("hello\n") })).status).toBe(200);
    expect(await tat.task(id)).toMatchObject({
      TaskStatus: "SUCCESS",
      TaskResult: { ExitCode: 0, Output: base64("hello\n") },
    });
    await ok("DELETE", "agents", { instanceId: INSTANCE });
    expect(await ok("GET", "agents")).toEqual({ agents: [] });
  });

  it("may repeat whatever it said, as after a lost answer", async () => {
    await attach();
    await attach();
    await tat.run();
    const id = await taken();
    const result = { exitCode: 1, outputBase64: base64("no") };
    const replies = [await report(id, result), await report(id, result)];
    expect(replies.map((reply) => reply.status)).toEqual([200, 200]);
    await ok("DELETE", "agents", { instanceId: INSTANCE });
    await ok("DELETE", "agents", { instanceId: INSTANCE });
  });

  it("takes commands in their order", async () => {
    await attach();
    const ids = [await tat.run(), await tat.run()];
    const tasks = await Promise.all(ids.map((id) => tat.task(id)));
    expect([await taken(), await taken(), await taken()]).toEqual([
      ...tasks.map((task) => task.InvocationTaskId),
      "none",
    ]);
  });

  it("tells what it could not start", async () => {
    await attach();
    const id = await tat.run();
    expect((await report(await taken(), { startError: "no such user" })).status).toBe(200);
    expect(await tat.task(id)).toMatchObject({ TaskStatus: "START_FAILED", ErrorInfo: "no such user" });
  });

  it("that takes nothing fails the delivery, in as long as the command might run", async () => {
    await attach();
    const id = await tat.run({ Timeout: 30 });
    emulator.clock.advance(29_999);
    expect(await tat.status(id)).toBe("DELIVERING");
    emulator.clock.advance(1);
    expect(await tat.status(id)).toBe("DELIVER_FAILED");
  });

  it("for Windows says so", async () => {
    await ok("PUT", "agents", { instanceId: INSTANCE, environment: "Windows" });
    expect(await tat.agents({ InstanceIds: [INSTANCE] })).toMatchObject([
      { AgentStatus: "Online", Environment: "Windows" },
    ]);
    expect((await control("PUT", "agents", { instanceId: INSTANCE })).text).toMatch(/detach it first/);
  });
});

describe("refused is", () => {
  it.each([
    ["an unknown instance", "PUT", "agents", { instanceId: "ins-99999999" }, 404, /There are: ins-00000001/],
    ["an unknown system", "PUT", "agents", { instanceId: INSTANCE, environment: "BeOS" }, 400, /Linux, Windows/],
    ["no instance", "DELETE", "agents", {}, 400, /instanceId of the body is missing/],
    ["asking without being attached", "POST", "agent-tasks", { instanceId: INSTANCE }, 409, /attach one first/],
    ["an unknown field", "POST", "agent-tasks", { instance: INSTANCE }, 400, /instance, which is unknown/],
    ["an unknown task", "PUT", "agent-tasks", { invocationTaskId: "invt-1", exitCode: 0 }, 404, /does not exist/],
    ["no exit code", "PUT", "agent-tasks", { invocationTaskId: "invt-1" }, 400, /exitCode of the body/],
    [
      "an output that is no base64",
      "PUT",
      "agent-tasks",
      { invocationTaskId: "invt-1", exitCode: 0, outputBase64: "hello" },
      400,
      /outputBase64 of the body is no base64/,
    ],
    [
      "an end of what was not started",
      "PUT",
      "agent-tasks",
      { invocationTaskId: "invt-1", exitCode: 0, startError: "no" },
      400,
      /startError and an exitCode/,
    ],
  ])("%s", async (_name, method, command, body, status, message) => {
    const reply = await control(method, command, body);
    expect([reply.status, reply.text]).toEqual([status, expect.stringMatching(message)]);
  });

  it("a report of what does not run: not taken, cancelled, timed out, or reported otherwise", async () => {
    await attach();
    const refusal = async (id: string): Promise<string> => {
      const { status, text } = await report(id, { exitCode: 0, outputBase64: base64("late") });
      return `${String(status)} ${/is (\w+), not RUNNING/.exec(text)?.[1] ?? text}`;
    };
    const invocation = await tat.run({ Timeout: 10 });
    const { InvocationTaskId } = await tat.task(invocation);
    expect(await refusal(InvocationTaskId)).toBe("409 DELIVERING");
    await api.ok("CancelInvocation", { InvocationId: invocation });
    expect(await refusal(InvocationTaskId)).toBe("409 CANCELLED");
    await tat.run({ Timeout: 10 });
    const late = await taken();
    emulator.clock.advance(10_000);
    expect(await refusal(late)).toBe("409 TIMEOUT");
    await tat.run();
    const twice = await taken();
    await report(twice, { exitCode: 0 });
    expect(await refusal(twice)).toBe("409 SUCCESS");
  });

  it("asking for the commands of an agent that is attached in code, or of an instance that is stopped", async () => {
    const detach = emulator.attachAgent(INSTANCE, () => new Promise(() => undefined));
    expect((await control("POST", "agent-tasks", { instanceId: INSTANCE })).text).toMatch(/attached in code/);
    detach();
    await attach();
    await api.ok("StopInstances", { InstanceIds: [INSTANCE] });
    const reply = await control("POST", "agent-tasks", { instanceId: INSTANCE });
    expect([reply.status, reply.text]).toEqual([409, expect.stringMatching(/is STOPPED: no agent runs there/)]);
  });
});
