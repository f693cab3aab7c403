import { addressAt, shownInterface } from "../resources/interfaces";
import { checkAddress } from "../resources/network";
import type { AddressRow, Change } from "../store/state";
import { ApiError } from "../words/errors";
import { givenTwice, missingParameter, neitherGiven, tooManyEntries, withoutAddress } from "../words/refusals";
import { isInTransition } from "./addresses";
import { checkSettled } from "./attach";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { checkAddressCount, chosenAddresses, givenAddresses } from "./interfaces";
import { findNetworkInterface, findSubnet } from "./lookup";
import { beginInterfaceTask } from "./tasks";

/** Asynchronous: more addresses for a network interface, those that are named, or as many as are wanted. */
export const assignPrivateIpAddresses: Handler<"AssignPrivateIpAddresses"> = withToken(
  "AssignPrivateIpAddresses",
  (state, request, context) => {
    const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
    checkSettled(row, MUTEX);
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
    const given = givenAddresses(state, subnet, wanted, "InvalidParameterValue.DuplicatePara", context);
    checkAddressCount(row.PrivateIpAddressSet.length + wanted.length + count, context);
    const chosen = chosenAddresses(state, subnet, count, given);
    const added = [...given, ...chosen].map((address) => ({ ...address, State: "PENDING" }));
    const changed = { ...row, PrivateIpAddressSet: [...row.PrivateIpAddressSet, ...added] };
    const { PrivateIpAddressSet } = shownInterface(state, { ...row, PrivateIpAddressSet: added }, context);
    return { response: { PrivateIpAddressSet }, changes: beginInterfaceTask(changed, "settle", context) };
  },
);

/** Asynchronous. An EIP that an address has is unbound by the way. */
export const unassignPrivateIpAddresses: Handler<"UnassignPrivateIpAddresses"> = (state, request, context) => {
  const { PrivateIpAddresses: wanted } = request;
  const row = findNetworkInterface(state, request.NetworkInterfaceId, context);
  checkSettled(row, MUTEX);
  if (wanted.length === 0) throw missingParameter("PrivateIpAddresses");
  if (wanted.length > 10) throw tooManyEntries("InvalidParameterValue.LimitExceeded", "PrivateIpAddresses", 10);
  const removed = wanted.map(({ PrivateIpAddress = "" }, index, all) => {
    const address = checkAddress("PrivateIpAddress", PrivateIpAddress);
    if (all.some((other, place) => place < index && other.PrivateIpAddress === PrivateIpAddress)) {
      throw givenTwice("InvalidParameterValue.DuplicatePara", address);
    }
    const present = row.PrivateIpAddressSet.find((other) => other.PrivateIpAddress === address);
    if (present === undefined) throw withoutAddress("ResourceNotFound", row.NetworkInterfaceId, address);
    if (!present.Primary) return present;
    throw new ApiError(
      "UnsupportedOperation",
      `The address ${address} cannot be taken away: it is the primary one.`,
      `不能退还内网 IP ${address}：它是主 IP。`,
    );
  });
  const eips = removed.flatMap((address) => addressAt(state, row.NetworkInterfaceId, address.PrivateIpAddress) ?? []);
  const PrivateIpAddressSet = row.PrivateIpAddressSet.map((address) =>
    removed.includes(address) ? { ...address, State: "DELETING" } : address,
  );
  return {
    response: {},
    changes: [
      ...eips.map((eip) => unbinding(eip)),
      ...beginInterfaceTask({ ...row, PrivateIpAddressSet }, "settle", context),
    ],
  };
};

function unbinding(eip: AddressRow): Change {
  if (!isInTransition(eip)) {
    return { table: "addresses", id: eip.AddressId, row: { ...eip, AddressStatus: "UNBINDING" } };
  }
  throw new ApiError(
    MUTEX,
    `Another task on the EIP ${eip.AddressIp} of ${String(eip.PrivateAddressIp)} is running: it is ${eip.AddressStatus}.`,
    `内网 IP ${String(eip.PrivateAddressIp)} 的 EIP ${eip.AddressIp} 上有互斥的任务正在执行，当前状态为 ${eip.AddressStatus}。`,
  );
}

const MUTEX = "UnsupportedOperation.MutexOperationTaskRunning";
