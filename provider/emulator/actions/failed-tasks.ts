import { networkInterface } from "../resources/interfaces";
import type { Change, State, TableName, Undo } from "../store/state";

/**
 * What a request changes, when the tasks that it begins are to fail: each of them remembers what the request does to
 * everything else, and how that was before. ClientTokens stay used.
 */
export function failing(state: State, changes: readonly Change[]): Change[] {
  const others = changes.filter((change) => !isTask(change) && !FOR_GOOD.includes(change.table));
  const undo = others.map((change) => undoOf(state, change));
  return changes.map((change) => (isTask(change) && change.row !== null ? withUndo(change, undo) : change));
}

const TASK_TABLES = ["tasks", "interfaceTasks", "addressTasks", "instanceTasks"] as const satisfies TableName[];
const FOR_GOOD: readonly TableName[] = ["tokens", "repeatedTasks"];

type TaskChange = Change<(typeof TASK_TABLES)[number]>;
function isTask(change: Change): change is TaskChange {
  return TASK_TABLES.some((table) => table === change.table);
}

function withUndo<C extends TaskChange>(change: C, undo: Undo[]): C {
  return { ...change, row: { ...change.row, Undo: undo } };
}

/** Only what differs: what else happens to the row in the meantime stays. */
function undoOf(state: State, { table, id, row }: Change): Undo {
  // A primary network interface may be there without a row of its own.
  const before = table === "networkInterfaces" ? networkInterface(state, id) : state[table].get(id);
  if (before === undefined) return { Table: table, Id: id, Before: null };
  const after = new Map(Object.entries(row ?? {}));
  const changed = Object.entries(before).filter(([name, value]) => after.get(name) !== value);
  const Added = [...after.keys()].filter((name) => !Object.hasOwn(before, name));
  return { Table: table, Id: id, Before: Object.fromEntries(changed), Added };
}

/** Everything as it was before the task. */
export function undone(state: State, undo: readonly Undo[] = []): Change[] {
  return undo.flatMap(({ Table: table, Id: id, Before, Added = [] }): Change[] => {
    const present = state[table].get(id);
    if (present === undefined) return [];
    const kept = Object.entries(present).filter(([name]) => !Added.includes(name));
    const row = Before === null ? null : { ...Object.fromEntries(kept), ...Before };
    // True because the fields were taken from a row of this table.
    return [{ table, id, row } as Change];
  });
}
