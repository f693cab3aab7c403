import type { ActionName } from "../../api/actions";
import { refusal } from "../words/given";
import { contains } from "./fault-match";
import { type Fault, readFault } from "./fault-rules";

/** A rule with what has become of it. */
export type FaultReport = Fault & {
  /** Calls that fitted the rule since it was set, whether it struck them or not. */
  seen: number;
  /** Calls that it struck. */
  hits: number;
  /** Calls that it will still strike. */
  left: number | "always";
};

interface Entry {
  readonly fault: Fault;
  seen: number;
  hits: number;
  /** Infinity for ever. */
  left: number;
}

/** What shall go wrong with calls to come: deterministic rules, each for a given number of calls. */
export class Faults {
  private entries: Entry[] = [];

  /** Adds a rule. Where several fit a call, the one that was given first strikes it, alone. */
  next(fault: Fault): void {
    this.entries.push(entry(readFault(fault)));
  }

  /** These rules instead of all others. A list with a mistake changes nothing. */
  replace(given: unknown): void {
    if (!Array.isArray(given)) throw refusal("Faults are given as a JSON list of rules.");
    this.entries = given.map((fault, index) => entry(readFault(fault, `Fault ${String(index)}`)));
  }

  /** How many strikes are left: 0 proves that a test met every fault it asked for. */
  get pending(): number {
    return this.entries.reduce((sum, { left }) => sum + (left === Infinity ? 0 : left), 0);
  }

  /** Every rule that was set since the last `clear`, with what it did. */
  report(): FaultReport[] {
    return this.entries.map(({ fault, seen, hits, left }) =>
      structuredClone({ ...fault, seen, hits, left: left === Infinity ? ("always" as const) : left }),
    );
  }

  /** Throws unless every rule struck as often as it was to: a fault that nobody met proves nothing. */
  assertConsumed(): void {
    const unmet = this.entries.filter(({ left }) => left > 0 && left < Infinity);
    if (unmet.length === 0) return;
    const lines = unmet.map(({ fault, seen, hits, left }) => {
      const counts = `${String(hits)} hits, ${String(left)} left; ${String(seen)} calls fitted`;
      return `  ${fault.action} ${fault.phase} ${fault.kind}: ${counts}`;
    });
    throw new Error(`Not every fault was met:\n${lines.join("\n")}`);
  }

  clear(): void {
    this.entries = [];
  }

  /** The fault that this call meets in this phase, if any. */
  strike(action: ActionName, phase: Fault["phase"], parameters: Readonly<Record<string, unknown>>): Fault | undefined {
    const fitting = this.entries.filter(
      ({ fault }) => fault.action === action && fault.phase === phase && contains(parameters, fault.match ?? {}),
    );
    for (const each of fitting) each.seen += 1;
    const striking = fitting.find(({ fault, seen, left }) => left > 0 && seen >= (fault.nth ?? 1));
    if (striking === undefined) return undefined;
    striking.left -= 1;
    striking.hits += 1;
    return striking.fault;
  }
}

function entry(fault: Fault): Entry {
  // A copy: the caller may use its object again.
  return {
    fault: structuredClone(fault),
    seen: 0,
    hits: 0,
    left: fault.times === "always" ? Infinity : (fault.times ?? 1),
  };
}
