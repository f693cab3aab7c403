import type { Request } from "../../api/actions";
import { ASSUMPTIONS } from "../assumptions";
import { isoTime } from "../clock";
import { ApiError } from "../errors";
import { networkInterface } from "../interfaces";
import { checkAddress, freeAddresses, occupants, rangeOf } from "../network";
import type { InstanceRow, State, SubnetRow } from "../state";
import { CVM_TAG_CODES, newTags } from "../tagging";
import { withToken } from "./client-token";
import type { Context, Handler } from "./handler";
import { unusedId } from "./lookup";

/** Instances of one subnet, each with a primary network interface. They run at once. */
export const runInstances: Handler<"RunInstances"> = withToken("RunInstances", (state, request, context) => {
  const { Placement, VirtualPrivateCloud: network, ImageId, InstanceCount: count = 1 } = request;
  if (Placement === undefined) throw missing("Placement");
  if (ImageId === undefined) throw missing("ImageId");
  if (network === undefined) throw missing("VirtualPrivateCloud");
  if (count < 1 || count > 500) {
    const message = `The \`InstanceCount\` ${String(count)} is not in the range 1 to 500.`;
    throw new ApiError("InvalidParameterValue.Range", message);
  }
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

function missing(parameter: string): ApiError {
  return new ApiError("MissingParameter", `The request is missing a required parameter \`${parameter}\`.`);
}

function subnetOf(
  state: State,
  { VpcId, SubnetId }: NonNullable<Request<"RunInstances">["VirtualPrivateCloud"]>,
  zone: string,
  { region }: Context,
): SubnetRow {
  if (state.vpcs.get(VpcId)?.Region !== region) {
    throw new ApiError("InvalidParameterValue.VpcIdNotExist", `The VPC \`${VpcId}\` does not exist in ${region}.`);
  }
  const subnet = state.subnets.get(SubnetId);
  if (subnet?.VpcId !== VpcId) {
    throw new ApiError("InvalidParameterValue.SubnetNotExist", `The subnet \`${SubnetId}\` is not in \`${VpcId}\`.`);
  }
  if (subnet.Zone === zone) return subnet;
  const message = `The subnet \`${SubnetId}\` is in the zone ${subnet.Zone}, not in ${zone}.`;
  throw new ApiError("InvalidParameterValue.VpcIdZoneIdNotMatch", message);
}

function addressesIn(state: State, subnet: SubnetRow, given: readonly string[] | undefined, count: number): string[] {
  if (given === undefined) {
    const free = freeAddresses(state, subnet, count);
    if (free.length === count) return free;
    const message = `The subnet \`${subnet.SubnetId}\` has ${String(free.length)} free addresses, not ${String(count)}.`;
    throw new ApiError(ASSUMPTIONS.codes.noAddressForInstance, message);
  }
  if (given.length !== count || new Set(given).size !== count) {
    const message = "`PrivateIpAddresses` does not have as many different addresses as there shall be instances.";
    throw new ApiError("InvalidParameterCombination", message);
  }
  const range = rangeOf(subnet);
  const taken = occupants(state, subnet.SubnetId);
  return given.map((text) => {
    const address = checkAddress("PrivateIpAddresses", text);
    if (!range.contains(address) || range.reservedAs(address) !== undefined) {
      throw new ApiError("VpcAddrNotInSubNet", `${address} is not an address of \`${subnet.SubnetId}\` to give away.`);
    }
    const occupant = taken.get(address);
    if (occupant === undefined) return address;
    throw new ApiError("VpcIpIsUsed", `The address ${address} is already used by ${occupant}.`);
  });
}
