/**
 * The real engine against the emulator. Each row: a command, the provider calls that the engine makes for it, in
 * order (from its own gRPC log), and what reaches the cloud.
 */
import { setTimeout } from "node:timers/promises";
import { done, useEngine } from "./stack";

const run = useEngine();

beforeEach(() => {
  declare();
});

/** The program: one HAVIP, and these inputs. */
function declare(inputs: Record<string, unknown> = {}): void {
  const all = { vpcId: "vpc-00000001", subnetId: "subnet-00000001", ...inputs };
  run.stack.program(`const vip = new Havip("web", ${JSON.stringify(all)});\nexports.address = vip.address;\n`);
}

function havipIds(): string[] {
  return run.engine.emulator.state().havips.map(({ HaVipId }) => HaVipId);
}

it("a first up creates one HAVIP; the next one calls nothing; destroy releases it", async () => {
  const first = await done(run.stack.up());
  expect(first.providerCalls).toEqual(["check(olds {})", "check(olds {})", "create"]);
  expect(first.cloudCalls).toEqual(["CreateHaVip"]);
  expect(havipIds()).toEqual([(await run.stack.havip()).id]);

  const all = run.engine.emulator.calls().length;
  const second = await done(run.stack.up());
  expect(second.changes).toEqual({ same: 3 });
  expect(second.providerCalls).toEqual(["check(olds)", "diff", "check(olds)", "diff"]);
  await done(run.stack.preview());
  expect(run.engine.emulator.calls()).toHaveLength(all);

  const last = await done(run.stack.destroy());
  expect(last.providerCalls).toEqual(["delete"]);
  expect(last.cloudCalls).toEqual(["DeleteHaVip"]);
  expect(havipIds()).toEqual([]);
});

it("a changed name is an update in place, a changed address a replacement, the new one first", async () => {
  await done(run.stack.up());
  const [id] = havipIds();
  declare({ name: "renamed" });
  expect((await done(run.stack.up())).cloudCalls).toEqual(["ModifyHaVipAttribute"]);
  expect(havipIds()).toEqual([id]);

  declare({ name: "renamed", address: "10.0.0.100" });
  const replaced = await done(run.stack.up());
  expect(replaced.cloudCalls).toEqual(["CreateHaVip", "DeleteHaVip"]);
  expect(run.engine.emulator.state().havips.map(({ Vip }) => Vip)).toEqual(["10.0.0.100"]);
  expect(replaced.text).not.toMatch(/carries the tags of an earlier/);
});

it("a pinned address kept through a replacement: the old one first", async () => {
  declare({ address: "10.0.0.100" });
  await done(run.stack.up());
  const [old] = havipIds();
  declare({ address: "10.0.0.100", checkAssociate: true });
  const replaced = await done(run.stack.up("--skip-preview"));
  expect(replaced.providerCalls).toEqual(["check(olds)", "diff", "check(olds {})", "delete", "create"]);
  expect(replaced.cloudCalls).toEqual(["DeleteHaVip", "CreateHaVip"]);
  expect(havipIds()).toHaveLength(1);
  expect(havipIds()).not.toEqual([old]);
});

it("a forced replacement with the same inputs marks the idle one anew, and releases nothing", async () => {
  await done(run.stack.up());
  const { urn, id } = await run.stack.havip();
  const replaced = await done(run.stack.up("--skip-preview", "--target-replace", urn));
  expect(replaced.providerCalls).toEqual(["check(olds {})", "create", "delete"]);
  expect(replaced.cloudCalls).toEqual(["ModifyResourceTags"]);
  expect(havipIds()).toEqual([id]);
  expect((await run.stack.havip()).id).toBe(id);
});

it("an address that is named once and then left out stays, without a difference", async () => {
  declare({ address: "10.0.0.100" });
  await done(run.stack.up());
  declare();
  const result = await done(run.stack.up());
  expect(result.changes).toEqual({ same: 3 });
  expect(result.cloudCalls).toEqual([]);
});

it("a create that fails half way is kept, and the next up finishes it by an update", async () => {
  const tags = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key-${String(i)}`, "value"]));
  declare({ tags });
  const denied = { phase: "before", kind: "error", code: "UnauthorizedOperation" } as const;
  run.engine.emulator.faults.next({ action: "ModifyResourceTags", ...denied });
  const failed = await run.stack.up("--skip-preview");
  expect(failed.code).not.toBe(0);
  expect(failed.text).toMatch(/UnauthorizedOperation/);
  const { id, initErrors } = await run.stack.havip();
  expect(havipIds()).toEqual([id]);
  expect(initErrors).toHaveLength(1);

  const next = await done(run.stack.up("--skip-preview"));
  expect(next.providerCalls).toEqual(["check(olds)", "diff", "update"]);
  expect(next.cloudCalls).toEqual(["ModifyResourceTags"]);
  expect((await run.stack.havip()).outputs["tags"]).toEqual(tags);
  expect((await done(run.stack.up())).changes).toEqual({ same: 3 });
});

it("one that somebody released is noticed by refresh and made anew by up", async () => {
  await done(run.stack.up());
  const { id } = await run.stack.havip();
  run.engine.emulator.faults.clear();
  await run.engine.emulator.reset();
  const refreshed = await done(run.stack.refresh());
  expect(refreshed.providerCalls).toEqual(["read"]);
  expect(refreshed.changes).toMatchObject({ delete: 1 });
  const again = await done(run.stack.up());
  expect(again.cloudCalls).toEqual(["CreateHaVip"]);
  expect(havipIds()).not.toEqual([id]);
});

it("a failover shows after refresh and is no difference afterwards", async () => {
  await done(run.stack.up());
  const { id = "" } = await run.stack.havip();
  run.engine.emulator.announce({ haVipId: id, instanceId: "ins-00000002" });
  expect((await done(run.stack.refresh())).providerCalls).toEqual(["read", "diff"]);
  expect((await run.stack.havip()).outputs["holderInstanceId"]).toBe("ins-00000002");
  expect((await done(run.stack.up())).changes).toEqual({ same: 3 });
  run.engine.emulator.release({ haVipId: id });
  await done(run.stack.destroy());
});

it("a run killed between the cloud's answer and the engine's note leaves a HAVIP, which the next up uses again", async () => {
  // The second look, for the HAVIP that was just made, is never answered: create has succeeded in the cloud, and hangs.
  run.engine.emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "hang", nth: 2 });
  const killed = run.stack.start(["up", "--yes", "--skip-preview"]);
  while (havipIds().length === 0) await setTimeout(50);
  await killed.kill();
  const [left] = havipIds();
  run.engine.emulator.faults.clear();

  await run.stack.cli(["cancel", "--yes"]);
  const next = await done(run.stack.up("--skip-preview"));
  expect(next.text).toMatch(/interrupted while creating/);
  expect(next.providerCalls).toEqual(["check(olds {})", "create"]);
  expect(next.text).toContain(`${String(left)} was left by an earlier run that was interrupted`);
  expect(havipIds()).toEqual([left]);
  expect((await run.stack.havip()).id).toBe(left);
});

it("changed time limits reach the next delete", async () => {
  await done(run.stack.up());
  declare({ timeouts: { delete: "2s" } });
  const updated = await done(run.stack.up());
  expect(updated.changes).toMatchObject({ update: 1 });
  expect(updated.cloudCalls).toEqual([]);
  const { id = "" } = await run.stack.havip();
  run.engine.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
  const refused = await run.stack.destroy();
  expect(refused.text).toMatch(/held by ins-00000001/);
  run.engine.emulator.release({ haVipId: id });
  await done(run.stack.destroy());
});

it("invalid inputs fail the preview, naming the property; unknown ones do not", async () => {
  declare({ address: "10.0.0.255", subnetCidr: "10.0.0.0/24", vip: 1 });
  const refused = await run.stack.preview();
  expect(refused.code).not.toBe(0);
  expect(refused.text).toMatch(/broadcast address of the subnet/);
  expect(refused.text).toMatch(/vip is no input of a Havip/);
  run.stack.program(`
    const first = new Havip("first", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" });
    new Havip("web", { vpcId: first.vpcId, subnetId: first.subnetId, name: first.address, tags: { of: first.address } });`);
  await done(run.stack.preview());
  expect(run.engine.emulator.calls().filter(({ action }) => action === "CreateHaVip")).toEqual([]);
});

it("the secret key reaches neither state nor output", async () => {
  const { secretKey } = run.engine.emulator.credentials;
  const { text } = await done(run.stack.up());
  expect(text).not.toContain(secretKey);
  expect(JSON.stringify(await run.stack.state())).not.toContain(secretKey);
});
