import { vpcTime } from "../resources/clock";
import { addressAt, writeInterface } from "../resources/interfaces";
import type { NetworkInterfaceRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import { checkAvailable, checkSettled, havipThatNeeds, nextAttachment } from "./attach";
import type { Handler } from "./handler";
import { findInstance, findNetworkInterface } from "./lookup";
import { presentAddress } from "./modify-interface";
import { beginInterfaceTask } from "./tasks";

/** Asynchronous: a secondary network interface goes from one instance to another, with its addresses and their EIPs. */
export const migrateNetworkInterface: Handler<"MigrateNetworkInterface"> = (state, request, context) => {
  const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
  const source = findInstance(state, request.SourceInstanceId, context);
  const destination = findInstance(state, request.DestinationInstanceId, context);
  if (row.Attachment?.InstanceId !== source.InstanceId) {
    throw new ApiError(
      "UnsupportedOperation.AttachmentNotFound",
      `\`${row.NetworkInterfaceId}\` is not attached to \`${source.InstanceId}\`.`,
      `弹性网卡 \`${row.NetworkInterfaceId}\` 未绑定到 \`${source.InstanceId}\`。`,
    );
  }
  if (destination.VirtualPrivateCloud.VpcId !== row.VpcId) {
    const { VpcId } = destination.VirtualPrivateCloud;
    throw new ApiError(
      "UnsupportedOperation.VpcMismatch",
      `\`${destination.InstanceId}\` is in \`${VpcId}\`, not in \`${row.VpcId}\`.`,
      `实例 \`${destination.InstanceId}\` 属于 \`${VpcId}\`，不属于 \`${row.VpcId}\`。`,
    );
  }
  checkMovable(state, row, source.InstanceId === destination.InstanceId, destination.Placement.Zone);
  const Attachment = nextAttachment(state, destination, vpcTime(context.now, context));
  const moving = { ...row, Attachment, State: "ATTACHING", NetworkInterfaceState: "ATTACHING" };
  return { response: {}, changes: beginInterfaceTask(moving, "settle", context) };
};

/** What the action has no code of its own for. */
function checkMovable(state: State, row: NetworkInterfaceRow, isThere: boolean, zone: string): void {
  const id = row.NetworkInterfaceId;
  const refuse = (because: string, chinese: string): never => {
    const message = `\`${id}\` cannot be migrated: ${because}.`;
    throw new ApiError("UnsupportedOperation", message, `弹性网卡 \`${id}\` 不能迁移：${chinese}。`);
  };
  if (row.Primary) refuse("it is the primary network interface of its instance", "它是实例的主网卡");
  if (row.State !== "AVAILABLE") refuse(`it is in the state ${row.State}`, `它的状态为 ${row.State}`);
  if (isThere) refuse("source and destination are the same instance", "源实例与目的实例相同");
  if (zone !== row.Zone) {
    refuse(
      `the destination is in the zone ${zone}, not in ${row.Zone}`,
      `目的实例位于可用区 ${zone}，而不是 ${row.Zone}`,
    );
  }
  if (havipThatNeeds(state, row) !== undefined) {
    refuse(
      "it holds a HAVIP of its subnet, or it or its instance is in the range of one",
      "它持有所在子网的 HAVIP，或者它或其实例在 HAVIP 的漂移范围内",
    );
  }
}

/** Asynchronous: a secondary address goes from one network interface to another one of the subnet. */
export const migratePrivateIpAddress: Handler<"MigratePrivateIpAddress"> = (state, request, context) => {
  const { SourceNetworkInterfaceId, DestinationNetworkInterfaceId } = request;
  const source = findNetworkInterface(state, SourceNetworkInterfaceId, context, "SourceNetworkInterfaceId");
  const destination = findNetworkInterface(
    state,
    DestinationNetworkInterfaceId,
    context,
    "DestinationNetworkInterfaceId",
  );
  const moved = presentAddress(source, request.PrivateIpAddress);
  const address = moved.PrivateIpAddress;
  if (moved.Primary) {
    throw new ApiError(
      "UnsupportedOperation.PrimaryIp",
      `${address} is the primary address of \`${source.NetworkInterfaceId}\`, which cannot be migrated.`,
      `${address} 是弹性网卡 \`${source.NetworkInterfaceId}\` 的主 IP，不支持迁移。`,
    );
  }
  if (source.SubnetId !== destination.SubnetId || source.NetworkInterfaceId === destination.NetworkInterfaceId) {
    throw new ApiError(
      "UnsupportedOperation",
      `\`${destination.NetworkInterfaceId}\` is not another network interface of \`${source.SubnetId}\`.`,
      `\`${destination.NetworkInterfaceId}\` 不是子网 \`${source.SubnetId}\` 内的另一块弹性网卡。`,
    );
  }
  for (const row of [source, destination]) {
    checkAvailable(row, MUTEX);
    checkSettled(row, MUTEX);
  }
  const eip = addressAt(state, source.NetworkInterfaceId, address);
  if (eip !== undefined) {
    throw new ApiError(
      context.assumptions.codes.addressWithEipMigrated,
      `The address ${address} cannot be migrated: it has the EIP ${eip.AddressIp}.`,
      `内网 IP ${address} 不能迁移：已绑定弹性公网 IP ${eip.AddressIp}。`,
    );
  }
  const left = source.PrivateIpAddressSet.filter((one) => one !== moved);
  const joined = [...destination.PrivateIpAddressSet, { ...moved, State: "MIGRATING" }];
  const changed = { ...destination, PrivateIpAddressSet: joined };
  return {
    response: {},
    changes: [
      ...writeInterface(state, { ...source, PrivateIpAddressSet: left }),
      ...writeInterface(state, changed),
      ...beginInterfaceTask(changed, "settle", context),
    ],
  };
};

const MUTEX = "UnsupportedOperation.MutexOperationTaskRunning";
