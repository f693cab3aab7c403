import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { health, portOption, running } from "./control-client";
import { CommandError, EXIT, type Io } from "./io";
import { type RunFile, removeRunFile, runFileOf, writeRunFile } from "./run-file";

export interface StartOptions {
  port: number;
  data?: string;
  folder: string;
}

const PATIENCE_MS = 15_000;

/** Starts an emulator that outlives this command, and returns when it answers. */
export async function start(options: StartOptions, io: Io): Promise<number> {
  const present = await running(options.folder, options.port);
  if (present !== undefined) return alreadyRuns(present, options, io);
  if (options.port !== 0) await refuseTakenPort(options.port);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const logPath = join(options.folder, `emulator-${String(options.port)}.log`);
  const log = openSync(logPath, "w", 0o600);
  const child = spawn(process.execPath, [io.script, ...foregroundArguments(options)], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const file = await answering(child, options.folder);
  if (file === undefined) {
    child.kill("SIGKILL");
    throw new CommandError(`The emulator did not start. It wrote:\n${readFileSync(logPath, "utf8").trim()}`);
  }
  child.unref();
  introduce(file, io);
  return EXIT.ok;
}

/** Runs an emulator until it is stopped or interrupted. */
export async function serve(options: StartOptions, io: Io): Promise<number> {
  // Loaded here only, so that the other commands stay quick.
  const { createEmulator } = await import("../emulator");
  const data = options.data === undefined ? undefined : resolve(options.data);
  const emulator = await createEmulator({ port: options.port, ...(data === undefined ? {} : { data }) }).catch(
    async (error: unknown) => {
      if (isTaken(error)) await refuseTakenPort(options.port);
      throw error;
    },
  );
  const { url, token, storeId } = emulator;
  const port = Number(new URL(url).port);
  const file = { url, token, storeId, pid: process.pid, ...(data === undefined ? {} : { data }) };
  writeRunFile(options.folder, port, file);
  introduce(file, io);
  await Promise.race([emulator.closed, io.interrupted()]);
  await emulator.close();
  removeRunFile(options.folder, port, token);
  return EXIT.ok;
}

/** Starting twice is no mistake, unless the two were meant to be different. */
function alreadyRuns(present: RunFile, { port, data }: StartOptions, io: Io): number {
  if (present.data === (data === undefined ? undefined : resolve(data))) {
    io.out("It runs already.");
    introduce(present, io);
    return EXIT.ok;
  }
  const keeps = present.data === undefined ? "keeps its state in memory" : `keeps its state in ${present.data}`;
  throw new CommandError(
    `Port ${String(port)} has your emulator with process id ${String(present.pid)}, which ${keeps}. ` +
      `Stop it first (havip emulator stop${portOption(port)}), or choose another --port.`,
  );
}

async function refuseTakenPort(port: number): Promise<void> {
  const stranger = await health(`http://127.0.0.1:${String(port)}`);
  if (stranger !== undefined) {
    throw new CommandError(
      `Port ${String(port)} is taken by another emulator (process id ${String(stranger.pid)}, store ` +
        `${stranger.storeId}) that this user's run folder does not know. Choose another --port.`,
    );
  }
  if (!(await isOccupied(port))) return;
  throw new CommandError(
    `Port ${String(port)} is taken by a program that is no emulator. ` +
      `See which (\`ss -ltnp 'sport = :${String(port)}'\`), or choose another --port.`,
  );
}

async function isOccupied(port: number): Promise<boolean> {
  const { createServer } = await import("node:net");
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => {
      resolve(true);
    });
    probe.listen(port, "127.0.0.1", () => {
      probe.close(() => {
        resolve(false);
      });
    });
  });
}

function isTaken(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "EADDRINUSE";
}

function foregroundArguments({ port, data, folder }: StartOptions): string[] {
  const keep = data === undefined ? [] : ["--data", resolve(data)];
  return ["emulator", "start", "--foreground", "--port", String(port), "--run-dir", resolve(folder), ...keep];
}

/** The run file of the child once it answers; undefined if it ended, or is not there in time. */
async function answering(child: ReturnType<typeof spawn>, folder: string): Promise<RunFile | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    const file = child.pid === undefined ? undefined : runFileOf(folder, child.pid);
    if (file !== undefined && (await health(file.url)) !== undefined) return file;
    await sleep(20);
  }
  return undefined;
}

function introduce(file: RunFile, { out }: Io): void {
  const option = portOption(Number(new URL(file.url).port));
  out(`The emulator of Tencent Cloud's HAVIP API answers at ${file.url} (process id ${String(file.pid)}).`);
  out(file.data === undefined ? "Its state is in memory: gone when it stops." : `Its state is kept in ${file.data}.`);
  out(`  use it:   eval "$(havip emulator env${option})"`);
  out(`  stop it:  havip emulator stop${option}`);
}
