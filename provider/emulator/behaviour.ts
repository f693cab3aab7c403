import { fields, flagOf, integerOf, oneOf } from "./given";
import { type Consistency, readConsistency } from "./lag";
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
}

/** Each field that is given replaces the present one. */
export interface BehaviourChange {
  rateLimits?: RateLimits;
  consistency?: Consistency;
  tasks?: Partial<Behaviour["tasks"]>;
  bindingSticks?: boolean;
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

export function profileBehaviour(profile: Profile): Behaviour {
  const instant = { rateLimits: NO_RATE_LIMITS, consistency: {}, tasks: DEFAULT_TASKS, bindingSticks: false };
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
  const given = fields(value, "The behaviour", ["rateLimits", "consistency", "tasks", "bindingSticks"]);
  const { rateLimits, consistency, tasks, bindingSticks } = given;
  return {
    rateLimits: rateLimits === undefined ? present.rateLimits : readRateLimits(rateLimits, "rateLimits"),
    consistency: consistency === undefined ? present.consistency : readConsistency(consistency, "consistency"),
    tasks: tasks === undefined ? present.tasks : { ...present.tasks, ...readTasks(tasks) },
    bindingSticks: bindingSticks === undefined ? present.bindingSticks : flagOf(bindingSticks, "bindingSticks"),
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
