import { createHash } from "node:crypto";
import type { NetworkInterface } from "../../api/actions";
import { EMULATOR_ACCOUNT } from "../../core/emulator";
import type { AddressRow, Change, InstanceRow, InterfaceAddress, NetworkInterfaceRow, State } from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";
import { vpcTime } from "./clock";

/**
 * The network interfaces that there are. Each instance has a primary one from the start; it is a row of its own only
 * once something about it was changed.
 */
export function networkInterfaces(state: State): NetworkInterfaceRow[] {
  const primary = [...state.instances.values()].map((instance) => primaryInterface(state, instance));
  return [...primary, ...[...state.networkInterfaces.values()].filter((row) => !row.Primary)];
}

export function networkInterface(state: State, id: string): NetworkInterfaceRow | undefined {
  const own = state.networkInterfaces.get(id);
  if (own !== undefined) return own;
  const instance = [...state.instances.values()].find((row) => row.NetworkInterfaceId === id);
  return instance && primaryOf(instance);
}

function primaryInterface(state: State, instance: InstanceRow): NetworkInterfaceRow {
  return state.networkInterfaces.get(instance.NetworkInterfaceId) ?? primaryOf(instance);
}

/** The network interfaces of an instance, the primary one first. */
export function interfacesOf(state: State, instanceId: string): NetworkInterfaceRow[] {
  return networkInterfaces(state).filter((row) => row.Attachment?.InstanceId === instanceId);
}

export function newInterface(
  given: Pick<
    NetworkInterfaceRow,
    "NetworkInterfaceId" | "NetworkInterfaceName" | "SubnetId" | "VpcId" | "Zone" | "CreatedTime" | "Region"
  >,
  addresses: InterfaceAddress[],
): NetworkInterfaceRow {
  return {
    ...given,
    NetworkInterfaceDescription: "",
    GroupSet: [],
    Primary: false,
    MacAddress: macOf(given.NetworkInterfaceId),
    State: "AVAILABLE",
    NetworkInterfaceState: "AVAILABLE",
    PrivateIpAddressSet: addresses,
    Attachment: null,
    Ipv6AddressSet: [],
    TagSet: [],
    EniType: 0,
    Business: "cvm",
    CdcId: "",
    AttachType: 0,
  };
}

export function newInterfaceAddress(PrivateIpAddress: string, Primary: boolean, Description = ""): InterfaceAddress {
  return { PrivateIpAddress, Primary, Description, IsWanIpBlocked: false, State: "AVAILABLE" };
}

/** The address, if there is one, that a task is about to add to the network interface or to take from it. */
export function addressOnItsWay(row: NetworkInterfaceRow): InterfaceAddress | undefined {
  return row.PrivateIpAddressSet.find((address) => address.State !== "AVAILABLE");
}

/** The addresses of a primary network interface are its instance's, too, from when they are there in earnest. */
export function writeInterface(state: State, row: NetworkInterfaceRow): Change[] {
  const { NetworkInterfaceId: id, Primary, Attachment, PrivateIpAddressSet } = row;
  const change: Change = { table: "networkInterfaces", id, row };
  const instance = Primary && Attachment !== null ? state.instances.get(Attachment.InstanceId) : undefined;
  if (instance === undefined) return [change];
  const there = PrivateIpAddressSet.filter((address) => address.State !== "PENDING");
  const PrivateIpAddresses = there.map((address) => address.PrivateIpAddress);
  return [change, { table: "instances", id: instance.InstanceId, row: { ...instance, PrivateIpAddresses } }];
}

export function attachment(
  InstanceId: string,
  DeviceIndex: number,
  AttachTime: string,
): NetworkInterface["Attachment"] {
  return { InstanceId, DeviceIndex, InstanceAccountId: EMULATOR_ACCOUNT, AttachTime };
}

/** As the API shows it: each address with the EIP that is bound to it, or the public address of its instance. */
export function shownInterface(
  state: State,
  { Region: _, ...row }: NetworkInterfaceRow,
  context: Assuming,
): NetworkInterface {
  const wan = row.Primary ? state.instances.get(row.Attachment?.InstanceId ?? "")?.WanIpAddress : undefined;
  const PrivateIpAddressSet = row.PrivateIpAddressSet.map((address) => {
    const eip = addressAt(state, row.NetworkInterfaceId, address.PrivateIpAddress);
    const PublicIpAddress = eip?.AddressIp ?? (address.Primary ? wan : undefined) ?? "";
    return { ...address, PublicIpAddress, AddressId: eip?.AddressId ?? "", QosLevel: "DEFAULT" };
  });
  const more = { PrivateIpAddressSet, ResourceId: "", QosLevel: "DEFAULT" };
  if (!row.Primary) return { ...row, ...more };
  const CreatedTime = createdTime(state, row, context);
  const Attachment = row.Attachment && { ...row.Attachment, AttachTime: CreatedTime };
  return { ...row, CreatedTime, Attachment, ...more };
}

/** A primary network interface is there from the moment that its instance is. */
export function createdTime(
  state: State,
  row: Pick<NetworkInterfaceRow, "Primary" | "Attachment" | "CreatedTime">,
  context: Assuming,
): string {
  const instance = row.Primary ? state.instances.get(row.Attachment?.InstanceId ?? "") : undefined;
  return instance === undefined ? row.CreatedTime : vpcTime(Date.parse(instance.CreatedTime), context);
}

/** The EIP that is bound, or being bound, to an address of a network interface. */
export function addressAt(state: State, interfaceId: string, privateAddress: string): AddressRow | undefined {
  for (const row of state.addresses.values()) {
    if (row.NetworkInterfaceId === interfaceId && row.PrivateAddressIp === privateAddress) return row;
  }
  return undefined;
}

function primaryOf(instance: InstanceRow): NetworkInterfaceRow {
  const { CreatedTime } = instance; // As the API of CVM writes it, until it is shown.
  const row = newInterface(
    {
      NetworkInterfaceId: instance.NetworkInterfaceId,
      NetworkInterfaceName: "Primary ENI",
      SubnetId: instance.VirtualPrivateCloud.SubnetId,
      VpcId: instance.VirtualPrivateCloud.VpcId,
      Zone: instance.Placement.Zone,
      CreatedTime,
      Region: instance.Region,
    },
    instance.PrivateIpAddresses.map((address, index) => newInterfaceAddress(address, index === 0)),
  );
  return {
    ...row,
    Primary: true,
    EniType: 1,
    GroupSet: instance.SecurityGroupIds,
    NetworkInterfaceState: "INUSE",
    Attachment: attachment(instance.InstanceId, 0, CreatedTime),
  };
}

/** The same for an id every time, and under the prefix of locally administered addresses. */
function macOf(id: string): string {
  const digits = createHash("sha256").update(id).digest("hex").slice(0, 8);
  return `52:54:${(digits.match(/../g) ?? []).join(":")}`;
}
