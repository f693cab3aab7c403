import type { Request } from "../../api/actions";
import { MAX_NAME_CHARACTERS } from "../../core/limits";
import { vpcTime } from "../resources/clock";
import { checkAddress, claimableAddress, freeAddress, rangeOf } from "../resources/network";
import { characters, havipTagCodes, newTags } from "../resources/tagging";
import type { HavipRow, State, SubnetRow, VpcRow } from "../store/state";
import { ApiError } from "../words/errors";
import { emptyParameter, quotaReached, subnetOfAnotherVpc, tooManyCharacters } from "../words/refusals";
import { checkAvailable } from "./attach";
import { withToken } from "./client-token";
import type { Context, Handler } from "./handler";
import { findNetworkInterface, findSubnet, findVpc, shown, unusedId } from "./lookup";
import { newRange } from "./range";

/** Makes one HAVIP, unbound, or answers an earlier request again. https://cloud.tencent.com/document/api/215/30652 */
export const createHaVip: Handler<"CreateHaVip"> = withToken("CreateHaVip", (state, request, context) => {
  const row = newHavip(state, request, context);
  return { response: { HaVip: shown(row) }, changes: [{ table: "havips", id: row.HaVipId, row }] };
});

function newHavip(state: State, request: Request<"CreateHaVip">, context: Context): HavipRow {
  checkName(request.HaVipName, context);
  const TagSet = newTags(request.Tags, havipTagCodes(context.assumptions));
  const vpc = findVpc(state, request.VpcId, context);
  const subnet = chooseSubnet(state, request, vpc, context);
  const HaVipId = unusedId(state.havips, "havip", context.random);
  const HaVipAssociationSet = newRange(state, HaVipId, subnet, request.HaVipAssociationSet ?? [], context);
  checkNetworkInterface(state, request.NetworkInterfaceId, subnet, context);
  checkQuota(state, vpc, context);
  return {
    HaVipId,
    HaVipName: request.HaVipName,
    Vip: chooseAddress(state, request, subnet, context),
    VpcId: vpc.VpcId,
    SubnetId: subnet.SubnetId,
    NetworkInterfaceId: request.NetworkInterfaceId ?? "",
    InstanceId: "",
    AddressIp: "",
    State: "UNBIND",
    CreatedTime: vpcTime(context.now, context),
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
export function checkName(name: string, { assumptions }: Context): void {
  if (name === "") throw emptyParameter(assumptions.codes.emptyName, "HaVipName");
  if (characters(name) > MAX_NAME_CHARACTERS) throw tooManyCharacters("HaVipName", MAX_NAME_CHARACTERS);
}

function chooseSubnet(state: State, request: Request<"CreateHaVip">, vpc: VpcRow, context: Context): SubnetRow {
  const missing = context.assumptions.codes.unknownSubnetInCreateHaVip;
  if (request.SubnetId !== undefined) {
    const subnet = findSubnet(state, request.SubnetId, context, missing);
    if (subnet.VpcId === vpc.VpcId) return subnet;
    throw subnetOfAnotherVpc(context.assumptions.codes.subnetOfAnotherVpc, subnet, vpc.VpcId);
  }
  const subnets = [...state.subnets.values()].filter((subnet) => subnet.VpcId === vpc.VpcId);
  const [first] = subnets;
  if (first === undefined) {
    throw new ApiError(missing, `The VPC \`${vpc.VpcId}\` has no subnet.`, `私有网络 \`${vpc.VpcId}\` 下没有子网。`);
  }
  if (request.Vip === undefined) {
    return subnets.find((subnet) => freeAddress(state, subnet) !== undefined) ?? first;
  }
  const address = checkAddress("Vip", request.Vip);
  return subnets.find((subnet) => rangeOf(subnet).contains(address)) ?? first;
}

function chooseAddress(state: State, request: Request<"CreateHaVip">, subnet: SubnetRow, context: Context): string {
  if (request.Vip !== undefined) return claimableAddress(state, subnet, request.Vip, context);
  const address = freeAddress(state, subnet);
  if (address !== undefined) return address;
  throw new ApiError(
    context.assumptions.codes.subnetFull,
    `The subnet \`${subnet.SubnetId}\` has no free address.`,
    `子网 \`${subnet.SubnetId}\` 的 IP 资源不足，没有可用 IP。`,
  );
}

function checkNetworkInterface(state: State, id: string | undefined, subnet: SubnetRow, context: Context): void {
  if (id === undefined) return;
  const row = findNetworkInterface(state, id, context);
  checkAvailable(row, context.assumptions.codes.unsuitableInterface);
  if (row.SubnetId === subnet.SubnetId) return;
  throw new ApiError(
    context.assumptions.codes.memberOfAnotherSubnet,
    `The network interface \`${id}\` is not in the subnet \`${subnet.SubnetId}\`.`,
    `弹性网卡 \`${id}\` 不在子网 \`${subnet.SubnetId}\` 中。`,
  );
}

function checkQuota(state: State, vpc: VpcRow, { settings, assumptions }: Context): void {
  let count = 0;
  state.havips.forEach((havip) => (count += havip.VpcId === vpc.VpcId ? 1 : 0));
  if (count < settings.havipsPerVpc) return;
  throw quotaReached(assumptions.codes.quotaReached, vpc.VpcId, count, settings.havipsPerVpc, "havip");
}
