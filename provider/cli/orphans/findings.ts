import { type Reason, inUse, judge } from "./judge";
import type { Row, View } from "./look";
import type { PendingCreate, StackState } from "./stack-state";

/** What was found, sorted by what a reader does about it. */
export interface Findings {
  orphans: Orphan[];
  takenOver: { row: Row; urn: string; by: string | undefined }[];
  unknown: { row: Row; stack: string | undefined }[];
  /** How many HAVIPs the given states have. */
  held: number;
  /** Interrupted creates of which there is nothing here. */
  leftNothing: PendingCreate[];
}

export interface Orphan {
  row: Row;
  reason: Reason;
  /** Why it must stay; undefined where it can be released. */
  inUse: string | undefined;
}

export function findingsOf(view: Pick<View, "rows">, states: readonly StackState[], gone: readonly string[]): Findings {
  const findings: Findings = { orphans: [], takenOver: [], unknown: [], held: 0, leftNothing: [] };
  for (const row of view.rows) {
    const verdict = judge(row.havip, states, gone);
    switch (verdict.kind) {
      case "held":
        findings.held += 1;
        break;
      case "taken-over":
        findings.takenOver.push({ row, urn: verdict.urn, by: verdict.by });
        break;
      case "orphan":
        findings.orphans.push({ row, reason: verdict.reason, inUse: inUse(row.havip) });
        break;
      case "unknown":
        findings.unknown.push({ row, stack: verdict.stack });
        break;
    }
  }
  findings.leftNothing = states.flatMap(({ pendingCreates, holdings }) =>
    pendingCreates.filter(
      // The note of a create stays in the state after a later one has succeeded.
      ({ urn }) => !holdings.some((holding) => holding.urn === urn) && !isAmong(findings.orphans, urn),
    ),
  );
  return findings;
}

function isAmong(orphans: readonly Orphan[], urn: string): boolean {
  return orphans.some(({ reason }) => reason.kind === "interrupted-create" && reason.urn === urn);
}
