import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { type Emulator, createEmulator } from "../../../provider/emulator";
import { type Send, createSend } from "../../../provider/api/send";
import type { Context } from "../../../provider/kind";
import { createMemory } from "../../../provider/memory";
import { createRuntime } from "../../../provider/runtime";
import { environmentOf } from "../api/support/environment";

/** What `check` leaves of a program's arguments. */
export const INPUTS = {
  name: "web",
  vpcId: "vpc-00000001",
  subnetId: "subnet-00000001",
  owner: "stack-1/resource-1",
};

/** An emulator, and the processes of the runs that use it. */
export interface Stage {
  emulator: Emulator;
  /** What the operations of a new run get; `through` stands between them and the emulator. */
  run(through?: (send: Send) => Send): Run;
}

export interface Run extends Context {
  warnings: string[];
}

export async function openStage(given?: Emulator): Promise<Stage> {
  const emulator = given ?? (await createEmulator());
  return {
    emulator,
    run: (through = (send) => send) => {
      const warnings: string[] = [];
      const warn = (message: string): void => void warnings.push(message);
      const timing = { now: Date.now, random: Math.random, sleep: () => setTimeout(1) };
      const runtime = createRuntime(environmentOf(emulator.env), { send: through(createSend()), timing, warn });
      return {
        connect: (region, signal) => runtime.connect(region, signal),
        memory: createMemory(),
        warnings,
        warn,
        // Waits take no time here, so what waits until the end need not be given minutes.
        deadline: (milliseconds) => AbortSignal.timeout(Math.min(milliseconds, 3_000)),
        // As long as it takes to let the others go on, and failing like the real one when the time is over.
        sleep: async (_milliseconds, signal) => setTimeout(5, undefined, { signal }),
      };
    },
  };
}

/** Calls of `action` are carried out, but the answer never comes: the caller waits until its own time is over. */
export function answerNeverComes(action: string): (send: Send) => Send {
  return (send) => async (outgoing, signal) => {
    const sent = await send(outgoing, signal);
    if (outgoing.headers["X-TC-Action"] !== action) return sent;
    if (!signal.aborted) await once(signal, "abort");
    return { kind: "unanswered", reached: true, why: "cancelled", code: "ECANCELED", message: "the time is over" };
  };
}

/** From the first call of `action` on, every call gets `body` for an answer; that first one is carried out. */
export function fromThenOnAnswers(action: string, body: string): (send: Send) => Send {
  let broken = false;
  return (send) => async (outgoing, signal) => {
    const sent = broken ? undefined : await send(outgoing, signal);
    broken ||= outgoing.headers["X-TC-Action"] === action;
    if (sent !== undefined && !broken) return sent;
    return { kind: "answered", status: 200, headers: new Map(), body };
  };
}

/** Answers lack these fields, wherever they stand. */
export function withoutFields(...fields: string[]): (send: Send) => Send {
  const keep = (key: string, value: unknown): unknown => (fields.includes(key) ? undefined : value);
  return (send) => async (outgoing, signal) => {
    const sent = await send(outgoing, signal);
    return sent.kind === "answered" ? { ...sent, body: JSON.stringify(JSON.parse(sent.body), keep) } : sent;
  };
}

/** The first `count` looks at HAVIPs are answered as if there were none. */
export function showsNone(count: number): (send: Send) => Send {
  let left = count;
  return (send) => async (outgoing, signal) => {
    const sent = await send(outgoing, signal);
    if (outgoing.headers["X-TC-Action"] !== "DescribeHaVips" || sent.kind !== "answered" || left <= 0) return sent;
    left -= 1;
    return { ...sent, body: '{"Response":{"TotalCount":0,"HaVipSet":[],"RequestId":"r"}}' };
  };
}
