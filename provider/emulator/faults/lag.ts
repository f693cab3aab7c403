import type { ActionName } from "../../api/actions";
import type { Change, State, Tables } from "../store/state";
import { type Consistency, KNOBS, LAGGING, type LaggingTable, READ_BY } from "./consistency";

/** A row that is shown otherwise than it is: for some reads more, and until some time. */
interface Pending<Row> {
  /** Undefined where it is not shown at all. */
  shown: Row | undefined;
  what: keyof typeof KNOBS;
  left: number;
  /** Milliseconds since 1970. */
  until: number;
}

/** A read that was answered. */
export interface Read {
  action: ActionName;
  region: string;
  parameters: Readonly<Record<string, unknown>>;
  /** What it would be answered if its region had no other row of its kind than those of this state. */
  answer: (state: State) => object;
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
  note(state: State, changes: readonly Change[], consistency: Consistency, now: number): void {
    for (const change of changes) if (isLagging(change)) this.noteOne(state, change, consistency, now);
  }

  private noteOne<T extends LaggingTable>(
    state: State,
    { table, id, row }: { table: T; id: string; row: Tables[T] | null },
    consistency: Consistency,
    now: number,
  ): void {
    const pending: Map<string, Pending<Tables[T]>> = this.pending[table];
    const before: Tables[T] | undefined = state[table].get(id);
    const earlier = pending.get(id);
    const shown = earlier === undefined ? before : earlier.shown;
    // What was not shown yet stays so for as long as it was to, and what nobody has seen goes without a trace.
    if (earlier !== undefined && shown === undefined && row !== null) return;
    const what = before === undefined ? "made" : row === null ? "gone" : "changed";
    const { left, ms } = extent(consistency, table, what);
    if (left + ms === 0 || (row === null && shown === undefined)) pending.delete(id);
    else pending.set(id, { shown, what, left, until: now + ms });
  }

  /** From now on: what nothing is behind any more is shown as it is. */
  adapt(consistency: Consistency): void {
    for (const table of LAGGING) {
      for (const [id, entry] of this.pending[table]) {
        const { left, ms } = extent(consistency, table, entry.what);
        if (left === 0) entry.left = 0;
        if (ms === 0) entry.until = -Infinity;
        if (left + ms === 0) this.pending[table].delete(id);
      }
    }
  }

  /** The state as one call sees it. */
  view(state: State, action: ActionName, now: number): State {
    const table = readTable(action);
    if (table === undefined || this.pending[table].size === 0) return state;
    return { ...state, [table]: this.overlaid(state, table, now) };
  }

  private overlaid<T extends LaggingTable>(state: State, table: T, now: number): ReadonlyMap<string, Tables[T]> {
    const rows: Map<string, Tables[T]> = new Map(state[table]);
    const pending: Map<string, Pending<Tables[T]>> = this.pending[table];
    for (const [id, entry] of pending) {
      if (entry.left === 0 && entry.until <= now) pending.delete(id);
      else if (entry.shown === undefined) rows.delete(id);
      else rows.set(id, entry.shown);
    }
    return rows;
  }

  /** Counts a read, which was answered, for the resources that it asked for. */
  count(state: State, read: Read): void {
    const table = readTable(read.action);
    if (table === undefined) return;
    const pending: ReadonlyMap<string, Pending<Tables[LaggingTable]>> = this.pending[table];
    for (const [id, entry] of pending) {
      const forms = [entry.shown, state[table].get(id)].filter((row) => row !== undefined);
      if (!forms.some((row) => row.Region === read.region)) continue;
      if (entry.left > 0 && asksFor(state, table, id, forms, read)) entry.left -= 1;
    }
  }

  clear(): void {
    for (const table of LAGGING) this.pending[table].clear();
  }
}

function extent(consistency: Consistency, table: LaggingTable, what: keyof typeof KNOBS): { left: number; ms: number } {
  const lags = consistency[table] ?? {};
  return { left: lags[KNOBS[what].reads] ?? 0, ms: lags[KNOBS[what].ms] ?? 0 };
}

function readTable(action: ActionName): LaggingTable | undefined {
  return LAGGING.find((each) => READ_BY[each] === action);
}

function isLagging(change: Change): change is Change<LaggingTable> {
  return Object.hasOwn(READ_BY, change.table);
}

/** A read that names ids asks for these only; one with filters for what meets them, as it is shown or as it is. */
function asksFor(
  state: State,
  table: LaggingTable,
  id: string,
  forms: readonly Tables[LaggingTable][],
  { parameters, answer }: Read,
): boolean {
  const ids = Object.entries(parameters).flatMap(([name, value]) =>
    name.endsWith("Ids") && Array.isArray(value) ? [...(value as unknown[])] : [],
  );
  if (ids.length > 0) return ids.includes(id);
  const filters = parameters["Filters"];
  if (!Array.isArray(filters) || filters.length === 0) return true;
  const answers = (rows: readonly Tables[LaggingTable][]): string =>
    JSON.stringify(answer({ ...state, [table]: new Map(rows.map((row) => [id, row])) }));
  const nothing = answers([]);
  return forms.some((row) => answers([row]) !== nothing);
}
