import { UNBOUND, asList, change, changing, each, idsOf, making, newTags, one, token } from "./change.mjs";

export const runInstances = (world, { name, region }, random) => {
  const SubnetId = one(idsOf(world.subnets), random);
  const count = random.between(1, 5);
  if (SubnetId === undefined || idsOf(world.instances).length + count > 20) return undefined;
  const Tags = newTags(random);
  return {
    service: "cvm",
    action: "RunInstances",
    parameters: {
      Placement: { Zone: world.subnets[SubnetId].Zone ?? `${region}-3` },
      ImageId: "img-00000001",
      VirtualPrivateCloud: { VpcId: world.subnets[SubnetId].VpcId, SubnetId },
      InstanceCount: count,
      InstanceName: name,
      TagSpecification: [{ ResourceType: "instance", Tags: asList(Tags) }],
      ...token(random),
    },
    ...making("instances", count, { InstanceName: name, InstanceState: "RUNNING", SubnetId, Tags }),
    ids: ({ InstanceIdSet }) => InstanceIdSet,
  };
};

export const setPower = (action, from, to) => (world, _place, random) => {
  const fitting = idsOf(world.instances, (row) => row.InstanceState === from);
  if (fitting.length === 0) return undefined;
  const InstanceIds = random.some(fitting, 5);
  const then = changing("instances", InstanceIds, { InstanceState: to });
  return { service: "cvm", action, parameters: { InstanceIds }, then };
};

/** The one write that changes four kinds of things. */
export const terminate = (world, _place, random) => {
  if (idsOf(world.instances).length < 4) return undefined;
  const InstanceIds = random.some(idsOf(world.instances), 3);
  const gone = (id) => InstanceIds.includes(id);
  return {
    service: "cvm",
    action: "TerminateInstances",
    parameters: { InstanceIds },
    then: (before) => {
      const havips = Object.entries(before.havips).map(([id, row]) => [
        id,
        {
          Range: row.Range.filter((member) => !gone(member)),
          ...(gone(row.InstanceId) ? { State: "UNBIND", InstanceId: "" } : {}),
        },
      ]);
      const eips = idsOf(before.eips, (row) => gone(row.InstanceId));
      const interfaces = idsOf(before.interfaces, (row) => gone(row.InstanceId));
      const detached = { InstanceId: "", NetworkInterfaceState: "AVAILABLE" };
      return [
        ["instances", each(InstanceIds, null)],
        ["havips", Object.fromEntries(havips)],
        ["eips", each(eips, UNBOUND)],
        ["interfaces", each(interfaces, detached)],
      ].reduce((changed, [kind, changes]) => change(changed, kind, changes), before);
    },
  };
};
