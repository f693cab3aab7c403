import type { Vpc } from "../../api/actions";
import { parseCidr } from "../../core/addresses";
import { MAX_NAME_CHARACTERS } from "../../core/limits";
import { vpcTime } from "../resources/clock";
import { ApiError } from "../words/errors";
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
import { checkAddress, checkCidr } from "../resources/network";
import { emptyParameter, tooManyCharacters, tooManyEntries } from "../words/refusals";
import { mainRouteTableId } from "../resources/routing";
import { newVpc } from "../resources/seed";
import type { VpcRow } from "../store/state";
import { VPC_TAG_CODES, characters, newTags } from "../resources/tagging";
import type { Handler } from "./handler";
import { findVpc, inRegion, shown, unusedId } from "./lookup";

export const describeVpcs: Handler<"DescribeVpcs"> = (state, request, context) => {
  const found = select(
    inRegion(state.vpcs, context, request.VpcIds),
    request.VpcIds,
    request.Filters,
    SELECTION,
    context,
  );
  // Unlike DescribeHaVips, this action lists ResourceNotFound.
  for (const id of request.VpcIds ?? []) findVpc(state, id, context);
  const { TotalCount, rows } = page(found, pagingInTexts(request), context);
  return { response: { TotalCount, VpcSet: rows.map(shownVpc) } };
};

const SELECTION: Selection<VpcRow> = {
  ids: { parameter: "VpcIds", kind: "vpc", of: (row) => row.VpcId },
  filters: {
    "vpc-name": has((row) => row.VpcName),
    "is-default": isFlag((row) => row.IsDefault),
    "vpc-id": is((row) => row.VpcId),
    "cidr-block": isCidr,
    "ipv6-cidr-block": is((row) => row.Ipv6CidrBlock),
    // Whose the IPv6 range is, and of what kind.
    "isp-type": none,
    "address-type": none,
  },
  tags: (row) => row.TagSet,
  codes: VPC_CODES,
};

/** Nothing here routes to other networks, and no VPC has IPv6. */
function shownVpc(row: VpcRow): Vpc {
  return { ...shown(row), EnableRouteVpcPublish: false, Ipv6CidrBlockSet: [], EnableRouteVpcPublishIpv6: false };
}

/** A private network, from /12 (/16 in 192.168.0.0) to /28. */
export const createVpc: Handler<"CreateVpc"> = (state, request, context) => {
  checkNetworkName("VpcName", request.VpcName);
  const cidr = checkCidr("CidrBlock", request.CidrBlock);
  if (!PRIVATE_RANGES.some((allowed) => allowed.containsRange(cidr)) || cidr.prefixLength > 28) {
    const allowed = PRIVATE_RANGES.map((range) => range.text);
    throw new ApiError(
      "InvalidParameterValue",
      `The \`CidrBlock\` ${cidr.text} is not inside ${allowed.join(", ")} or is smaller than a /28.`,
      `参数 \`CidrBlock\` 的取值 ${cidr.text} 不在 ${allowed.join("、")} 内，或小于 /28。`,
    );
  }
  if (inRegion(state.vpcs, context).length >= context.assumptions.vpcsPerRegion) {
    const most = String(context.assumptions.vpcsPerRegion);
    throw new ApiError(
      "LimitExceeded",
      `The quota is reached: ${context.region} has ${most} of ${most} VPCs.`,
      `超过配额限制（私有网络）：地域 ${context.region} 已有 ${most} 个，上限为 ${most} 个。`,
    );
  }
  const row: VpcRow = {
    ...newVpc({
      VpcId: unusedId(state.vpcs, "vpc", context.random),
      VpcName: request.VpcName,
      CidrBlock: cidr.text,
      Region: context.region,
      CreatedTime: vpcTime(context.now, context),
    }),
    ...settings(request),
    TagSet: newTags(request.Tags, VPC_TAG_CODES),
  };
  return { response: { Vpc: shownVpc(row) }, changes: [{ table: "vpcs", id: row.VpcId, row }] };
};

export const modifyVpcAttribute: Handler<"ModifyVpcAttribute"> = (state, request, context) => {
  const vpc = findVpc(state, request.VpcId, context);
  if (request.VpcName !== undefined) checkNewName(request.VpcName);
  const row: VpcRow = { ...vpc, VpcName: request.VpcName ?? vpc.VpcName, ...settings(request) };
  return { response: {}, changes: [{ table: "vpcs", id: vpc.VpcId, row }] };
};

/** For another name 60 characters are documented, where CreateVpc has 60 bytes. */
function checkNewName(name: string): void {
  if (name === "") throw emptyParameter("InvalidParameterValue", "VpcName");
  if (characters(name) > MAX_NAME_CHARACTERS) throw tooManyCharacters("VpcName", MAX_NAME_CHARACTERS);
}

/** What a request says of a VPC beyond its name and range. */
function settings(request: {
  EnableMulticast?: string;
  DnsServers?: string[];
  DomainName?: string;
}): Partial<Pick<VpcRow, "EnableMulticast" | "DnsServerSet" | "DomainName">> {
  const { DnsServers, DomainName } = request;
  const EnableMulticast = flag("EnableMulticast", request.EnableMulticast);
  if (DnsServers !== undefined && DnsServers.length > 4) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "DnsServers", 4);
  }
  for (const server of DnsServers ?? []) checkAddress("DnsServers", server);
  return {
    ...(EnableMulticast === undefined ? {} : { EnableMulticast }),
    ...(DnsServers === undefined ? {} : { DnsServerSet: DnsServers }),
    ...(DomainName === undefined ? {} : { DomainName }),
  };
}

/** Some booleans of the VPC API are the texts true and false. */
export function flag(parameter: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  const value = text.toLowerCase();
  if (value === "true" || value === "false") return value === "true";
  throw new ApiError(
    "InvalidParameterValue",
    `The \`${parameter}\` \`${text}\` is neither true nor false.`,
    `参数 \`${parameter}\` 的取值 \`${text}\` 错误，只支持 true 或 false。`,
  );
}

/** The ranges of a VPC, from /12 (the first two, and /16 the third) to /28. */
const PRIVATE_RANGES = ["10.0.0.0/12", "172.16.0.0/12", "192.168.0.0/16"].flatMap((text) => {
  const parsed = parseCidr(text);
  return parsed.ok ? [parsed.cidr] : [];
});

/** Names of VPCs and subnets have at most 60 bytes. (That of a HAVIP has 60 characters.) */
export function checkNetworkName(parameter: string, name: string): void {
  if (name === "") throw emptyParameter("InvalidParameterValue", parameter);
  if (Buffer.byteLength(name) <= 60) return;
  throw new ApiError(
    "InvalidParameterValue.TooLong",
    `The \`${parameter}\` has more than 60 bytes.`,
    `参数 \`${parameter}\` 的长度不能超过 60 个字节。`,
  );
}

/** Refused while a subnet, or a route table besides the default one, is left. */
export const deleteVpc: Handler<"DeleteVpc"> = (state, request, context) => {
  const vpc = findVpc(state, request.VpcId, context);
  const subnet = [...state.subnets.values()].find((row) => row.VpcId === vpc.VpcId);
  if (subnet !== undefined) {
    throw new ApiError(
      "ResourceInUse",
      `\`${vpc.VpcId}\` still has the subnet \`${subnet.SubnetId}\`.`,
      `私有网络 \`${vpc.VpcId}\` 下仍有子网 \`${subnet.SubnetId}\`。`,
    );
  }
  const table = [...state.routeTables.values()].find((row) => row.VpcId === vpc.VpcId && !row.Main);
  if (table !== undefined) {
    throw new ApiError(
      "ResourceInUse",
      `\`${vpc.VpcId}\` still has the route table \`${table.RouteTableId}\`.`,
      `私有网络 \`${vpc.VpcId}\` 下仍有路由表 \`${table.RouteTableId}\`。`,
    );
  }
  return {
    response: {},
    changes: [
      { table: "vpcs", id: vpc.VpcId, row: null },
      { table: "routeTables", id: mainRouteTableId(vpc), row: null },
    ],
  };
};
