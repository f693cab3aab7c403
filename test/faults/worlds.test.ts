/** W: clouds, accounts and stacks that must not be taken for each other. (Two runs at once on one stack: engine/.) */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { STORE_HEADER } from "../../provider/core/emulator";
import type { Bag } from "../program/provider-process";
import { installed } from "../program/setting";
import { EmulatorProcess } from "./emulator-process";
import type { Through } from "./proxy";
import { useStage } from "./row";
import { type Cloud, failureOf } from "./stage";

const row = useStage();

/** What an endpoint of the cloud lacks: the emulator's name for its store. */
const likeTheCloud: Through = async (_call, forward) => {
  const answer = await forward();
  const headers = Object.entries(answer.headers).filter(([name]) => name !== STORE_HEADER.toLowerCase());
  return { ...answer, headers: Object.fromEntries(headers) };
};

row(
  "W1",
  "the state of an emulator with the cloud's endpoint, and the reverse; the state of another account",
  async (stage) => {
    const emulated = await stage.cloud({ label: "emulator" });
    const local = await stage.provider.create(emulated.inputs());
    const real = await stage.cloud({ label: "cloud", through: likeTheCloud });
    expect(await attempts(local, real)).toMatch(
      /belongs to account \d+ of the emulator store .* reach .* Tencent Cloud/,
    );
    const made = await stage.provider.create(real.inputs());
    expect(made.state["world"]).toBe("tencentcloud");

    const back = await stage.cloud({ label: "another emulator" });
    expect(await attempts(made, back)).toMatch(/belongs to account \d+ of Tencent Cloud.* reach .* the emulator store/);
    const own = await stage.provider.create(back.inputs());
    await back.others.ok("DeleteHaVip", { HaVipId: own.id });
    const foreign = { ...own, state: { ...own.state, account: "42" } };
    expect(await attempts(foreign, back)).toMatch(/belongs to account 42/);
    expect([emulated.ids(), real.ids()]).toEqual([[local.id], [made.id]]);
    return "refresh, update and delete are refused, telling both worlds; nothing is called gone and nothing changed";

    /** Refresh, update and delete of a resource in the wrong cloud: all refused, in the same words. */
    async function attempts({ id, state }: { id: string; state: Bag }, { inputs }: Cloud): Promise<string> {
      const moved = { ...state, __provider: inputs()["__provider"] };
      const failures = [
        await failureOf(stage.provider.read(id, moved)),
        await failureOf(stage.provider.update(id, moved, inputs({ name: "renamed" }))),
        await failureOf(stage.provider.delete(id, moved)),
      ];
      for (const { message } of failures) expect(message).toMatch(/^Refused to /);
      return String(failures[0]?.message);
    }
  },
);

row("W2", "check, diff and read, with changes that a preview would show", async (stage) => {
  const { inputs, calls } = await stage.cloud();
  const { id, state } = await stage.provider.create(inputs());
  const before = calls().length;
  await stage.provider.check(inputs(), inputs({ name: "renamed" }));
  await stage.provider.diff(id, state, inputs({ name: "renamed", address: "10.0.0.100" }));
  expect(calls()).toHaveLength(before);
  await stage.provider.read(id, state);
  const read = calls().slice(before);
  expect(read.map(({ action }) => action)).toEqual(["DescribeHaVips"]);
  return "check and diff call nothing, read reads: the last call";
});

row("W3", "two stacks whose resources have the same logical names", async (stage) => {
  const { inputs, ids } = await stage.cloud();
  const [one, two] = [inputs({ owner: "stack-1/web" }), inputs({ owner: "stack-2/web" })];
  const first = await stage.provider.create(one);
  const next = await stage.nextRun();
  const second = await next.create(two);
  expect(ids()).toEqual([first.id, second.id]);
  const { message } = await failureOf(next.create({ ...two, owner: "stack-2/other", adopt: first.id }));
  expect(message).toMatch(/belongs to another Pulumi resource/);
  await next.delete(second.id, second.state);
  expect(ids()).toEqual([first.id]);
  expect(await stage.warnings()).toEqual([]);
  return "one HAVIP each; neither takes, adopts or releases the other's";
});

row("W5", "the emulator is killed (SIGKILL) among eight creates, and started again with its folder", async (stage) => {
  const folder = mkdtempSync(join(tmpdir(), "havip-faults-"));
  mkdirSync(join(folder, "disk"));
  const { project } = await installed();
  let emulator = await EmulatorProcess.start(project, folder);
  try {
    const endpoint = { "tencentcloud:endpoint": emulator.url };
    const { inputs } = await stage.cloud({ configuration: endpoint });
    const names = Array.from({ length: 8 }, (_, index) => `web-${String(index)}`);
    const answered: string[] = [];
    const made = names.map(async (name) => {
      const { id } = await stage.provider.create(inputs({ name, owner: `stack-1/${name}` }));
      answered.push(id);
      return id;
    });
    while ((await emulator.ids()).length < 3) await setTimeout(1);
    await emulator.kill();
    expect(answered.length).toBeLessThan(8);
    emulator = await EmulatorProcess.start(project, folder, Number(new URL(emulator.url).port));
    expect(await emulator.ids()).toEqual(expect.arrayContaining(answered));
    const ids = await Promise.all(made);
    expect((await emulator.ids()).sort()).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(8);
    const calls = "CreateHaVip for each of eight, once more where the answer was lost and nothing had been made";
    return {
      happened: "eight HAVIPs, no failure: what was answered is there, and nothing twice",
      calls: { asText: calls },
    };
  } finally {
    await emulator.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
