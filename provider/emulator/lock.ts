import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "./parameters";

export interface Lock {
  release(): void;
}

/**
 * Takes a folder for this process alone, or says who has it. The lock of a process that died (kill -9 leaves it behind)
 * is taken over.
 */
export function lockFolder(folder: string): Lock {
  const path = join(folder, "lock");
  const mine = JSON.stringify(identityOf(process.pid));
  if (!create(path, mine)) {
    const found = read(path);
    const holder = parseIdentity(found);
    if (holder !== undefined && isAlive(holder)) {
      throw new Error(
        `The folder ${folder} is in use by the emulator with process id ${String(holder.pid)}. ` +
          "Stop it first (`npx havip emulator stop`), or give this one another folder.",
      );
    }
    takeOver(path, found, mine, folder);
  }
  removeLitter(folder);
  return {
    release: () => {
      if (read(path) === mine) rmSync(path, { force: true });
    },
  };
}

interface Identity {
  pid: number;
  /** When the process began, so that another one that got the same pid later is not taken for it. Linux only. */
  began: string;
}

function identityOf(pid: number): Identity {
  return { pid, began: stat(pid).began };
}

/**
 * Fields 3 and 22 of /proc/<pid>/stat: how the process is, and when it began in clock ticks since boot
 * (proc_pid_stat(5)). Both empty where there is no /proc.
 */
function stat(pid: number): { condition: string; began: string } {
  const text = read(`/proc/${String(pid)}/stat`) ?? "";
  // The second field, the program's name in parentheses, may hold blanks: count from behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { condition: fields[0] ?? "", began: fields[19] ?? "" };
}

function isAlive(holder: Identity): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it is there, but another user's.
    if (!isRecord(error) || error["code"] !== "EPERM") return false;
  }
  const { condition, began } = stat(holder.pid);
  // A zombie has died already; in a container without an init process, nobody ever asks how.
  if (condition === "Z" || condition === "X") return false;
  return began === "" || holder.began === "" || began === holder.began;
}

/** Moves the dead lock aside. If a third process was quicker, what we moved is its live lock: put it back. */
function takeOver(path: string, dead: string | undefined, mine: string, folder: string): void {
  const aside = `${path}.${String(process.pid)}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== dead) renameSync(aside, path);
    else rmSync(aside);
  } catch (error) {
    if (!isRecord(error) || error["code"] !== "ENOENT") throw error;
  }
  if (!create(path, mine)) throw new Error(`The folder ${folder} was taken by another emulator at this very moment.`);
}

/** What those left that died while they took the folder. */
function removeLitter(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^lock\.(?:new\.)?(\d+)$/.exec(name)?.[1];
    if (pid === undefined || isAlive({ pid: Number(pid), began: "" })) continue;
    rmSync(join(folder, name), { force: true });
  }
}

/** A link to a finished file: nobody ever sees the lock without its content. */
function create(path: string, content: string): boolean {
  const whole = `${path}.new.${String(process.pid)}`;
  try {
    writeFileSync(whole, content, { mode: 0o600 });
    linkSync(whole, path);
    return true;
  } catch (error) {
    if (isRecord(error) && error["code"] === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parseIdentity(text: string | undefined): Identity | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? "");
    if (!isRecord(parsed)) return undefined;
    const { pid, began } = parsed;
    return typeof pid === "number" && typeof began === "string" ? { pid, began } : undefined;
  } catch {
    return undefined;
  }
}
