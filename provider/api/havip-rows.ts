import type { HaVip, Response } from "./actions";

/** What an answer says of HAVIPs. */
export function havipsIn({ HaVipSet }: Response<"DescribeHaVips">): HaVip[] {
  // Null where there are none: see essential.ts.
  const rows = (HaVipSet as (HaVip | null)[] | null | undefined) ?? [];
  return rows.filter((row) => row !== null).map(wholeHavip);
}

/**
 * A HAVIP as `HaVip` promises it. The document has empty texts for what is unbound; but of many fields of this API it says
 * that they "may return null", and what is null or missing must not reach a state, or pass for a holder.
 */
export function wholeHavip(row: HaVip): HaVip {
  const given = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  // True because every required field is a text, and `EMPTY` has all of them.
  return { ...EMPTY, ...Object.fromEntries(given) };
}

const EMPTY = {
  HaVipId: "",
  HaVipName: "",
  Vip: "",
  VpcId: "",
  SubnetId: "",
  NetworkInterfaceId: "",
  InstanceId: "",
  AddressIp: "",
  State: "",
  CreatedTime: "",
  Business: "",
};
