import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../provider/core/emulator";
import { type DynamicProvider, serveDynamic } from "../../provider/dynamic";
import { havip } from "../../provider/havip";
import type { Context } from "../../provider/kind";
import { createMemory } from "../../provider/memory";
import { createRuntime } from "../../provider/runtime";
import { stackIdentity } from "../../provider/stack-identity";
import { configurationOf, environmentOf } from "../provider/api/support/environment";
import type { CloudInTime } from "./cloud";
import type { Time } from "./time";

/** The provider process of one run of the engine: it remembers nothing of the run before. */
export interface ProviderProcess {
  havip: DynamicProvider;
  stackIdentity: DynamicProvider;
  warnings: string[];
}

export interface Surroundings {
  time: Time;
  random: () => number;
  /** How far the clock of the machine is ahead of the cloud's. */
  skewMs: number;
  /** The process dies in this wait of an operation, counted from 1. */
  killInWait?: number;
}

const SETTINGS = { endpoint: "http://127.0.0.1:7215", region: "ap-guangzhou" };
const VARIABLES = { TENCENTCLOUD_SECRET_ID: EMULATOR_SECRET_ID, TENCENTCLOUD_SECRET_KEY: EMULATOR_SECRET_KEY };

export function startProcess(cloud: CloudInTime, { time, random, skewMs, killInWait }: Surroundings): ProviderProcess {
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const timing = { now: () => time.now() + skewMs, random: () => time.random(), sleep: time.sleep };
  const runtime = createRuntime(environmentOf(VARIABLES), { send: cloud.send, timing, warn });
  let waits = 0;
  const context: Context = {
    connect: (region, signal) => runtime.connect(region, signal),
    memory: createMemory(() => hex(random)),
    deadline: (milliseconds) => time.deadline(milliseconds),
    sleep: async (milliseconds, signal) => {
      waits += 1;
      if (waits === killInWait) time.kill();
      await time.sleep(milliseconds, signal);
      // As the sleep of node:timers/promises does.
      signal.throwIfAborted();
    },
    warn,
  };
  const own = {
    configure: (source: Parameters<typeof runtime.configure>[0]) => {
      runtime.configure(source);
    },
    context,
  };
  own.configure(configurationOf(SETTINGS));
  return { havip: serveDynamic(havip, own), stackIdentity: serveDynamic(stackIdentity, own), warnings };
}

function hex(random: () => number): string {
  return Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
}
