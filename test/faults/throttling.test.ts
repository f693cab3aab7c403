/** H: too many calls a second. */
import { setTimeout } from "node:timers/promises";
import { LIFE, life } from "./life";
import { useStage } from "./row";
import { type Cloud, type Stage, failureOf } from "./stage";

const row = useStage();

const THROTTLED = { phase: "before", kind: "error", code: "RequestLimitExceeded" } as const;

row("H1", "RequestLimitExceeded for every action of a life, twice for CreateHaVip", async (stage) => {
  const cloud = await stage.cloud();
  for (const action of LIFE)
    cloud.emulator.faults.next({ action, ...THROTTLED, times: action === "CreateHaVip" ? 2 : 1 });
  await life(stage, cloud);
  cloud.emulator.faults.assertConsumed();
  expect(await stage.warnings()).toEqual([]);
  return "created, read, changed and released without a word";
});

/** So many creates at once, as an engine without a limit of its own would ask for them. */
function creates({ provider }: Stage, { inputs }: Cloud, count: number): Promise<{ id: string }[]> {
  const names = Array.from({ length: count }, (_, index) => `web-${String(index)}`);
  return Promise.all(names.map((name) => provider.create(inputs({ name, owner: `stack-1/${name}` }))));
}

row("H2", "100 creates at once where the limit is 10 calls a second and action", async (stage) => {
  const cloud = await stage.cloud({ behaviour: { rateLimits: { "*": 10 } }, quotaHavipsPerVpc: 200 });
  const began = Date.now();
  const made = await creates(stage, cloud, 100);
  const seconds = (Date.now() - began) / 1_000;
  expect(new Set(made.map(({ id }) => id)).size).toBe(100);
  expect(cloud.ids()).toHaveLength(100);
  expect(seconds).toBeLessThanOrEqual(11.5);
  const refused = cloud.calls().filter(({ code }) => code === "RequestLimitExceeded");
  expect(refused.length).toBeLessThanOrEqual(seconds);
  const answered = cloud.calls("CreateHaVip").filter(({ code }) => code === "");
  const calls = `CreateHaVip ×${String(answered.length)}, no more refused than one a second; reads shared`;
  return { happened: "100 HAVIPs within 11.5 s, no failure", calls: { asText: calls } };
});

row("H3", "every CreateHaVip is refused as one too many; every read after a create is", async (stage) => {
  const never = await stage.cloud({ label: "creates" });
  never.emulator.faults.next({ action: "CreateHaVip", ...THROTTLED, times: 1_000 });
  const began = Date.now();
  const refused = await failureOf(stage.provider.create(never.inputs({ timeouts: { create: "3s" } })));
  expect(Date.now() - began).toBeLessThan(4_000);
  expect(refused.message).toMatch(/CreateHaVip.*RequestLimitExceeded.*request id [\w-]+, \d+ attempts, [23]\.\d s/);
  expect(refused.partial).toBeUndefined();
  expect(never.ids()).toEqual([]);

  const { emulator, inputs, ids } = await stage.cloud({ label: "reads" });
  emulator.faults.next({ action: "DescribeHaVips", ...THROTTLED, nth: 2, times: 1_000 });
  const { partial } = await failureOf(stage.provider.create(inputs({ timeouts: { create: "3s" } })));
  expect(ids()).toEqual([partial?.id]);
  const happened = "an error when the time limit ends, with code, attempts and time; what was made is in the state";
  return { happened, calls: "kinds" };
});

row("H4", "60 creates at once; the limit of 20 a second becomes 10 in the middle", async (stage) => {
  const cloud = await stage.cloud({ behaviour: { rateLimits: { "*": 20 } }, quotaHavipsPerVpc: 200 });
  const made = creates(stage, cloud, 60);
  await setTimeout(1_500);
  cloud.emulator.behave({ rateLimits: { "*": 10 } });
  const before = cloud.ids().length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(60);
  expect(new Set((await made).map(({ id }) => id)).size).toBe(60);
  const answered = cloud.calls("CreateHaVip").filter(({ code }) => code === "");
  const calls = `CreateHaVip ×${String(answered.length)}, and what was refused until the new limit was known; reads shared`;
  return { happened: "60 HAVIPs, no failure", calls: { asText: calls } };
});
