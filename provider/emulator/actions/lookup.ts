import { type ResourceIdKind, newResourceId } from "../../core/ids";
import { checkId } from "../resources/query";
import { networkInterface } from "../resources/interfaces";
import { type Findable, notFound } from "../words/refusals";
import { routeTable } from "../resources/routing";
import type {
  HavipRow,
  InstanceRow,
  NetworkInterfaceRow,
  RouteTableRow,
  State,
  SubnetRow,
  VpcRow,
} from "../store/state";

/** Finding one thing by id, in the region of the request; what is in another region is not there. */
type Place = { region: string };

export function findHavip(state: State, id: string, { region }: Place): HavipRow {
  checkId("havip", id, "HaVipId");
  return found(state.havips.get(id), "havip", id, region);
}

export function findVpc(state: State, id: string, { region }: Place): VpcRow {
  checkId("vpc", id, "VpcId");
  return found(state.vpcs.get(id), "vpc", id, region);
}

export function findSubnet(state: State, id: string, { region }: Place, code?: string): SubnetRow {
  checkId("subnet", id, "SubnetId");
  return found(state.subnets.get(id), "subnet", id, region, code);
}

export function findRouteTable(state: State, id: string, { region }: Place): RouteTableRow {
  checkId("routeTable", id, "RouteTableId");
  return found(routeTable(state, id), "routeTable", id, region);
}

export function findInstance(state: State, id: string, { region }: Place): InstanceRow {
  checkId("instance", id, "InstanceId");
  return found(state.instances.get(id), "instance", id, region);
}

export function findNetworkInterface(
  state: State,
  id: string,
  { region }: Place,
  parameter = "NetworkInterfaceId",
): NetworkInterfaceRow {
  checkId("networkInterface", id, parameter);
  return found(networkInterface(state, id), "networkInterface", id, region);
}

function found<Row extends { Region: string }>(
  row: Row | undefined,
  kind: Findable,
  id: string,
  region: string,
  code?: string,
): Row {
  if (row?.Region === region) return row;
  throw notFound(kind, id, region, code);
}

/** An id that nothing in the table has. */
export function unusedId(table: { has: (id: string) => boolean }, kind: ResourceIdKind, random: () => number): string {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const id = newResourceId(kind, random);
    if (!table.has(id)) return id;
  }
  throw new Error(`The given source of randomness repeats itself: no new id of the kind ${kind} in 100 attempts.`);
}

/** As many such ids as wanted, all different. */
export function unusedIds(
  table: { has: (id: string) => boolean },
  kind: ResourceIdKind,
  count: number,
  random: () => number,
): string[] {
  const ids = new Set<string>();
  const taken = { has: (id: string) => ids.has(id) || table.has(id) };
  while (ids.size < count) ids.add(unusedId(taken, kind, random));
  return [...ids];
}

/** What a region has under the ids, or all that it has where none are given; oldest first. */
export function inRegion<Row extends { Region: string }>(
  table: ReadonlyMap<string, Row>,
  { region }: Place,
  ids: readonly string[] = [],
): Row[] {
  return ofRegion(ids.length === 0 ? [...table.values()] : withIds(table, ids), { region });
}

/** Read by id, so that one row costs the same however many there are; several are put into the table's order. */
function withIds<Row>(table: ReadonlyMap<string, Row>, ids: readonly string[]): Row[] {
  const there = new Set(ids.filter((id) => table.has(id)));
  if (there.size < 2) return [...there].flatMap((id) => table.get(id) ?? []);
  const rows: Row[] = [];
  for (const [id, row] of table) {
    if (there.has(id)) rows.push(row);
    if (rows.length === there.size) break;
  }
  return rows;
}

export function ofRegion<Row extends { Region: string }>(rows: readonly Row[], { region }: Place): Row[] {
  return rows.filter((row) => row.Region === region);
}

/** The row as the API shows it. */
export function shown<Row extends { Region: string }>(row: Row): Omit<Row, "Region"> {
  const { Region: _, ...fields } = row;
  return fields;
}
