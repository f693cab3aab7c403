import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { ROOT } from "../setup/run.cjs";
import { startEmulator } from "./client.mjs";

const FEW = 10;
const MANY = 10_000;
const AT_ONCE = 16;

/** Each figure: what is asked of it, and what it is. `limit` is in `unit`; `atLeast` where more is better. */
export async function figures() {
  const few = await startEmulator();
  const many = await startEmulator();
  try {
    const fewIds = await fill(few, FEW);
    const cores = few.pin() ? "one core" : "any core";
    const rate = await requestsPerSecond(few, fewIds);
    const manyIds = await fill(many, MANY);
    const megabytes = (await many.ask("memory")) / 1e6;
    const oneOfFew = lookups(few, fewIds);
    const oneOfMany = lookups(many, manyIds);
    const ratio = await costRatio(oneOfMany, oneOfFew);
    const resetOfMany = await many.ask("reset");
    return [
      { name: "start, until it answers", unit: "ms", limit: 150, measured: await startTime() },
      {
        name: `signed requests a second on ${cores}, ${AT_ONCE} at once`,
        unit: "",
        limit: 1_500,
        atLeast: true,
        measured: rate,
      },
      { name: `reset with ${FEW} HAVIPs`, unit: "ms", limit: 5, measured: await resetTime(few, FEW) },
      { name: `reset with ${MANY} HAVIPs, once`, unit: "ms", limit: 5, measured: resetOfMany },
      { name: `resident with ${MANY} HAVIPs, made by as many calls`, unit: "MB", limit: 80, measured: megabytes },
      { name: `one id among ${MANY}, against one among ${FEW}`, unit: "times", limit: 2, measured: ratio },
    ];
  } finally {
    await Promise.all([few.stop(), many.stop()]);
  }
}

/** From the start of the process that `havip emulator start` starts. */
async function startTime() {
  const times = [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "havip-bench-"));
  const command = path.join(ROOT, "dist", "provider", "cli", "main.js");
  const foreground = ["emulator", "start", "--foreground", "--port", "0", "--run-dir", folder];
  for (let i = 0; i < 9; i += 1) {
    const began = performance.now();
    const child = spawn(process.execPath, [command, ...foreground], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    // It says where it answers once it does.
    await Promise.race([
      once(child.stdout, "data"),
      exited.then(([code]) => {
        throw new Error(`havip emulator start ended with code ${code}.`);
      }),
    ]);
    times.push(performance.now() - began);
    child.kill("SIGTERM");
    await exited;
  }
  fs.rmSync(folder, { recursive: true });
  return median(times);
}

/** New HAVIPs in a subnet of their own; their ids. */
async function fill(emulator, count) {
  const call = (action, parameters) => emulator.send(emulator.sign(action, parameters));
  const { Vpc } = await call("CreateVpc", { VpcName: "bench", CidrBlock: "10.0.0.0/16" });
  const place = { SubnetName: "bench", CidrBlock: "10.0.0.0/16", Zone: "ap-guangzhou-3" };
  const { Subnet } = await call("CreateSubnet", { VpcId: Vpc.VpcId, ...place });
  const ids = [];
  for (let i = 0; i < count; i += 1) {
    const Vip = `10.0.${Math.floor(i / 200) + 1}.${(i % 200) + 1}`;
    const given = { VpcId: Vpc.VpcId, SubnetId: Subnet.SubnetId, HaVipName: `bench-${i}`, Vip };
    ids.push((await call("CreateHaVip", given)).HaVip.HaVipId);
  }
  return ids;
}

/** Half of them read and half of them write, each signed anew and ahead of time. */
async function requestsPerSecond(emulator, ids) {
  const rounds = [];
  for (let round = 0; round < 5; round += 1) {
    const requests = Array.from({ length: 3_000 }, (_, i) => {
      const id = ids[i % ids.length];
      if (i % 2 === 0) return emulator.sign("DescribeHaVips", { HaVipIds: [id] });
      return emulator.sign("ModifyHaVipAttribute", { HaVipId: id, HaVipName: `bench-${round}-${i}` });
    });
    const began = performance.now();
    const connection = async () => {
      for (let next = requests.pop(); next !== undefined; next = requests.pop()) await emulator.send(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, connection));
    rounds.push(3_000 / ((performance.now() - began) / 1_000));
  }
  return median(rounds);
}

async function resetTime(emulator, count) {
  const times = [];
  for (let i = 0; i < 9; i += 1) {
    times.push(await emulator.ask("reset"));
    await fill(emulator, count);
  }
  return median(times);
}

/** A function that gives the milliseconds of one lookup. */
function lookups(emulator, ids) {
  return async () => {
    const id = ids[Math.floor(Math.random() * ids.length)];
    const request = emulator.sign("DescribeHaVips", { HaVipIds: [id] });
    const began = performance.now();
    const { HaVipSet } = await emulator.send(request);
    if (HaVipSet.length !== 1) throw new Error(`DescribeHaVips of ${id} answered ${HaVipSet.length} HAVIPs.`);
    return performance.now() - began;
  };
}

/** By turns, so that whatever else the machine does slows both. */
async function costRatio(one, other) {
  const times = { one: [], other: [] };
  for (let i = 0; i < 2_000; i += 1) {
    times.one.push(await one());
    times.other.push(await other());
  }
  return median(times.one) / median(times.other);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
