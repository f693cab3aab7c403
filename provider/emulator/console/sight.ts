import type { State } from "../store/state";
import { SEED_REGION } from "../words/environment";

/** The tables that the page shows something of. */
const TABLES = ["havips", "vpcs", "subnets", "instances", "tasks"] as const;

type Row = ReturnType<State[(typeof TABLES)[number]]["get"]> & object;

/** What is different: a row that is new or another, or null for one that is gone. */
interface News {
  /** Whether this is all there is, and what the page knew before is void. */
  first: boolean;
  regions: string[];
  changes: { table: string; id: string; row: Row | null }[];
}

/** What one page sees: its region only. It remembers what the page was told. */
export class Sight {
  private readonly told = new Map<string, ReadonlyMap<string, Row>>();
  private regions = "";
  private first = true;

  constructor(private readonly region: string) {}

  /** What the page was not told yet; undefined where it knows everything. */
  news(state: State): News | undefined {
    const regions = regionsOf(state);
    const changes = TABLES.flatMap((table) => this.differences(table, state));
    const { first } = this;
    if (!first && changes.length === 0 && regions.join() === this.regions) return undefined;
    this.first = false;
    this.regions = regions.join();
    return { first, regions, changes };
  }

  /** A row that changes is replaced by another object (store/state.ts), so nothing needs to be compared field by field. */
  private differences(table: (typeof TABLES)[number], state: State): News["changes"] {
    const before = this.told.get(table) ?? new Map<string, Row>();
    const rows: Iterable<[string, Row]> = state[table];
    const now = new Map([...rows].filter(([, row]) => row.Region === this.region));
    this.told.set(table, now);
    const gone = [...before.keys()].filter((id) => !now.has(id)).map((id) => ({ table, id, row: null }));
    const changed = [...now].filter(([id, row]) => before.get(id) !== row).map(([id, row]) => ({ table, id, row }));
    return [...gone, ...changed];
  }
}

/** Where there are VPCs, and where the default seed lives: somebody who looks at an empty emulator looks there. */
function regionsOf({ vpcs }: State): string[] {
  return [...new Set([SEED_REGION, ...[...vpcs.values()].map((vpc) => vpc.Region)])].sort();
}
