import { type Cidr, parseAddress, parseCidr } from "../../core/addresses";
import type { State, SubnetRow } from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { occupied } from "../words/refusals";
import { createdTime, networkInterfaces } from "./interfaces";

/** The range of a VPC or subnet that was checked when it was made. */
export function rangeOf(row: { CidrBlock: string }): Cidr {
  const parsed = parseCidr(row.CidrBlock);
  if (!parsed.ok) throw new Error(`The emulator holds the range ${row.CidrBlock}, which ${parsed.reason}.`);
  return parsed.cidr;
}

/** An address that something has, as the API calls the thing. */
export interface UsedAddress {
  VpcId: string;
  SubnetId: string;
  IpAddress: string;
  ResourceType: string;
  ResourceId: string;
  CreatedTime: string;
}

export function usedAddresses(state: State, context: Assuming): UsedAddress[] {
  const ofInterfaces = networkInterfaces(state).flatMap((row) => {
    const owner = row.Primary ? row.Attachment?.InstanceId : undefined;
    const resource = { ResourceType: owner === undefined ? "ENI" : "CVM", ResourceId: owner ?? row.NetworkInterfaceId };
    const { VpcId, SubnetId } = row;
    const CreatedTime = createdTime(state, row, context);
    return row.PrivateIpAddressSet.map((address) => ({
      ...{ VpcId, SubnetId, CreatedTime, ...resource },
      IpAddress: address.PrivateIpAddress,
    }));
  });
  const ofHavips = [...state.havips.values()].map(({ VpcId, SubnetId, Vip, HaVipId, CreatedTime }) => ({
    ...{ VpcId, SubnetId, CreatedTime, IpAddress: Vip },
    ...{ ResourceType: context.assumptions.usedAddressTypeOfHavip, ResourceId: HaVipId },
  }));
  return [...ofInterfaces, ...ofHavips];
}

/** The addresses of a subnet that something has, and what has each. */
export function occupants(state: State, subnetId: string): Map<string, string> {
  const found = new Map<string, string>();
  eachOccupant(state, subnetId, (address, owner) => found.set(address, owner));
  return found;
}

/**
 * Tells of each address of a subnet, and what has it. It makes no object, because every create asks: with 10,000 HAVIPs
 * the garbage of one object each was most of what a create cost.
 */
function eachOccupant(state: State, subnetId: string, visit: (address: string, owner: string) => void): void {
  state.instances.forEach(({ InstanceId, NetworkInterfaceId, VirtualPrivateCloud, PrivateIpAddresses }) => {
    // Where the primary network interface is a row of its own, that row tells.
    if (VirtualPrivateCloud.SubnetId !== subnetId || state.networkInterfaces.has(NetworkInterfaceId)) return;
    for (const address of PrivateIpAddresses) visit(address, InstanceId);
  });
  state.networkInterfaces.forEach((row) => {
    if (row.SubnetId !== subnetId) return;
    const owner = (row.Primary ? row.Attachment?.InstanceId : undefined) ?? row.NetworkInterfaceId;
    for (const { PrivateIpAddress } of row.PrivateIpAddressSet) visit(PrivateIpAddress, owner);
  });
  state.havips.forEach((row) => {
    if (row.SubnetId === subnetId) visit(row.Vip, row.HaVipId);
  });
}

function occupantOf(state: State, subnetId: string, address: string): string | undefined {
  let found: string | undefined;
  eachOccupant(state, subnetId, (each, owner) => {
    if (each === address) found = owner;
  });
  return found;
}

/** How many addresses the subnet can give in all, and how many of them are free. */
export function addressCounts(
  state: State,
  subnet: SubnetRow,
): { TotalIpAddressCount: number; AvailableIpAddressCount: number } {
  const reserved = 3; // Network, gateway and broadcast address.
  const total = 2 ** (32 - rangeOf(subnet).prefixLength) - reserved;
  let used = 0;
  eachOccupant(state, subnet.SubnetId, () => (used += 1));
  return { TotalIpAddressCount: total, AvailableIpAddressCount: total - used };
}

/** The address in its canonical form, once it is known to be free and usable in the subnet. */
export function claimableAddress(
  state: State,
  subnet: SubnetRow,
  text: string,
  { assumptions }: Assuming,
  parameter = "Vip",
): string {
  const address = checkAddress(parameter, text);
  const range = rangeOf(subnet);
  if (!range.contains(address)) {
    throw new ApiError(
      assumptions.codes.addressOutsideSubnet,
      `The address ${address} is not in the range ${range.text} of ${subnet.SubnetId}.`,
      `IP 地址 ${address} 不在 ${subnet.SubnetId} 的网段 ${range.text} 内。`,
    );
  }
  const reservedAs = range.reservedAs(address);
  if (reservedAs !== undefined) {
    throw new ApiError(
      assumptions.codes.reservedAddress,
      `The address ${address} is reserved: it is the ${reservedAs} of ${subnet.SubnetId} (${range.text}).`,
      `IP 地址 ${address} 是系统保留地址：${subnet.SubnetId}（${range.text}）的${RESERVED_AS[reservedAs]}。`,
    );
  }
  const occupant = occupantOf(state, subnet.SubnetId, address);
  if (occupant === undefined) return address;
  throw occupied(assumptions.codes.occupiedAddress, address, occupant);
}

const RESERVED_AS = { "network address": "网络地址", gateway: "网关地址", "broadcast address": "广播地址" } as const;

/** The lowest free address of the subnet, if it has one. (The order in which the cloud gives them is not known.) */
export function freeAddress(state: State, subnet: SubnetRow): string | undefined {
  return freeAddresses(state, subnet, 1)[0];
}

/** The lowest free addresses of the subnet besides those: as many as wanted, or as there are. */
export function freeAddresses(
  state: State,
  subnet: SubnetRow,
  count: number,
  besides: readonly string[] = [],
): string[] {
  const taken = occupants(state, subnet.SubnetId);
  const free: string[] = [];
  if (count === 0) return free;
  for (const address of rangeOf(subnet).usable()) {
    if (taken.has(address) || besides.includes(address)) continue;
    free.push(address);
    if (free.length === count) return free;
  }
  return free;
}

export function checkAddress(parameter: string, text: string): string {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed.address;
  throw new ApiError(
    "InvalidParameterValue.Malformed",
    `The \`${parameter}\` \`${text}\` ${parsed.reason}.`,
    `参数 \`${parameter}\` 的取值 \`${text}\` 格式不正确，应为不带掩码的 IPv4 地址，例如 10.0.0.100。`,
  );
}

/** The IPv4 range that a parameter gives. */
export function checkCidr(parameter: string, text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.ok) return parsed.cidr;
  throw new ApiError(
    "InvalidParameterValue.Malformed",
    `The \`${parameter}\` \`${text}\` ${parsed.reason}.`,
    `参数 \`${parameter}\` 的取值 \`${text}\` 格式不正确，应为主机位全为 0 的 IPv4 网段，例如 10.0.0.0/24。`,
  );
}
