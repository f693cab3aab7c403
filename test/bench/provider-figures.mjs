import { fork } from "node:child_process";
import path from "node:path";
import { nextMessage, startEmulator } from "./client.mjs";

/** The engine's own parallelism on two cores. */
const AT_ONCE = 8;
const ROOM = { VpcName: "bench", CidrBlock: "10.0.0.0/16" };

/** What the provider costs: its calls by the emulator's log, its time at a limit, its processor time and its memory. */
export async function providerFigures() {
  return [
    ...(await withProvider(refreshes)),
    ...(await withProvider(atLimit)),
    ...(await withProvider(processorTime)),
    ...(await withProvider(memory)),
  ];
}

/** A fresh emulator, a subnet in it with room for all, and a fresh provider process. */
async function withProvider(measure) {
  const emulator = await startEmulator();
  const call = (action, parameters) => emulator.send(emulator.sign(action, parameters));
  const { Vpc } = await call("CreateVpc", ROOM);
  const place = { VpcId: Vpc.VpcId, SubnetName: "bench", CidrBlock: "10.0.0.0/16", Zone: "ap-guangzhou-3" };
  const { Subnet } = await call("CreateSubnet", place);
  const processes = [];
  const start = () => {
    const child = fork(path.join(import.meta.dirname, "provider.cjs"), {
      execArgv: ["--expose-gc"],
      env: { ...process.env, ...emulator.env },
      stdio: ["ignore", "inherit", "ignore", "ipc"],
    });
    processes.push(child);
    return (command, given) => {
      child.send({ command, ...given });
      return nextMessage(child);
    };
  };
  try {
    return await measure({ emulator, call, start, place: { VpcId: Vpc.VpcId, SubnetId: Subnet.SubnetId } });
  } finally {
    for (const child of processes) child.disconnect();
    await emulator.stop();
  }
}

async function refreshes({ emulator, call, start, place }) {
  const { made } = await start()("creates", { place, first: 0, count: 500, atOnce: AT_ONCE });
  const all = await callsOf(emulator, () => start()("reads", { made, atOnce: AT_ONCE }));
  for (let index = 500; index < 5_000; index += 1) {
    const Vip = `10.0.${16 + Math.floor(index / 200)}.${(index % 200) + 1}`;
    await call("CreateHaVip", { ...place, HaVipName: `other-${index}`, Vip });
  }
  const one = await callsOf(emulator, () => start()("reads", { made: made.slice(0, 1), atOnce: AT_ONCE }));
  return [
    { name: "refresh of 500 among 500", unit: "calls", limit: 7, measured: all.length },
    { name: "refresh of 1 among 5,000", unit: "calls", limit: 1, measured: one.length },
  ];
}

async function atLimit({ emulator, start, place }) {
  await emulator.ask("behave", { rateLimits: { "*": 10 } });
  const provider = start();
  let answer;
  const calls = await callsOf(emulator, async () => {
    answer = await provider("creates", { place, first: 0, count: 100, atOnce: AT_ONCE });
  });
  const { seconds, failures } = answer;
  const listings = calls.filter(({ parameters }) => parameters.Filters !== undefined).length;
  const creates = calls.filter(({ action, code }) => action === "CreateHaVip" && code === "").length;
  const halving = provider("creates", { place, first: 100, count: 60, atOnce: AT_ONCE });
  setTimeout(() => void emulator.ask("behave", { rateLimits: { "*": 5 } }), 3_000);
  const halved = await halving;
  return [
    { name: "100 creates at 10 a second", unit: "s", limit: 11.5, measured: seconds },
    { name: "failures of them", unit: "", limit: 0, measured: failures.length },
    { name: "most of them refused in a second", unit: "", limit: 1, measured: mostRefused(calls) },
    { name: "creates that were answered", unit: "", limit: 100, atLeast: true, measured: creates },
    { name: "listings for them", unit: "", limit: 10, measured: listings },
    {
      name: "failures of 60 creates with the limit halved on the way",
      unit: "",
      limit: 0,
      measured: halved.failures.length,
    },
  ];
}

async function processorTime({ start, place }) {
  const provider = start();
  const { made } = await provider("creates", { place, first: 0, count: 100, atOnce: AT_ONCE });
  const create = await provider("creates", { place, first: 100, count: 400, atOnce: AT_ONCE });
  const compare = await provider("compares", { made: made[0], count: 2_000 });
  return [
    { name: "processor time of a create", unit: "ms", limit: 2, measured: create.cpuMs },
    { name: "processor time of a check or a diff", unit: "ms", limit: 0.5, measured: compare.cpuMs },
  ];
}

async function memory({ start, place }) {
  const { kept } = await start()("cycles", { place, count: 1_000 });
  const growth = (kept.at(-1) / kept[0] - 1) * 100;
  return [
    {
      name: "memory kept after 1,000 creates and deletes, over that after 100",
      unit: "%",
      limit: 10,
      measured: growth,
    },
  ];
}

async function callsOf(emulator, work) {
  const before = (await emulator.ask("calls")).length;
  await work();
  return (await emulator.ask("calls")).slice(before);
}

function mostRefused(calls) {
  const refused = calls.filter(({ code }) => code === "RequestLimitExceeded");
  const perSecond = new Map();
  for (const { at } of refused) {
    const second = Math.floor(at / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...perSecond.values());
}
