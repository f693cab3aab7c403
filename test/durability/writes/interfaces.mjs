import { changing, idsOf, making, one, removal, token, vpcTask } from "./change.mjs";

export const createInterface = (world, { name }, random) => {
  const SubnetId = one(idsOf(world.subnets), random);
  if (SubnetId === undefined || idsOf(world.interfaces).length >= 8) return undefined;
  const fields = { NetworkInterfaceName: name, SubnetId, InstanceId: "", Tags: {} };
  return {
    action: "CreateNetworkInterface",
    parameters: {
      ...{ VpcId: world.subnets[SubnetId].VpcId, SubnetId, NetworkInterfaceName: name, ...token(random) },
      SecondaryPrivateIpAddressCount: random.below(3),
    },
    ...making("interfaces", 1, { ...fields, State: "AVAILABLE", NetworkInterfaceState: "AVAILABLE" }),
    ids: ({ NetworkInterface }) => [NetworkInterface.NetworkInterfaceId],
    task: vpcTask,
  };
};

export const attach = (world, _place, random) => {
  const NetworkInterfaceId = one(
    idsOf(world.interfaces, (row) => row.InstanceId === ""),
    random,
  );
  const InstanceId = one(idsOf(world.instances), random);
  if (NetworkInterfaceId === undefined || InstanceId === undefined) return undefined;
  return {
    action: "AttachNetworkInterface",
    parameters: { NetworkInterfaceId, InstanceId, ...token(random) },
    then: changing("interfaces", [NetworkInterfaceId], { InstanceId, NetworkInterfaceState: "INUSE" }),
    task: vpcTask,
  };
};

export const detach = (world, _place, random) => {
  const NetworkInterfaceId = one(
    idsOf(world.interfaces, (row) => row.InstanceId !== ""),
    random,
  );
  if (NetworkInterfaceId === undefined) return undefined;
  const { InstanceId } = world.interfaces[NetworkInterfaceId];
  return {
    action: "DetachNetworkInterface",
    parameters: { NetworkInterfaceId, InstanceId, ...token(random) },
    then: changing("interfaces", [NetworkInterfaceId], { InstanceId: "", NetworkInterfaceState: "AVAILABLE" }),
    task: vpcTask,
  };
};

export const deleteInterface = removal("DeleteNetworkInterface", "interfaces", "NetworkInterfaceId", vpcTask);
