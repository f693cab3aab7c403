import { ASSUMPTIONS } from "../assumptions";
import { vpcTime } from "../clock";
import { ApiError } from "../errors";
import { addressAt, attachment, interfacesOf } from "../interfaces";
import type { NetworkInterfaceRow, State } from "../state";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { findInstance, findNetworkInterface } from "./lookup";
import { beginInterfaceTask } from "./tasks";

/** Asynchronous: a secondary network interface becomes one of an instance of its VPC and zone. */
export const attachNetworkInterface: Handler<"AttachNetworkInterface"> = withToken(
  "AttachNetworkInterface",
  (state, request, context) => {
    const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
    const instance = findInstance(state, request.InstanceId, context);
    checkSettled(row);
    if (row.Attachment !== null) {
      const message = `\`${row.NetworkInterfaceId}\` is attached to \`${row.Attachment.InstanceId}\`.`;
      throw new ApiError("UnsupportedOperation.AttachmentAlreadyExists", message);
    }
    const place = instance.VirtualPrivateCloud;
    if (place.VpcId !== row.VpcId) {
      const message = `\`${instance.InstanceId}\` is in \`${place.VpcId}\`, not in \`${row.VpcId}\`.`;
      throw new ApiError("UnsupportedOperation.VpcMismatch", message);
    }
    if (instance.Placement.Zone !== row.Zone) {
      const message = `\`${instance.InstanceId}\` is in the zone ${instance.Placement.Zone}, not in ${row.Zone}.`;
      throw new ApiError("UnsupportedOperation.ZoneMismatch", message);
    }
    const indexes = interfacesOf(state, instance.InstanceId).map((other) => other.Attachment?.DeviceIndex ?? 0);
    const Attachment = attachment(instance.InstanceId, Math.max(0, ...indexes) + 1, vpcTime(context.now));
    const attached = { ...row, Attachment, State: "ATTACHING", NetworkInterfaceState: "ATTACHING" };
    return { response: {}, changes: beginInterfaceTask(attached, "settle", context) };
  },
);

/** Asynchronous. https://cloud.tencent.com/document/api/215/15819 */
export const detachNetworkInterface: Handler<"DetachNetworkInterface"> = withToken(
  "DetachNetworkInterface",
  (state, request, context) => {
    const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
    findInstance(state, request.InstanceId, context);
    checkSettled(row);
    const refuse = (code: string, because: string): never => {
      throw new ApiError(code, `\`${row.NetworkInterfaceId}\` cannot be detached: ${because}.`);
    };
    if (row.Primary) refuse(ASSUMPTIONS.codes.detachRefused, "it is the primary network interface of its instance");
    if (row.Attachment?.InstanceId !== request.InstanceId) {
      refuse(ASSUMPTIONS.codes.detachRefused, `it is not attached to \`${request.InstanceId}\``);
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
    const message = `\`${id}\` is attached to \`${Attachment.InstanceId}\`; detach it first.`;
    throw new ApiError("UnsupportedOperation.InvalidState", message);
  }
  const eip = row.PrivateIpAddressSet.map((address) => addressAt(state, id, address.PrivateIpAddress)).find(Boolean);
  if (eip !== undefined) throw new ApiError("ResourceInUse", `The EIP ${eip.AddressIp} is bound to \`${id}\`.`);
  const havip = [...state.havips.values()].find((other) => other.NetworkInterfaceId === id);
  if (havip !== undefined) throw new ApiError("ResourceInUse", `\`${havip.HaVipId}\` is on \`${id}\`.`);
  const deleting = { ...row, State: "DELETING", NetworkInterfaceState: "DELETING" };
  return { response: {}, changes: beginInterfaceTask(deleting, "delete", context) };
};

/** One change at a time. */
export function checkSettled(row: NetworkInterfaceRow): void {
  if (row.State === "AVAILABLE") return;
  const message = `\`${row.NetworkInterfaceId}\` is in the state ${row.State}; wait until it is AVAILABLE.`;
  throw new ApiError("UnsupportedOperation.InvalidState", message);
}

/** Why a HAVIP keeps the network interface where it is, if one does. */
function havipThatNeeds(state: State, row: NetworkInterfaceRow): string | undefined {
  for (const havip of state.havips.values()) {
    if (havip.SubnetId !== row.SubnetId) continue;
    if (havip.NetworkInterfaceId === row.NetworkInterfaceId) return `it holds \`${havip.HaVipId}\``;
    const member = havip.HaVipAssociationSet.find(({ InstanceId }) =>
      [row.NetworkInterfaceId, row.Attachment?.InstanceId].includes(InstanceId),
    );
    if (member === undefined) continue;
    return `\`${member.InstanceId}\` is in the range of \`${havip.HaVipId}\`, disassociate it first`;
  }
  return undefined;
}
