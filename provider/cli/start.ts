import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { health, portOption, running } from "./control-client";
import { CommandError, EXIT, type Io } from "./io";
import { type Manner, isSameManner, mannerArguments, mannerText, presentManner } from "./manner";
import { type RunFile, removeRunFile, runFileOf, writeRunFile } from "./run-file";

export interface StartOptions {
  port: number;
  data?: string;
  folder: string;
  manner: Manner;
}

const PATIENCE_MS = 15_000;

/**
 * A server that makes much garbage and keeps little needs no large nursery for it. Measured, 100,000 calls: 106 MB
 * resident with what Node chooses (three times 16 MB), 71 MB with this, at the same speed.
 */
const SMALL_HEAP = ["--max-semi-space-size=1"];

/** Starts an emulator that outlives this command, and returns when it answers. */
export async function start(options: StartOptions, io: Io): Promise<number> {
  const present = await running(options.folder, options.port);
  if (present !== undefined) return alreadyRuns(present, options, io);
  if (options.port !== 0) await refuseTakenPort(options.port);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const logPath = join(options.folder, `emulator-${String(options.port)}.log`);
  const log = openSync(logPath, "w", 0o600);
  const child = spawn(process.execPath, [...SMALL_HEAP, io.script, ...foregroundArguments(options)], {
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
  await introduce(file, io);
  return EXIT.ok;
}

/** Runs an emulator until it is stopped or interrupted. */
export async function serve(options: StartOptions, io: Io): Promise<number> {
  // Loaded here only, so that the other commands stay quick.
  const { createEmulator } = await import("../emulator");
  const data = options.data === undefined ? undefined : resolve(options.data);
  // What there is to notice is in the introduction.
  const given = { port: options.port, notice: () => {}, ...options.manner, ...(data === undefined ? {} : { data }) };
  const emulator = await createEmulator(given).catch(async (error: unknown) => {
    if (isTaken(error)) await refuseTakenPort(options.port);
    throw error;
  });
  const { url, token, storeId } = emulator;
  const port = Number(new URL(url).port);
  const file = { url, token, storeId, pid: process.pid, ...(data === undefined ? {} : { data }) };
  writeRunFile(options.folder, port, file);
  await introduce(file, io);
  await Promise.race([emulator.closed, io.interrupted()]);
  await emulator.close();
  removeRunFile(options.folder, port, token);
  return EXIT.ok;
}

/** Starting twice is no mistake, unless the two were meant to be different. */
async function alreadyRuns(present: RunFile, { port, data, manner }: StartOptions, io: Io): Promise<number> {
  const its = await presentManner(present);
  const sameData = present.data === (data === undefined ? undefined : resolve(data));
  if (sameData && isSameManner(its, manner)) {
    io.out("It runs already.");
    await introduce(present, io);
    return EXIT.ok;
  }
  const keeps = present.data === undefined ? "keeps its state in memory" : `keeps its state in ${present.data}`;
  throw new CommandError(
    `Port ${String(port)} has your emulator with process id ${String(present.pid)}, which ${keeps} ` +
      `(${mannerText(its)}). Stop it first (npx havip emulator stop${portOption(port)}), or choose another --port.`,
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

function foregroundArguments({ port, data, folder, manner }: StartOptions): string[] {
  const keep = data === undefined ? [] : ["--data", resolve(data)];
  return ["emulator", "start", "--foreground", "--port", String(port), "--run-dir", resolve(folder), ...keep].concat(
    mannerArguments(manner),
  );
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

async function introduce(file: RunFile, { out }: Io): Promise<void> {
  const option = portOption(Number(new URL(file.url).port));
  out(`The emulator of Tencent Cloud's HAVIP API answers at ${file.url} (process id ${String(file.pid)}).`);
  out(file.data === undefined ? "Its state is in memory: gone when it stops." : `Its state is kept in ${file.data}.`);
  out(`It behaves as: ${mannerText(await presentManner(file))}.`);
  out(`  use it:      eval "$(npx havip emulator env${option})"`);
  out(`  look at it:  ${file.url}/console`);
  out(`  stop it:     npx havip emulator stop${option}`);
}
