import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../words/parameters";
import { FolderError, explained } from "./folder-error";
import { type Lock, lockFolder } from "./lock";
import { makeFolder, refuseForeignFolder } from "./own-folder";
import { type Change, emptyState } from "./state";

const SNAPSHOT = "snapshot.json";
const JOURNAL = "journal.jsonl";
const FORMAT = 1;
/** The field of a line whose rows replace everything. */
const REPLACEMENT = "replacement";

/** Batches in the journal before it is folded into the snapshot. */
const LONG = 5_000;

/**
 * State kept in a folder: a snapshot, and a journal of the batches of changes since, one JSON line each, flushed to the
 * disk before `append` returns. Changes are whole rows, so a journal that was already folded into the snapshot may be
 * read once more without harm; that is why a snapshot needs one atomic rename and no more.
 */
export class Journal {
  private batches = 0;

  private constructor(
    private readonly folder: string,
    private readonly lock: Lock,
    readonly storeId: string,
    /** Whether the folder held no state before. */
    readonly isNew: boolean,
    /** Everything that was found in the folder, to be applied in order to an empty state. */
    readonly recovered: readonly Change[],
    private readonly file: number,
    private length: number,
    private readonly longAfter: number,
  ) {}

  /** Opens the folder, for this process alone. `newStoreId` names a store that does not exist yet. */
  static open(folder: string, newStoreId: () => string, longAfter = LONG): Journal {
    const lock = takeFolder(folder);
    try {
      const snapshot = readSnapshot(join(folder, SNAPSHOT));
      const path = join(folder, JOURNAL);
      const { batches, length } = readJournal(path);
      const recovered = inForce([{ replaces: true, changes: snapshot?.changes ?? [] }, ...batches]);
      const file = openSync(path, "a", 0o600);
      return new Journal(
        folder,
        lock,
        snapshot?.storeId ?? newStoreId(),
        !snapshot,
        recovered,
        file,
        length,
        longAfter,
      );
    } catch (error) {
      lock.release();
      throw explained(folder, error);
    }
  }

  get isLong(): boolean {
    return this.batches >= this.longAfter;
  }

  /** Returns when the changes are on the disk. */
  append(changes: readonly Change[]): void {
    this.appendLine(changes);
  }

  /**
   * Returns when it is on the disk that these rows are all that there is. A line like the others, and no new snapshot:
   * killed between the snapshot and the emptying of the journal, the old journal would be read on top of it.
   */
  appendReplacement(rows: readonly Change[]): void {
    this.appendLine({ [REPLACEMENT]: rows });
  }

  private appendLine(content: object): void {
    const line = Buffer.from(`${JSON.stringify(content)}\n`);
    try {
      writeAll(this.file, line);
      fsyncSync(this.file);
    } catch (error) {
      // A half-written line must not stand before the next one.
      ftruncateSync(this.file, this.length);
      throw explained(this.folder, error);
    }
    this.length += line.length;
    this.batches += 1;
  }

  /** Replaces everything in the folder by these changes. */
  rewrite(changes: readonly Change[]): void {
    const path = join(this.folder, SNAPSHOT);
    const temporary = `${path}.tmp`;
    try {
      const content = JSON.stringify({ format: FORMAT, storeId: this.storeId, changes });
      writeFlushed(temporary, Buffer.from(content));
      renameSync(temporary, path);
      flushFolder(this.folder);
      ftruncateSync(this.file, 0);
      fsyncSync(this.file);
    } catch (error) {
      // Half a snapshot must not take the room that the journal needs.
      rmSync(temporary, { force: true });
      throw explained(this.folder, error);
    }
    this.length = 0;
    this.batches = 0;
  }

  close(): void {
    closeSync(this.file);
    this.lock.release();
  }
}

function takeFolder(folder: string): Lock {
  try {
    makeFolder(folder);
    refuseForeignFolder(folder);
    return lockFolder(folder);
  } catch (error) {
    throw explained(folder, error);
  }
}

function writeFlushed(path: string, content: Buffer): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeAll(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** write(2) may write less than it was given. */
function writeAll(file: number, content: Buffer): void {
  let written = 0;
  while (written < content.length) written += writeSync(file, content, written);
}

/** A rename is on the disk when its folder is. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readSnapshot(path: string): { storeId: string; changes: Change[] } | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const parsed = parse(text);
  if (isRecord(parsed) && Number(parsed["format"]) > FORMAT) throw newerData(path);
  if (isRecord(parsed) && parsed["format"] === FORMAT && typeof parsed["storeId"] === "string") {
    const changes = changesIn(parsed["changes"], path);
    if (changes !== undefined) return { storeId: parsed["storeId"], changes };
  }
  throw new Error(
    `The emulator's data in ${path} is not readable: no snapshot of format ${String(FORMAT)}. ` +
      "Restore the file, or give an empty or a new folder to begin with an empty emulator.",
  );
}

/** A line of the journal. One that replaces leaves nothing of what came before it. */
interface Batch {
  replaces: boolean;
  changes: Change[];
}

/** The changes from the last replacement on. */
function inForce(batches: readonly Batch[]): Change[] {
  return batches.slice(batches.findLastIndex(({ replaces }) => replaces)).flatMap(({ changes }) => changes);
}

/** All whole batches, and how many bytes they take. What a dying process left of its last line was never answered. */
function readJournal(path: string): { batches: Batch[]; length: number } {
  const text = readIfThere(path) ?? "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const lines = whole.split("\n").slice(0, -1);
  const batches = lines.map((line, index): Batch => {
    const parsed = parse(line);
    const replaces = isRecord(parsed);
    const changes = changesIn(replaces ? parsed[REPLACEMENT] : parsed, path);
    if (changes !== undefined) return { replaces, changes };
    throw new Error(
      `The emulator's data in ${path} is damaged in line ${String(index + 1)} of ${String(lines.length)}. ` +
        "Restore the file, or give an empty or a new folder to begin with an empty emulator.",
    );
  });
  return { batches, length: Buffer.byteLength(whole) };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isRecord(error) && error["code"] === "ENOENT") return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A table that is not known was added by a newer emulator, which keeps the number of the format. */
function changesIn(value: unknown, path: string): Change[] | undefined {
  if (!Array.isArray(value) || !value.every(isChange)) return undefined;
  const tables = Object.keys(emptyState());
  if (!value.every(({ table }) => tables.includes(table))) throw newerData(path);
  return value;
}

/** True because only this class writes the files, and the format number stands for the shape of the rows. */
function isChange(value: unknown): value is Change {
  return isRecord(value) && typeof value["table"] === "string" && typeof value["id"] === "string";
}

function newerData(path: string): FolderError {
  const remedy = "Use that one, or give another folder.";
  return new FolderError(`The emulator's data in ${path} were written by a newer version. ${remedy}`);
}
