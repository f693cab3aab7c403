import type { Fault, Faults } from "../../provider/emulator";
import type { Declaration } from "./program";

/** What one command did, in terms that both engines have. */
export interface Seen {
  succeeded: boolean;
  /** The calls for Havips, in order. */
  provider: string[];
  /** The changing calls that reached the cloud, in order; however often one was repeated in a row, once. */
  cloud: string[];
  /** The Havips of the state, each with what is peculiar to it, sorted. */
  state: string[];
  havips: number;
}

/** How often a call is repeated depends on how long it takes. */
export function withoutRepetitions(calls: readonly string[]): string[] {
  return calls.filter((call, index) => call !== calls[index - 1]);
}

/** An engine with one stack and a cloud of its own. */
export interface Subject {
  faults: Faults;
  declare(program: readonly Declaration[]): void;
  run(command: "up" | "up --refresh" | "refresh" | "destroy", replace?: string): Promise<Seen>;
  /** An `up` that is killed with its provider once the cloud has the HAVIP. */
  killedUp(): Promise<void>;
  /** What somebody else does to the only HAVIP. */
  removed(): Promise<void>;
  claimed(): void;
  released(): void;
}

const PLACE = { vpcId: "vpc-00000001", subnetId: "subnet-00000001", timeouts: { delete: "2s" } };
const PINNED = { ...PLACE, address: "10.0.0.100" };

/** More tags than one call takes: the rest is written after the create. */
const MANY_TAGS = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`key-${String(index)}`, "value"]));

const declaration = (inputs: object = {}, more: Partial<Declaration> = {}): Declaration => ({
  name: "web",
  inputs: { ...PLACE, ...inputs },
  ...more,
});

const denied = (action: Fault["action"], code = "UnauthorizedOperation"): Fault => ({
  action,
  phase: "before",
  kind: "error",
  code,
});

/** Whatever decides in which order the engine calls the provider, and what it has written down when. */
export const CASES: Readonly<Record<string, (subject: Subject) => Promise<Seen[]>>> = {
  "created, unchanged, renamed in place, released": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up"), await subject.run("up")];
    subject.declare([declaration({ name: "renamed" })]);
    seen.push(await subject.run("up"), await subject.run("refresh"));
    return [...seen, await subject.run("destroy")];
  },
  "replaced by one of another address, the new one first": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.declare([declaration({ address: "10.0.0.100" })]);
    return [...seen, await subject.run("up")];
  },
  "replaced while it is held: both are kept until it is let go": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.claimed();
    subject.declare([declaration({ address: "10.0.0.100" })]);
    seen.push(await subject.run("up"));
    subject.released();
    return [...seen, await subject.run("up")];
  },
  "replaced by one of the same address, the old one first, and the new one refused at first": async (subject) => {
    subject.declare([declaration(PINNED)]);
    const seen = [await subject.run("up")];
    subject.declare([declaration({ ...PINNED, checkAssociate: true })]);
    subject.faults.next(denied("CreateHaVip", "LimitExceeded"));
    return [...seen, await subject.run("up"), await subject.run("refresh"), await subject.run("up")];
  },
  "a replacement that was to come is given up": async (subject) => {
    subject.declare([declaration(PINNED)]);
    await subject.run("up");
    subject.declare([declaration({ ...PINNED, checkAssociate: true })]);
    subject.faults.next(denied("CreateHaVip", "LimitExceeded"));
    const seen = [await subject.run("up")];
    subject.declare([]);
    return [...seen, await subject.run("up")];
  },
  "replaced by force": async (subject) => {
    subject.declare([declaration()]);
    return [await subject.run("up"), await subject.run("up", "web"), await subject.run("up")];
  },
  "not finished at first": async (subject) => {
    subject.declare([declaration({ tags: MANY_TAGS })]);
    subject.faults.next(denied("ModifyResourceTags"));
    return [await subject.run("up"), await subject.run("up"), await subject.run("up")];
  },
  "not finished at first, and refreshed": async (subject) => {
    subject.declare([declaration({ tags: MANY_TAGS })]);
    subject.faults.next(denied("ModifyResourceTags"));
    return [await subject.run("up"), await subject.run("refresh"), await subject.run("up")];
  },
  "changed half way": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.declare([declaration({ name: "renamed", tags: { team: "web" } })]);
    subject.faults.next(denied("ModifyResourceTags"));
    return [...seen, await subject.run("up"), await subject.run("up")];
  },
  "refused, then made": async (subject) => {
    subject.declare([declaration()]);
    subject.faults.next(denied("CreateHaVip", "ResourceInsufficient"));
    return [await subject.run("up"), await subject.run("up")];
  },
  "not released at first": async (subject) => {
    subject.declare([declaration()]);
    subject.faults.next(denied("DeleteHaVip"));
    return [await subject.run("up"), await subject.run("destroy"), await subject.run("destroy")];
  },
  "refreshed and changed by one command, removed, refreshed and made anew by one": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.declare([declaration({ name: "renamed" })]);
    seen.push(await subject.run("up --refresh"));
    await subject.removed();
    return [...seen, await subject.run("up --refresh")];
  },
  "refreshed and replaced by force, with a pinned address and without": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up"), await subject.run("up --refresh", "web")];
    subject.declare([declaration(PINNED)]);
    return [...seen, await subject.run("up"), await subject.run("up --refresh", "web")];
  },
  "removed by somebody, refreshed, made anew": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    await subject.removed();
    return [...seen, await subject.run("refresh"), await subject.run("up")];
  },
  "moved by a failover": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.claimed();
    return [...seen, await subject.run("refresh"), await subject.run("up"), await subject.run("destroy")];
  },
  "under another name, with an alias and without": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.declare([declaration({}, { name: "front", aliases: ["web"] })]);
    seen.push(await subject.run("up"));
    subject.declare([declaration({}, { name: "back" })]);
    return [...seen, await subject.run("up")];
  },
  "taken out of the program": async (subject) => {
    subject.declare([declaration()]);
    const seen = [await subject.run("up")];
    subject.declare([]);
    return [...seen, await subject.run("up")];
  },
  "killed between the cloud's answer and the engine's note": async (subject) => {
    subject.declare([declaration()]);
    await subject.killedUp();
    return [await subject.run("up"), await subject.run("up"), await subject.run("destroy")];
  },
};
