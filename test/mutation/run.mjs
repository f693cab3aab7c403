// Breaks the code of retry, ownership, diff and signing in small ways, one at a time (Stryker), and has its tests run
// against each: what no test notices must be explained in survivors.json. RESULTS.md says what came of it.
//   --only diff,retry   some of the groups
//   --record            write the table and the survivors to RESULTS.md
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { groups } from "./groups.mjs";
import { judge } from "./judge.mjs";
import { mutate } from "./mutate.mjs";
import { record, table } from "./record.mjs";

const { values } = parseArgs({
  options: { only: { type: "string" }, record: { type: "boolean", default: false } },
});
const names = values.only?.split(",") ?? groups.map(({ name }) => name);
const unknown = names.filter((name) => !groups.some((group) => group.name === name));
if (unknown.length > 0) throw new Error(`There is no group ${unknown.join(", ")}.`);
if (values.record && values.only !== undefined) throw new Error("--record takes all groups.");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "havip-mutation-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const judged = [];
for (const group of groups.filter(({ name }) => names.includes(name))) {
  const began = Date.now();
  const mutants = await mutate(group, folder);
  judged.push(judge(group, mutants));
  console.log(`${group.name}: ${mutants.length} mutants in ${Math.round((Date.now() - began) / 1000)} s`);
}

console.log(`\n${table(judged)}\n`);
const problems = judged.flatMap((group) => group.problems);
for (const problem of problems) console.log(problem);
if (values.record && problems.length === 0) record(heading(), judged);
const noticed = judged.reduce((sum, { total }) => sum + total.killed + total.timeout, 0);
console.log(`${noticed} passed, ${problems.length} failed`);
process.exit(problems.length === 0 ? 0 : 1);

function heading() {
  const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
  const [stryker, jest] = [version("@stryker-mutator/core"), version("jest")];
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, Stryker ${stryker}, jest ${jest}`;
}
