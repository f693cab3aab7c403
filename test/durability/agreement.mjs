import { rowsOf } from "./world.mjs";

/** Contradictions in what the API answers about all regions, as texts. `regions`: what readRegion gave, by region. */
export function contradictions(regions) {
  const everything = Object.values(regions).map(({ answered }) => answered);
  const ids = everything.flatMap((answered) => Object.entries(answered).flatMap(([kind, all]) => idsOf(kind, all)));
  const eips = everything.flatMap((answered) => answered.eips.map((eip) => eip.AddressIp));
  return [
    ...twice(ids).map((id) => `${id} is there twice`),
    ...twice(eips).map((ip) => `two EIPs are ${ip}`),
    ...everything.flatMap((answered) => [
      ...sharedAddresses(answered),
      ...brokenBindings(answered),
      ...brokenInstances(answered),
      ...orphans(answered),
      ...wrongCounts(answered),
    ]),
  ];
}

const idsOf = (kind, all) => Object.keys(rowsOf(kind, all)).concat(kind === "interfaces" ? primaryIds(all) : []);
const primaryIds = (all) => all.filter((row) => row.Primary).map((row) => row.NetworkInterfaceId);

/** Each address of a VPC, and what has it. */
function usedAddresses({ havips, interfaces }) {
  return [
    ...havips.map((row) => ({ subnet: row.SubnetId, address: row.Vip })),
    ...interfaces.flatMap((row) =>
      row.PrivateIpAddressSet.map(({ PrivateIpAddress: address }) => ({ subnet: row.SubnetId, address })),
    ),
  ];
}

function sharedAddresses(answered) {
  const all = usedAddresses(answered).map(({ subnet, address }) => `${address} of ${subnet}`);
  return twice(all).map((address) => `two things have the address ${address}`);
}

/** An EIP and the HAVIP or the network interface that it is bound to name each other. */
function brokenBindings({ eips, havips, interfaces }) {
  const ofHavips = havips.filter((row) => row.AddressIp !== "").map((row) => `${row.AddressIp} with ${row.HaVipId}`);
  const ofInterfaces = interfaces.flatMap((row) =>
    row.PrivateIpAddressSet.filter((address) => address.PublicIpAddress !== "").map(
      (address) => `${address.PublicIpAddress} with ${row.NetworkInterfaceId}`,
    ),
  );
  const bound = eips
    .filter((row) => row.AddressStatus !== "UNBIND")
    .map((row) => `${row.AddressIp} with ${row.InstanceType === "HAVIP" ? row.InstanceId : row.NetworkInterfaceId}`);
  const holders = [...ofHavips, ...ofInterfaces];
  const unequal = (list, other, whose) =>
    list.filter((pair) => !other.includes(pair)).map((pair) => `only the ${whose} says that ${pair} is bound`);
  return [...unequal(bound, holders, "EIP"), ...unequal(holders, bound, "holder")];
}

/** Each instance has one primary network interface, with its addresses; each primary one has its instance. */
function brokenInstances({ instances, interfaces }) {
  const primary = interfaces.filter((row) => row.Primary);
  const named = primary.map((row) => {
    const addresses = row.PrivateIpAddressSet.map((address) => address.PrivateIpAddress);
    return `${row.Attachment?.InstanceId} at ${addresses.join(", ")}`;
  });
  const known = instances.map((row) => `${row.InstanceId} at ${row.PrivateIpAddresses.join(", ")}`);
  return [
    ...known.filter((text) => !named.includes(text)).map((text) => `${text} has no such network interface`),
    ...named.filter((text) => !known.includes(text)).map((text) => `a network interface is of ${text}, which is not`),
  ];
}

/** What is inside something that is not there. */
function orphans({ vpcs, subnets, instances, havips, interfaces }) {
  const there = new Set(
    [vpcs.map((row) => row.VpcId), subnets.map((row) => row.SubnetId), instances.map((row) => row.InstanceId)].flat(),
  );
  const needs = [
    ...subnets.map((row) => [row.SubnetId, [row.VpcId]]),
    ...instances.map((row) => [row.InstanceId, [row.VirtualPrivateCloud.VpcId, row.VirtualPrivateCloud.SubnetId]]),
    ...havips.map((row) => [
      row.HaVipId,
      [row.VpcId, row.SubnetId, row.InstanceId, ...row.HaVipAssociationSet.map((member) => member.InstanceId)],
    ]),
    ...interfaces.map((row) => [row.NetworkInterfaceId, [row.VpcId, row.SubnetId, row.Attachment?.InstanceId ?? ""]]),
  ];
  return needs.flatMap(([id, parents]) =>
    parents
      .filter((parent) => parent !== "" && !there.has(parent))
      .map((parent) => `${id} needs ${parent}, which is not`),
  );
}

function wrongCounts(answered) {
  return answered.subnets.flatMap((row) => {
    const used = usedAddresses(answered).filter(({ subnet }) => subnet === row.SubnetId).length;
    const counted = row.TotalIpAddressCount - row.AvailableIpAddressCount;
    return used === counted ? [] : [`${row.SubnetId} counts ${counted} addresses in use, and they are ${used}`];
  });
}

const twice = (list) => [...new Set(list.filter((item, index) => list.indexOf(item) !== index))];
