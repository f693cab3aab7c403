import { closeSync, constants, mkdirSync, openSync, readSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { isRecord } from "../words/parameters";
import { FolderError } from "./folder-error";
import { parseHolder } from "./lock-holder";

/**
 * Refuses a folder that somebody else keeps things in, before anything is written there: whoever gives the wrong one is
 * not to lose a file that happens to have one of our names. An emulator's folder has a snapshot; what one leaves that dies
 * before its first snapshot is known as well.
 */
export function refuseForeignFolder(folder: string): void {
  const names = readdirSync(folder);
  const isOurs = names.includes("snapshot.json");
  const foreign = names.find((name) => !isKnown(isOurs, name, () => beginning(join(folder, name))));
  if (foreign === undefined) return;
  throw new FolderError(
    `The folder ${folder} is not an emulator's: it holds ${foreign}, which no emulator left like that. ` +
      "Give an empty or a new folder.",
  );
}

/** Node's own way (`recursive`) says ENOENT where the file system can only be read; measured with Node 20. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isRecord(error)) throw error;
    if (error["code"] === "EEXIST") return;
    if (error["code"] !== "ENOENT" || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

/** Beside a snapshot of ours everything may be but a lock of somebody else's: nothing else is moved or removed. */
function isKnown(isOurs: boolean, name: string, text: () => string): boolean {
  if (name === "snapshot.json") return SNAPSHOT.test(text());
  if (isOurs) return name !== "lock" || isOurLock(text());
  switch (name) {
    case "lock":
      return parseHolder(text()) !== undefined;
    case "journal.jsonl":
      // Nothing is written to it before the first snapshot is in place.
      return text() === "";
    case "snapshot.json.tmp":
      return SNAPSHOT.test(text()) || SNAPSHOT_BEGINS.startsWith(text());
    case "lost+found":
      // On a disk of the emulator's own, from mkfs(8).
      return true;
    default:
      return LOCK_LITTER.test(name) && isOurLock(text());
  }
}

/** What a lock becomes while it is made and taken over. Older emulators had no last part. */
export const LOCK_LITTER = /^lock\.(?:new\.)?(\d+)(?:\.[0-9a-f]+)?$/;

/** Empty where its process, or the machine, died before the content was there: nothing is lost with it. */
export function isOurLock(text: string): boolean {
  return text === "" || parseHolder(text) !== undefined;
}

/** How a snapshot of any format begins, and one that was cut off right there. */
const SNAPSHOT_BEGINS = '{"format":1,"storeId":"';
const SNAPSHOT = /^\s*\{\s*"format"\s*:\s*\d+\s*,\s*"storeId"\s*:\s*"/;

/** Enough to know the file by, and all of a lock; empty for what is gone meanwhile, and for a folder. */
function beginning(path: string): string {
  try {
    // Nobody is waited for who might write to it, if it is a pipe.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const bytes = Buffer.alloc(1_000);
      return bytes.toString("utf8", 0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isRecord(error) && ["ENOENT", "EISDIR"].includes(String(error["code"]))) return "";
    throw error;
  }
}
