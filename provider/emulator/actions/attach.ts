import { vpcTime } from "../resources/clock";
import { addressAt, addressOnItsWay, attachment, interfacesOf } from "../resources/interfaces";
import type { InstanceRow, NetworkInterfaceRow, State } from "../store/state";
import { ApiError, type Bilingual } from "../words/errors";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { checkIdle } from "./instance-tasks";
import { findInstance, findNetworkInterface } from "./lookup";
import { beginInterfaceTask } from "./tasks";

/** Asynchronous: a secondary network interface becomes one of an instance of its VPC and zone. */
export const attachNetworkInterface: Handler<"AttachNetworkInterface"> = withToken(
  "AttachNetworkInterface",
  (state, request, context) => {
    const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
    const instance = findInstance(state, request.InstanceId, context);
    checkIdle(instance, () => "UnsupportedOperation.ResourceIsInvalidState");
    checkSettled(row);
    if (row.Attachment !== null) {
      throw new ApiError(
        "UnsupportedOperation.AttachmentAlreadyExists",
        `\`${row.NetworkInterfaceId}\` is attached to \`${row.Attachment.InstanceId}\`.`,
        `弹性网卡 \`${row.NetworkInterfaceId}\` 已绑定到 \`${row.Attachment.InstanceId}\`。`,
      );
    }
    const place = instance.VirtualPrivateCloud;
    if (place.VpcId !== row.VpcId) {
      throw new ApiError(
        "UnsupportedOperation.VpcMismatch",
        `\`${instance.InstanceId}\` is in \`${place.VpcId}\`, not in \`${row.VpcId}\`.`,
        `实例 \`${instance.InstanceId}\` 属于 \`${place.VpcId}\`，不属于 \`${row.VpcId}\`。`,
      );
    }
    if (instance.Placement.Zone !== row.Zone) {
      throw new ApiError(
        "UnsupportedOperation.ZoneMismatch",
        `\`${instance.InstanceId}\` is in the zone ${instance.Placement.Zone}, not in ${row.Zone}.`,
        `实例 \`${instance.InstanceId}\` 位于可用区 ${instance.Placement.Zone}，而不是 ${row.Zone}。`,
      );
    }
    const Attachment = nextAttachment(state, instance, vpcTime(context.now, context));
    const attached = { ...row, Attachment, State: "ATTACHING", NetworkInterfaceState: "ATTACHING" };
    return { response: {}, changes: beginInterfaceTask(attached, "settle", context) };
  },
);

/** Behind the network interfaces that the instance has. */
export function nextAttachment(
  state: State,
  { InstanceId }: InstanceRow,
  attachTime: string,
): NetworkInterfaceRow["Attachment"] {
  const indexes = interfacesOf(state, InstanceId).map((other) => other.Attachment?.DeviceIndex ?? 0);
  return attachment(InstanceId, Math.max(0, ...indexes) + 1, attachTime);
}

/** Asynchronous. https://cloud.tencent.com/document/api/215/15819 */
export const detachNetworkInterface: Handler<"DetachNetworkInterface"> = withToken(
  "DetachNetworkInterface",
  (state, request, context) => {
    const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
    findInstance(state, request.InstanceId, context);
    checkSettled(row);
    const refuse = (code: string, { english, chinese }: Bilingual): never => {
      const id = row.NetworkInterfaceId;
      throw new ApiError(
        code,
        `\`${id}\` cannot be detached: ${english}.`,
        `弹性网卡 \`${id}\` 不能解绑：${chinese}。`,
      );
    };
    if (row.Primary) {
      const english = "it is the primary network interface of its instance";
      refuse(context.assumptions.codes.detachRefused, { english, chinese: "它是实例的主网卡" });
    }
    if (row.Attachment?.InstanceId !== request.InstanceId) {
      const english = `it is not attached to \`${request.InstanceId}\``;
      refuse(context.assumptions.codes.detachRefused, { english, chinese: `它未绑定到 \`${request.InstanceId}\`` });
    }
    const havip = havipThatNeeds(state, row);
    if (havip !== undefined) refuse("UnsupportedOperation.InstanceAssociateHavip", havip);
    const detaching = { ...row, State: "DETACHING", NetworkInterfaceState: "DETACHING" };
    return { response: {}, changes: beginInterfaceTask(detaching, "detach", context) };
  },
);

/** Asynchronous. Refused while it is attached, or something is bound to it. */
export const deleteNetworkInterface: Handler<"DeleteNetworkInterface"> = (state, request, context) => {
  const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
  checkSettled(row);
  const { NetworkInterfaceId: id, Attachment } = row;
  if (Attachment !== null) {
    throw new ApiError(
      "UnsupportedOperation.InvalidState",
      `\`${id}\` is attached to \`${Attachment.InstanceId}\`; detach it first.`,
      `弹性网卡 \`${id}\` 已绑定到 \`${Attachment.InstanceId}\`，请先解绑。`,
    );
  }
  const eip = row.PrivateIpAddressSet.map((address) => addressAt(state, id, address.PrivateIpAddress)).find(Boolean);
  if (eip !== undefined) {
    throw new ApiError(
      "ResourceInUse",
      `The EIP ${eip.AddressIp} is bound to \`${id}\`.`,
      `EIP ${eip.AddressIp} 已绑定到弹性网卡 \`${id}\`。`,
    );
  }
  const havip = havipThatNeeds(state, row);
  if (havip !== undefined) {
    throw new ApiError(
      "ResourceInUse",
      `\`${id}\` cannot be deleted: ${havip.english}.`,
      `弹性网卡 \`${id}\` 不能删除：${havip.chinese}。`,
    );
  }
  const deleting = { ...row, State: "DELETING", NetworkInterfaceState: "DELETING" };
  return { response: {}, changes: beginInterfaceTask(deleting, "delete", context) };
};

/** One change at a time, of the network interface itself and of its addresses. */
export function checkSettled(row: NetworkInterfaceRow, ofAddresses = INVALID_STATE): void {
  checkAvailable(row);
  const address = addressOnItsWay(row);
  if (address === undefined) return;
  const { PrivateIpAddress, State } = address;
  throw new ApiError(
    ofAddresses,
    `Another task on \`${row.NetworkInterfaceId}\` is running: its address ${PrivateIpAddress} is ${State}.`,
    `弹性网卡 \`${row.NetworkInterfaceId}\` 上有其他任务正在执行：内网 IP ${PrivateIpAddress} 的状态为 ${State}。`,
  );
}

export function checkAvailable(row: NetworkInterfaceRow, code = INVALID_STATE): void {
  if (row.State === "AVAILABLE") return;
  throw new ApiError(
    code,
    `\`${row.NetworkInterfaceId}\` is in the state ${row.State}; wait until it is AVAILABLE.`,
    `弹性网卡 \`${row.NetworkInterfaceId}\` 的当前状态为 ${row.State}，请等待其变为 AVAILABLE。`,
  );
}

const INVALID_STATE = "UnsupportedOperation.InvalidState";

/** Why a HAVIP keeps the network interface where it is, if one does. */
export function havipThatNeeds(state: State, row: NetworkInterfaceRow): Bilingual | undefined {
  for (const havip of state.havips.values()) {
    if (havip.SubnetId !== row.SubnetId) continue;
    if (havip.NetworkInterfaceId === row.NetworkInterfaceId) {
      return { english: `it holds \`${havip.HaVipId}\``, chinese: `它正持有 HAVIP \`${havip.HaVipId}\`` };
    }
    const member = havip.HaVipAssociationSet.find(({ InstanceId }) =>
      [row.NetworkInterfaceId, row.Attachment?.InstanceId].includes(InstanceId),
    );
    if (member === undefined) continue;
    return {
      english: `\`${member.InstanceId}\` is in the range of \`${havip.HaVipId}\`, disassociate it first`,
      chinese: `\`${member.InstanceId}\` 在 HAVIP \`${havip.HaVipId}\` 的漂移范围内，需要先解绑定关联`,
    };
  }
  return undefined;
}
