import type { CallRecord } from "./calls";
import { SERVED_ACTIONS } from "./given";

/** All calls of one action since the start or the last reset. */
export interface ActionStats {
  service: string;
  calls: number;
  /** Calls by what was answered: "" for success, else the code. */
  codes: Record<string, number>;
  totalMs: number;
  longestMs: number;
}

/** Where calls of actions that are not served are counted: callers may name any number of them. */
const OTHERS = "(not served)";

/** Counts that, unlike the log of calls, forget nothing. */
export class Stats {
  private byAction = new Map<string, ActionStats>();

  add({ action, service, code, durationMs }: CallRecord): void {
    const name = SERVED_ACTIONS.some((served) => served === action) ? action : OTHERS;
    const stats = this.byAction.get(name) ?? { service: "", calls: 0, codes: {}, totalMs: 0, longestMs: 0 };
    this.byAction.set(name, stats);
    // A call that was refused before it was read has no service.
    if (service !== "") stats.service = service;
    stats.calls += 1;
    stats.codes[code] = (stats.codes[code] ?? 0) + 1;
    stats.totalMs += durationMs;
    stats.longestMs = Math.max(stats.longestMs, durationMs);
  }

  report(): Record<string, ActionStats> {
    return structuredClone(Object.fromEntries(this.byAction));
  }

  clear(): void {
    this.byAction = new Map();
  }
}
