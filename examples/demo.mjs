// `npm run demo`: examples/ha-pair from the first `pulumi up` to `pulumi destroy`, with the real Pulumi engine and the
// local emulator, as a user would do it. What is expected of every step is checked; a deviation ends it with the reason.
// With --lab: instead, its two members run real keepalived, one is lost, and the HAVIP moves (demo-lab.mjs).
import fs from "node:fs";
import path from "node:path";
import { inspect, isDeepStrictEqual } from "node:util";
import { whyNoLab } from "../test/lab/tools.mjs";
import { startEmulator } from "../test/setup/emulator-process.cjs";
import { changesOf, messagesOf, stepsOf } from "../test/setup/engine-events.cjs";
import { checkWithKeepalived } from "../test/setup/keepalived-check.cjs";
import { withElapsed, withProgress } from "../test/setup/progress.cjs";
import { copyExample, exampleProject } from "../test/setup/project.cjs";
import { obtainPulumi } from "../test/setup/pulumi-cli.cjs";
import { runOrFail, stopRunning } from "../test/setup/run.cjs";
import { createSandbox } from "../test/setup/sandbox.cjs";
import { guard } from "./demo-guard.mjs";
import { failoverDemo, openLab } from "./demo-lab.mjs";

const MEMBERS = { "ins-00000001": "10.0.0.11", "ins-00000002": "10.0.0.12" };
const PINNED = "10.0.0.50";

const INSTALL = path.join(import.meta.dirname, "..", "test", "setup", "install.mjs");

const log = (text) => console.log(`  ${text}`);
const cleanups = [];
const interrupted = new Promise((_resolve, reject) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.once(signal, () => reject(new Error(`Interrupted by ${signal}.`)));
});

let reason;
try {
  const life = process.argv.includes("--lab") ? failover : demo;
  console.log(`\nAll as expected: ${await Promise.race([life(), interrupted])}.`);
} catch (error) {
  reason = error;
}
await stopRunning();
for (const cleanUp of cleanups.reverse()) await cleanUp().catch((error) => (reason ??= error));
if (reason !== undefined) console.error(`\nThe demo failed. ${reason.message}`);
process.exit(reason === undefined ? 0 : 1);

async function demo() {
  const { project, sandbox, emulator } = await setUp();
  const { up, refresh, destroy, configure, outputs } = commands(project, sandbox, emulator);

  const first = await step("pulumi up creates the HAVIP", async () => {
    const { steps } = await up();
    expect("what was done to the HAVIP", steps, ["create"]);
    const created = await outputs();
    show(created);
    await checkConfigs(created);
    // What the runbook asks the stack for.
    const told = ["failoverTimes", "securityGroupRules", "guestFirewalls"].filter(
      (name) => created[name] !== undefined,
    );
    expect("outputs for the runbook", told, ["failoverTimes", "securityGroupRules", "guestFirewalls"]);
    expect("the cloud's answer", await addressInCloud(emulator, created.havipId), created.address);
    return created;
  });

  await step("pulumi up again changes nothing and asks the cloud nothing", async () => {
    const { changes, actions } = await up();
    expect("changed resources", Object.keys(changes), ["same"]);
    expect("API calls", actions, []);
  });

  await step("pulumi config set name web-vip: renamed in place", async () => {
    await configure("name", "web-vip");
    const { steps } = await up();
    expect("what was done to the HAVIP", steps, ["update"]);
    expect("its id", (await outputs()).havipId, first.havipId);
    expect("its name in the cloud", (await havipsInCloud(emulator))[0]?.HaVipName, "web-vip");
  });

  const moved = await step(`pulumi config set address ${PINNED}: replaced, the new one first`, async () => {
    await configure("address", PINNED);
    const { steps, actions } = await up();
    expect("what was done to the HAVIP", steps, ["create-replacement", "replace", "delete-replaced"]);
    expect("order of calls", orderOf(actions), ["CreateHaVip", "DeleteHaVip"]);
    const replaced = await outputs();
    showHavip(replaced);
    expect("its address", replaced.address, PINNED);
    expect("another HAVIP", replaced.havipId !== first.havipId, true);
    return replaced;
  });

  await step(
    "pulumi config set checkAssociate true: replaced, keeping its address, so the old one is released first",
    async () => {
      await configure("checkAssociate", "true");
      const { steps, actions } = await up();
      expect("what was done to the HAVIP", steps, ["delete-replaced", "replace", "create-replacement"]);
      expect("order of calls", orderOf(actions), ["DeleteHaVip", "CreateHaVip"]);
      const replaced = await outputs();
      showHavip(replaced);
      expect("its address", replaced.address, PINNED);
      expect("another HAVIP", replaced.havipId !== moved.havipId, true);
    },
  );

  await step("somebody releases the HAVIP behind Pulumi's back; pulumi refresh notices", async () => {
    await emulator.call("DeleteHaVip", { HaVipId: (await outputs()).havipId });
    await waitUntilReleased(emulator);
    const { changes } = await refresh();
    expect("resources found missing", changes.delete, 1);
  });

  await step("pulumi up creates it again, with the same address", async () => {
    const { steps } = await up();
    expect("what was done to the HAVIP", steps, ["create"]);
    const created = await outputs();
    showHavip(created);
    await checkConfigs(created);
    expect("its address", created.address, PINNED);
  });

  await step("pulumi destroy releases it; the cloud holds none", async () => {
    const { steps } = await destroy();
    expect("what was done to the HAVIP", steps, ["delete"]);
    expect("HAVIPs in the cloud", await havipsInCloud(emulator), []);
  });
  return "the HAVIP was created, changed, lost, found missing, re-created and released";
}

async function failover() {
  const obstacle = await whyNoLab();
  if (obstacle !== undefined) throw new Error(obstacle);
  const { project, sandbox, emulator } = await setUp();
  const user = { ...commands(project, sandbox, emulator), checkConfigs };
  const lab = await openLab({ emulator, log });
  cleanups.push(() => lab.close());
  return failoverDemo({ user, lab, members: Object.keys(MEMBERS), step, expect, show, log });
}

async function setUp() {
  console.log("Setting up");
  // The tarball that `npm test` passes on was made after this.
  if (!process.env.HAVIP_TARBALL) await runOrFail(process.execPath, [INSTALL], { onOutput: log });
  const { binDir, version, how } = await obtainPulumi({ log });
  log(`Pulumi CLI ${version} (${how})`);
  const sandbox = createSandbox({ binDir });
  cleanups.push(async () => sandbox.remove());
  const release = guard(sandbox);
  cleanups.push(async () => release());
  const project = path.join(sandbox.dir, "work", "ha-pair");
  copyExample(project);
  const what = "Building and packing the package and installing it into a copy of examples/ha-pair";
  const installed = await withProgress(log, what, () => exampleProject());
  // Linked: several parts of a test run share one installation, which is over 100 MB.
  fs.symlinkSync(path.join(installed, "node_modules"), path.join(project, "node_modules"), "junction");
  const emulator = await startEmulator({ projectDir: project, env: sandbox.env });
  cleanups.push(() => emulator.stop());
  log(`havip emulator start: ${emulator.url}`);
  await sandbox.pulumi(["stack", "init", "dev"], { cwd: project });
  // The example's own port may be taken on this machine.
  await sandbox.pulumi(["config", "set", "tencentcloud:endpoint", emulator.url], { cwd: project });
  return { project, sandbox, emulator };
}

/** The Pulumi commands of a user, answering what the engine did and which API calls that took. */
function commands(project, sandbox, emulator) {
  const options = { cwd: project, env: emulator.variables };
  const change = async (command) => {
    const before = (await emulator.actions()).length;
    const args = [command, "--yes", "--skip-preview", "--json"];
    const { code, stdout, stderr } = await sandbox.tryPulumi(args, options);
    if (code !== 0) throw new Error(`pulumi ${command} ended with code ${code}:\n${messagesOf(stdout)}\n${stderr}`);
    const actions = (await emulator.actions()).slice(before);
    const [steps, changes] = [stepsOf(stdout, "Havip"), changesOf(stdout)];
    log(`resources: ${describe(changes)}; API calls: ${actions.join(", ") || "none"}`);
    return { steps, changes, actions };
  };
  return {
    up: () => change("up"),
    refresh: () => change("refresh"),
    destroy: () => change("destroy"),
    configure: (key, value) => sandbox.pulumi(["config", "set", key, value], options),
    havipInState: async () => {
      const { deployment } = JSON.parse((await sandbox.pulumi(["stack", "export"], options)).stdout);
      return deployment.resources.find(({ type }) => type.endsWith(":Havip"))?.outputs;
    },
    outputs: async () => JSON.parse((await sandbox.pulumi(["stack", "output", "--json"], options)).stdout),
  };
}

async function step(name, work) {
  console.log(`\n${name}`);
  try {
    return await withElapsed(log, work);
  } catch (error) {
    throw new Error(`Step "${name}": ${error.message}`, { cause: error });
  }
}

function expect(what, got, expected) {
  if (!isDeepStrictEqual(got, expected)) {
    throw new Error(`${what}: expected ${inspect(expected)}, got ${inspect(got, { depth: 5 })}`);
  }
}

function orderOf(actions) {
  return actions.filter((action) => action === "CreateHaVip" || action === "DeleteHaVip");
}

async function havipsInCloud(emulator) {
  return (await emulator.call("DescribeHaVips")).HaVipSet;
}

async function addressInCloud(emulator, id) {
  return (await havipsInCloud(emulator)).find((havip) => havip.HaVipId === id)?.Vip;
}

/** The cloud answers a release at once and carries it out a moment later. */
async function waitUntilReleased(emulator) {
  const until = Date.now() + 30_000;
  while ((await havipsInCloud(emulator)).length > 0) {
    if (Date.now() > until) throw new Error("the HAVIP was still there 30 s after its release.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What a person would look at: the HAVIP, and each machine's configuration. */
function show(outputs) {
  showHavip(outputs);
  for (const [instanceId, text] of Object.entries(outputs.configs)) {
    log(`${instanceId}: /etc/keepalived/keepalived.conf`);
    console.log(text.trimEnd().replace(/^/gm, "    | "));
  }
}

function showHavip({ havipId, address, state, holder }) {
  log(`HAVIP ${havipId}  ${address}  ${state}  held by ${holder || "nobody"}`);
}

/** Each machine's configuration must name the address, and keepalived itself must accept it. */
async function checkConfigs({ address, configs }) {
  expect("members with a configuration", Object.keys(configs).sort(), Object.keys(MEMBERS));
  for (const [instanceId, text] of Object.entries(configs)) {
    expect(`${instanceId} has the address`, text.includes(`${address}/32`), true);
    const verdict = await checkWithKeepalived({ text, privateIp: MEMBERS[instanceId] });
    if (!verdict.checked) log(`${instanceId}: not checked by keepalived -t: ${verdict.why}`);
    else if (verdict.accepted) log(`${instanceId}: keepalived -t accepts its configuration`);
    else throw new Error(`keepalived -t refuses the configuration of ${instanceId}: ${verdict.output}`);
  }
}

function describe(changes) {
  return Object.entries(changes)
    .map(([change, count]) => `${count} ${change}`)
    .join(", ");
}
