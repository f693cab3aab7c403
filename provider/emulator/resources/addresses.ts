import type { Address } from "../../api/actions";
import { parseCidr } from "../../core/addresses";
import type { AddressRow, State } from "../store/state";
import { isoTime } from "./clock";
import { networkInterface } from "./interfaces";

/** Ranges kept for documentation (RFC 5737): no packet meant for an emulated EIP reaches anyone. */
const POOL = ["203.0.113.0/24", "198.51.100.0/24"];

/** The lowest public addresses that no EIP or instance of any region has: as many as wanted, or as there are. */
export function freePublicAddresses(state: State, count: number): string[] {
  const ofInstances = [...state.instances.values()].flatMap((row) => row.WanIpAddress ?? []);
  // Data of an emulator that took any address for an EIP may have HAVIPs with EIPs that have no row.
  const ofEips = [...state.addresses.values(), ...state.havips.values()].map((row) => row.AddressIp);
  const taken = new Set([...ofInstances, ...ofEips]);
  const all = POOL.flatMap((text) => {
    const parsed = parseCidr(text);
    return parsed.ok ? [...parsed.cidr.usable()] : [];
  });
  return all.filter((address) => !taken.has(address)).slice(0, count);
}

export function newAddress(given: {
  AddressId: string;
  AddressIp: string;
  AddressName: string;
  InternetChargeType: string;
  Bandwidth: number;
  TagSet: AddressRow["TagSet"];
  Region: string;
  now: number;
}): AddressRow {
  const { now, ...fields } = given;
  return {
    ...fields,
    ...UNBOUND,
    AddressStatus: "CREATING",
    CreatedTime: isoTime(now),
    IsArrears: false,
    IsBlocked: false,
    IsEipDirectConnection: false,
    AddressType: "EIP",
    CascadeRelease: false,
    EipAlgType: { Ftp: false, Sip: false },
    InternetServiceProvider: "BGP",
    LocalBgp: false,
    DeadlineDate: null,
  };
}

/** What an EIP that is bound to nothing says of its target. */
export const UNBOUND = { InstanceId: "", NetworkInterfaceId: null, PrivateAddressIp: null, InstanceType: null };

/**
 * As the API shows it. An EIP stays with its network interface wherever that goes: of one that is attached it names the
 * instance, of one that is not its status is BIND_ENI instead of BIND.
 */
export function shownAddress(state: State, { Region: _, ...given }: AddressRow): Address {
  const row = { ...given, ...ORDINARY };
  const holder = row.NetworkInterfaceId === null ? undefined : networkInterface(state, row.NetworkInterfaceId);
  if (holder === undefined) return row;
  if (holder.Attachment !== null) return { ...row, InstanceId: holder.Attachment.InstanceId };
  return row.AddressStatus === "BIND" ? { ...row, AddressStatus: "BIND_ENI" } : row;
}

/** Of every EIP here: an ordinary BGP address with its own bandwidth, for no protection package and no dedicated cluster. */
const ORDINARY = { Egress: null, AntiDDoSPackageId: "", BandwidthPackageId: null, UnVpcId: "", DedicatedClusterId: "" };

export function addressByIp(state: State, ip: string, region: string): AddressRow | undefined {
  return [...state.addresses.values()].find((row) => row.AddressIp === ip && row.Region === region);
}
