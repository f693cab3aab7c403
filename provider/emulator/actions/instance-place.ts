import type { Request } from "../../api/actions";
import { checkAddress, freeAddresses, occupants, rangeOf } from "../resources/network";
import type { State, SubnetRow } from "../store/state";
import { ApiError } from "../words/errors";
import type { Context } from "./handler";

/** Where new instances shall be. */
export function subnetOf(
  state: State,
  { VpcId, SubnetId }: NonNullable<Request<"RunInstances">["VirtualPrivateCloud"]>,
  zone: string,
  { region }: Context,
): SubnetRow {
  if (state.vpcs.get(VpcId)?.Region !== region) {
    throw new ApiError(
      "InvalidParameterValue.VpcIdNotExist",
      `The VPC \`${VpcId}\` does not exist in ${region}.`,
      `指定的VpcId \`${VpcId}\`在${region}不存在。`,
    );
  }
  const subnet = state.subnets.get(SubnetId);
  if (subnet?.VpcId !== VpcId) {
    throw new ApiError(
      "InvalidParameterValue.SubnetNotExist",
      `The subnet \`${SubnetId}\` is not in \`${VpcId}\`.`,
      `创建失败，您指定的子网\`${SubnetId}\`在\`${VpcId}\`中不存在，请您重新指定。`,
    );
  }
  if (subnet.Zone === zone) return subnet;
  throw new ApiError(
    "InvalidParameterValue.VpcIdZoneIdNotMatch",
    `The subnet \`${SubnetId}\` is in the zone ${subnet.Zone}, not in ${zone}.`,
    `VPC网络与实例不在同一可用区：子网\`${SubnetId}\`位于${subnet.Zone}，而非${zone}。`,
  );
}

/** The first address of each new instance: those wanted, or the lowest that are free. */
export function addressesIn(
  state: State,
  subnet: SubnetRow,
  given: readonly string[] | undefined,
  count: number,
  { assumptions }: Context,
): string[] {
  if (given === undefined || given.length === 0) {
    const free = freeAddresses(state, subnet, count);
    if (free.length === count) return free;
    throw new ApiError(
      assumptions.codes.noAddressForInstance,
      `The subnet \`${subnet.SubnetId}\` has ${String(free.length)} free addresses, not ${String(count)}.`,
      `子网\`${subnet.SubnetId}\`可用IP不足：剩余${String(free.length)}个，需要${String(count)}个。`,
    );
  }
  if (given.length !== count || new Set(given).size !== count) {
    throw new ApiError(
      "InvalidParameterCombination",
      "`PrivateIpAddresses` does not have as many different addresses as there shall be instances.",
      "参数`PrivateIpAddresses`中不同IP的个数与`InstanceCount`不一致。",
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
        `私有网络IP ${address}不在子网\`${subnet.SubnetId}\`的可分配范围内。`,
      );
    }
    const occupant = taken.get(address);
    if (occupant === undefined) return address;
    throw new ApiError(
      "VpcIpIsUsed",
      `The address ${address} is already used by ${occupant}.`,
      `私有网络IP ${address}已经被\`${occupant}\`使用。`,
    );
  });
}
