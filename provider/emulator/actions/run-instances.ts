import type { Request } from "../../api/actions";
import { ASSUMPTIONS } from "../assumptions";
import { isoTime } from "../clock";
import { ApiError } from "../errors";
import { networkInterface } from "../interfaces";
import { checkAddress, freeAddresses, occupants, rangeOf } from "../network";
import { missingParameter, notFound, occupied, outOfRange, tooFewAddresses } from "../refusals";
import type { InstanceRow, State, SubnetRow } from "../state";
import { CVM_TAG_CODES, newTags } from "../tagging";
import { withToken } from "./client-token";
import type { Context, Handler } from "./handler";
import { unusedId } from "./lookup";

/** Instances of one subnet, each with a primary network interface. They run at once. */
export const runInstances: Handler<"RunInstances"> = withToken("RunInstances", (state, request, context) => {
  const { Placement, VirtualPrivateCloud: network, ImageId, InstanceCount: count = 1 } = request;
  if (Placement === undefined) throw missingParameter("Placement");
  if (ImageId === undefined) throw missingParameter("ImageId");
  if (network === undefined) throw missingParameter("VirtualPrivateCloud");
  if (count < 1 || count > 500) throw outOfRange("InvalidParameterValue.Range", "InstanceCount", count, 1, 500);
  const subnet = subnetOf(state, network, Placement.Zone, context);
  const addresses = addressesIn(state, subnet, network.PrivateIpAddresses, count);
  const Tags = newTags(
    request.TagSpecification?.flatMap((one) => one.Tags),
    CVM_TAG_CODES,
  );
  const rows: InstanceRow[] = [];
  const taken = (known: (id: string) => unknown, mine: (row: InstanceRow) => string) => ({
    has: (id: string) => known(id) !== undefined || rows.some((row) => mine(row) === id),
  });
  for (const address of addresses) {
    const instances = taken(
      (id) => state.instances.get(id),
      (row) => row.InstanceId,
    );
    const interfaces = taken(
      (id) => networkInterface(state, id),
      (row) => row.NetworkInterfaceId,
    );
    rows.push({
      InstanceId: unusedId(instances, "instance", context.random),
      InstanceName: request.InstanceName ?? "未命名",
      InstanceState: "RUNNING",
      InstanceType: request.InstanceType ?? "S5.MEDIUM4",
      ImageId,
      CreatedTime: isoTime(context.now),
      PrivateIpAddresses: [address],
      PublicIpAddresses: null,
      Placement: { Zone: Placement.Zone, ProjectId: Placement.ProjectId ?? 0 },
      VirtualPrivateCloud: {
        VpcId: subnet.VpcId,
        SubnetId: subnet.SubnetId,
        AsVpcGateway: network.AsVpcGateway ?? false,
      },
      SecurityGroupIds: request.SecurityGroupIds ?? [],
      Tags,
      Region: context.region,
      NetworkInterfaceId: unusedId(interfaces, "networkInterface", context.random),
    });
  }
  const InstanceIdSet = rows.map((row) => row.InstanceId);
  return { response: { InstanceIdSet }, changes: rows.map((row) => ({ table: "instances", id: row.InstanceId, row })) };
});

function subnetOf(
  state: State,
  { VpcId, SubnetId }: NonNullable<Request<"RunInstances">["VirtualPrivateCloud"]>,
  zone: string,
  { region }: Context,
): SubnetRow {
  if (state.vpcs.get(VpcId)?.Region !== region) {
    throw notFound("vpc", VpcId, region, "InvalidParameterValue.VpcIdNotExist");
  }
  const subnet = state.subnets.get(SubnetId);
  if (subnet?.VpcId !== VpcId) {
    throw new ApiError(
      "InvalidParameterValue.SubnetNotExist",
      `The subnet \`${SubnetId}\` is not in \`${VpcId}\`.`,
      `\`${VpcId}\` 下不存在子网 \`${SubnetId}\`，请重新指定。`,
    );
  }
  if (subnet.Zone === zone) return subnet;
  throw new ApiError(
    "InvalidParameterValue.VpcIdZoneIdNotMatch",
    `The subnet \`${SubnetId}\` is in the zone ${subnet.Zone}, not in ${zone}.`,
    `子网 \`${SubnetId}\` 位于可用区 ${subnet.Zone}，而不是 ${zone}。`,
  );
}

function addressesIn(state: State, subnet: SubnetRow, given: readonly string[] | undefined, count: number): string[] {
  if (given === undefined) {
    const free = freeAddresses(state, subnet, count);
    if (free.length === count) return free;
    throw tooFewAddresses(ASSUMPTIONS.codes.noAddressForInstance, subnet.SubnetId, free.length, count);
  }
  if (given.length !== count || new Set(given).size !== count) {
    throw new ApiError(
      "InvalidParameterCombination",
      "`PrivateIpAddresses` does not have as many different addresses as there shall be instances.",
      "参数 `PrivateIpAddresses` 中不重复的 IP 个数与实例数量不一致。",
    );
  }
  const range = rangeOf(subnet);
  const taken = occupants(state, subnet.SubnetId);
  return given.map((text) => {
    const address = checkAddress("PrivateIpAddresses", text);
    if (!range.contains(address) || range.reservedAs(address) !== undefined) {
      throw new ApiError(
        "VpcAddrNotInSubNet",
        `${address} is not an address of \`${subnet.SubnetId}\` to give away.`,
        `${address} 不是子网 \`${subnet.SubnetId}\` 内可分配的 IP。`,
      );
    }
    const occupant = taken.get(address);
    if (occupant === undefined) return address;
    throw occupied("VpcIpIsUsed", address, occupant);
  });
}
