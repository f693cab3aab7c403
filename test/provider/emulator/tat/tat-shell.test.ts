import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AgentRun, type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { INSTANCE, Tat, base64 } from "../tat";

let emulator: Emulator;
let tat: Tat;
beforeAll(async () => {
  emulator = await createEmulator();
  tat = new Tat(new Api(emulator));
});
afterAll(() => emulator.close());

/** What a lab does: a real shell runs the script, and is killed when the result is not wanted any more. */
const shell: AgentRun = async ({ content, workingDirectory: cwd }, signal) => {
  const child = spawn("sh", ["-c", `exec 2>&1\n${content}`], { cwd, signal, stdio: ["ignore", "pipe", "ignore"] });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  await once(child, "close");
  return { exitCode: child.exitCode ?? 1, output: Buffer.concat(output) };
};

it("a real shell as the agent runs the script, and its output and exit code come back", async () => {
  const detach = emulator.attachAgent(INSTANCE, shell);
  const id = await tat.run({
    Content: base64('echo "$((6 * 7)) in $(pwd)"; echo {{why}} >&2; exit 3'),
    WorkingDirectory: "/",
    EnableParameter: true,
    Parameters: JSON.stringify({ why: "because" }),
  });
  const { TaskStatus, TaskResult } = await tat.over(id);
  expect(Buffer.from(TaskResult.Output, "base64").toString()).toBe("42 in /\nbecause\n");
  expect([TaskStatus, TaskResult.ExitCode]).toEqual(["FAILED", 3]);
  detach();
});

it("a real shell that is told to stop is gone", async () => {
  const ends: Promise<unknown>[] = [];
  const detach = emulator.attachAgent(INSTANCE, (command, signal) => {
    const end = shell(command, signal);
    ends.push(end.catch((error: unknown) => error));
    return end;
  });
  const id = await tat.run({ Content: base64("exec sleep 60"), WorkingDirectory: "/" });
  expect(await tat.status(id)).toBe("RUNNING");
  detach();
  expect(await Promise.all(ends)).toMatchObject([{ name: "AbortError" }]);
  expect(await tat.status(id)).toBe("TASK_TIMEOUT");
});
