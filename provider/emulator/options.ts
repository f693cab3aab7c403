import { randomInt } from "node:crypto";
import { DEFAULT_HAVIPS_PER_VPC } from "../core/limits";
import {
  type Behaviour,
  type BehaviourChange,
  PROFILES,
  type Profile,
  changedBehaviour,
  profileBehaviour,
} from "./faults/behaviour";
import { type AssumptionChange, type Assumptions, chosenAssumptions } from "./words/chosen-assumptions";
import { fields, functionOf, integerOf, oneOf, refusal, textOf } from "./words/given";
import { SITES, type Site } from "./words/site";

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
   * asynchronous work takes two seconds), or `pebble` (occasional throttles and internal errors, late visibility,
   * lists in changing order, unknown fields; all of it decided by `pebbleSeed`).
   */
  profile?: Profile;
  /** Decides the nuisance of the profile `pebble`: 0 to 4294967295; a random one unless given. */
  pebbleSeed?: number;
  /**
   * What differs from the profile: rate limits, late reads, tasks that are slow, stuck or end FAILED, tokens that are not
   * honoured, bindings that stick. It can be changed while the emulator runs, and a reset comes back to this.
   */
  behaviour?: BehaviourChange;
  /** `china`, the default, or `intl`: the international site, which documents older parameters only. */
  site?: Site;
  /** How long deleting a HAVIP and binding an EIP take, in milliseconds: short for `behaviour.tasks.delayMs`. */
  taskDelayMs?: number;
  /** Default 10, as in the cloud. */
  quotaHavipsPerVpc?: number;
  /** What this emulator assumes otherwise where no source says what the cloud does, by the names of COVERAGE.md. */
  assumptions?: AssumptionChange;
  /** Is told what a user should know, such as the seed of the profile `pebble`. Unless given, it goes to stderr. */
  notice?: (line: string) => void;
}

/** How an emulator shall be, with nothing left open. */
export interface Chosen {
  port: number;
  data: string | undefined;
  clock: () => number;
  random: () => number;
  seed: (typeof SEEDS)[number];
  profile: Profile;
  /** Undefined in every profile but `pebble`. */
  pebbleSeed: number | undefined;
  behaviour: Behaviour;
  site: Site;
  havipsPerVpc: number;
  assumptions: Assumptions;
  notice: (line: string) => void;
}

const SEEDS = ["default", "empty"] as const;

/** Reads the options, or refuses by name what is not understood. */
export function chosenOptions(options: unknown): Chosen {
  const given = fields(options, "The first argument of createEmulator", NAMES);
  const read = <T>(name: Name, otherwise: T, check: (value: unknown, where: string) => T): T =>
    given[name] === undefined ? otherwise : check(given[name], `The option ${name}`);
  const whole = (value: unknown, where: string): number => integerOf(value, where, 0);
  const profile = read("profile", "instant", (value, where) => oneOf(value, where, PROFILES));
  const assumptions = chosenAssumptions(given["assumptions"]);
  const taskDelayMs = read("taskDelayMs", undefined, whole);
  const behaviour = changedBehaviour(profileBehaviour(profile, assumptions), given["behaviour"] ?? {});
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    port: read("port", 0, (value, where) => integerOf(value, where, 0, 65_535)),
    data: read("data", undefined, textOf),
    clock: read("clock", Date.now, clockOf),
    random: read("random", Math.random, (value, where) => numbers(value, where, 0, 1)),
    seed: read("seed", "default", (value, where) => oneOf(value, where, SEEDS)),
    profile,
    pebbleSeed: chosenPebbleSeed(profile, given["pebbleSeed"]),
    behaviour: taskDelayMs === undefined ? behaviour : changedBehaviour(behaviour, { tasks: { delayMs: taskDelayMs } }),
    site: read("site", "china", (value, where) => oneOf(value, where, SITES)),
    havipsPerVpc: read("quotaHavipsPerVpc", DEFAULT_HAVIPS_PER_VPC, whole),
    assumptions,
    notice: read("notice", print, functionOf),
  };
}

type Name = keyof EmulatorOptions;
/** Every option once, in the order of their declaration: the type refuses a name that is missing or unknown. */
const KNOWN: Readonly<Record<Name, true>> = {
  port: true,
  data: true,
  clock: true,
  random: true,
  seed: true,
  profile: true,
  pebbleSeed: true,
  behaviour: true,
  site: true,
  taskDelayMs: true,
  quotaHavipsPerVpc: true,
  assumptions: true,
  notice: true,
};
const NAMES = Object.keys(KNOWN);

/** A seed that decides nothing would only be held against whoever gives another one later. */
function chosenPebbleSeed(profile: Profile, given: unknown): number | undefined {
  if (profile === "pebble") {
    return given === undefined ? randomInt(2 ** 32) : integerOf(given, "The option pebbleSeed", 0, 2 ** 32 - 1);
  }
  if (given === undefined) return undefined;
  throw refusal(
    `The option pebbleSeed decides nothing in the profile ${profile}; give it with the profile pebble, or leave it out.`,
  );
}

/** Dates of later years, the emulator's own hundred included (cloud/emulator-clock.ts), have not the API's form. */
const LATEST = Date.UTC(9_900);

function clockOf(value: unknown, where: string): () => number {
  const clock = numbers(value, where, 0, LATEST);
  clock();
  return clock;
}

/** Each of its numbers is looked at, because one that is wrong would end as an id or a time. */
function numbers(value: unknown, where: string, least: number, below: number): () => number {
  const source = functionOf(value, where);
  return () => {
    const number = source();
    if (typeof number === "number" && number >= least && number < below) return number;
    throw refusal(
      `${where} gave ${String(number)}, which is no number from ${String(least)} to below ${String(below)}.`,
    );
  };
}
