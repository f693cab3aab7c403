import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../setup/run.cjs";
import { killOften } from "./kills.mjs";
import { damageTails } from "./tails.mjs";

const MOST_KILLS = 200;
/** Characters of what is printed of a violation. */
const LONGEST = 250;

/** Breaks copies of what was built, one way each, and gives those ways that nobody noticed. */
export async function breakCopies({ seed, folder }) {
  const unnoticed = [];
  for (const [name, file, ...replacements] of WAYS) {
    const dist = brokenCopy(path.join(folder, "broken"), file, replacements);
    const noticed = await whatIsNoticed({ seed, folder: path.join(folder, "run-broken"), dist });
    console.log(`${noticed === undefined ? "NOT NOTICED" : "noticed"}: ${name}\n  ${noticed ?? ""}`);
    if (noticed === undefined) unnoticed.push({ kind: "unnoticed", text: name });
  }
  if (unnoticed.length === 0) console.log(`${WAYS.length} passed, 0 failed`);
  return unnoticed;
}

/** In a copy beside the packages that it needs. */
function brokenCopy(folder, file, replacements) {
  fs.rmSync(folder, { recursive: true, force: true });
  const dist = path.join(folder, "dist");
  fs.cpSync(path.join(ROOT, "dist"), dist, { recursive: true });
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  const target = path.join(dist, "provider", "emulator", file);
  let source = fs.readFileSync(target, "utf8");
  for (const [whole, broken] of replacements) {
    if (source.split(whole).length !== 2) throw new Error(`${file} does not have this once: ${whole}`);
    source = source.replace(whole, broken);
  }
  fs.writeFileSync(target, source);
  return dist;
}

async function whatIsNoticed({ seed, folder, dist }) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  let kills = 0;
  try {
    const tails = await damageTails({ seed, folder, dist, progress: () => {} });
    if (tails.length > 0) return `by a damaged journal, ${tails[0].text.slice(0, LONGEST)}`;
    const { violations } = await killOften({ kills: MOST_KILLS, seed, folder, dist, progress: () => (kills += 1) });
    const [first] = violations;
    return first && `after ${kills} kills, ${first.kind}: ${first.text.slice(0, LONGEST)}`;
  } catch (error) {
    // That it does not start is noticed; a fault of this program is not to pass for it.
    if (!error.message.includes("did not start")) throw error;
    return `after ${kills} kills: ${error.message.slice(0, LONGEST)}`;
  }
}

const APPEND = "this.appendLine(changes);";
const WRITE = "writeAll(this.file, line);";
const EMPTY = "(0, node_fs_1.ftruncateSync)(this.file, 0);";
const RENAME = "(0, node_fs_1.renameSync)(temporary, path);";

/** A name, a file, and what is put in place of what. */
const WAYS = [
  [
    "a write is answered before it is written",
    "store/journal.js",
    [WRITE, "setTimeout(() => writeAll(this.file, line), 3);"],
  ],
  [
    "a change of several rows is written as two records",
    "store/journal.js",
    [
      APPEND,
      `const half = changes.length >> 1;
       if (half > 0) { this.append(changes.slice(0, half)); this.append(changes.slice(half)); return; }
       ${APPEND}`,
    ],
  ],
  [
    "a reset is two changes",
    "store/store.js",
    ["this.replace(this.seed());", "this.replace([]); this.replace(this.seed());"],
  ],
  [
    "the return to a snapshot is two changes",
    "cloud/cloud.js",
    [
      "this.store.replace(this.snapshots.of(name));",
      "this.store.replace([]); this.store.replace(this.snapshots.of(name));",
    ],
  ],
  [
    "a torn last line is left where it is",
    "store/store.js",
    ["journal.rewrite((0, state_1.asChanges)(store", "if (journal.isNew) journal.rewrite((0, state_1.asChanges)(store"],
  ],
  [
    "a torn last line is taken for a whole one",
    "store/journal.js",
    ['text.lastIndexOf("\\n") + 1', "text.length"],
    ['whole.split("\\n").slice(0, -1)', 'whole.split("\\n").filter((line) => line !== "")'],
  ],
  [
    "the snapshot is written in place",
    "store/journal.js",
    ["const temporary = `${path}.tmp`;", "const temporary = path;"],
    [RENAME, ""],
  ],
  ["the journal is emptied before the snapshot is in place", "store/journal.js", [RENAME, `${EMPTY} ${RENAME}`]],
  [
    "ClientTokens are not kept",
    "store/journal.js",
    [APPEND, 'this.appendLine(changes.filter((change) => change.table !== "tokens"));'],
  ],
  [
    "tasks are not kept",
    "store/journal.js",
    [APPEND, 'this.appendLine(changes.filter((change) => !change.table.endsWith("asks")));'],
  ],
  [
    "the removal of a row is not kept",
    "store/journal.js",
    [APPEND, "this.appendLine(changes.filter((change) => change.row !== null));"],
  ],
  ["a restart makes a new store", "store/journal.js", ["snapshot?.storeId ?? newStoreId()", "newStoreId()"]],
  ["a lock that a dead process left is never taken over", "store/lock.js", ['case "dead":', 'case "gone":']],
];
