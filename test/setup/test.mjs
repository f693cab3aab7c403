// `npm test`: sets up what it needs, runs every suite, and ends with `N passed, N failed` alone on the last line.
//   --only lint,unit     these suites only
//   --install-tools      as root: install missing system packages first
import path from "node:path";
import { parseArgs } from "node:util";
import { withProgress } from "./progress.cjs";
import { runFolder } from "./run-folder.cjs";
import { runOrFail, stopRunning } from "./run.cjs";
import { runTasks } from "./schedule.mjs";
import { suites } from "./suites.mjs";
import { installCommand, installTools, missingTools } from "./tools.cjs";

/** At most two at a time: most machines that run this have two cores. */
const SIDE_BY_SIDE = 2;

const started = Date.now();
const log = (text) => console.log(`[${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s] ${text}`);
for (const signal of ["SIGINT", "SIGTERM"]) {
  // The suites clean up first: what they clean up with is in the folder that goes with this process.
  process.once(signal, () => stopRunning().then(() => process.exit(130)));
}

let passed = 0;
let failed = 0;
try {
  const chosen = chosenSuites();
  await setUp();
  runFolder();
  for (const result of await runTasks(chosen, { sideBySide: SIDE_BY_SIDE, log })) {
    passed += result.passed;
    failed += result.failed;
  }
} catch (error) {
  failed += 1;
  console.log(error.message);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function chosenSuites() {
  const { values } = parseArgs({ options: { only: { type: "string" }, "install-tools": { type: "boolean" } } });
  if (values.only === undefined) return suites;
  const names = values.only.split(",");
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(", ")}. Suites: ${suites.map(({ name }) => name).join(", ")}.`);
  }
  const needed = suites.filter(({ name }) => names.includes(name)).flatMap(({ needs }) => needs);
  return suites.filter(({ name }) => names.includes(name) || needed.includes(name));
}

async function setUp() {
  if (process.argv.includes("--install-tools")) await installTools(log);
  const missing = missingTools();
  if (missing.length > 0) {
    const remedy = `Missing: ${missing.join(", ")}. As root: ${installCommand(missing)}`;
    if (process.env.CI === "true") throw new Error(remedy);
    log(`${remedy} (or npm test -- --install-tools). Tests that need them will fail.`);
  }
  const install = path.join(import.meta.dirname, "install.mjs");
  await withProgress(log, "Installing", () => runOrFail(process.execPath, [install]));
}
