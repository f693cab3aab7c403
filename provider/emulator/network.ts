import { type Cidr, parseAddress, parseCidr } from "../core/addresses";
import { ASSUMPTIONS } from "./assumptions";
import { ApiError } from "./errors";
import type { State, SubnetRow } from "./state";

/** The range of a VPC or subnet that was checked when it was made. */
export function rangeOf(row: { CidrBlock: string }): Cidr {
  const parsed = parseCidr(row.CidrBlock);
  if (!parsed.ok) throw new Error(`The emulator holds the range ${row.CidrBlock}, which ${parsed.reason}.`);
  return parsed.cidr;
}

/** The addresses of a subnet that something has, and what has each. */
export function occupants(state: State, subnetId: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const instance of state.instances.values()) {
    if (instance.VirtualPrivateCloud.SubnetId !== subnetId) continue;
    for (const address of instance.PrivateIpAddresses) found.set(address, instance.InstanceId);
  }
  for (const havip of state.havips.values()) {
    if (havip.SubnetId === subnetId) found.set(havip.Vip, havip.HaVipId);
  }
  return found;
}

/** How many addresses the subnet can give in all, and how many of them are free. */
export function addressCounts(
  state: State,
  subnet: SubnetRow,
): { TotalIpAddressCount: number; AvailableIpAddressCount: number } {
  const reserved = 3; // Network, gateway and broadcast address.
  const total = 2 ** (32 - rangeOf(subnet).prefixLength) - reserved;
  return { TotalIpAddressCount: total, AvailableIpAddressCount: total - occupants(state, subnet.SubnetId).size };
}

/** The address in its canonical form, once it is known to be free and usable in the subnet. */
export function claimableAddress(state: State, subnet: SubnetRow, text: string): string {
  const address = checkAddress("Vip", text);
  const range = rangeOf(subnet);
  if (!range.contains(address)) {
    throw new ApiError(
      ASSUMPTIONS.codes.addressOutsideSubnet,
      `The address ${address} is not in the range ${range.text} of ${subnet.SubnetId}.`,
    );
  }
  const reservedAs = range.reservedAs(address);
  if (reservedAs !== undefined) {
    throw new ApiError(
      ASSUMPTIONS.codes.reservedAddress,
      `The address ${address} is reserved: it is the ${reservedAs} of ${subnet.SubnetId} (${range.text}).`,
    );
  }
  const occupant = occupants(state, subnet.SubnetId).get(address);
  if (occupant === undefined) return address;
  throw new ApiError(ASSUMPTIONS.codes.occupiedAddress, `The address ${address} is already used by ${occupant}.`);
}

/** The lowest free address of the subnet, if it has one. (The order in which the cloud gives them is not known.) */
export function freeAddress(state: State, subnet: SubnetRow): string | undefined {
  const taken = occupants(state, subnet.SubnetId);
  for (const address of rangeOf(subnet).usable()) if (!taken.has(address)) return address;
  return undefined;
}

export function checkAddress(parameter: string, text: string): string {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed.address;
  throw new ApiError("InvalidParameterValue.Malformed", `The \`${parameter}\` \`${text}\` ${parsed.reason}.`);
}
