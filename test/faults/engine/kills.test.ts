/** Killed in earnest: SIGKILL for CLI and provider, then `pulumi cancel` and one `up`. */
import { setTimeout } from "node:timers/promises";
import { done, useEngine } from "../../lifecycle/stack";
import { declare, expectNoChanges } from "./declare";

const run = useEngine();

beforeEach(() => {
  declare(run.stack);
});

const ids = (): string[] => run.engine.emulator.state().havips.map(({ HaVipId }) => HaVipId);

/** Kills an up once `isReached`. */
async function killUp(isReached: () => boolean): Promise<void> {
  const up = run.stack.start(["up", "--yes", "--skip-preview"]);
  while (!isReached()) await setTimeout(20);
  await up.kill();
  await run.stack.cli(["cancel", "--yes"]);
}

const calls = (action: string): number => run.engine.emulator.stats()[action]?.calls ?? 0;

/** After one up: exactly the HAVIP of the state, and nothing left to do. */
async function expectOne(): Promise<void> {
  await done(run.stack.up("--skip-preview"));
  expect(ids()).toEqual([(await run.stack.havip()).id]);
  await expectNoChanges(run.stack);
}

it("after a committed create, whose answer never came", async () => {
  run.engine.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "hang" });
  await killUp(() => ids().length === 1);
  const left = ids();
  await expectOne();
  expect(ids()).toEqual(left);
});

it("while a create waits for its HAVIP to be shown", async () => {
  run.engine.emulator.behave({ consistency: { havips: { visibleAfterReads: 6 } } });
  await killUp(() => calls("DescribeHaVips") >= 4);
  const left = ids();
  expect(left).toHaveLength(1);
  run.engine.emulator.behave({ consistency: {} });
  run.engine.emulator.snapshot("shown");
  run.engine.emulator.restore("shown"); // What reads are behind by is no part of it.
  await expectOne();
  expect(ids()).toEqual(left);
});

it("while one of two is being released, which the program no longer has", async () => {
  declare(run.stack, { web: {}, other: {} });
  await done(run.stack.up("--skip-preview"));
  run.engine.emulator.behave({ tasks: { stuck: true } });
  declare(run.stack);
  await killUp(() => calls("DeleteHaVip") === 1);
  expect(ids()).toHaveLength(2);
  run.engine.emulator.behave({ tasks: { stuck: false } });
  await expectOne();
});

it("while a replacement is being made", async () => {
  await done(run.stack.up("--skip-preview"));
  declare(run.stack, { web: { checkAssociate: true } });
  run.engine.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "hang" });
  await killUp(() => ids().length === 2);
  await expectOne();
});

it("while the replaced one is being released", async () => {
  await done(run.stack.up("--skip-preview"));
  declare(run.stack, { web: { checkAssociate: true } });
  run.engine.emulator.behave({ tasks: { stuck: true } });
  await killUp(() => calls("DeleteHaVip") === 1);
  expect(ids()).toHaveLength(2);
  run.engine.emulator.behave({ tasks: { stuck: false } });
  await expectOne();
});
