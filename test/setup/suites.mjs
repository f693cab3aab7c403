// What `npm test` runs. The order is the order of starting: what takes longest goes first.
import fs from "node:fs";
import path from "node:path";
import { runFolder } from "./run-folder.cjs";
import { packTarball } from "./pack.cjs";
import { obtainPulumi } from "./pulumi-cli.cjs";
import { ROOT, run } from "./run.cjs";

const node = (...args) => [process.execPath, args];
const binary = (name) => path.join(ROOT, "node_modules", ".bin", name);

/** No suite takes this long; one that hangs must not eat the whole time of a CI run. */
const LIMIT_MS = 20 * 60_000;

export const suites = [
  { name: "build", needs: [], run: buildAndPack },
  { name: "pulumi-cli", needs: [], run: obtainCli },
  jest("program", ["build"]),
  jest("lifecycle", ["build", "pulumi-cli"]),
  jest("faults-engine", ["build", "pulumi-cli"]),
  jest("faults", ["build"]),
  { name: "package", needs: ["build"], run: () => counted(node("test/package/run.mjs")) },
  {
    name: "demo",
    needs: ["build", "pulumi-cli"],
    run: () => oneCheck(node("examples/demo.mjs")),
  },
  // Some of the kills of `npm run durability`, whose number is for a record.
  { name: "durability", needs: ["build"], run: () => counted(node("test/durability/run.mjs", "--kills", "8")) },
  // Some of the failovers of `npm run lab`.
  { name: "lab", needs: ["build"], run: () => counted(node("test/lab/run.mjs", "--short")) },
  {
    name: "lab-demo",
    needs: ["build", "pulumi-cli"],
    run: () => oneCheck(node("examples/demo.mjs", "--lab")),
  },
  jest("slow", []),
  jest("unit", []),
  { name: "eslint", needs: [], run: () => oneCheck([binary("eslint"), ["."]]) },
  { name: "prettier", needs: [], run: () => oneCheck([binary("prettier"), ["--check", "."]]) },
  { name: "typecheck", needs: [], run: () => oneCheck([binary("tsc"), ["--noEmit"]]) },
];

/** Not a check by itself, so it counts only when it fails; the path goes to all that is started later. */
async function buildAndPack() {
  await packTarball();
  return { passed: 0, failed: 0, output: "" };
}

async function obtainCli() {
  await obtainPulumi({ log: (text) => console.log(`         ${text}`) });
  return { passed: 0, failed: 0, output: "" };
}

/** Plain text: the output of a failed suite is read in the logs of CI. */
const runSuite = (command, args) =>
  run(command, args, { timeoutMs: LIMIT_MS, env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined } });

/** A program whose exit code is its verdict. */
async function oneCheck([command, args]) {
  const { code, stdout, stderr } = await runSuite(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output: stdout + stderr };
}

/** A program that counts for itself: its last line is `N passed, N failed`. */
async function counted([command, args]) {
  const { code, stdout, stderr } = await runSuite(command, args);
  const [, passed = 0, failed = 0] = /(\d+) passed, (\d+) failed\s*$/.exec(stdout) ?? [];
  return verdict(code, Number(passed), Number(failed), stdout + stderr);
}

/** One worker each: another suite runs beside it. */
function jest(project, needs) {
  return {
    name: project,
    needs,
    run: async () => {
      const report = path.join(runFolder(), `jest-${project}.json`);
      const args = ["--selectProjects", project, "--maxWorkers=1", "--json", "--outputFile", report];
      const { code, stderr } = await runSuite(binary("jest"), args);
      const json = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, "utf8")) : undefined;
      // Skipped is not passed: nothing is left out silently.
      const skipped = (json?.numPendingTests ?? 0) + (json?.numTodoTests ?? 0);
      const failed = (json?.numFailedTests ?? 0) + (json?.numRuntimeErrorTestSuites ?? 0) + skipped;
      const note = skipped > 0 ? `\n${skipped} skipped tests count as failed.` : "";
      return verdict(code, json?.numPassedTests ?? 0, failed, stderr + note);
    },
  };
}

/** A failing exit code without a counted failure (a crash, a time limit), or nothing tested at all, is a failure too. */
function verdict(code, passed, failed, output) {
  const unexplained = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: unexplained ? 1 : failed, output };
}
