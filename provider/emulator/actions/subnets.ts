import type { Subnet } from "../../api/actions";
import type { Cidr } from "../../core/addresses";
import { vpcTime } from "../resources/clock";
import { addressCounts, checkCidr, occupants, rangeOf } from "../resources/network";
import {
  type Selection,
  VPC_CODES,
  has,
  is,
  isCidr,
  isFlag,
  none,
  page,
  pagingInTexts,
  select,
} from "../resources/query";
import { mainRouteTableId } from "../resources/routing";
import { newSubnet } from "../resources/seed";
import { VPC_TAG_CODES, newTags } from "../resources/tagging";
import type { State, SubnetRow, VpcRow } from "../store/state";
import { ApiError } from "../words/errors";
import { quotaReached } from "../words/refusals";
import type { Handler } from "./handler";
import { findSubnet, findVpc, inRegion, shown, unusedId } from "./lookup";
import { checkNetworkName, flag } from "./vpcs";

export const describeSubnets: Handler<"DescribeSubnets"> = (state, request, context) => {
  const all = inRegion(state.subnets, context, request.SubnetIds);
  const found = select(all, request.SubnetIds, request.Filters, SELECTION, context);
  for (const id of request.SubnetIds ?? []) findSubnet(state, id, context);
  const { TotalCount, rows } = page(found, pagingInTexts(request), context);
  // Pages by token are not served, so there is never a next one.
  return { response: { TotalCount, SubnetSet: rows.map((row) => shownSubnet(state, row)), NextToken: "" } };
};

const SELECTION: Selection<SubnetRow> = {
  ids: { parameter: "SubnetIds", kind: "subnet", of: (row) => row.SubnetId },
  filters: {
    "subnet-id": is((row) => row.SubnetId),
    "vpc-id": is((row) => row.VpcId),
    "cidr-block": isCidr,
    "is-default": isFlag((row) => row.IsDefault),
    "is-remote-vpc-snat": isFlag((row) => row.IsRemoteVpcSnat),
    "subnet-name": has((row) => row.SubnetName),
    zone: is((row) => row.Zone),
    "cdc-id": is((row) => row.CdcId),
    "is-cdc-subnet": is((row) => String(row.IsCdcSubnet)),
    "ipv6-cidr-block": is((row) => row.Ipv6CidrBlock),
    // Whose the IPv6 range is, and of what kind.
    "isp-type": none,
    "address-type": none,
  },
  tags: (row) => row.TagSet,
  codes: VPC_CODES,
};

function shownSubnet(state: State, row: SubnetRow): Subnet {
  return { ...shown(row), ...addressCounts(state, row) };
}

/** A part of a VPC, from /16 to /28, that overlaps no other. */
export const createSubnet: Handler<"CreateSubnet"> = (state, request, context) => {
  checkNetworkName("SubnetName", request.SubnetName);
  const vpc = findVpc(state, request.VpcId, context);
  const siblings = [...state.subnets.values()].filter((row) => row.VpcId === vpc.VpcId);
  const cidr = checkRange(request.CidrBlock, vpc, siblings);
  if (!isZoneOf(context.region, request.Zone)) {
    throw new ApiError(
      "InvalidParameterValue.ZoneConflict",
      `The \`Zone\` \`${request.Zone}\` is not a zone of ${context.region}.`,
      `参数 \`Zone\` 的取值 \`${request.Zone}\` 不是地域 ${context.region} 的可用区。`,
    );
  }
  if (siblings.length >= context.assumptions.subnetsPerVpc) {
    throw quotaReached("LimitExceeded", vpc.VpcId, siblings.length, context.assumptions.subnetsPerVpc, "subnet");
  }
  const row: SubnetRow = {
    ...newSubnet({
      SubnetId: unusedId(state.subnets, "subnet", context.random),
      SubnetName: request.SubnetName,
      VpcId: vpc.VpcId,
      CidrBlock: cidr.text,
      Zone: request.Zone,
      RouteTableId: mainRouteTableId(vpc),
      Region: context.region,
      CreatedTime: vpcTime(context.now, context),
    }),
    TagSet: newTags(request.Tags, VPC_TAG_CODES),
  };
  const changes = [{ table: "subnets" as const, id: row.SubnetId, row }];
  return { response: { Subnet: shownSubnet(state, row) }, changes };
};

/** `ap-guangzhou-3` is one of ap-guangzhou. */
function isZoneOf(region: string, zone: string): boolean {
  return zone.startsWith(`${region}-`) && /^\d+$/.test(zone.slice(region.length + 1));
}

function checkRange(text: string, vpc: VpcRow, siblings: readonly SubnetRow[]): Cidr {
  const cidr = checkCidr("CidrBlock", text);
  if (cidr.prefixLength < 16 || cidr.prefixLength > 28) {
    throw new ApiError(
      "InvalidParameterValue.SubnetRange",
      `The \`CidrBlock\` ${text} is not between a /16 and a /28.`,
      `参数 \`CidrBlock\` 的取值 ${text} 不在 /16 至 /28 之间。`,
    );
  }
  if (!rangeOf(vpc).containsRange(cidr)) {
    throw new ApiError(
      "InvalidParameterValue.SubnetRange",
      `The \`CidrBlock\` ${text} is not inside ${vpc.CidrBlock} of \`${vpc.VpcId}\`.`,
      `参数 \`CidrBlock\` 的取值 ${text} 不在 \`${vpc.VpcId}\` 的网段 ${vpc.CidrBlock} 内。`,
    );
  }
  const clash = siblings.find((sibling) => rangeOf(sibling).overlaps(cidr));
  if (clash === undefined) return cidr;
  const code = clash.CidrBlock === cidr.text ? "SubnetConflict" : "SubnetOverlap";
  throw new ApiError(
    `InvalidParameterValue.${code}`,
    `The \`CidrBlock\` ${text} overlaps ${clash.CidrBlock} of \`${clash.SubnetId}\`.`,
    `参数 \`CidrBlock\` 的取值 ${text} 与子网 \`${clash.SubnetId}\` 的网段 ${clash.CidrBlock} 重叠。`,
  );
}

export const modifySubnetAttribute: Handler<"ModifySubnetAttribute"> = (state, request, context) => {
  const subnet = findSubnet(state, request.SubnetId, context);
  if (request.SubnetName !== undefined) checkNetworkName("SubnetName", request.SubnetName);
  const row: SubnetRow = {
    ...subnet,
    SubnetName: request.SubnetName ?? subnet.SubnetName,
    EnableBroadcast: flag("EnableBroadcast", request.EnableBroadcast) ?? subnet.EnableBroadcast,
  };
  return { response: {}, changes: [{ table: "subnets", id: subnet.SubnetId, row }] };
};

/** Refused while anything in the subnet has an address, which a HAVIP does. */
export const deleteSubnet: Handler<"DeleteSubnet"> = (state, request, context) => {
  const subnet = findSubnet(state, request.SubnetId, context);
  const [occupant] = occupants(state, subnet.SubnetId);
  if (occupant !== undefined) {
    const [address, owner] = occupant;
    throw new ApiError(
      "ResourceInUse",
      `\`${subnet.SubnetId}\` is not empty: \`${owner}\` has its address ${address}.`,
      `子网 \`${subnet.SubnetId}\` 不为空：IP ${address} 被 \`${owner}\` 占用。`,
    );
  }
  return { response: {}, changes: [{ table: "subnets", id: subnet.SubnetId, row: null }] };
};
