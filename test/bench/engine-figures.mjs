import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { npm } from "../setup/npm.cjs";
import { exampleProject } from "../setup/project.cjs";
import { obtainPulumi } from "../setup/pulumi-cli.cjs";
import { runFolder } from "../setup/run-folder.cjs";
import { createSandbox } from "../setup/sandbox.cjs";
import { startEmulator } from "./client.mjs";

const MANY = 200;
const ROUNDS = 3;
const MOST_TIMES = 1.15;

/** What people type, in this order. */
const COMMANDS = {
  preview: ["preview"],
  up: ["up", "--yes"],
  refresh: ["refresh", "--yes"],
  destroy: ["destroy", "--yes"],
};

/** The seed's first subnet has room for 250. */
const ARGS = '{ vpcId: "vpc-00000001", subnetId: "subnet-00000001" }';
const PROGRAMS = {
  havips: programOf("pulumi-tencentcloud-havip", "Havip"),
  nothing: programOf("resources-that-do-nothing", "Empty"),
};

function programOf(from, name) {
  return `const { ${name} } = require("${from}");\nfor (let i = 0; i < ${MANY}; i += 1) new ${name}(\`one-\${i}\`, ${ARGS});\n`;
}

/**
 * What 200 Havips cost the real engine, against 200 dynamic resources of the same inputs and outputs that do nothing: by
 * turns, because whatever else the machine does slows both, and now this one first and now that one.
 */
export async function engineFigures() {
  const { binDir } = await obtainPulumi();
  const project = await exampleProject();
  await npm(["install", "--no-package-lock", "--prefer-offline", await packNothing()], { cwd: project });
  const sandbox = createSandbox({ binDir });
  const emulator = await startEmulator();
  try {
    const stacks = {};
    for (const [name, text] of Object.entries(PROGRAMS)) stacks[name] = await stackOf(sandbox, emulator, project, text);
    const ratios = Object.fromEntries(Object.keys(COMMANDS).map((command) => [command, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = round % 2 === 0 ? ["nothing", "havips"] : ["havips", "nothing"];
      for (const [command, args] of Object.entries(COMMANDS)) {
        const seconds = {};
        for (const name of order) seconds[name] = await timed(() => stacks[name](args));
        console.error(`${command}: ${seconds.havips.toFixed(1)} s, a floor of ${seconds.nothing.toFixed(1)} s`);
        ratios[command].push(seconds.havips / seconds.nothing);
      }
    }
    await requireWorkDone(emulator);
    return Object.entries(ratios).map(([command, measured]) => ({
      name: `${command} of ${MANY} by the real engine, against resources that do nothing`,
      unit: "times",
      limit: MOST_TIMES,
      measured: median(measured),
    }));
  } finally {
    sandbox.remove();
    await emulator.stop();
  }
}

/** Installed from a tarball, as the package that it is compared with. */
async function packNothing() {
  const folder = path.join(import.meta.dirname, "do-nothing");
  const { stdout } = await npm(["pack", "--json", "--pack-destination", runFolder()], { cwd: folder });
  const [{ filename }] = JSON.parse(stdout);
  return path.join(runFolder(), filename);
}

/** A stack of its own in a backend of its own; the function runs a command of the CLI on it. */
async function stackOf(sandbox, { env: settings }, project, program) {
  // Below the installed project, from where Node finds its packages.
  const cwd = fs.mkdtempSync(path.join(project, "bench-"));
  const backend = fs.mkdtempSync(path.join(sandbox.dir, "state-"));
  fs.writeFileSync(path.join(cwd, "Pulumi.yaml"), "name: bench\nruntime: nodejs\nmain: index.js\n");
  fs.writeFileSync(path.join(cwd, "package.json"), "{}");
  fs.writeFileSync(path.join(cwd, "index.js"), program);
  const run = (args) => sandbox.pulumi(args, { cwd, env: { ...settings, PULUMI_BACKEND_URL: `file://${backend}` } });
  await run(["stack", "init", "dev"]);
  return run;
}

/** A program that failed to reach the emulator would be fast. */
async function requireWorkDone(emulator) {
  const calls = await emulator.ask("calls");
  for (const action of ["CreateHaVip", "DeleteHaVip"]) {
    const done = calls.filter((call) => call.action === action && call.code === "").length;
    if (done !== MANY * ROUNDS) throw new Error(`${action} was carried out ${done} times, not ${MANY * ROUNDS} times.`);
  }
}

async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
