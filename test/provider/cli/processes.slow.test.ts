import { type ExecFileException, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../../provider/core/emulator";
import { type RunFile, runFileOf } from "../../../provider/cli/run-file";
import { Api } from "../emulator/api";
import { compile } from "./compiled";

let compiled: string;
let folder: string;
beforeAll(() => {
  compiled = compile();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-processes-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the command in a process of its own, as a user would. */
function havip(args: string[], nodeArgs: string[] = []): Promise<Ended> {
  const script = join(compiled, "provider/cli/main.js");
  const env = { ...process.env, HAVIP_EMULATOR_RUN_DIR: join(folder, "run") };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...nodeArgs, script, ...args],
      { env },
      (error: ExecFileException | null, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

/** Starts a detached emulator on any free port, with its state in a folder. */
async function start(): Promise<RunFile> {
  const { exitCode, stdout, stderr } = await havip([
    "emulator",
    "start",
    "--port",
    "0",
    "--data",
    join(folder, "data"),
  ]);
  const pid = Number(/process id (\d+)/.exec(stdout)?.[1]);
  const file = runFileOf(join(folder, "run"), pid);
  if (exitCode !== 0 || file === undefined) throw new Error(`The emulator did not start: ${stdout}${stderr}`);
  return file;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // True of a server that listens on a TCP port.
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const apiOf = ({ url }: RunFile): Api =>
  new Api({ url, credentials: { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY } });

async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("a detached emulator", () => {
  it("answers when start returns, and is gone when stop returns", async () => {
    const file = await start();
    const port = ["--port", new URL(file.url).port];
    expect(await apiOf(file).code("DescribeHaVips")).toBe("");
    expect((await havip(["emulator", "status", ...port])).exitCode).toBe(0);
    expect((await havip(["emulator", "stop", ...port])).exitCode).toBe(0);
    expect((await havip(["emulator", "status", ...port])).exitCode).toBe(3);
    await ended(file.pid);
  });

  it("that cannot start says why", async () => {
    writeFileSync(join(folder, "data"), "not a folder");
    const args = ["emulator", "start", "--port", "0", "--data", join(folder, "data")];
    expect(await havip(args)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("cannot keep its state in"),
    });
  });

  it("loses no answered write to kill -9, and keeps its world", async () => {
    const first = await start();
    const names: string[] = [];
    const write = async (): Promise<void> => {
      // Renames, one after the other, until the process is gone: the last name that was answered must be there.
      const api = apiOf(first);
      const { HaVipId } = await api.havip({ HaVipName: "0" });
      for (let i = 1; ; i += 1) {
        await api.ok("ModifyHaVipAttribute", { HaVipId, HaVipName: String(i) });
        names.push(String(i));
        if (i === 50) process.kill(first.pid, "SIGKILL");
      }
    };
    await expect(write()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRE/) });
    await ended(first.pid);

    const second = await start();
    const [found] = await apiOf(second).found();
    // A write that was under way may have reached the disk without an answer; none before it may be missing.
    expect(Number(found?.HaVipName)).toBeGreaterThanOrEqual(Number(names.at(-1)));
    expect(names.length).toBeGreaterThanOrEqual(50);
    expect(second.storeId).toBe(first.storeId);
    await havip(["emulator", "stop", "--port", new URL(second.url).port]);
  });
});

describe("several starts of one port at once", () => {
  it.each([
    ["in memory", () => []],
    ["with one folder", () => ["--data", join(folder, "data")]],
  ])(
    "%s give one emulator, and all of them say which",
    async (_name, data) => {
      const port = String(await freePort());
      const starts = await Promise.all(
        Array.from({ length: 5 }, () => havip(["emulator", "start", "--port", port, ...data()])),
      );
      await havip(["emulator", "stop", "--port", port]);
      expect(starts.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(starts.map(() => [0, ""]));
      expect(new Set(starts.map(({ stdout }) => /process id (\d+)/.exec(stdout)?.[1])).size).toBe(1);
      const logs = readdirSync(join(folder, "run"));
      expect(logs).toEqual([`emulator-${port}.log`]);
      expect(readFileSync(join(folder, "run", logs[0] ?? ""), "utf8")).toContain(`127.0.0.1:${port}`);
    },
    30_000,
  );
});

describe("a start that is refused the port", () => {
  it("because it is for root only names the remedy", async () => {
    // A user who may do nothing more than any other: no capability to bind such a port, in a network of their own.
    const script = join(compiled, "provider/cli/main.js");
    const start = [process.execPath, script, "emulator", "start", "--foreground", "--port", "80"];
    const run = ["--run-dir", join(folder, "run")];
    const unshare = ["--net", "setpriv", "--bounding-set", "-all", "--inh-caps", "-all", ...start, ...run];
    const child = spawn("unshare", unshare, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (text) => (output += String(text)));
    child.stderr.on("data", (text) => (output += String(text)));
    await once(child, "close").finally(() => child.kill());
    expect(output).toBe("havip: Port 80 is not for every user (EACCES): choose a --port above 1023.\n");
  });
});

describe("an emulator that is suspended", () => {
  it("is not forgotten: once it answers again it can be stopped", async () => {
    const file = await start();
    const port = ["--port", new URL(file.url).port];
    process.kill(file.pid, "SIGSTOP");
    const silent = await havip(["emulator", "status", ...port]);
    process.kill(file.pid, "SIGCONT");
    expect(silent).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`process id ${String(file.pid)}`) });
    expect(await havip(["emulator", "stop", ...port])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("has stopped"),
    });
  }, 20_000);
});

describe("the command", () => {
  it("whose reader went away ends without a word, and with its own exit code", async () => {
    const script = join(compiled, "provider/cli/main.js");
    const child = spawn(process.execPath, [script, "emulator", "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    const exitCode = await new Promise((resolve) => child.once("close", resolve));
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it.each(["status", "env", "stop"])("%s loads neither the emulator nor axios", async (command) => {
    const hook = join(folder, "hook.cjs");
    const list = join(folder, "loaded");
    const written = `require("node:fs").writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join("\\n"))`;
    writeFileSync(hook, `process.on("exit", () => ${written});`);
    await havip(["emulator", command, "--port", "1"], ["--require", hook]);
    const loaded = readFileSync(list, "utf8");
    expect(loaded).toContain("provider/cli/commands.js");
    expect(loaded).not.toMatch(/provider\/emulator\/(index|server|cloud)|node_modules\/axios/);
  });
});
