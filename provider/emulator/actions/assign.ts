import { ApiError } from "../errors";
import { addressAt, shownInterface } from "../interfaces";
import { checkAddress } from "../network";
import { givenTwice, neitherGiven, tooManyEntries, withoutAddress } from "../refusals";
import type { Change, NetworkInterfaceRow, State } from "../state";
import { checkSettled } from "./attach";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { checkAddressCount, chosenAddresses, givenAddresses } from "./interfaces";
import { findNetworkInterface, findSubnet } from "./lookup";

/** More addresses for a network interface: those that are named, or as many as are wanted. */
export const assignPrivateIpAddresses: Handler<"AssignPrivateIpAddresses"> = withToken(
  "AssignPrivateIpAddresses",
  (state, request, context) => {
    const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
    checkSettled(row);
    const { PrivateIpAddresses: wanted = [], SecondaryPrivateIpAddressCount: count = 0 } = request;
    if (wanted.length + count === 0) {
      throw neitherGiven("MissingParameter", "PrivateIpAddresses", "SecondaryPrivateIpAddressCount");
    }
    if (wanted.some((address) => address.Primary === true)) {
      throw new ApiError(
        "UnsupportedOperation",
        `\`${row.NetworkInterfaceId}\` has its primary address; more can be secondary ones only.`,
        `弹性网卡 \`${row.NetworkInterfaceId}\` 已有主 IP，只能再分配辅助 IP。`,
      );
    }
    const subnet = findSubnet(state, row.SubnetId, context);
    const given = givenAddresses(state, subnet, wanted, "InvalidParameterValue.DuplicatePara");
    checkAddressCount(row.PrivateIpAddressSet.length + wanted.length + count);
    const added = [...given, ...chosenAddresses(state, subnet, count, given)];
    const changed = { ...row, PrivateIpAddressSet: [...row.PrivateIpAddressSet, ...added] };
    const PrivateIpAddressSet = shownInterface(state, { ...row, PrivateIpAddressSet: added }).PrivateIpAddressSet;
    return { response: { PrivateIpAddressSet }, changes: writeInterface(state, changed) };
  },
);

export const unassignPrivateIpAddresses: Handler<"UnassignPrivateIpAddresses"> = (state, request, context) => {
  const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
  checkSettled(row);
  if (request.PrivateIpAddresses.length > 10) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "PrivateIpAddresses", 10);
  }
  const removed = request.PrivateIpAddresses.map(({ PrivateIpAddress = "" }, index, all) => {
    const address = checkAddress("PrivateIpAddress", PrivateIpAddress);
    if (all.some((other, place) => place < index && other.PrivateIpAddress === PrivateIpAddress)) {
      throw givenTwice("InvalidParameterValue.DuplicatePara", address);
    }
    const present = row.PrivateIpAddressSet.find((other) => other.PrivateIpAddress === address);
    if (present === undefined) {
      throw withoutAddress("ResourceNotFound", row.NetworkInterfaceId, address);
    }
    const eip = addressAt(state, row.NetworkInterfaceId, address);
    if (!present.Primary && eip === undefined) return present;
    const [english, chinese] =
      eip === undefined
        ? ["is the primary one", "它是主 IP"]
        : [`has the EIP ${eip.AddressIp}`, `它已绑定 EIP ${eip.AddressIp}`];
    throw new ApiError(
      "UnsupportedOperation",
      `The address ${address} cannot be taken away: it ${english}.`,
      `不能退还内网 IP ${address}：${chinese}。`,
    );
  });
  const PrivateIpAddressSet = row.PrivateIpAddressSet.filter((address) => !removed.includes(address));
  return { response: {}, changes: writeInterface(state, { ...row, PrivateIpAddressSet }) };
};

/** The addresses of a primary network interface are its instance's, too. */
export function writeInterface(state: State, row: NetworkInterfaceRow): Change[] {
  const { NetworkInterfaceId: id, Primary, Attachment, PrivateIpAddressSet } = row;
  const change: Change = { table: "networkInterfaces", id, row };
  const instance = Primary && Attachment !== null ? state.instances.get(Attachment.InstanceId) : undefined;
  if (instance === undefined) return [change];
  const PrivateIpAddresses = PrivateIpAddressSet.map((address) => address.PrivateIpAddress);
  return [change, { table: "instances", id: instance.InstanceId, row: { ...instance, PrivateIpAddresses } }];
}
