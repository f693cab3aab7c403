import type { HaVip, HaVipAssociation, Instance, Subnet, Vpc } from "../api/actions";

/** Resources belong to the region of the request that made them; the API never shows the field. */
interface Regional {
  Region: string;
}

/** Rows hold the API's own fields, because an emulator has no other reader. */
export type HavipRow = Required<Omit<HaVip, "HaVipAssociationSet">> & {
  HaVipAssociationSet: Required<HaVipAssociation>[];
} & Regional;
export type VpcRow = Vpc & Regional;
/** The counts of addresses are computed whenever a subnet is shown. */
export type SubnetRow = Omit<Subnet, "AvailableIpAddressCount" | "TotalIpAddressCount"> & Regional;
/** An instance has one network interface here: the primary one, with its first address. */
export type InstanceRow = Instance & Regional & { NetworkInterfaceId: string };

/** Something asynchronous that is still going on. What it does to its HAVIP happens at `FinishAt` (ms since 1970). */
export interface TaskRow extends Regional {
  TaskId: string;
  HaVipId: string;
  FinishAt: number;
  Effect: { kind: "delete" } | { kind: "associate"; AddressIp: string } | { kind: "disassociate" };
}

export interface TaskResultRow extends Regional {
  TaskId: string;
  HaVipId: string;
  Status: "SUCCESS" | "FAILED";
}

/** What a ClientToken was used for: the other parameters, and the answer that a repetition gets again. */
export interface TokenRow {
  UsedAt: number;
  Parameters: string;
  HaVip: HaVip;
}

export interface Tables {
  vpcs: VpcRow;
  subnets: SubnetRow;
  instances: InstanceRow;
  havips: HavipRow;
  tasks: TaskRow;
  taskResults: TaskResultRow;
  tokens: TokenRow;
}

export type TableName = keyof Tables;

/** What handlers read. A Map keeps the order of creation, which is the order that lists are answered in. */
export type State = { readonly [T in TableName]: ReadonlyMap<string, Tables[T]> };
type WritableState = { [T in TableName]: Map<string, Tables[T]> };

/** One row written or, with `row: null`, removed. Applying a change twice is the same as once: see journal.ts. */
export type Change<T extends TableName = TableName> = { [K in T]: { table: K; id: string; row: Tables[K] | null } }[T];

export function emptyState(): WritableState {
  return {
    vpcs: new Map(),
    subnets: new Map(),
    instances: new Map(),
    havips: new Map(),
    tasks: new Map(),
    taskResults: new Map(),
    tokens: new Map(),
  };
}

export function apply(state: WritableState, changes: readonly Change[]): void {
  for (const change of changes) applyOne(state, change);
}

function applyOne<T extends TableName>(state: WritableState, change: Change<T>): void {
  const table: Map<string, Tables[T]> = state[change.table];
  if (change.row === null) table.delete(change.id);
  else table.set(change.id, change.row);
}

/** The changes that turn an empty state into this one. */
export function asChanges(state: State): Change[] {
  const of = <T extends TableName>(table: T): Change<T>[] => [...state[table]].map(([id, row]) => ({ table, id, row }));
  return [
    ...of("vpcs"),
    ...of("subnets"),
    ...of("instances"),
    ...of("havips"),
    ...of("tasks"),
    ...of("taskResults"),
    ...of("tokens"),
  ];
}
