import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { DEFAULT_HAVIPS_PER_VPC } from "../core/limits";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../core/emulator";
import type { CallRecord } from "./calls";
import type { Claim } from "./claims";
import { environment } from "./environment";
import type { Faults } from "./faults";
import { Journal } from "./journal";
import { defaultSeed } from "./seed";
import { createHttpServer } from "./server";
import { Store } from "./store";
import { type Snapshot, Cloud } from "./cloud";

export type { CallRecord } from "./calls";
export type { Claim } from "./claims";
export type { Fault, Faults } from "./faults";
export type { Snapshot } from "./cloud";

export interface EmulatorOptions {
  /** 0, the default, takes any free one. */
  port?: number;
  /** A folder that keeps the state; without it the state ends with the process. */
  data?: string;
  /** Milliseconds since 1970; the machine's clock unless given. */
  clock?: () => number;
  /** A number in [0, 1) for new ids; Math.random unless given. */
  random?: () => number;
  /** What is there at first: a VPC with two subnets and three instances (the default), or nothing. */
  seed?: "default" | "empty";
  /** How long deleting a HAVIP and binding an EIP take, in milliseconds. Default 0. */
  taskDelayMs?: number;
  /** Default 10, as in the cloud. */
  quotaHavipsPerVpc?: number;
}

export interface Emulator extends AsyncDisposable {
  url: string;
  /** The id of this cloud. It stays with the data. */
  storeId: string;
  /** Opens the control API. */
  token: string;
  /** The environment variables that point clients here. */
  env: Record<string, string>;
  credentials: { secretId: string; secretKey: string };
  faults: Faults;
  /** Settles when the server is closed, by `close` or through the control API. */
  closed: Promise<void>;
  calls(): CallRecord[];
  state(): Snapshot;
  /** Back to the seed. */
  reset(): Promise<void>;
  /** An instance claims a HAVIP, as its HA software would by gratuitous ARP. */
  announce(claim: Claim): void;
  release(claim: { haVipId: string }): void;
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
  const clock = options.clock ?? Date.now;
  const cloud = new Cloud(
    openStore(options, clock),
    { taskDelayMs: options.taskDelayMs ?? 0, havipsPerVpc: options.quotaHavipsPerVpc ?? DEFAULT_HAVIPS_PER_VPC },
    clock,
    options.random ?? Math.random,
  );
  const token = randomBytes(24).toString("hex");
  const server = createHttpServer(cloud, token, () => void close());
  const url = await listen(server, options.port ?? 0).catch((error: unknown) => {
    cloud.store.close();
    throw error;
  });
  const closed = once(server, "close").then(() => {
    cloud.store.close();
  });
  function close(): Promise<void> {
    if (server.listening) server.close();
    server.closeAllConnections();
    return closed;
  }
  return {
    url,
    storeId: cloud.store.id,
    token,
    env: environment(url),
    credentials: { secretId: EMULATOR_SECRET_ID, secretKey: EMULATOR_SECRET_KEY },
    faults: cloud.faults,
    closed,
    calls: () => cloud.calls(),
    state: () => cloud.snapshot(),
    reset: () => {
      cloud.reset();
      return Promise.resolve();
    },
    announce: (claim) => {
      cloud.announce(claim);
    },
    release: (claim) => {
      cloud.release(claim);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openStore({ data, seed }: EmulatorOptions, clock: () => number): Store {
  const newId = (): string => randomBytes(8).toString("hex");
  const changes = seed === "empty" ? () => [] : () => defaultSeed(clock());
  return data === undefined ? Store.inMemory(newId(), changes) : Store.durable(Journal.open(data, newId), changes);
}

/** Loopback only: whoever can reach the port may use the public key. */
async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  // A server on a TCP port has an address with a port; the text form is that of a pipe.
  if (address === null || typeof address === "string") throw new Error("The emulator got no TCP port.");
  return `http://127.0.0.1:${String(address.port)}`;
}
