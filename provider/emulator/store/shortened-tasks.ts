import type { Change, State, Tables } from "./state";

/** Whatever ends by the clock, and not by an agent. */
const TASKS = ["tasks", "interfaceTasks", "addressTasks", "instanceTasks"] as const satisfies (keyof Tables)[];

/**
 * The tasks that would end later than that, ending then. Data keep the time at which a task ends, but not how far the clock
 * was put forward when it began: without this, a task of a second could take a century after a restart.
 */
export function shortenedTasks(state: State, latest: number): Change[] {
  return TASKS.flatMap((table) => shortened(state, table, latest));
}

function shortened<T extends (typeof TASKS)[number]>(state: State, table: T, latest: number): Change<T>[] {
  const rows: ReadonlyMap<string, Tables[T]> = state[table];
  return [...rows]
    .filter(([, row]) => row.FinishAt > latest)
    .map(([id, row]) => ({ table, id, row: { ...row, FinishAt: latest } }));
}
