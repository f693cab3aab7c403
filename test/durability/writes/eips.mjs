import {
  UNBOUND,
  asList,
  change,
  changing,
  each,
  eipTask,
  idsOf,
  making,
  newTags,
  one,
  token,
  vpcTask,
} from "./change.mjs";

export const allocate = (world, { name }, random) => {
  const count = random.between(1, 4);
  if (idsOf(world.eips).length + count > 16) return undefined;
  const Tags = newTags(random);
  const fields = { AddressName: name, Tags, AddressStatus: "UNBIND", InstanceId: "", InstanceType: null };
  return {
    action: "AllocateAddresses",
    parameters: { AddressCount: count, AddressName: name, Tags: asList(Tags), ...token(random) },
    ...making("eips", count, fields),
    ids: ({ AddressSet }) => AddressSet,
    task: eipTask,
  };
};

const freeEips = (world) => idsOf(world.eips, (row) => row.AddressStatus === "UNBIND");
export const release = (world, _place, random) => {
  if (freeEips(world).length === 0) return undefined;
  const AddressIds = random.some(freeEips(world), 4);
  return {
    action: "ReleaseAddresses",
    parameters: { AddressIds },
    then: changing("eips", AddressIds, null),
    task: eipTask,
  };
};

export const bindHavip = (world, _place, random) => {
  const HaVipId = one(
    idsOf(world.havips, (row) => row.AddressIp === ""),
    random,
  );
  // Of one that was made just now, the address is not known yet.
  const eip = one(
    freeEips(world).filter((id) => world.eips[id].AddressIp !== undefined),
    random,
  );
  if (HaVipId === undefined || eip === undefined) return undefined;
  const { AddressIp } = world.eips[eip];
  const bound = { AddressStatus: "BIND", InstanceId: HaVipId, InstanceType: "HAVIP" };
  return {
    action: "HaVipAssociateAddressIp",
    parameters: { HaVipId, AddressIp },
    then: (before) => change(change(before, "havips", { [HaVipId]: { AddressIp } }), "eips", { [eip]: bound }),
    task: vpcTask,
  };
};

export const unbindHavip = (world, _place, random) => {
  const HaVipId = one(
    idsOf(world.havips, (row) => row.AddressIp !== ""),
    random,
  );
  if (HaVipId === undefined) return undefined;
  const eips = idsOf(world.eips, (row) => row.InstanceId === HaVipId);
  return {
    action: "HaVipDisassociateAddressIp",
    parameters: { HaVipId },
    then: (before) => change(change(before, "havips", { [HaVipId]: { AddressIp: "" } }), "eips", each(eips, UNBOUND)),
    task: vpcTask,
  };
};

export const bindInstance = (world, _place, random) => {
  const InstanceId = one(idsOf(world.instances), random);
  const AddressId = one(freeEips(world), random);
  if (InstanceId === undefined || AddressId === undefined) return undefined;
  return {
    action: "AssociateAddress",
    parameters: { AddressId, InstanceId },
    then: changing("eips", [AddressId], { AddressStatus: "BIND", InstanceId, InstanceType: "CVM" }),
    task: eipTask,
  };
};

export const unbindInstance = (world, _place, random) => {
  const AddressId = one(
    idsOf(world.eips, (row) => row.InstanceType === "CVM"),
    random,
  );
  if (AddressId === undefined) return undefined;
  return {
    action: "DisassociateAddress",
    parameters: { AddressId },
    then: changing("eips", [AddressId], UNBOUND),
    task: eipTask,
  };
};
