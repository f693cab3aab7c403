import { SERVED, isServed } from "../actions/table";
import type { CallRecord } from "./calls";

/** All calls of one action since the start or the last reset. */
export interface ActionStats {
  service: string;
  calls: number;
  /** Calls by what was answered: "" for success, else the code. */
  codes: Record<string, number>;
  totalMs: number;
  longestMs: number;
}

/** Codes come from callers of the control API too, and may be called like a property of every object. */
type Counts = Omit<ActionStats, "service" | "codes"> & { codes: Map<string, number> };

/** Where calls of actions that are not served are counted: callers may name any number of them. */
const OTHERS = "(not served)";

/** Counts that, unlike the log of calls, forget nothing. */
export class Stats {
  private byAction = new Map<string, Counts>();

  add({ action, code, durationMs }: CallRecord): void {
    const name = isServed(action) ? action : OTHERS;
    const stats: Counts = this.byAction.get(name) ?? { calls: 0, codes: new Map(), totalMs: 0, longestMs: 0 };
    this.byAction.set(name, stats);
    stats.calls += 1;
    stats.codes.set(code, (stats.codes.get(code) ?? 0) + 1);
    stats.totalMs += durationMs;
    stats.longestMs = Math.max(stats.longestMs, durationMs);
  }

  report(): Record<string, ActionStats> {
    const entries = [...this.byAction].map(([action, { codes, ...counts }]): [string, ActionStats] => [
      action,
      { service: serviceOf(action), codes: Object.fromEntries(codes), ...counts },
    ]);
    return Object.fromEntries(entries);
  }

  clear(): void {
    this.byAction = new Map();
  }
}

/** Also of calls that were refused before anything of them was read. */
function serviceOf(action: string): string {
  return isServed(action) ? SERVED[action].service : "";
}
