import { ASSUMPTIONS } from "../assumptions";
import { ApiError } from "../errors";
import { type Selection, VPC_CODES, is, isFlag, page, pagingInTexts, select } from "../query";
import { associatedSubnets, newRouteTable, routeTable, routeTables, shownRouteTable } from "../routing";
import type { RouteTableRow } from "../state";
import { VPC_TAG_CODES, newTags } from "../tagging";
import type { Handler } from "./handler";
import { findRouteTable, findSubnet, findVpc, ofRegion, unusedId } from "./lookup";
import { checkNetworkName } from "./vpcs";

export const describeRouteTables: Handler<"DescribeRouteTables"> = (state, request, context) => {
  const all = ofRegion(routeTables(state), context);
  const found = select(all, request.RouteTableIds, request.Filters, SELECTION);
  for (const id of request.RouteTableIds ?? []) findRouteTable(state, id, context);
  const { TotalCount, rows } = page(found, pagingInTexts(request));
  return { response: { TotalCount, RouteTableSet: rows.map((row) => shownRouteTable(state, row)) } };
};

const SELECTION: Selection<RouteTableRow> = {
  ids: { parameter: "RouteTableIds", kind: "routeTable", of: (row) => row.RouteTableId },
  filters: {
    "route-table-id": is((row) => row.RouteTableId),
    "route-table-name": is((row) => row.RouteTableName),
    "vpc-id": is((row) => row.VpcId),
    "association.main": isFlag((row) => row.Main),
  },
  tags: (row) => row.TagSet,
  codes: VPC_CODES,
};

/** A route table that no subnet uses yet. */
export const createRouteTable: Handler<"CreateRouteTable"> = (state, request, context) => {
  checkNetworkName("RouteTableName", request.RouteTableName);
  const vpc = findVpc(state, request.VpcId, context);
  const count = routeTables(state).filter((row) => row.VpcId === vpc.VpcId).length;
  if (count >= ASSUMPTIONS.routeTablesPerVpc) {
    const most = String(ASSUMPTIONS.routeTablesPerVpc);
    throw new ApiError("LimitExceeded", `The quota is reached: \`${vpc.VpcId}\` has ${most} of ${most} route tables.`);
  }
  const row: RouteTableRow = {
    ...newRouteTable({
      RouteTableId: unusedId({ has: (id) => routeTable(state, id) !== undefined }, "routeTable", context.random),
      RouteTableName: request.RouteTableName,
      VpcId: vpc.VpcId,
      Region: context.region,
      now: context.now,
    }),
    TagSet: newTags(request.Tags, VPC_TAG_CODES),
  };
  const changes = [{ table: "routeTables" as const, id: row.RouteTableId, row }];
  return { response: { RouteTable: shownRouteTable(state, row) }, changes };
};

export const modifyRouteTableAttribute: Handler<"ModifyRouteTableAttribute"> = (state, request, context) => {
  const found = findRouteTable(state, request.RouteTableId, context);
  checkNetworkName("RouteTableName", request.RouteTableName);
  const row = { ...found, RouteTableName: request.RouteTableName };
  return { response: {}, changes: [{ table: "routeTables", id: row.RouteTableId, row }] };
};

/** Refused to the default one of a VPC, and while a subnet uses it. */
export const deleteRouteTable: Handler<"DeleteRouteTable"> = (state, request, context) => {
  const { RouteTableId: id, Main, VpcId } = findRouteTable(state, request.RouteTableId, context);
  if (Main) {
    const message = `\`${id}\` is the default route table of \`${VpcId}\` and goes with it only.`;
    throw new ApiError("UnsupportedOperation.DelDefaultRoute", message);
  }
  const [subnet] = associatedSubnets(state, id);
  if (subnet !== undefined) {
    throw new ApiError("UnsupportedOperation.DelRouteWithSubnet", `\`${id}\` is used by the subnet \`${subnet}\`.`);
  }
  return { response: {}, changes: [{ table: "routeTables", id, row: null }] };
};

/** A subnet uses exactly one route table; this says which. */
export const replaceRouteTableAssociation: Handler<"ReplaceRouteTableAssociation"> = (state, request, context) => {
  const { RouteTableId, VpcId } = findRouteTable(state, request.RouteTableId, context);
  if (request.SubnetId === undefined) {
    throw new ApiError("MissingParameter", "The request is missing a required parameter `SubnetId`.");
  }
  const subnet = findSubnet(state, request.SubnetId, context);
  if (subnet.VpcId !== VpcId) {
    const message = `\`${subnet.SubnetId}\` is in \`${subnet.VpcId}\`, but \`${RouteTableId}\` is in \`${VpcId}\`.`;
    throw new ApiError("UnsupportedOperation.VpcMismatch", message);
  }
  return { response: {}, changes: [{ table: "subnets", id: subnet.SubnetId, row: { ...subnet, RouteTableId } }] };
};
