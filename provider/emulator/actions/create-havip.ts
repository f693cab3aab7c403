import type { Request } from "../../api/actions";
import { MAX_NAME_CHARACTERS } from "../../core/limits";
import { ASSUMPTIONS } from "../assumptions";
import { vpcTime } from "../clock";
import { ApiError } from "../errors";
import { checkAddress, claimableAddress, freeAddress, rangeOf } from "../network";
import type { HavipRow, State, SubnetRow, VpcRow } from "../state";
import { HAVIP_TAG_CODES, characters, newTags } from "../tagging";
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
  if (findNetworkInterface(state, id, context).SubnetId === subnet.SubnetId) return;
  const message = `The network interface \`${id}\` is not in the subnet \`${subnet.SubnetId}\`.`;
  throw new ApiError(ASSUMPTIONS.codes.memberOfAnotherSubnet, message);
}

function checkQuota(state: State, vpc: VpcRow, { settings }: Context): void {
  let count = 0;
  state.havips.forEach((havip) => (count += havip.VpcId === vpc.VpcId ? 1 : 0));
  if (count < settings.havipsPerVpc) return;
  throw new ApiError(
    ASSUMPTIONS.codes.quotaReached,
    `The quota is reached: \`${vpc.VpcId}\` has ${String(count)} of ${String(settings.havipsPerVpc)} HAVIPs.`,
  );
}
