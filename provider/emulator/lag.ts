import type { ActionName } from "../api/actions";
import { fields, integerOf } from "./given";
import type { Change, State, Tables } from "./state";

/** Which reads are behind, of each kind of resource: 0, the default, for none. */
export interface Lags {
  /** Reads that do not show a new resource yet. */
  visibleAfterReads: number;
  /** Reads that still show a resource that is gone. */
  goneAfterReads: number;
  /** Reads that show a resource as it was before its change. */
  staleReadsAfterUpdate: number;
}

/** The action that reads each kind of resource. Only these are behind; every other action sees what is true. */
const READ_BY = {
  havips: "DescribeHaVips",
  vpcs: "DescribeVpcs",
  subnets: "DescribeSubnets",
  instances: "DescribeInstances",
  routeTables: "DescribeRouteTables",
  networkInterfaces: "DescribeNetworkInterfaces",
  addresses: "DescribeAddresses",
} as const satisfies Partial<Record<keyof Tables, ActionName>>;

type LaggingTable = keyof typeof READ_BY;
export type Consistency = Readonly<Partial<Record<LaggingTable, Partial<Lags>>>>;

// True because READ_BY is a literal with these keys only.
const LAGGING = Object.keys(READ_BY) as LaggingTable[];
const KNOBS = ["visibleAfterReads", "goneAfterReads", "staleReadsAfterUpdate"] as const;

export function readConsistency(value: unknown, where: string): Consistency {
  const given = Object.entries(fields(value, where, LAGGING));
  const tables = given.map(([table, lags]) => {
    const knobs = Object.entries(fields(lags, `${where}'s ${table}`, KNOBS));
    return [table, Object.fromEntries(knobs.map(([name, reads]) => [name, integerOf(reads, `${table}.${name}`, 0)]))];
  });
  // True because the names were checked against LAGGING and KNOBS, and the values are whole numbers.
  return Object.fromEntries(tables) as Consistency;
}

/** A row that is shown otherwise than it is, for some reads more. */
interface Pending<Row> {
  /** Undefined where it is not shown at all. */
  shown: Row | undefined;
  left: number;
}

/** What reads show while they are behind the truth. */
export class Lag {
  private readonly pending: { readonly [T in LaggingTable]: Map<string, Pending<Tables[T]>> } = {
    havips: new Map(),
    vpcs: new Map(),
    subnets: new Map(),
    instances: new Map(),
    routeTables: new Map(),
    networkInterfaces: new Map(),
    addresses: new Map(),
  };

  /** To be told of changes just before they happen to the state. */
  note(state: State, changes: readonly Change[], consistency: Consistency): void {
    for (const change of changes) if (isLagging(change)) this.noteOne(state, change, consistency[change.table] ?? {});
  }

  private noteOne<T extends LaggingTable>(
    state: State,
    { table, id, row }: { table: T; id: string; row: Tables[T] | null },
    lags: Partial<Lags>,
  ): void {
    const pending: Map<string, Pending<Tables[T]>> = this.pending[table];
    const before: Tables[T] | undefined = state[table].get(id);
    const earlier = pending.get(id);
    const shown = earlier === undefined ? before : earlier.shown;
    // What was not shown yet stays so for as long as it was to, and what nobody has seen goes without a trace.
    if (earlier !== undefined && shown === undefined && row !== null) return;
    const knob = before === undefined ? "visibleAfterReads" : row === null ? "goneAfterReads" : "staleReadsAfterUpdate";
    const left = lags[knob] ?? 0;
    if (left === 0 || (row === null && shown === undefined)) pending.delete(id);
    else pending.set(id, { shown, left });
  }

  /** The state as one call sees it. A read counts for the resources that it asks for. */
  view(state: State, action: ActionName, parameters: Readonly<Record<string, unknown>>): State {
    const table = LAGGING.find((each) => READ_BY[each] === action);
    if (table === undefined || this.pending[table].size === 0) return state;
    return { ...state, [table]: this.overlaid(state, table, parameters) };
  }

  private overlaid<T extends LaggingTable>(
    state: State,
    table: T,
    parameters: Readonly<Record<string, unknown>>,
  ): ReadonlyMap<string, Tables[T]> {
    const rows: Map<string, Tables[T]> = new Map(state[table]);
    const pending: Map<string, Pending<Tables[T]>> = this.pending[table];
    for (const [id, entry] of pending) {
      if (entry.shown === undefined) rows.delete(id);
      else rows.set(id, entry.shown);
      if (!asksFor(parameters, id)) continue;
      entry.left -= 1;
      if (entry.left === 0) pending.delete(id);
    }
    return rows;
  }

  clear(): void {
    for (const table of LAGGING) this.pending[table].clear();
  }
}

function isLagging(change: Change): change is Change<LaggingTable> {
  return Object.hasOwn(READ_BY, change.table);
}

/** A request that names ids asks for these only. */
function asksFor(parameters: Readonly<Record<string, unknown>>, id: string): boolean {
  const lists = Object.entries(parameters).filter(([name, value]) => name.endsWith("Ids") && Array.isArray(value));
  return lists.every(([, ids]) => Array.isArray(ids) && (ids.length === 0 || ids.includes(id)));
}
