import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { DEFAULT_HAVIPS_PER_VPC } from "../core/limits";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../core/emulator";
import {
  type Behaviour,
  type BehaviourChange,
  PROFILES,
  type Profile,
  changedBehaviour,
  profileBehaviour,
} from "./behaviour";
import type { CallRecord } from "./calls";
import type { Claim } from "./claims";
import { EmulatorClock } from "./emulator-clock";
import { environment } from "./environment";
import type { Faults } from "./faults";
import { integerOf, oneOf } from "./given";
import { Journal } from "./journal";
import type { MetadataChange } from "./metadata";
import { Nuisance } from "./nuisance";
import { defaultSeed } from "./seed";
import { createHttpServer } from "./server";
import { SITES, type Site } from "./site";
import type { ActionStats } from "./stats";
import { Store } from "./store";
import type { AgentEnvironment } from "./tat/agent-view";
import { type AgentRun, attachInCode } from "./tat/attached";
import { type Snapshot, Cloud } from "./cloud";

export type { Behaviour, BehaviourChange, Profile } from "./behaviour";
export type { CallRecord } from "./calls";
export type { Claim } from "./claims";
export type { EmulatorClock } from "./emulator-clock";
export type { Fault } from "./fault-rules";
export type { FaultReport, Faults } from "./faults";
export type { MetadataChange } from "./metadata";
export type { Site } from "./site";
export type { Snapshot } from "./cloud";
export type { AgentCommand } from "./tat/agent-command";
export type { AgentEnvironment } from "./tat/agent-view";
export type { AgentRun } from "./tat/attached";

export interface EmulatorOptions {
  /** 0, the default, takes any free one. */
  port?: number;
  /** A folder that keeps the state; without it the state ends with the process. */
  data?: string;
  /** Milliseconds since 1970; the machine's clock unless given. The emulator's own can be put forward from it. */
  clock?: () => number;
  /** A number in [0, 1) for new ids; Math.random unless given. */
  random?: () => number;
  /** What is there at first: a VPC with two subnets and three instances (the default), or nothing. */
  seed?: "default" | "empty";
  /**
   * How the cloud behaves: `instant` (the default: at once and without limits), `realistic` (documented rate limits,
   * asynchronous work takes two seconds), or `pebble` (occasional throttles and internal errors, late visibility, small
   * default pages, lists in changing order, unknown fields; all of it decided by `pebbleSeed`).
   */
  profile?: Profile;
  /** Decides the nuisance of the profile `pebble`: 0 to 4294967295; a random one unless given. */
  pebbleSeed?: number;
  /**
   * What differs from the profile: rate limits, late reads, tasks that are slow, stuck or end FAILED
   * (`{ tasks: { outcome: "FAILED" } }`), bindings that stick. It can be changed while the emulator runs, and a reset comes
   * back to this.
   */
  behaviour?: BehaviourChange;
  /** `china`, the default, or `intl`: the international site, which documents older parameters only. */
  site?: Site;
  /** How long deleting a HAVIP and binding an EIP take, in milliseconds: short for `behaviour.tasks.delayMs`. */
  taskDelayMs?: number;
  /** Default 10, as in the cloud. */
  quotaHavipsPerVpc?: number;
  /** Is told what a user should know, such as the seed of the profile `pebble`. Unless given, it goes to stderr. */
  notice?: (line: string) => void;
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
  /** What shall go wrong: `next` adds a rule, `assertConsumed` proves that all were met. */
  faults: Faults;
  /** The time in this cloud: `advance(ms)` lets tasks end, tokens expire, and seconds of a rate limit pass. */
  clock: EmulatorClock;
  /** The seed of the profile `pebble`, to have the same again; undefined in the others. */
  pebbleSeed: number | undefined;
  /** Settles when the server is closed, by `close` or through the control API. */
  closed: Promise<void>;
  /** How it behaves at present. */
  behaviour(): Behaviour;
  /** Changes how it behaves from now on; each given field replaces the present one. */
  behave(change: BehaviourChange): void;
  /** The latest calls, oldest first: 10,000 at most. */
  calls(): CallRecord[];
  /** All calls since the start or the last reset, counted by action. */
  stats(): Record<string, ActionStats>;
  state(): Snapshot;
  /** Back to the first state and behaviour, without agents. Named snapshots stay. */
  reset(): Promise<void>;
  /** Remembers what is there under a name, in memory. */
  snapshot(name: string): void;
  /** Makes what is there what it was. Clock, behaviour, faults and calls stay as they are. */
  restore(name: string): void;
  /**
   * Which instance asks for its metadata (`/latest/meta-data/`), and what its CAM role is. At first it is the oldest one.
   * A client can name another one itself: `http_proxy=http://ins-00000002:x@127.0.0.1:7215` (the password is ignored).
   */
  metadata(change: MetadataChange): void;
  /** An instance claims a HAVIP, as its HA software would by gratuitous ARP. */
  announce(claim: Claim): void;
  /** The holder gives a HAVIP up. False where the binding sticks (`behaviour.bindingSticks`). */
  release(claim: { haVipId: string }): boolean;
  /**
   * Makes the agent of an instance (TAT) online: `run` is given every command for it, from the calls of the API on by
   * which it is due. Returns what detaches it. A reset and the end of the emulator detach every agent.
   */
  attachAgent(instanceId: string, run: AgentRun, environment?: AgentEnvironment): () => void;
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
  const profile = oneOf(options.profile ?? "instant", "The profile", PROFILES);
  const site = oneOf(options.site ?? "china", "The site", SITES);
  const nuisance = profile === "pebble" ? new Nuisance(chosenSeed(options.pebbleSeed)) : undefined;
  const behaviour = firstBehaviour(profile, options);
  const clock = new EmulatorClock(options.clock ?? Date.now);
  const cloud = new Cloud({
    store: openStore(options, clock.now),
    settings: {
      taskDelayMs: behaviour.tasks.delayMs,
      havipsPerVpc: options.quotaHavipsPerVpc ?? DEFAULT_HAVIPS_PER_VPC,
    },
    behaviour,
    site,
    clock,
    random: options.random ?? Math.random,
    nuisance,
  });
  const token = randomBytes(24).toString("hex");
  const identity = { token, profile, site, pebbleSeed: nuisance?.seed ?? null, startedAt: Date.now() };
  const server = createHttpServer(cloud, identity, () => void close());
  const url = await listen(server, options.port ?? 0).catch((error: unknown) => {
    cloud.close();
    throw error;
  });
  if (nuisance !== undefined) {
    const notice = options.notice ?? ((line: string) => void process.stderr.write(`${line}\n`));
    notice(`The emulator at ${url} has the profile pebble with the seed ${String(nuisance.seed)}.`);
  }
  const closed = once(server, "close").then(() => {
    cloud.close();
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
    closed,
    pebbleSeed: nuisance?.seed,
    close,
    [Symbol.asyncDispose]: close,
    ...controls(cloud),
  };
}

/** What can be done with a running emulator in code, as the control API does it over HTTP. */
function controls(
  cloud: Cloud,
): Omit<
  Emulator,
  "url" | "storeId" | "token" | "env" | "credentials" | "closed" | "pebbleSeed" | "close" | typeof Symbol.asyncDispose
> {
  return {
    faults: cloud.faults,
    clock: cloud.clock,
    behaviour: () => cloud.behaviour,
    behave: (change) => {
      cloud.behave(change);
    },
    calls: () => cloud.calls(),
    stats: () => cloud.stats.report(),
    state: () => cloud.snapshot(),
    reset: () => {
      cloud.reset();
      return Promise.resolve();
    },
    snapshot: (name) => {
      cloud.save(name);
    },
    restore: (name) => {
      cloud.restore(name);
    },
    metadata: (change) => {
      cloud.metadata.set(change);
    },
    announce: (claim) => {
      cloud.announce(claim);
    },
    release: (claim) => cloud.release(claim),
    attachAgent: (instanceId, run, environment) => attachInCode(cloud.agents, instanceId, run, environment),
  };
}

function chosenSeed(given: number | undefined): number {
  return given === undefined ? randomInt(2 ** 32) : integerOf(given, "The pebbleSeed", 0, 2 ** 32 - 1);
}

function firstBehaviour(profile: Profile, { behaviour, taskDelayMs }: EmulatorOptions): Behaviour {
  const changed = changedBehaviour(profileBehaviour(profile), behaviour ?? {});
  return taskDelayMs === undefined ? changed : changedBehaviour(changed, { tasks: { delayMs: taskDelayMs } });
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
