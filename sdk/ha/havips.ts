import { parseCidr } from "../../provider/core/addresses";
import { isResourceId, resourceIdForm } from "../../provider/core/ids";
import { DEFAULT_HAVIPS_PER_VPC } from "../../provider/core/limits";
import { addressProblems } from "./hosts";
import { type Known, LATER, type VirtualAddressDraft } from "./model";
import { shown } from "./numbers";
import type { Problem } from "./problems";

/** More HAVIPs than a VPC holds by default cannot belong to one group. */
const MAX_HAVIPS = DEFAULT_HAVIPS_PER_VPC;

/** What is wrong with the HAVIPs by themselves. A HAVIP is bound to its subnet, so those of one group share it. */
export function havipProblems(havips: readonly VirtualAddressDraft[]): Problem[] {
  return [
    ...countProblems(havips.length),
    ...havips.flatMap(singleProblems),
    ...repeatedProblems(havips),
    ...differingProblems(havips, "subnetCidr", "subnet"),
    ...differingProblems(havips, "vpcId", "VPC"),
  ];
}

function countProblems(count: number): Problem[] {
  if (count >= 1 && count <= MAX_HAVIPS) return [];
  const remedy =
    count === 0
      ? "give the HAVIP that is to float between the members"
      : `give at most ${String(MAX_HAVIPS)}, which is what a VPC holds by default; use a cluster of other instances for more`;
  return [{ where: "havips", what: `${count === 0 ? "none" : String(count)} given`, remedy }];
}

function singleProblems({ where, address, subnetCidr, vpcId }: VirtualAddressDraft): Problem[] {
  return [
    ...addressProblems(`${where}.address`, address),
    ...cidrProblems(`${where}.subnetCidr`, subnetCidr),
    ...vpcIdProblems(`${where}.vpcId`, vpcId),
  ];
}

function cidrProblems(where: string, cidr: Known<string | undefined>): Problem[] {
  if (cidr === LATER || cidr === undefined) return [];
  const parsed = parseCidr(cidr);
  if (parsed.ok) return [];
  return [{ where, what: `${shown(cidr)} ${parsed.reason}`, remedy: "give the range of the HAVIP's subnet" }];
}

function vpcIdProblems(where: string, vpcId: Known<string | undefined>): Problem[] {
  if (vpcId === LATER || vpcId === undefined || isResourceId("vpc", vpcId)) return [];
  return [{ where, what: `${shown(vpcId)} is not the id of a VPC`, remedy: `give ${resourceIdForm("vpc")}` }];
}

function repeatedProblems(havips: readonly VirtualAddressDraft[]): Problem[] {
  const first = new Map<string, string>();
  return havips.flatMap(({ where, address }) => {
    if (address === LATER) return [];
    const earlier = first.get(address);
    if (earlier === undefined) {
      first.set(address, where);
      return [];
    }
    return [{ where, what: `address ${shown(address)} is also that of ${earlier}`, remedy: "list every HAVIP once" }];
  });
}

/** One problem for every HAVIP that says another subnet or VPC than the first one that says any. */
function differingProblems(
  havips: readonly VirtualAddressDraft[],
  property: "subnetCidr" | "vpcId",
  noun: string,
): Problem[] {
  const said = havips.flatMap(({ where, [property]: value }) => {
    return value === LATER || value === undefined ? [] : [{ where, value }];
  });
  const [first, ...others] = said;
  if (first === undefined) return [];
  const remedy = `the HAVIPs of one cluster share a ${noun}; use one cluster for each`;
  return others
    .filter(({ value }) => value !== first.value)
    .map(({ where, value }) => {
      return { where, what: `is in the ${noun} ${shown(value)}, ${first.where} in ${shown(first.value)}`, remedy };
    });
}
