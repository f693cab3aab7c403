import type { Assumptions } from "../words/chosen-assumptions";
import { fields, flagOf, integerOf, oneOf } from "../words/given";
import { type Consistency, readConsistency } from "./consistency";
import { DOCUMENTED_RATE_LIMITS, NO_RATE_LIMITS, type RateLimits, readRateLimits } from "./rate-limits";

/** How this cloud behaves. Everything here may change while it runs. */
export interface Behaviour {
  /** Calls a second; see RateLimits. */
  rateLimits: RateLimits;
  /** How far reads are behind, of each kind of resource. */
  consistency: Consistency;
  /**
   * Asynchronous work: how long what begins now takes, in milliseconds, and how it ends; and whether none of it ends at
   * present. Work that ends FAILED leaves everything as it was before, and nothing of what it was to make.
   */
  tasks: { delayMs: number; stuck: boolean; outcome: TaskOutcome };
  /** The binding of a HAVIP outlives its holder: releasing it changes nothing. */
  bindingSticks: boolean;
  /**
   * Whether a request with a ClientToken that came before is answered what was answered then, and for how long; else it
   * is a new one. The time is that of the assumption `clientTokenLifetimeMs` at first.
   */
  clientTokens: { honoured: boolean; lifetimeMs: number };
}

/** Each field that is given replaces the present one. */
export interface BehaviourChange {
  rateLimits?: RateLimits;
  consistency?: Consistency;
  tasks?: Partial<Behaviour["tasks"]>;
  bindingSticks?: boolean;
  clientTokens?: Partial<Behaviour["clientTokens"]>;
}

const TASK_OUTCOMES = ["SUCCESS", "FAILED"] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

export const PROFILES = ["instant", "realistic", "pebble"] as const;

/**
 * - `instant`: everything happens at once, and nothing is limited.
 * - `realistic`: the documented rate limits, and asynchronous work that takes its time.
 * - `pebble`: legal but unpleasant (see nuisance.ts), so that clients learn to bear it.
 */
export type Profile = (typeof PROFILES)[number];

export function profileBehaviour(profile: Profile, assumptions: Assumptions): Behaviour {
  const clientTokens = { honoured: true, lifetimeMs: assumptions.clientTokenLifetimeMs };
  const others = { rateLimits: NO_RATE_LIMITS, consistency: {}, bindingSticks: false };
  const instant = { ...others, tasks: DEFAULT_TASKS, clientTokens };
  // How long the cloud takes is not documented; a client that waits for two seconds has to wait in earnest.
  const slow = { ...DEFAULT_TASKS, delayMs: 2_000 };
  switch (profile) {
    case "instant":
      return instant;
    case "realistic":
      return { ...instant, rateLimits: DOCUMENTED_RATE_LIMITS, tasks: slow };
    case "pebble": {
      const havips = { visibleAfterReads: 2, goneAfterReads: 1, staleReadsAfterUpdate: 1 };
      return { ...instant, consistency: { havips }, tasks: { ...DEFAULT_TASKS, delayMs: 500 } };
    }
  }
}

const DEFAULT_TASKS = { delayMs: 0, stuck: false, outcome: "SUCCESS" } as const;

/** The behaviour with a change that somebody asked for, or a refusal that says what is wrong with it. */
export function changedBehaviour(present: Behaviour, value: unknown): Behaviour {
  const given = fields(value, "The behaviour", Object.keys(present));
  const { rateLimits, consistency, tasks, bindingSticks, clientTokens } = given;
  return {
    rateLimits: rateLimits === undefined ? present.rateLimits : readRateLimits(rateLimits, "rateLimits"),
    consistency: consistency === undefined ? present.consistency : readConsistency(consistency, "consistency"),
    tasks: tasks === undefined ? present.tasks : { ...present.tasks, ...readTasks(tasks) },
    bindingSticks: bindingSticks === undefined ? present.bindingSticks : flagOf(bindingSticks, "bindingSticks"),
    clientTokens: { ...present.clientTokens, ...(clientTokens === undefined ? {} : readClientTokens(clientTokens)) },
  };
}

function readTasks(value: unknown): Partial<Behaviour["tasks"]> {
  const { delayMs, stuck, outcome } = fields(value, "tasks", ["delayMs", "stuck", "outcome"]);
  return {
    ...(delayMs === undefined ? {} : { delayMs: integerOf(delayMs, "tasks.delayMs", 0) }),
    ...(stuck === undefined ? {} : { stuck: flagOf(stuck, "tasks.stuck") }),
    ...(outcome === undefined ? {} : { outcome: oneOf(outcome, "tasks.outcome", TASK_OUTCOMES) }),
  };
}

function readClientTokens(value: unknown): Partial<Behaviour["clientTokens"]> {
  const { honoured, lifetimeMs } = fields(value, "clientTokens", ["honoured", "lifetimeMs"]);
  return {
    ...(honoured === undefined ? {} : { honoured: flagOf(honoured, "clientTokens.honoured") }),
    ...(lifetimeMs === undefined ? {} : { lifetimeMs: integerOf(lifetimeMs, "clientTokens.lifetimeMs", 0) }),
  };
}
