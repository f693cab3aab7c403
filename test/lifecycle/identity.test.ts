/** Whose a HAVIP is, with the real engine: the stack's identity, names that repeat, renames, targeted runs, plans. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "../../provider/emulator";
import { Engine, done, useEngine } from "./stack";

const run = useEngine();

beforeEach(() => {
  run.stack.program(ONE);
});

const ONE = `new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" });`;

const DYNAMIC = "pulumi-nodejs:dynamic/tencentcloud:Havip";
const NATIVE = "tencentcloud-havip:index:Havip";

function havips() {
  return run.engine.emulator.state().havips;
}

it("a second stack of the same names has an identity and a HAVIP of its own, and destroys only that", async () => {
  const second = await run.engine.stack();
  second.program(ONE);
  await done(run.stack.up());
  await done(second.up());
  const [mine, theirs] = [await run.stack.havip(), await second.havip()];
  expect(mine.urn).toBe(theirs.urn);
  expect(mine.id).not.toBe(theirs.id);
  expect(mine.outputs["owner"]).not.toBe(theirs.outputs["owner"]);
  await second.destroy();
  expect(havips().map(({ HaVipId }) => HaVipId)).toEqual([mine.id]);
});

it("a rename with an alias retags in place", async () => {
  await done(run.stack.up());
  const before = await run.stack.havip();
  run.stack.program(
    `new Havip("front", { name: "web", vpcId: "vpc-00000001", subnetId: "subnet-00000001" }, { aliases: [{ name: "web" }] });`,
  );
  const result = await done(run.stack.up());
  expect(result.cloudCalls).toEqual(["ModifyResourceTags"]);
  const after = await run.stack.havip("front");
  expect(after.id).toBe(before.id);
  expect(after.outputs["generation"]).toBe(before.outputs["generation"]);
  expect(after.outputs["owner"]).not.toBe(before.outputs["owner"]);
});

it("a state of the future native type comes over to this one without a change", async () => {
  await done(run.stack.up());
  const { id } = await run.stack.havip();
  const file = join(run.stack.folder, "deployment.json");
  await run.stack.cli(["stack", "export", "--file", file]);
  const native = readFileSync(file, "utf8").replaceAll(DYNAMIC, NATIVE);
  expect(native).toContain(`::${NATIVE}::web`);
  writeFileSync(file, native);
  await run.stack.cli(["stack", "import", "--file", file]);
  const result = await done(run.stack.up());
  expect(result.changes).toEqual({ same: 3 });
  expect(result.cloudCalls).toEqual([]);
  expect((await run.stack.havip()).id).toBe(id);
});

it("a first up of the Havip alone is refused with the target to add, which then works", async () => {
  const { stdout } = await run.engine.sandbox.pulumi(["stack", "--show-name"], {
    cwd: run.stack.folder,
    env: run.stack.env,
  });
  const urn = `urn:pulumi:${stdout.trim()}::lifecycle::pulumi-nodejs:dynamic/tencentcloud:Havip::web`;
  const refused = await run.stack.up("--skip-preview", "--target", urn);
  expect(refused.code).not.toBe(0);
  expect(havips()).toEqual([]);
  const [target] = /(?<=--target ')\*\*[^']+(?=')/.exec(refused.text) ?? [];
  await done(run.stack.up("--skip-preview", "--target", urn, "--target", String(target)));
  expect(havips()).toHaveLength(1);
});

it("a saved plan holds: check adds nothing of its own", async () => {
  const plan = join(run.stack.folder, "plan.json");
  expect((await run.stack.preview("--save-plan", plan)).code).toBe(0);
  await done(run.stack.up("--plan", plan));
  expect(havips()).toHaveLength(1);
});

it("children of different parents with the same name are different resources", async () => {
  run.stack.program(`
    for (const name of ["a", "b"]) {
      const parent = new pulumi.ComponentResource("lifecycle:index:Pair" + name, name);
      new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" }, { parent });
    }`);
  await done(run.stack.up());
  const owners = (await run.stack.state()).flatMap(({ type, outputs }) =>
    type.endsWith(":Havip") ? [outputs["owner"]] : [],
  );
  expect(new Set(owners).size).toBe(2);
});

it("an existing HAVIP is read by Havip.get, and left alone by destroy", async () => {
  await done(run.stack.up());
  const { id = "" } = await run.stack.havip();
  const reader = await run.engine.stack();
  reader.program(`exports.read = Havip.get("shared", "${id}").address;`);
  await done(reader.up());
  const outputs = (await reader.state()).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
  expect(outputs).toEqual({ read: havips()[0]?.Vip });
  await reader.destroy();
  expect(havips()).toHaveLength(1);
});

it("a state of one world is refused in another at the same address, and nothing is lost", async () => {
  const world = await Engine.start();
  const inWorld = await world.stack();
  inWorld.program(ONE);
  await done(inWorld.up());
  const { id } = await inWorld.havip();
  await world.emulator.close();
  const other = await createEmulator({ port: Number(new URL(world.emulator.url).port) });
  try {
    for (const result of [await inWorld.refresh(), await inWorld.destroy()]) {
      expect(result.code).not.toBe(0);
      expect(result.text).toMatch(/Refused to .*the state of .* belongs to .*emulator store/);
    }
    expect((await inWorld.havip()).id).toBe(id);
  } finally {
    await other.close();
    world.sandbox.remove();
  }
});
