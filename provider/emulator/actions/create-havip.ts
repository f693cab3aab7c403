import type { HaVip, Request } from "../../api/actions";
import { MAX_CLIENT_TOKEN_CHARACTERS, MAX_NAME_CHARACTERS } from "../../core/limits";
import { ASSUMPTIONS } from "../assumptions";
import { vpcTime } from "../clock";
import { ApiError } from "../errors";
import { checkAddress, claimableAddress, freeAddress, rangeOf } from "../network";
import type { Change, HavipRow, State, SubnetRow, VpcRow } from "../state";
import { HAVIP_TAG_CODES, characters, newTags } from "../tagging";
import type { Context, Handler } from "./handler";
import { findByNetworkInterface, findSubnet, findVpc, shown, unusedId } from "./lookup";
import { newRange } from "./range";

/** Makes one HAVIP, unbound, or answers an earlier request again. https://cloud.tencent.com/document/api/215/30652 */
export const createHaVip: Handler<"CreateHaVip"> = (state, request, context) => {
  const earlier = repetition(state, request, context);
  if (earlier !== undefined) return { response: { HaVip: earlier } };
  const havip = newHavip(state, request, context);
  const response = { HaVip: shown(havip) };
  return {
    response,
    changes: [
      { table: "havips", id: havip.HaVipId, row: havip },
      ...rememberToken(state, request, response.HaVip, context),
    ],
  };
};

function newHavip(state: State, request: Request<"CreateHaVip">, context: Context): HavipRow {
  checkName(request.HaVipName);
  const TagSet = newTags(request.Tags, HAVIP_TAG_CODES);
  const vpc = findVpc(state, request.VpcId, context);
  const subnet = chooseSubnet(state, request, vpc, context);
  const HaVipId = unusedId(state.havips, "havip", context.random);
  const HaVipAssociationSet = newRange(state, HaVipId, subnet, request.HaVipAssociationSet ?? [], context);
  checkNetworkInterface(state, request.NetworkInterfaceId, subnet, context);
  checkQuota(state, vpc, context);
  return {
    HaVipId,
    HaVipName: request.HaVipName,
    Vip: chooseAddress(state, request, subnet),
    VpcId: vpc.VpcId,
    SubnetId: subnet.SubnetId,
    NetworkInterfaceId: request.NetworkInterfaceId ?? "",
    InstanceId: "",
    AddressIp: "",
    State: "UNBIND",
    CreatedTime: vpcTime(context.now),
    Business: "",
    HaVipAssociationSet,
    CheckAssociate: request.CheckAssociate ?? false,
    CdcId: "",
    FlushedTime: "0000-00-00 00:00:00",
    TagSet,
    Region: context.region,
  };
}

/** Also the rule of ModifyHaVipAttribute, the only document that states it. */
export function checkName(name: string): void {
  if (name === "") throw new ApiError(ASSUMPTIONS.codes.emptyName, "The `HaVipName` is empty.");
  if (characters(name) <= MAX_NAME_CHARACTERS) return;
  const most = String(MAX_NAME_CHARACTERS);
  throw new ApiError("InvalidParameterValue.TooLong", `The \`HaVipName\` has more than ${most} characters.`);
}

function chooseSubnet(state: State, request: Request<"CreateHaVip">, vpc: VpcRow, context: Context): SubnetRow {
  const missing = ASSUMPTIONS.codes.unknownSubnetInCreateHaVip;
  if (request.SubnetId !== undefined) {
    const subnet = findSubnet(state, request.SubnetId, context, missing);
    if (subnet.VpcId === vpc.VpcId) return subnet;
    const message = `The subnet \`${subnet.SubnetId}\` is in \`${subnet.VpcId}\`, not in \`${vpc.VpcId}\`.`;
    throw new ApiError(ASSUMPTIONS.codes.subnetOfAnotherVpc, message);
  }
  const subnets = [...state.subnets.values()].filter((subnet) => subnet.VpcId === vpc.VpcId);
  const [first] = subnets;
  if (first === undefined) throw new ApiError(missing, `The VPC \`${vpc.VpcId}\` has no subnet.`);
  if (request.Vip === undefined) {
    return subnets.find((subnet) => freeAddress(state, subnet) !== undefined) ?? first;
  }
  const address = checkAddress("Vip", request.Vip);
  return subnets.find((subnet) => rangeOf(subnet).contains(address)) ?? first;
}

function chooseAddress(state: State, request: Request<"CreateHaVip">, subnet: SubnetRow): string {
  if (request.Vip !== undefined) return claimableAddress(state, subnet, request.Vip);
  const address = freeAddress(state, subnet);
  if (address !== undefined) return address;
  throw new ApiError(ASSUMPTIONS.codes.subnetFull, `The subnet \`${subnet.SubnetId}\` has no free address.`);
}

function checkNetworkInterface(state: State, id: string | undefined, subnet: SubnetRow, context: Context): void {
  if (id === undefined) return;
  const owner = findByNetworkInterface(state, id, context);
  if (owner.VirtualPrivateCloud.SubnetId === subnet.SubnetId) return;
  const message = `The network interface \`${id}\` is not in the subnet \`${subnet.SubnetId}\`.`;
  throw new ApiError(ASSUMPTIONS.codes.memberOfAnotherSubnet, message);
}

function checkQuota(state: State, vpc: VpcRow, { settings }: Context): void {
  const count = [...state.havips.values()].filter((havip) => havip.VpcId === vpc.VpcId).length;
  if (count < settings.havipsPerVpc) return;
  throw new ApiError(
    ASSUMPTIONS.codes.quotaReached,
    `The quota is reached: \`${vpc.VpcId}\` has ${String(count)} of ${String(settings.havipsPerVpc)} HAVIPs.`,
  );
}

/** What the same ClientToken was answered before. It wins over every rule: the request is the earlier one again. */
function repetition(state: State, request: Request<"CreateHaVip">, context: Context): HaVip | undefined {
  const { ClientToken: token } = request;
  if (token === undefined) return undefined;
  checkToken(token);
  const earlier = state.tokens.get(tokenKey(token, context));
  if (earlier === undefined || isForgotten(earlier.UsedAt, context)) return undefined;
  if (earlier.Parameters === fingerprint(request)) return earlier.HaVip;
  throw new ApiError(
    ASSUMPTIONS.codes.tokenReused,
    `The \`ClientToken\` was used before with other parameters, for ${earlier.HaVip.HaVipId}.`,
  );
}

function checkToken(token: string): void {
  if (token.length > MAX_CLIENT_TOKEN_CHARACTERS) {
    const most = String(MAX_CLIENT_TOKEN_CHARACTERS);
    throw new ApiError("InvalidParameterValue.TooLong", `The \`ClientToken\` has more than ${most} characters.`);
  }
  if (/^[\x20-\x7e]+$/.test(token)) return;
  throw new ApiError("InvalidParameterValue.Malformed", "The `ClientToken` is not made of printable ASCII characters.");
}

function rememberToken(state: State, request: Request<"CreateHaVip">, havip: HaVip, context: Context): Change[] {
  // Tokens are kept in the order of their use, so the forgotten ones come first.
  const expired: Change[] = [];
  for (const [id, token] of state.tokens) {
    if (!isForgotten(token.UsedAt, context)) break;
    expired.push({ table: "tokens", id, row: null });
  }
  if (request.ClientToken === undefined) return expired;
  const row = { UsedAt: context.now, Parameters: fingerprint(request), HaVip: havip };
  return [...expired, { table: "tokens", id: tokenKey(request.ClientToken, context), row }];
}

function isForgotten(usedAt: number, { now }: Context): boolean {
  return now - usedAt >= ASSUMPTIONS.clientTokenLifetimeMs;
}

function tokenKey(token: string, { region }: Context): string {
  return `${region} ${token}`;
}

/** The parameters other than the token as one text, in whatever order the parameters were sent. */
function fingerprint(request: Request<"CreateHaVip">): string {
  const others = Object.entries(request).filter(([name]) => name !== "ClientToken");
  return JSON.stringify(others.sort(([a], [b]) => (a < b ? -1 : 1)));
}
