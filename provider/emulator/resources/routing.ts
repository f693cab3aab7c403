import type { RouteTable } from "../../api/actions";
import type { RouteTableRow, State, VpcRow } from "../store/state";

/**
 * The route tables that there are. Each VPC has a default one from the start; it is a row of its own only once something
 * about it was changed.
 */
export function routeTables(state: State): RouteTableRow[] {
  const main = [...state.vpcs.values()].map((vpc) => state.routeTables.get(mainRouteTableId(vpc)) ?? mainOf(vpc));
  return [...main, ...[...state.routeTables.values()].filter((table) => !table.Main)];
}

export function routeTable(state: State, id: string): RouteTableRow | undefined {
  const own = state.routeTables.get(id);
  if (own !== undefined) return own;
  const vpc = [...state.vpcs.values()].find((row) => mainRouteTableId(row) === id);
  return vpc && mainOf(vpc);
}

/** The default route table of `vpc-00000001` is `rtb-00000001`. */
export function mainRouteTableId(vpc: { VpcId: string }): string {
  return vpc.VpcId.replace("vpc-", "rtb-");
}

export function newRouteTable(given: {
  RouteTableId: string;
  RouteTableName: string;
  VpcId: string;
  CreatedTime: string;
  Region: string;
}): RouteTableRow {
  return { ...given, Main: false, TagSet: [] };
}

/** As the API shows it. No action here makes a route, so it has none beyond the VPC's own, which is not listed. */
export function shownRouteTable(state: State, { Region: _, ...row }: RouteTableRow): RouteTable {
  const AssociationSet = associatedSubnets(state, row.RouteTableId).map((SubnetId) => ({
    SubnetId,
    RouteTableId: row.RouteTableId,
  }));
  return { ...row, AssociationSet, RouteSet: [], LocalCidrForCcn: [] };
}

export function associatedSubnets(state: State, routeTableId: string): string[] {
  return [...state.subnets.values()].filter((row) => row.RouteTableId === routeTableId).map((row) => row.SubnetId);
}

function mainOf(vpc: VpcRow): RouteTableRow {
  const { VpcId, CreatedTime, Region } = vpc;
  const id = mainRouteTableId(vpc);
  return { RouteTableId: id, RouteTableName: "default", VpcId, Main: true, CreatedTime, TagSet: [], Region };
}
