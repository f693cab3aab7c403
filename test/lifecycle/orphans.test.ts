/** `havip orphans` as a user runs it, from the packed package, beside the real engine. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { done, useEngine } from "./stack";

const run = useEngine();

beforeEach(() => {
  run.stack.program(`new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" });`);
});

const URN = "urn:pulumi:dev::lifecycle::pulumi-nodejs:dynamic/tencentcloud:Havip::web";

const havipIds = (): string[] => run.engine.emulator.state().havips.map(({ HaVipId }) => HaVipId);

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** In the folder of the project; the settings are those of the stack alone, unless given. */
function orphans(args: string[], settings: Record<string, string> = {}): Promise<Ended> {
  const command = join(run.stack.folder, "..", "node_modules", ".bin", "havip");
  const options = { cwd: run.stack.folder, env: { ...run.engine.sandbox.env, ...run.stack.env, ...settings } };
  return new Promise((resolve) => {
    execFile(command, ["orphans", ...args], options, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** The cloud has made it; CLI and provider are killed before its answer comes. */
async function killDuringCreate(): Promise<string> {
  run.engine.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "hang" });
  const up = run.stack.start(["up", "--yes", "--skip-preview"]);
  while (havipIds().length === 0) await setTimeout(50);
  await up.kill();
  await run.stack.cli(["cancel", "--yes"]);
  const [id] = havipIds();
  return String(id);
}

it("L10: names what a killed create left, with its resource, until the next up has it", async () => {
  const id = await killDuringCreate();
  const found = await orphans(["--stack", "dev"]);
  expect(found).toMatchObject({ exitCode: 4, stderr: "" });
  expect(found.stdout).toContain(`at ${run.engine.emulator.url} `);
  expect(found.stdout).toMatch(new RegExp(`^ +${id} .*\n +left by the interrupted create of ${URN};`, "m"));

  await done(run.stack.up());
  expect(havipIds()).toEqual([id]);
  const after = await orphans(["--stack", "dev", "--json"]);
  expect(after).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(after.stdout)).toMatchObject({ held: 1, orphans: [], takenOver: [], unknown: [], leftNothing: [] });
});

it("L10: releases what a killed create left, and the next up makes a new one", async () => {
  const id = await killDuringCreate();
  const refused = await orphans(["--stack", "dev", "--release"]);
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("add --yes") });
  expect(havipIds()).toEqual([id]);

  const released = await orphans(["--stack", "dev", "--release", "--yes"]);
  expect(released).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`\n${id}: released\n`) });
  expect(havipIds()).toEqual([]);
  const after = await orphans(["--stack", "dev"]);
  expect(after.stdout).toContain("Interrupted creates of which there is nothing here:");
  await done(run.stack.up());
  expect(havipIds()).toEqual([(await run.stack.havip()).id]);
  expect((await orphans(["--stack", "dev"])).exitCode).toBe(0);
});

it("L7: tells what an interrupted forced replacement took over, and how it is put right", async () => {
  await done(run.stack.up());
  const [id = ""] = havipIds();
  run.engine.emulator.faults.next({ action: "ModifyResourceTags", phase: "after-commit", kind: "hang" });
  const up = run.stack.start(["up", "--yes", "--skip-preview", "--target-replace", URN]);
  while (run.engine.emulator.faults.pending > 0) await setTimeout(50);
  await up.kill();
  await run.stack.cli(["cancel", "--yes"]);

  const { exitCode, stdout } = await orphans(["--stack", "dev", "--release", "--yes"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    new RegExp(`Taken over: .*\n +${id} .*\n +in the state: ${URN}\n.*forced replacement.*pulumi refresh`),
  );
  expect(havipIds()).toEqual([id]);
  await done(run.stack.refresh());
  await done(run.stack.up());
  expect(havipIds()).toEqual([id]);
  expect((await orphans(["--stack", "dev"])).stdout).toContain("No orphans; the given states have 1 HAVIP.");
});

it("tells a stack's HAVIPs from those of another by their exported states alone", async () => {
  const second = await run.engine.stack();
  second.program(`
    new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" });
    const kept = { retainOnDelete: true };
    if (!process.env.WITHOUT) new Havip("kept", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" }, kept);`);
  await done(run.stack.up());
  await done(second.up());
  const [mine, theirs, kept] = [await run.stack.havip(), await second.havip(), await second.havip("kept")];
  const files = [join(run.stack.folder, "first.json"), join(second.folder, "second.json")];
  const [first = "", other = ""] = files;
  await run.stack.cli(["stack", "export", "--file", first]);
  await second.cli(["stack", "export", "--file", other]);

  const both = await orphans(files, run.engine.emulator.env);
  expect(both).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("the given states have 3 HAVIPs.") });
  const one = JSON.parse((await orphans([first, "--json"], run.engine.emulator.env)).stdout) as Record<string, unknown>;
  expect(one).toMatchObject({ held: 1, orphans: [] });
  expect(idsOf(one["unknown"])).toEqual([theirs.id, kept.id].sort());

  const without = { ...second.env, WITHOUT: "1" };
  await run.engine.sandbox.pulumi(["up", "--yes", "--skip-preview"], { cwd: second.folder, env: without });
  await second.cli(["stack", "export", "--file", other]);
  const after = JSON.parse((await orphans([...files, "--json"], run.engine.emulator.env)).stdout) as Record<
    string,
    unknown
  >;
  expect(after).toMatchObject({ held: 2, orphans: [{ id: kept.id, reason: { kind: "no-resource" } }], unknown: [] });
  expect(havipIds()).toContain(mine.id);
});

/** The ids in a list of the JSON document. */
function idsOf(list: unknown): string[] {
  return (list as { id: string }[]).map(({ id }) => id).sort(); // As the document's description says.
}
