/**
 * The fault matrix: what may go wrong between a program and the cloud, one row each, and one test for each row.
 * T transport, H throttling, S the server's answers, C consistency, L life cycle, A authentication and time, W worlds.
 */
const COUNTS = { T: 8, H: 4, S: 9, C: 4, L: 14, A: 5, W: 5 } as const;

/** The ids of all rows, in the order of the table. */
export const ROWS: readonly string[] = Object.entries(COUNTS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}${String(index + 1)}`),
);
