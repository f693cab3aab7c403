import { type ResourceIdKind, newResourceId } from "../../core/ids";
import { ApiError } from "../errors";
import { checkId } from "../query";
import type { HavipRow, InstanceRow, State, SubnetRow, VpcRow } from "../state";

/** Finding one thing by id, in the region of the request; what is in another region is not there. */
type Place = { region: string };

export function findHavip(state: State, id: string, { region }: Place): HavipRow {
  checkId("havip", id, "HaVipId");
  return found(state.havips.get(id), region, `The HAVIP \`${id}\``);
}

export function findVpc(state: State, id: string, { region }: Place): VpcRow {
  checkId("vpc", id, "VpcId");
  return found(state.vpcs.get(id), region, `The VPC \`${id}\``);
}

export function findSubnet(state: State, id: string, { region }: Place, code: string = NOT_FOUND): SubnetRow {
  checkId("subnet", id, "SubnetId");
  return found(state.subnets.get(id), region, `The subnet \`${id}\``, code);
}

/** A member of a drift range is named by the id of an instance or of its network interface. */
export function findMember(state: State, id: string, { region }: Place): InstanceRow {
  if (!id.startsWith("eni-")) {
    checkId("instance", id, "InstanceId");
    return found(state.instances.get(id), region, `The instance \`${id}\``);
  }
  checkId("networkInterface", id, "InstanceId");
  return findByNetworkInterface(state, id, { region });
}

export function findByNetworkInterface(state: State, id: string, { region }: Place): InstanceRow {
  checkId("networkInterface", id, "NetworkInterfaceId");
  const instance = [...state.instances.values()].find((row) => row.NetworkInterfaceId === id);
  return found(instance, region, `The network interface \`${id}\``);
}

const NOT_FOUND = "ResourceNotFound";

function found<Row extends { Region: string }>(
  row: Row | undefined,
  region: string,
  what: string,
  code = NOT_FOUND,
): Row {
  if (row?.Region === region) return row;
  throw new ApiError(code, `${what} does not exist in ${region}.`);
}

/** An id that nothing in the table has. */
export function unusedId(table: ReadonlyMap<string, unknown>, kind: ResourceIdKind, random: () => number): string {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const id = newResourceId(kind, random);
    if (!table.has(id)) return id;
  }
  throw new Error(`The given source of randomness repeats itself: no new id of the kind ${kind} in 100 attempts.`);
}

/** Everything of a region, oldest first. */
export function inRegion<Row extends { Region: string }>(table: ReadonlyMap<string, Row>, { region }: Place): Row[] {
  return [...table.values()].filter((row) => row.Region === region);
}

/** The row as the API shows it. */
export function shown<Row extends { Region: string }>(row: Row): Omit<Row, "Region"> {
  const { Region: _, ...fields } = row;
  return fields;
}
