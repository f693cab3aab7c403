import { writeInterface } from "../resources/interfaces";
import { checkAddress } from "../resources/network";
import { characters } from "../resources/tagging";
import type { Change, InterfaceAddress, NetworkInterfaceRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import { checkSettled } from "./attach";
import type { Context, Handler } from "./handler";
import { checkSecurityGroups } from "./interfaces";
import { findNetworkInterface } from "./lookup";
import { checkNetworkName } from "./vpcs";

/** Name, description and security groups. Of the groups nothing is known but their ids; the last given list counts. */
export const modifyNetworkInterfaceAttribute: Handler<"ModifyNetworkInterfaceAttribute"> = (
  state,
  request,
  context,
) => {
  const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
  const {
    NetworkInterfaceName = row.NetworkInterfaceName,
    NetworkInterfaceDescription = row.NetworkInterfaceDescription,
    SecurityGroupIds = row.GroupSet,
  } = request;
  if (NetworkInterfaceName === "") {
    // The general code for an empty name is not among those of this action.
    const message = "The `NetworkInterfaceName` is empty.";
    throw new ApiError("InvalidParameterValue.Malformed", message, "`NetworkInterfaceName` 不能为空。");
  }
  checkNetworkName("NetworkInterfaceName", NetworkInterfaceName);
  checkDescription("NetworkInterfaceDescription", NetworkInterfaceDescription, context);
  if (request.SecurityGroupIds !== undefined) checkSecurityGroups(SecurityGroupIds, context, "LimitExceeded");
  const changed = { ...row, NetworkInterfaceName, NetworkInterfaceDescription, GroupSet: SecurityGroupIds };
  return { response: {}, changes: [...writeInterface(state, changed), ...groupsOfInstance(state, changed)] };
};

/** The description of addresses that the network interface has. */
export const modifyPrivateIpAddressesAttribute: Handler<"ModifyPrivateIpAddressesAttribute"> = (
  state,
  request,
  context,
) => {
  const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
  checkSettled(row);
  if (request.PrivateIpAddresses.length > 10) {
    throw new ApiError(
      "InvalidParameterValue.LimitExceeded",
      "`PrivateIpAddresses` has more than 10 entries.",
      "`PrivateIpAddresses` 超过 10 个。",
    );
  }
  const described = new Map<string, InterfaceAddress>();
  for (const { PrivateIpAddress = "", Primary, Description } of request.PrivateIpAddresses) {
    const present = presentAddress(row, PrivateIpAddress);
    if (Primary !== undefined && Primary !== present.Primary) {
      throw new ApiError(
        context.assumptions.codes.primaryChanged,
        `Which address is the primary one cannot be changed: ${present.PrivateIpAddress}.`,
        `不支持修改主 IP：${present.PrivateIpAddress}。`,
      );
    }
    checkDescription("Description", Description ?? "", context);
    described.set(present.PrivateIpAddress, { ...present, Description: Description ?? present.Description });
  }
  const PrivateIpAddressSet = row.PrivateIpAddressSet.map((one) => described.get(one.PrivateIpAddress) ?? one);
  return { response: {}, changes: writeInterface(state, { ...row, PrivateIpAddressSet }) };
};

/** The address of that value, once it is known that the network interface has it. */
export function presentAddress(row: NetworkInterfaceRow, text: string): InterfaceAddress {
  const address = checkAddress("PrivateIpAddress", text);
  const present = row.PrivateIpAddressSet.find((other) => other.PrivateIpAddress === address);
  if (present !== undefined) return present;
  throw new ApiError(
    "ResourceNotFound",
    `\`${row.NetworkInterfaceId}\` does not have the address ${address}.`,
    `弹性网卡 \`${row.NetworkInterfaceId}\` 没有内网 IP ${address}。`,
  );
}

/** Documented for network interfaces; for their addresses it is assumed. */
function checkDescription(parameter: string, text: string, { assumptions }: Context): void {
  if (characters(text) <= assumptions.descriptionCharacters) return;
  const most = String(assumptions.descriptionCharacters);
  throw new ApiError(
    "InvalidParameterValue.TooLong",
    `The \`${parameter}\` has more than ${most} characters.`,
    `\`${parameter}\` 超过 ${most} 个字符。`,
  );
}

/** The security groups of an instance are those of its primary network interface. */
function groupsOfInstance(state: State, { Primary, Attachment, GroupSet }: NetworkInterfaceRow): Change[] {
  const instance = Primary && Attachment !== null ? state.instances.get(Attachment.InstanceId) : undefined;
  if (instance === undefined) return [];
  return [{ table: "instances", id: instance.InstanceId, row: { ...instance, SecurityGroupIds: GroupSet } }];
}
