import type { Filter } from "../../api/actions";
import { vpcTime } from "../resources/clock";
import { type Selection, VPC_CODES, is, isFlag, page, pagingInTexts, select } from "../resources/query";
import { associatedSubnets, newRouteTable, routeTable, routeTables, shownRouteTable } from "../resources/routing";
import { VPC_TAG_CODES, newTags } from "../resources/tagging";
import type { RouteTableRow } from "../store/state";
import { ApiError } from "../words/errors";
import { missingParameter, quotaReached } from "../words/refusals";
import type { Context, Handler } from "./handler";
import { findRouteTable, findSubnet, findVpc, ofRegion, unusedId } from "./lookup";
import { checkNetworkName } from "./vpcs";

export const describeRouteTables: Handler<"DescribeRouteTables"> = (state, request, context) => {
  const all = ofRegion(routeTables(state), context);
  checkNextHop(request.Filters ?? [], context);
  const found = select(all, request.RouteTableIds, request.Filters, SELECTION, context);
  for (const id of request.RouteTableIds ?? []) findRouteTable(state, id, context);
  const { TotalCount, rows } = page(found, pagingInTexts(request), context);
  return { response: { TotalCount, RouteTableSet: rows.map((row) => shownRouteTable(state, row)) } };
};

const SELECTION: Selection<RouteTableRow> = {
  ids: { parameter: "RouteTableIds", kind: "routeTable", of: (row) => row.RouteTableId },
  filters: {
    "route-table-id": is((row) => row.RouteTableId),
    "route-table-name": is((row) => row.RouteTableName),
    "vpc-id": is((row) => row.VpcId),
    "association.main": isFlag((row) => row.Main),
    visible: isFlag(() => true),
    // Of the VPC's own route, the only one here.
    "next-hop-type": is(() => "LOCAL"),
  },
  tags: (row) => row.TagSet,
  codes: VPC_CODES,
};

/** "With next-hop-type, route-table-id and vpc-id have to be given, too." */
function checkNextHop(filters: readonly Filter[], { assumptions }: Context): void {
  const names = filters.map(({ Name }) => Name);
  if (!names.includes("next-hop-type") || (names.includes("route-table-id") && names.includes("vpc-id"))) return;
  throw new ApiError(
    assumptions.codes.nextHopAlone,
    "The filter `next-hop-type` needs the filters `route-table-id` and `vpc-id`.",
    "使用过滤条件 `next-hop-type` 时，必须同时指定 `route-table-id` 和 `vpc-id`。",
  );
}

/** A route table that no subnet uses yet. */
export const createRouteTable: Handler<"CreateRouteTable"> = (state, request, context) => {
  checkNetworkName("RouteTableName", request.RouteTableName);
  const vpc = findVpc(state, request.VpcId, context);
  const count = routeTables(state).filter((row) => row.VpcId === vpc.VpcId).length;
  if (count >= context.assumptions.routeTablesPerVpc) {
    throw quotaReached("LimitExceeded", vpc.VpcId, count, context.assumptions.routeTablesPerVpc, "routeTable");
  }
  const row: RouteTableRow = {
    ...newRouteTable({
      RouteTableId: unusedId({ has: (id) => routeTable(state, id) !== undefined }, "routeTable", context.random),
      RouteTableName: request.RouteTableName,
      VpcId: vpc.VpcId,
      Region: context.region,
      CreatedTime: vpcTime(context.now, context),
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
    throw new ApiError(
      "UnsupportedOperation.DelDefaultRoute",
      `\`${id}\` is the default route table of \`${VpcId}\` and goes with it only.`,
      `禁止删除默认路由表：\`${id}\` 是 \`${VpcId}\` 的默认路由表，只能随私有网络一起删除。`,
    );
  }
  const [subnet] = associatedSubnets(state, id);
  if (subnet !== undefined) {
    throw new ApiError(
      "UnsupportedOperation.DelRouteWithSubnet",
      `\`${id}\` is used by the subnet \`${subnet}\`.`,
      `禁止删除已关联子网的路由表：\`${id}\` 已关联子网 \`${subnet}\`。`,
    );
  }
  return { response: {}, changes: [{ table: "routeTables", id, row: null }] };
};

/** A subnet uses exactly one route table; this says which. */
export const replaceRouteTableAssociation: Handler<"ReplaceRouteTableAssociation"> = (state, request, context) => {
  const { RouteTableId, VpcId } = findRouteTable(state, request.RouteTableId, context);
  if (request.SubnetId === undefined) throw missingParameter("SubnetId");
  const subnet = findSubnet(state, request.SubnetId, context);
  if (subnet.VpcId !== VpcId) {
    throw new ApiError(
      "UnsupportedOperation.VpcMismatch",
      `\`${subnet.SubnetId}\` is in \`${subnet.VpcId}\`, but \`${RouteTableId}\` is in \`${VpcId}\`.`,
      `资源不属于同一个 VPC：子网 \`${subnet.SubnetId}\` 属于 \`${subnet.VpcId}\`，路由表 \`${RouteTableId}\` 属于 \`${VpcId}\`。`,
    );
  }
  return { response: {}, changes: [{ table: "subnets", id: subnet.SubnetId, row: { ...subnet, RouteTableId } }] };
};
