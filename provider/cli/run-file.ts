import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, type Io } from "./io";

/** How to reach an emulator that was started from the command line. The token opens its control API. */
export interface RunFile {
  url: string;
  token: string;
  pid: number;
  storeId: string;
  /** The folder that keeps its state, if it has one. */
  data?: string;
}

/** The user's own folder of run files: as given, or in the runtime folder of the session, or in the home folder. */
export function runFolder({ env, home }: Pick<Io, "env" | "home">, given: string | undefined): string {
  const chosen = given ?? env["HAVIP_EMULATOR_RUN_DIR"];
  if (chosen !== undefined && chosen !== "") return chosen;
  const session = env["XDG_RUNTIME_DIR"];
  const name = "pulumi-tencentcloud-havip";
  if (!session && home === "") {
    throw new CommandError(
      "There is no home folder to note in what runs: give --run-dir, or set HAVIP_EMULATOR_RUN_DIR or HOME.",
    );
  }
  return session !== undefined && session !== "" ? join(session, name) : join(home, `.${name}`, "run");
}

export function makeRunFolder(folder: string): void {
  noting(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

export function writeRunFile(folder: string, port: number, content: RunFile): void {
  makeRunFolder(folder);
  const path = runFilePath(folder, port);
  const temporary = `${path}.${String(process.pid)}`;
  noting(folder, () => {
    writeFileSync(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    // Whoever looks sees a whole file or none.
    renameSync(temporary, path);
  });
}

function noting(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`What runs cannot be noted in ${folder}: ${reason}. Give another folder with --run-dir.`);
  }
}

export function readRunFile(folder: string, port: number): RunFile | undefined {
  return parse(runFilePath(folder, port));
}

/** The run file that the process with this id wrote, whatever port it got. */
export function runFileOf(folder: string, pid: number): RunFile | undefined {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return undefined;
  }
  const files = names.filter((name) => /^emulator-\d+\.json$/.test(name)).map((name) => parse(join(folder, name)));
  return files.find((file) => file?.pid === pid);
}

/** Removes the run file, unless another emulator has written its own there since. */
export function removeRunFile(folder: string, port: number, token: string): void {
  if (readRunFile(folder, port)?.token === token) rmSync(runFilePath(folder, port), { force: true });
}

export function runFilePath(folder: string, port: number): string {
  return join(folder, `emulator-${String(port)}.json`);
}

function parse(path: string): RunFile | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isRunFile(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isRunFile(value: unknown): value is RunFile {
  if (typeof value !== "object" || value === null) return false;
  // True because every field is checked right here.
  const file = value as Partial<Record<keyof RunFile, unknown>>;
  return [file.url, file.token, file.storeId].every((text) => typeof text === "string") && typeof file.pid === "number";
}
