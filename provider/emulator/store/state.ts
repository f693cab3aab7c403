import type {
  Address,
  HaVip,
  HaVipAssociation,
  NetworkInterface,
  PrivateIpAddress,
  RouteTable,
  Subnet,
  Vpc,
} from "../../api/actions";
import type { DiskRow, InstanceRow, InstanceTaskRow } from "./instance-rows";
import type { CommandRow, InvocationRow, InvocationTaskRow, UnfinishedTaskRow } from "./tat-rows";

export type { DiskRow, InstanceRow, InstanceTaskRow } from "./instance-rows";

/** Resources belong to the region of the request that made them; the API never shows the field. */
interface Regional {
  Region: string;
}

/** Rows hold the API's own fields, because an emulator has no other reader. */
export type HavipRow = Required<Omit<HaVip, "HaVipAssociationSet">> & {
  HaVipAssociationSet: Required<HaVipAssociation>[];
} & Regional;
/** What is the same of every VPC is not part of its row: data of an emulator that did not show it has none of it. */
export type VpcRow = Omit<Vpc, "EnableRouteVpcPublish" | "Ipv6CidrBlockSet" | "EnableRouteVpcPublishIpv6"> & Regional;
/** The counts of addresses are computed whenever a subnet is shown. */
export type SubnetRow = Omit<Subnet, "AvailableIpAddressCount" | "TotalIpAddressCount"> & Regional;

/** What makes one row again what it was: some of its fields or, where there was no such row, its end. */
export interface Undo {
  Table: TableName;
  Id: string;
  /** Fields that were not there before. */
  Added?: string[];
  Before: Readonly<Record<string, unknown>> | null;
}

/** Something asynchronous that is still going on. */
interface Unfinished extends Regional {
  TaskId: string;
  /** Milliseconds since 1970. */
  FinishAt: number;
  /** Of a task that is to fail: how everything becomes again what it was before. */
  Undo?: Undo[];
}

/** What it does to its HAVIP happens at `FinishAt`. */
export interface TaskRow extends Unfinished {
  HaVipId: string;
  Effect: { kind: "delete" } | { kind: "associate"; AddressIp: string } | { kind: "disassociate" };
}

export interface TaskResultRow extends Regional {
  TaskId: string;
  Status: "SUCCESS" | "FAILED";
}

/** What subnets are associated with it is computed: each subnet names its route table. */
export type RouteTableRow = Omit<RouteTable, "AssociationSet" | "RouteSet" | "LocalCidrForCcn"> & Regional;

/** The EIP of an address is computed: each EIP names the address that it is bound to. */
export type InterfaceAddress = Omit<PrivateIpAddress, "PublicIpAddress" | "AddressId" | "QosLevel">;
export type NetworkInterfaceRow = Omit<NetworkInterface, "PrivateIpAddressSet" | "ResourceId" | "QosLevel"> & {
  PrivateIpAddressSet: InterfaceAddress[];
} & Regional;

/** What becomes of a network interface at `FinishAt`. */
export interface InterfaceTaskRow extends Unfinished {
  NetworkInterfaceId: string;
  Effect: "settle" | "detach" | "delete";
}

export type AddressRow = Omit<
  Address,
  "Egress" | "AntiDDoSPackageId" | "BandwidthPackageId" | "UnVpcId" | "DedicatedClusterId"
> &
  Regional;

/** What becomes of EIPs at `FinishAt`. Its id is a number, unlike that of the other tasks. */
export interface AddressTaskRow extends Unfinished {
  AddressIds: string[];
  Effect: "bind" | "unbind" | "release" | "keep";
}

/** What a ClientToken was used for: the other parameters, and the answer that a repetition gets again. */
export interface TokenRow {
  UsedAt: number;
  Parameters: string;
  /** Of CreateHaVip. */
  HaVip?: HaVip;
  /** Of every other action. */
  Response?: object;
  /** Of the task that the request began, where it did. */
  TaskId?: string;
}

/** A request that was made again began no task; its id leads to the task that the first one began. */
export interface RepeatedTaskRow {
  TaskId: string;
}

export interface Tables {
  vpcs: VpcRow;
  subnets: SubnetRow;
  instances: InstanceRow;
  disks: DiskRow;
  instanceTasks: InstanceTaskRow;
  havips: HavipRow;
  tasks: TaskRow;
  taskResults: TaskResultRow;
  tokens: TokenRow;
  repeatedTasks: RepeatedTaskRow;
  routeTables: RouteTableRow;
  networkInterfaces: NetworkInterfaceRow;
  interfaceTasks: InterfaceTaskRow;
  addresses: AddressRow;
  addressTasks: AddressTaskRow;
  addressTaskResults: TaskResultRow;
  commands: CommandRow;
  invocations: InvocationRow;
  invocationTasks: InvocationTaskRow;
  unfinishedTasks: UnfinishedTaskRow;
}

export type TableName = keyof Tables;

/** What handlers read. A Map keeps the order of creation, which is the order that lists are answered in. */
export type State = { readonly [T in TableName]: ReadonlyMap<string, Tables[T]> };
type WritableState = { [T in TableName]: Map<string, Tables[T]> };

/** One row written or, with `row: null`, removed. Applying a change twice is the same as once: see journal.ts. */
export type Change<T extends TableName = TableName> = { [K in T]: { table: K; id: string; row: Tables[K] | null } }[T];

/** Data of an emulator that did not know a table yet has none of its rows: every table begins empty. */
export function emptyState(): WritableState {
  return {
    vpcs: new Map(),
    subnets: new Map(),
    instances: new Map(),
    disks: new Map(),
    instanceTasks: new Map(),
    havips: new Map(),
    tasks: new Map(),
    taskResults: new Map(),
    tokens: new Map(),
    repeatedTasks: new Map(),
    routeTables: new Map(),
    networkInterfaces: new Map(),
    interfaceTasks: new Map(),
    addresses: new Map(),
    addressTasks: new Map(),
    addressTaskResults: new Map(),
    commands: new Map(),
    invocations: new Map(),
    invocationTasks: new Map(),
    unfinishedTasks: new Map(),
  };
}

export function apply(state: WritableState, changes: readonly Change[]): void {
  for (const change of changes) applyOne(state, change);
}

/** Nothing that there was, and these rows instead. */
export function replaceAll(state: WritableState, rows: readonly Change[]): void {
  for (const table of TABLE_NAMES) state[table].clear();
  apply(state, rows);
}

function applyOne<T extends TableName>(state: WritableState, change: Change<T>): void {
  const table: Map<string, Tables[T]> = state[change.table];
  if (change.row === null) table.delete(change.id);
  else table.set(change.id, change.row);
}

/** The changes that turn an empty state into this one. */
export function asChanges(state: State): Change[] {
  return TABLE_NAMES.flatMap((table) => changesOf(state, table));
}

// True because emptyState has a property for each table, and no other.
const TABLE_NAMES = Object.keys(emptyState()) as TableName[];

function changesOf<T extends TableName>(state: State, table: T): Change<T>[] {
  return [...state[table]].map(([id, row]) => ({ table, id, row }));
}
