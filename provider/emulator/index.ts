import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../core/emulator";
import { Cloud } from "./cloud";
import { type Controls, controls } from "./controls";
import { EmulatorClock } from "./emulator-clock";
import { environment } from "./environment";
import { Journal } from "./journal";
import { Nuisance } from "./nuisance";
import { type Chosen, type EmulatorOptions, chosenOptions } from "./options";
import { defaultSeed } from "./seed";
import { isRecord } from "./parameters";
import { createHttpServer } from "./server";
import { shortenedTasks } from "./shortened-tasks";
import { Store } from "./store";

export type { Behaviour, BehaviourChange, Profile } from "./behaviour";
export type { CallRecord } from "./calls";
export type { AssumptionChange, Assumptions } from "./chosen-assumptions";
export type { Claim } from "./claims";
export type { Snapshot } from "./cloud";
export type { Controls } from "./controls";
export type { EmulatorClock } from "./emulator-clock";
export type { Consistency, Lags } from "./consistency";
export { ControlError } from "./errors";
export type { Fault } from "./fault-rules";
export type { FaultReport, Faults } from "./faults";
export type { EmulatorOptions } from "./options";
export type { RateLimits } from "./rate-limits";
export type { Site } from "./site";
export type { ActionStats } from "./stats";
export type { MetadataChange } from "./metadata";
export type { AgentCommand } from "./tat/agent-command";
export type { AgentEnvironment } from "./tat/agent-view";
export type { AgentRun } from "./tat/attached";

export interface Emulator extends Controls, AsyncDisposable {
  url: string;
  /** The id of this cloud. It stays with the data. */
  storeId: string;
  /** Opens the control API. */
  token: string;
  /** The environment variables that point clients here. */
  env: Record<string, string>;
  credentials: { secretId: string; secretKey: string };
  /** The seed of the profile `pebble`, to have the same again; undefined in the others. */
  pebbleSeed: number | undefined;
  /** Settles when the server is closed, by `close` or through the control API. */
  closed: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts an emulator of the cloud's API on a loopback port of this machine.
 *
 * @example
 * const cloud = await createEmulator();
 * Object.assign(process.env, cloud.env);
 * // ... any client of the API now talks to the emulator ...
 * await cloud.close();
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const chosen = chosenOptions(options);
  const { profile, site, pebbleSeed } = chosen;
  const clock = new EmulatorClock(chosen.clock);
  const nuisance = pebbleSeed === undefined ? undefined : new Nuisance(pebbleSeed);
  const cloud = new Cloud({ ...chosen, store: openStore(chosen, clock.now), clock, nuisance });
  const token = randomBytes(24).toString("hex");
  const identity = { token, profile, site, pebbleSeed: pebbleSeed ?? null, startedAt: Date.now() };
  const server = createHttpServer(cloud, identity, () => void close());
  const url = await listen(server, chosen.port).catch((error: unknown) => {
    cloud.close();
    throw error;
  });
  const closed = once(server, "close").then(() => {
    cloud.close();
  });
  function close(): Promise<void> {
    if (server.listening) server.close();
    server.closeAllConnections();
    return closed;
  }
  if (pebbleSeed !== undefined) {
    try {
      chosen.notice(`The emulator at ${url} has the profile pebble with the seed ${String(pebbleSeed)}.`);
    } catch (error) {
      await close();
      throw error;
    }
  }
  return {
    url,
    storeId: cloud.store.id,
    token,
    env: environment(url),
    credentials: { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY },
    closed,
    pebbleSeed,
    close,
    [Symbol.asyncDispose]: close,
    ...controls(cloud),
  };
}

function openStore({ data, seed, assumptions, behaviour }: Chosen, clock: () => number): Store {
  const newId = (): string => randomBytes(8).toString("hex");
  const changes = seed === "empty" ? () => [] : () => defaultSeed(clock(), { assumptions });
  if (data === undefined) return Store.inMemory(newId(), changes);
  const store = Store.durable(Journal.open(data, newId), changes);
  try {
    store.commit(shortenedTasks(store.state, clock() + behaviour.tasks.delayMs));
  } catch (error) {
    store.close();
    throw error;
  }
  return store;
}

/** Loopback only: whoever can reach the port may use the public key. */
async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch((cause: unknown) => {
    const { message, code, syscall } = isRecord(cause) ? cause : {};
    const what = `The emulator cannot listen on port ${String(port)} (${String(message)}).`;
    // With the code, by which `havip emulator start` tells a port that is taken from one that needs root.
    throw Object.assign(new Error(`${what} Choose another port, or 0 for any free one.`, { cause }), { code, syscall });
  });
  const address = server.address();
  // A server on a TCP port has an address with a port; the text form is that of a pipe.
  if (address === null || typeof address === "string") throw new Error("The emulator got no TCP port.");
  return `http://127.0.0.1:${String(address.port)}`;
}
