/** The rows of the matrix that are about the engine: the real one, with the real provider process. */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { done, useEngine } from "../../lifecycle/stack";
import { Api } from "../../provider/emulator/api";
import { declare, expectNoChanges } from "./declare";
import { engineRow } from "./row";

const run = useEngine();
const row = engineRow(run);

beforeEach(() => {
  declare(run.stack);
});

const ids = (): string[] => run.engine.emulator.state().havips.map(({ HaVipId }) => HaVipId);

row(
  "L6",
  "checkAssociate changes: of a HAVIP with a pinned address, and of one whose address the cloud chose",
  async () => {
    declare(run.stack, { web: { address: "10.0.0.100" }, free: {} });
    await done(run.stack.up("--skip-preview"));
    const before = ids();
    declare(run.stack, { web: { address: "10.0.0.100", checkAssociate: true }, free: {} });
    expect((await done(run.stack.up("--skip-preview"))).cloudCalls).toEqual(["DeleteHaVip", "CreateHaVip"]);
    declare(run.stack, { web: { address: "10.0.0.100", checkAssociate: true }, free: { checkAssociate: true } });
    expect((await done(run.stack.up("--skip-preview"))).cloudCalls).toEqual(["CreateHaVip", "DeleteHaVip"]);
    expect(ids().filter((id) => before.includes(id))).toEqual([]);
    expect(run.engine.emulator.state().havips.map(({ Vip }) => Vip)).toContain("10.0.0.100");
    return {
      happened: "the first is deleted first and keeps its address, the second is created first",
      calls: "kinds",
    };
  },
);

row("L7", "--target-replace with unchanged inputs: of an idle HAVIP, and of one that a member holds", async () => {
  await done(run.stack.up("--skip-preview"));
  const { urn, id } = await run.stack.havip();
  const idle = await done(run.stack.up("--skip-preview", "--target-replace", urn));
  expect(idle.cloudCalls).toEqual(["ModifyResourceTags"]);
  expect(idle.text).toContain(
    `${String(id)} was left by an earlier run that was interrupted, or is being replaced by force`,
  );
  expect((await run.stack.havip()).id).toBe(id);

  run.engine.emulator.announce({ haVipId: String(id), instanceId: "ins-00000001" });
  const held = run.stack.up("--skip-preview", "--target-replace", urn);
  while (ids().length < 2) await setTimeout(50);
  run.engine.emulator.release({ haVipId: String(id) });
  await done(held);
  const now = await run.stack.havip();
  expect(now.id).not.toBe(id);
  expect(ids()).toEqual([now.id]);
  await expectNoChanges(run.stack);
  const happened = "idle: the same id, marked anew, with a warning; held: a new one, then the old one is released";
  return { happened, calls: "kinds" };
});

row("L8", "an onError hook invokes a create again that failed when the HAVIP was made", async () => {
  const tags = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`key-${String(index)}`, "value"]));
  const denied = { phase: "before", kind: "error", code: "UnauthorizedOperation" } as const;
  run.engine.emulator.faults.next({ action: "ModifyResourceTags", ...denied });
  const { stdout } = await inline(`
    const again = new pulumi.ErrorHook("again", () => { console.log("hook"); return true; });
    new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001", tags: ${JSON.stringify(tags)} },
      { hooks: { onError: [again] } });`);
  run.engine.emulator.faults.assertConsumed();
  expect(stdout.match(/^hook$/gm)).toHaveLength(1);
  const { id, outputs } = await run.stack.havip();
  expect(ids()).toEqual([id]);
  expect(outputs["tags"]).toEqual(tags);
  // The engine notes the first failure all the same, so its next up calls for an update, which has nothing to do.
  declare(run.stack, { web: { tags } });
  expect((await done(run.stack.up("--skip-preview"))).cloudCalls).toEqual([]);
  await expectNoChanges(run.stack);
  return { happened: "the second create finishes what the first one made: one HAVIP", calls: "kinds" };
});

/** An up by the SDK's own Automation API: not every language host passes error hooks on to the engine. */
function inline(program: string): Promise<{ stdout: string }> {
  const script = join(run.stack.folder, "inline.cjs");
  writeFileSync(
    script,
    `const pulumi = require("@pulumi/pulumi");
     const { Havip } = require("pulumi-tencentcloud-havip");
     const { LocalWorkspace } = require("@pulumi/pulumi/automation");
     const program = async () => {${program}};
     LocalWorkspace.selectStack({ stackName: "dev", projectName: "lifecycle", program }, { workDir: __dirname })
       .then((stack) => stack.up())
       .catch((error) => { console.error(error.message); process.exitCode = 1; });`,
  );
  const env = { ...run.engine.sandbox.env, ...run.stack.env };
  return promisify(execFile)(process.execPath, [script], { cwd: run.stack.folder, env });
}

row("L10", "CLI and provider are killed (SIGKILL) between the cloud's answer and the engine's note of it", async () => {
  run.engine.emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "hang", nth: 2 });
  const killed = run.stack.start(["up", "--yes", "--skip-preview"]);
  while (run.engine.emulator.faults.pending > 0) await setTimeout(50);
  await killed.kill();
  const left = ids();
  expect(left).toHaveLength(1);
  await run.stack.cli(["cancel", "--yes"]);
  const next = await done(run.stack.up("--skip-preview"));
  expect(next.text).toContain(`${String(left[0])} was left by an earlier run`);
  expect([(await run.stack.havip()).id]).toEqual(left);
  expect(ids()).toEqual(left);
  await expectNoChanges(run.stack);
  return "the next up uses it again, with a warning: one HAVIP, and the next preview is empty";
});

row("L11", "Ctrl-C while the create waits for the HAVIP to be shown", async () => {
  const { emulator } = run.engine;
  declare(run.stack, { web: { timeouts: { create: "6s" } } });
  emulator.behave({ consistency: { havips: { visibleAfterReads: 1_000 } } });
  const up = run.stack.start(["up", "--yes", "--skip-preview"]);
  while (ids().length === 0) await setTimeout(50);
  const began = Date.now();
  await up.interrupt();
  expect(Date.now() - began).toBeLessThan(20_000);
  const { id, initErrors } = await run.stack.havip();
  expect(ids()).toEqual([id]);
  expect(initErrors).toHaveLength(1);
  emulator.behave({ consistency: {} });
  emulator.snapshot("shown");
  emulator.restore("shown"); // What reads are behind by is no part of it.
  expect((await done(run.stack.up("--skip-preview"))).providerCalls).toContain("update");
  expect(ids()).toEqual([id]);
  await expectNoChanges(run.stack);
  return {
    happened: "the wait ends with its time limit, the id is in the state, and the next up finishes it",
    calls: "kinds",
  };
});

interface Deployment {
  deployment: { resources: { urn: string; id?: string; inputs: object; outputs: object }[] };
}

row("L14", "the state that version 0.1.0 wrote", async () => {
  const fixture = join(__dirname, "../../fixtures/state/0.1.0.json");
  // What `pulumi stack export` printed then, cut to the resources of this package.
  const recorded = JSON.parse(readFileSync(fixture, "utf8")) as Deployment["deployment"]["resources"];
  const old = (kind: string) => recorded.find(({ urn }) => urn.includes(`tencentcloud:${kind}::`));
  const outputs = old("Havip")?.outputs as Record<string, string> & { tags: Record<string, string> }; // As its contract test checks.
  const [stackId = "", resource = ""] = (outputs["owner"] ?? "").split("/");
  const marks = { stack: stackId, resource, generation: outputs["generation"] ?? "" };
  const prefixed = Object.fromEntries(Object.entries(marks).map(([key, value]) => [`pulumi-havip:${key}`, value]));
  const Tags = Object.entries({ ...prefixed, ...outputs.tags }).map(([Key, Value]) => ({ Key, Value }));
  const made = await new Api(run.engine.emulator).havip({ Vip: outputs["address"], HaVipName: outputs["name"], Tags });

  // A stack of today, whose resources are put back to what they were then; only the id and the world are today's.
  const { address, name, subnetCidr, tags, timeouts } = old("Havip")?.inputs as Record<string, unknown>;
  declare(run.stack);
  await done(run.stack.up("--skip-preview"));
  await new Api(run.engine.emulator).ok("DeleteHaVip", { HaVipId: (await run.stack.havip()).id });
  const file = join(run.stack.folder, "deployment.json");
  await run.stack.cli(["stack", "export", "--file", file]);
  const exported = JSON.parse(readFileSync(file, "utf8")) as Deployment;
  for (const present of exported.deployment.resources) {
    const then = recorded.find(({ urn }) => urn === present.urn);
    if (then === undefined) continue;
    const today = present.urn.includes(":Havip::")
      ? { id: made.HaVipId, outputs: { ...then.outputs, world: `emulator:${run.engine.emulator.storeId}` } }
      : {};
    Object.assign(present, { id: then.id, inputs: then.inputs, outputs: then.outputs }, today);
  }
  writeFileSync(file, JSON.stringify(exported));
  await run.stack.cli(["stack", "import", "--file", file]);

  declare(run.stack, { web: { address, name, subnetCidr, tags, timeouts } });
  await expectNoChanges(run.stack);
  expect((await done(run.stack.refresh())).code).toBe(0);
  await expectNoChanges(run.stack);
  expect((await done(run.stack.destroy("--skip-preview"))).cloudCalls).toEqual(["DeleteHaVip"]);
  expect(ids()).toEqual([]);
  return { happened: "preview without a change, also after a refresh; destroyed", calls: "kinds" };
});

row("W4", "a second up while the first one waits, its lock taken away by pulumi cancel", async () => {
  const { emulator } = run.engine;
  const delayMs = 20_000;
  emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "slow", delayMs, nth: 2 });
  const first = run.stack.start(["up", "--yes", "--skip-preview"]);
  while (emulator.faults.pending > 0) await setTimeout(50);
  await run.stack.cli(["cancel", "--yes"]);
  await done(run.stack.up("--skip-preview"));
  const [left] = ids();
  const file = join(run.stack.folder, "second.json");
  await run.stack.cli(["stack", "export", "--file", file]);
  await first.ended;
  expect(ids()).toEqual([left]);
  expect((await run.stack.state()).filter(({ type }) => type.endsWith(":Havip")).map(({ id }) => id)).toEqual([left]);
  await expectNoChanges(run.stack);
  // The other run's state, in which the HAVIP has the generation that it has no more.
  await run.stack.cli(["stack", "import", "--file", file]);
  declare(run.stack, { web: { name: "renamed" } });
  const loser = await run.stack.up("--skip-preview");
  expect(loser.code).not.toBe(0);
  expect(loser.text).toMatch(/was not changed: it belongs to generation \w+, this state to generation \w+/);
  expect(emulator.state().havips[0]?.HaVipName).toBe("web");
  expect(emulator.calls().filter(({ action }) => action === "DeleteHaVip")).toEqual([]);
  const happened = "one HAVIP, one in the state; with the other state the next change is refused; nothing is released";
  return { happened, calls: "kinds" };
});
