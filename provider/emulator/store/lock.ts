import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../words/parameters";
import { FolderError, FolderInUse } from "./folder-error";
import { type Holder, fateOf, holderOf, parseHolder } from "./lock-holder";
import { LOCK_LITTER, isOurLock } from "./own-folder";

export interface Lock {
  release(): void;
}

/**
 * Takes a folder for this process alone, or says who has it. The lock of a process that died (kill -9 leaves it behind)
 * is taken over, if its process could be seen from here.
 */
export function lockFolder(folder: string): Lock {
  const path = join(folder, "lock");
  const mine = JSON.stringify(holderOf(process.pid));
  if (!create(path, mine)) {
    const found = read(path) ?? "";
    refuseOthersLock(folder, found);
    takeOver(path, found, mine, folder);
  }
  removeLitter(folder);
  return {
    release: () => {
      if (read(path) === mine) rmSync(path, { force: true });
    },
  };
}

function refuseOthersLock(folder: string, found: string): void {
  const holder = parseHolder(found);
  if (holder !== undefined) refuseHolder(folder, holder);
  else if (!isOurLock(found)) {
    const path = join(folder, "lock");
    throw new FolderError(`The file ${path} is no emulator's. Give another folder, or move the file away.`);
  }
}

function refuseHolder(folder: string, holder: Holder): void {
  const fate = fateOf(holder);
  switch (fate) {
    case "dead":
      return;
    case "alive":
      throw new FolderInUse(folder, holder.pid);
    case "unknown":
      throw new FolderError(
        `The folder ${folder} is held by an emulator of another container or machine, or from before this machine was ` +
          `restarted (process id ${String(holder.pid)} there). If you are sure that it is gone, remove the file ` +
          `${join(folder, "lock")}; else give this one another folder.`,
      );
    default:
      return fate satisfies never;
  }
}

/** Moves the dead lock aside. If a third process was quicker, what we moved is its live lock: put it back. */
function takeOver(path: string, dead: string, mine: string, folder: string): void {
  const aside = `${path}.${ownName()}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== dead) renameSync(aside, path);
    else rmSync(aside);
  } catch (error) {
    if (!isRecord(error) || error["code"] !== "ENOENT") throw error;
  }
  if (!create(path, mine)) {
    throw new FolderError(`The folder ${folder} was taken by another emulator at this very moment.`);
  }
}

/** Other containers have processes with the same id. */
function ownName(): string {
  return `${String(process.pid)}.${randomBytes(6).toString("hex")}`;
}

/** What those left that died while they took the folder. */
function removeLitter(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = LOCK_LITTER.exec(name)?.[1];
    const text = pid === undefined ? undefined : read(join(folder, name));
    if (pid === undefined || text === undefined || !isOurLock(text)) continue;
    const holder = parseHolder(text) ?? { pid: Number(pid), began: "", namespace: "", boot: "" };
    if (fateOf(holder) === "dead") rmSync(join(folder, name), { force: true });
  }
}

/** A link to a finished file: nobody ever sees the lock without its content. */
function create(path: string, content: string): boolean {
  const whole = `${path}.new.${ownName()}`;
  try {
    writeFileSync(whole, content, { mode: 0o600, flag: "wx" });
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
  } catch (error) {
    // What cannot be read may be somebody's all the same.
    if (isRecord(error) && error["code"] === "ENOENT") return undefined;
    throw error;
  }
}
