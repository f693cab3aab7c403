import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../../../provider/core/emulator";
import { type RunFile, runFileOf } from "../../../../provider/cli/run-file";
import { TOKEN_HEADER } from "../../../../provider/emulator/control/control-names";
import { compile } from "../../cli/compiled";
import { Api } from "../api";
import type { Envelope } from "../client";

let compiled: string;
let folder: string;
let child: ChildProcess | undefined;
beforeAll(() => {
  compiled = compile();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-full-disk-"));
  mkdirSync(join(folder, "disk"));
});
afterEach(async () => {
  if (child?.exitCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

/**
 * An emulator whose folder is on a small disk of its own, which nobody else sees: what is mounted in a mount namespace goes
 * with the last process in it.
 */
async function start(mount: string): Promise<{ output: string; pid: number }> {
  const script = `${mount} && exec "$@"`;
  const data = ["--data", join(folder, "disk", "data"), "--run-dir", join(folder, "run"), "--port", "0"];
  const main = [process.execPath, join(compiled, "provider/cli/main.js"), "emulator", "start", "--foreground", ...data];
  const env = { ...process.env, DISK: join(folder, "disk") };
  child = spawn("unshare", ["--mount", "sh", "-c", script, "sh", ...main], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout?.on("data", (text) => (output += String(text)));
  child.stderr?.on("data", (text) => (output += String(text)));
  child.on("error", (error) => (output += error.message));
  // unshare and sh become the program that they are to run: its process id is theirs.
  await Promise.race([child.stdout && once(child.stdout, "data"), once(child, "close")]);
  return { output, pid: child.pid ?? 0 };
}

/** The disk as that process sees it (proc_pid_root(5)). */
const diskOf = (pid: number): string => `/proc/${String(pid)}/root${join(folder, "disk")}`;

describe("an emulator with a folder", () => {
  it("whose disk is full refuses writes, answers reads, and goes on once there is room", async () => {
    const { pid, output } = await start("mount -t tmpfs -o size=256k none $DISK");
    const file = runFileOf(join(folder, "run"), pid);
    if (file === undefined) throw new Error(`No emulator on a disk of its own (root may make one): ${output}`);
    const credentials = { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY };
    const api = new Api({ url: file.url, credentials });
    const { HaVipId } = await api.havip({ HaVipName: "0" });
    const deleted = await api.havip({ HaVipName: "deleted" });
    await stickTasks(file, true);
    await api.ok("DeleteHaVip", { HaVipId: deleted.HaVipId });
    fill(diskOf(pid));
    // The journal's last page has room for some more.
    const journal = (): string => readFileSync(join(diskOf(pid), "data", "journal.jsonl"), "utf8");
    let [last, kept] = [0, journal()];
    let refusal: Envelope;
    for (;;) {
      refusal = await api.answer("ModifyHaVipAttribute", { HaVipId, HaVipName: String(last + 1) });
      if (refusal.Error !== undefined) break;
      [last, kept] = [last + 1, journal()];
    }
    expect(refusal.Error).toMatchObject({
      Code: "InternalError",
      Message: expect.stringMatching(/cannot keep its state in .*disk\/data: ENOSPC.*Make room there/),
    });
    await stickTasks(file, false); // A task that cannot end is no reason to refuse a read.
    expect(await api.names()).toEqual([String(last), "deleted"]);
    expect(journal()).toBe(kept);

    rmSync(join(diskOf(pid), "filler"));
    await api.ok("ModifyHaVipAttribute", { HaVipId, HaVipName: "there is room" });
    expect(await api.names()).toEqual(["there is room"]);
    expect(journal().startsWith(kept)).toBe(true);
  }, 20_000);

  it("that can only be read says so when it starts, and names the remedy", async () => {
    const { output } = await start("mount -t tmpfs -o ro none $DISK");
    expect(output).toContain(`havip: The emulator cannot keep its state in ${join(folder, "disk", "data")}: EROFS`);
    expect(output).toContain("make that writable, or give another folder");
    expect(child?.exitCode).toBe(1);
  }, 20_000);

  it("whose disk is full when it starts says so, and names the remedy", async () => {
    const { output } = await start(
      "mount -t tmpfs -o size=64k none $DISK && ! cat /dev/zero > $DISK/filler 2> /dev/null",
    );
    expect(output).toMatch(/^havip: The emulator cannot keep its state in .*: ENOSPC.* Make room there/);
    expect(child?.exitCode).toBe(1);
  }, 20_000);
});

async function stickTasks({ url, token }: RunFile, stuck: boolean): Promise<void> {
  const headers = { [TOKEN_HEADER]: token };
  const body = JSON.stringify({ tasks: { stuck } });
  const answer = await fetch(`${url}/_emulator/behaviour`, { method: "PATCH", headers, body });
  expect(answer.status).toBe(200);
}

function fill(disk: string): void {
  const filler = join(disk, "filler");
  for (const size of [4_096, 1]) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      expect(error).toMatchObject({ code: "ENOSPC" });
    }
  }
}
