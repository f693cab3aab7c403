import { type Cidr, parseCidr } from "../../provider/core/addresses";
import { isHostAddress } from "./hosts";
import { memberName } from "./members";
import { type HaGroupDraft, type Known, LATER } from "./model";
import type { Problem } from "./problems";

/** What is wrong between members, HAVIPs and their subnet. keepalived's own test notices none of it (measured, 2.2.7). */
export function placementProblems(group: HaGroupDraft): Problem[] {
  const subnet = knownSubnet(group);
  return [
    ...ownAddressProblems(group),
    ...group.havips.flatMap(({ where, address }) => {
      const remedy = "a HAVIP is an address of its subnet that the cloud has not reserved";
      return subnetProblems(`${where}.address`, address, subnet, remedy);
    }),
    ...group.members.flatMap((member, index) => {
      const remedy = "members must be in the HAVIP's subnet: outside it nobody can claim the address";
      return subnetProblems(`${memberName(member, index)}.privateIp`, member.privateIp, subnet, remedy);
    }),
  ];
}

function knownSubnet({ havips }: HaGroupDraft): Cidr | undefined {
  for (const { subnetCidr } of havips) {
    if (subnetCidr === LATER || subnetCidr === undefined) continue;
    const parsed = parseCidr(subnetCidr);
    if (parsed.ok) return parsed.cidr;
  }
  return undefined;
}

/** A HAVIP that is an instance's own address would be removed from that instance whenever it is not the holder. */
function ownAddressProblems({ members, havips }: HaGroupDraft): Problem[] {
  return members.flatMap((member, index) =>
    havips.flatMap(({ where, address }) => {
      if (address === LATER || address !== member.privateIp) return [];
      const what = `privateIp ${address} is the address of ${where}`;
      const remedy = "give the instance's own private address here and the floating one as HAVIP";
      return [{ where: memberName(member, index), what, remedy }];
    }),
  );
}

function subnetProblems(where: string, address: Known<string>, subnet: Cidr | undefined, remedy: string): Problem[] {
  if (subnet === undefined || !isHostAddress(address)) return [];
  if (!subnet.contains(address)) return [{ where, what: `${address} is outside the subnet ${subnet.text}`, remedy }];
  const reserved = subnet.reservedAs(address);
  if (reserved === undefined) return [];
  return [{ where, what: `${address} is the ${reserved} of the subnet ${subnet.text}`, remedy }];
}
