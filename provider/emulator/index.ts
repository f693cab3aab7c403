import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../core/emulator";
import { Cloud } from "./cloud/cloud";
import { type Controls, controls } from "./control/controls";
import { EmulatorClock } from "./cloud/emulator-clock";
import { environment } from "./words/environment";
import { Journal } from "./store/journal";
import { Nuisance } from "./faults/nuisance";
import { type Chosen, type EmulatorOptions, chosenOptions } from "./options";
import { defaultSeed } from "./resources/seed";
import { isRecord } from "./words/parameters";
import { createHttpServer } from "./server";
import { shortenedTasks } from "./store/shortened-tasks";
import { Store } from "./store/store";

export type { Behaviour, BehaviourChange, Profile } from "./faults/behaviour";
export type { CallRecord } from "./cloud/calls";
export type { AssumptionChange, Assumptions } from "./words/chosen-assumptions";
export type { Claim } from "./cloud/claims";
export type { Snapshot } from "./cloud/cloud";
export type { Controls } from "./control/controls";
export type { EmulatorClock } from "./cloud/emulator-clock";
export type { Consistency, Lags } from "./faults/consistency";
export { ControlError } from "./words/errors";
export type { Fault } from "./faults/fault-rules";
export type { FaultReport, Faults } from "./faults/faults";
export type { EmulatorOptions } from "./options";
export type { RateLimits } from "./faults/rate-limits";
export type { Site } from "./words/site";
export type { ActionStats } from "./cloud/stats";
export type { MetadataChange } from "./metadata/metadata";
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
