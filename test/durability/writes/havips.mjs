import { asList, change, changing, idsOf, making, newTags, one, token, vpcTask } from "./change.mjs";
import { rowsOf } from "../world.mjs";

export const createHaVip = (world, { name }, random) => {
  const SubnetId = one(idsOf(world.subnets), random);
  if (SubnetId === undefined) return undefined;
  const { VpcId } = world.subnets[SubnetId];
  const near = idsOf(world.instances, (row) => row.SubnetId === SubnetId);
  const Range = near.length > 0 && random.happens(0.6) ? random.some(near, 3) : [];
  const Tags = newTags(random);
  return {
    action: "CreateHaVip",
    parameters: {
      ...{ VpcId, SubnetId, HaVipName: name, Tags: asList(Tags), ...token(random) },
      ...(Range.length === 0 ? {} : { HaVipAssociationSet: Range.map((InstanceId) => ({ InstanceId })) }),
    },
    ...making("havips", 1, { HaVipName: name, VpcId, SubnetId, Tags, Range, AddressIp: "", State: "UNBIND" }),
    ids: ({ HaVip }) => [HaVip.HaVipId],
    rows: ({ HaVip }) => rowsOf("havips", [HaVip]),
  };
};

export const deleteHaVip = (world, _place, random) => {
  const HaVipId = one(
    idsOf(world.havips, (row) => row.AddressIp === "" && row.State === "UNBIND"),
    random,
  );
  if (HaVipId === undefined) return undefined;
  return {
    action: "DeleteHaVip",
    parameters: { HaVipId },
    then: changing("havips", [HaVipId], null),
    task: vpcTask,
  };
};

export const modifyHaVip = (world, { name }, random) => {
  const HaVipId = one(idsOf(world.havips), random);
  if (HaVipId === undefined) return undefined;
  return {
    action: "ModifyHaVipAttribute",
    parameters: { HaVipId, HaVipName: name },
    then: changing("havips", [HaVipId], { HaVipName: name }),
  };
};

/** Several HAVIPs at once, each with an instance more or less in its range. */
const changeRange = (action, candidates, after) => (world, _place, random) => {
  const pairs = idsOf(world.havips).flatMap((HaVipId) => {
    const InstanceId = one(candidates(world, world.havips[HaVipId]), random);
    return InstanceId === undefined ? [] : [{ HaVipId, InstanceId }];
  });
  if (pairs.length === 0) return undefined;
  const HaVipAssociationSet = random.some(pairs, 5);
  return {
    action,
    parameters: { HaVipAssociationSet },
    then: (before) => {
      const changed = HaVipAssociationSet.map(({ HaVipId, InstanceId }) => [
        HaVipId,
        { Range: after(before.havips[HaVipId].Range, InstanceId) },
      ]);
      return change(before, "havips", Object.fromEntries(changed));
    },
  };
};
export const associate = changeRange(
  "AssociateHaVipInstance",
  (world, havip) =>
    idsOf(world.instances, (row) => row.SubnetId === havip.SubnetId).filter((id) => !havip.Range.includes(id)),
  (range, id) => [...range, id],
);
export const disassociate = changeRange(
  "DisassociateHaVipInstance",
  (_world, havip) => havip.Range,
  (range, id) => range.filter((other) => other !== id),
);

export const announce = (world, _place, random) => {
  const haVipId = one(
    idsOf(world.havips, (row) => row.Range.length > 0),
    random,
  );
  if (haVipId === undefined) return undefined;
  const instanceId = random.one(world.havips[haVipId].Range);
  return {
    action: "announce",
    control: { haVipId, instanceId },
    then: changing("havips", [haVipId], { State: "AVAILABLE", InstanceId: instanceId }),
  };
};

export const giveUp = (world, _place, random) => {
  const haVipId = one(
    idsOf(world.havips, (row) => row.State === "AVAILABLE"),
    random,
  );
  if (haVipId === undefined) return undefined;
  const then = changing("havips", [haVipId], { State: "UNBIND", InstanceId: "" });
  return { action: "release", control: { haVipId }, then };
};
