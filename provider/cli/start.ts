import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { health, running } from "./control-client";
import { introduce } from "./introduce";
import { CommandError, EXIT, type Io } from "./io";
import { type Manner, isSameManner, mannerArguments, presentManner } from "./manner";
import { ownEmulatorsPort, ownOnPort, portIn } from "./port";
import { type RunFile, makeRunFolder, runFileOf } from "./run-file";

export interface StartOptions {
  port: number;
  data?: string;
  folder: string;
  manner: Manner;
}

const PATIENCE_MS = 15_000;
/** How long one that another start has begun is waited for. */
const OTHERS_PATIENCE_MS = 2_000;

/**
 * A server that makes much garbage and keeps little needs no large nursery for it. Measured, 100,000 calls: 106 MB
 * resident with what Node chooses (three times 16 MB), 71 MB with this, at the same speed. And one that is never in a
 * hurry may tidy up earlier: with 10,000 HAVIPs 75 MB instead of 84.
 */
const SMALL_HEAP = ["--max-semi-space-size=1", "--optimize-for-size"];

/** Starts an emulator that outlives this command, and returns when it answers. */
export async function start(options: StartOptions, io: Io): Promise<number> {
  const present = options.port === 0 ? undefined : await ownOnPort(options.folder, options.port);
  if (present !== undefined) return alreadyRuns(present, options, io);
  makeRunFolder(options.folder);
  // Two that are started at once do not write into each other's.
  const logPath = join(options.folder, `emulator-${String(options.port)}.${randomBytes(6).toString("hex")}.log`);
  const log = openSync(logPath, "wx", 0o600);
  const child = spawn(process.execPath, [...SMALL_HEAP, io.script, ...foregroundArguments(options)], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const file = await answering(child, options.folder);
  if (file === undefined) {
    child.kill("SIGKILL");
    const written = readFileSync(logPath, "utf8").trim();
    rmSync(logPath);
    const quicker = await startedByAnother(options);
    if (quicker !== undefined) return alreadyRuns(quicker, options, io);
    throw new CommandError(`The emulator did not start. It wrote:\n${written}`);
  }
  renameSync(logPath, join(options.folder, `emulator-${String(portIn(file.url))}.log`));
  child.unref();
  await introduce(file, io);
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
  throw await ownEmulatorsPort(present, port);
}

/** Another start that took the port, or the folder, a moment before. */
async function startedByAnother({ folder, port }: StartOptions): Promise<RunFile | undefined> {
  const deadline = performance.now() + OTHERS_PATIENCE_MS;
  while (port !== 0 && performance.now() < deadline) {
    const file = await running(folder, port);
    if (file !== undefined) return file;
    await sleep(20);
  }
  return undefined;
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
