import type { ActionName } from "../../api/actions";
import type { Tables } from "../store/state";
import { fields, integerOf } from "../words/given";

/**
 * Which reads are behind, of each kind of resource: 0, the default, for none. What is told in reads and in milliseconds
 * of the emulator's clock lasts until both are over.
 */
export interface Lags {
  /** Reads that do not show a new resource yet. */
  visibleAfterReads: number;
  visibleAfterMs: number;
  /** Reads that still show a resource that is gone. */
  goneAfterReads: number;
  goneAfterMs: number;
  /** Reads that show a resource as it was before its change. */
  staleReadsAfterUpdate: number;
  staleAfterUpdateMs: number;
}

/** The action that reads each kind of resource. Only these are behind; every other action sees what is true. */
export const READ_BY = {
  havips: "DescribeHaVips",
  vpcs: "DescribeVpcs",
  subnets: "DescribeSubnets",
  instances: "DescribeInstances",
  routeTables: "DescribeRouteTables",
  networkInterfaces: "DescribeNetworkInterfaces",
  addresses: "DescribeAddresses",
} as const satisfies Partial<Record<keyof Tables, ActionName>>;

export type LaggingTable = keyof typeof READ_BY;
export type Consistency = Readonly<Partial<Record<LaggingTable, Partial<Lags>>>>;

/** What becomes of a resource, and the knobs that say how long reads are behind it. */
export const KNOBS = {
  made: { reads: "visibleAfterReads", ms: "visibleAfterMs" },
  gone: { reads: "goneAfterReads", ms: "goneAfterMs" },
  changed: { reads: "staleReadsAfterUpdate", ms: "staleAfterUpdateMs" },
} as const satisfies Record<string, { reads: keyof Lags; ms: keyof Lags }>;

// True because READ_BY is a literal with these keys only.
export const LAGGING = Object.keys(READ_BY) as LaggingTable[];
const NAMES = Object.values(KNOBS).flatMap(({ reads, ms }) => [reads, ms]);

export function readConsistency(value: unknown, where: string): Consistency {
  const given = Object.entries(fields(value, where, LAGGING));
  const tables = given.map(([table, lags]) => {
    const knobs = Object.entries(fields(lags, `${where}'s ${table}`, NAMES));
    return [table, Object.fromEntries(knobs.map(([name, lag]) => [name, integerOf(lag, `${table}.${name}`, 0)]))];
  });
  // True because the names were checked against LAGGING and NAMES, and the values are whole numbers.
  return Object.fromEntries(tables) as Consistency;
}
