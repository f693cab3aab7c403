import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "../../cli/compiled";

let compiled: string;
let folder: string;
const started: { child: ChildProcess; closed: Promise<unknown> }[] = [];
beforeAll(() => {
  compiled = compile();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-containers-"));
});
afterEach(async () => {
  for (const { child, closed } of started.splice(0)) {
    child.kill("SIGKILL");
    await closed;
  }
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

/** An emulator that is process 1 of a process namespace of its own, as in a container. All of them share the folder. */
async function container(name: string): Promise<{ output: string; child: ChildProcess }> {
  const data = ["--data", join(folder, "data"), "--run-dir", join(folder, name), "--port", "0"];
  const main = [process.execPath, join(compiled, "provider/cli/main.js"), "emulator", "start", "--foreground", ...data];
  // What unshare started ends with it: it is told (--kill-child).
  const args = ["--pid", "--fork", "--mount-proc", "--kill-child=SIGTERM", ...main];
  const child = spawn("unshare", args, { stdio: ["ignore", "pipe", "pipe"] });
  // Closed, and not only ended: by then nobody has its output open, the emulator neither.
  const closed = once(child, "close");
  started.push({ child, closed });
  let output = "";
  child.stdout.on("data", (text) => (output += String(text)));
  child.stderr.on("data", (text) => (output += String(text)));
  child.on("error", (error) => (output += error.message));
  await Promise.race([once(child.stdout, "data"), closed]);
  return { output, child };
}

it("of two containers with one folder only the first writes, and the second when that has ended", async () => {
  const first = await container("first");
  expect(first.output).toContain("(process id 1)"); // Otherwise root may make a process namespace with unshare(1).
  const lock = readFileSync(join(folder, "data", "lock"), "utf8");

  const second = await container("second");
  expect(second.output).toMatch(/held by an emulator of another container .*\(process id 1 there\)/);
  expect(second.child.exitCode).toBe(1);
  expect(readFileSync(join(folder, "data", "lock"), "utf8")).toBe(lock);

  first.child.kill("SIGKILL");
  while (readdirSync(join(folder, "data")).includes("lock")) await new Promise((resolve) => setTimeout(resolve, 10));
  expect((await container("third")).output).toContain("(process id 1)");
}, 20_000);
