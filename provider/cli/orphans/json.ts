import { ownershipOf } from "../../havip/ownership";
import { observed } from "../../havip/observe";
import type { Findings, Orphan } from "./findings";
import type { Row, View } from "./look";
import type { Outcome } from "./release";
import type { StackState } from "./stack-state";

/** The same for programs. The names are those of the outputs of `Havip`; documented in the README. */
export function json(
  view: View,
  states: readonly StackState[],
  findings: Findings,
  outcomes: ReadonlyMap<Orphan, Outcome>,
): string {
  const { world, account, endpoint, regions } = view;
  const { orphans, takenOver, unknown, held, leftNothing } = findings;
  const content = {
    world,
    account,
    endpoint,
    regions,
    states: states.map(({ source, identities, holdings, pendingCreates, unmarked }) => ({
      source,
      identities,
      havips: holdings.map(({ id }) => id),
      pendingCreates: pendingCreates.map(({ urn }) => urn),
      unmarked,
    })),
    held,
    orphans: orphans.map((orphan) => ({
      ...plain(orphan.row),
      reason: orphan.reason,
      inUse: orphan.inUse ?? null,
      release: outcomes.get(orphan) ?? null,
    })),
    takenOver: takenOver.map(({ row, urn, by }) => ({ ...plain(row), inStateOf: urn, takenOverBy: by ?? null })),
    unknown: unknown.map(({ row }) => plain(row)),
    leftNothing: leftNothing.map(({ urn }) => urn),
  };
  return JSON.stringify(content, null, 2);
}

function plain({ havip, connection }: Row) {
  const { owner, generation } = ownershipOf(havip) ?? { owner: null, generation: null };
  return { id: havip.HaVipId, region: connection.region, ...observed(havip), owner, generation };
}
