import type { CallRecord } from "../cloud/calls";
import type { Claim } from "../cloud/claims";
import type { Cloud, Snapshot } from "../cloud/cloud";
import type { EmulatorClock } from "../cloud/emulator-clock";
import type { ActionStats } from "../cloud/stats";
import type { Behaviour, BehaviourChange } from "../faults/behaviour";
import type { Faults } from "../faults/faults";
import type { MetadataChange } from "../metadata/metadata";
import type { AgentEnvironment } from "../tat/agent-view";
import { type AgentRun, attachInCode } from "../tat/attached";

/** What can be done with a running emulator in code, as the control API does it over HTTP. */
export interface Controls {
  /** What shall go wrong: `next` adds a rule, `assertConsumed` proves that all were met. */
  faults: Faults;
  /** The time in this cloud: `advance(ms)` lets tasks end, tokens expire, and seconds of a rate limit pass. */
  clock: EmulatorClock;
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
  /** Remembers what is there under a name, in memory: it outlives a reset, and ends with the emulator. */
  snapshot(name: string): void;
  /**
   * Makes what is there what it was. Clock, behaviour, faults and calls stay as they are. Tasks end at the time of the
   * clock that they had: one that was under way in the snapshot is over where that time has passed.
   */
  restore(name: string): void;
  /** The names of the snapshots, oldest first. */
  snapshots(): string[];
  /** Forgets the snapshot of that name, or all of them. */
  forget(name?: string): void;
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
}

export function controls(cloud: Cloud): Controls {
  return {
    faults: cloud.faults,
    clock: cloud.clock,
    behaviour: () => structuredClone(cloud.behaviour),
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
    snapshots: () => cloud.saved(),
    forget: (name) => {
      cloud.forget(name);
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
