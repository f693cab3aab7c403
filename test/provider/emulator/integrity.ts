import type { Snapshot } from "../../../provider/emulator";
import type { AddressRow, HavipRow, InstanceRow, NetworkInterfaceRow } from "../../../provider/emulator/store/state";

/** What is wrong with a state: what it mentions that is not there, and what two rows say differently of one thing. */
export function contradictions(state: Snapshot): string[] {
  const world = index(state);
  return [
    ...state.subnets.flatMap((row) => broken(row.SubnetId, { "its VPC exists": world.vpcs.has(row.VpcId) })),
    ...state.instances.flatMap((row) => ofInstance(world, row)),
    ...world.interfaces.flatMap((row) => ofInterface(world, row)),
    ...state.havips.flatMap((row) => ofHavip(world, row)),
    ...state.addresses.flatMap((row) => ofEip(world, row)),
    ...ofTasks(world),
    ...twice("The private address", addressesInUse(state)),
    ...twice(
      "The EIP of",
      state.addresses.flatMap((row) => row.PrivateAddressIp ?? []),
    ),
    ...twice(
      "The public address",
      state.addresses.map((row) => row.AddressIp),
    ),
  ];
}

/** Each private address that something has, as often as something has it, with its subnet. */
export function addressesInUse(state: Snapshot): string[] {
  return [
    ...interfacesIn(state).flatMap((row) => addressesOf(row).map((address) => `${row.SubnetId} ${address}`)),
    ...state.havips.map((row) => `${row.SubnetId} ${row.Vip}`),
  ];
}

/** What only a task could end. */
export function unfinished(state: Snapshot): string[] {
  return [
    ...state.networkInterfaces
      .filter((row) => row.State !== "AVAILABLE" || row.PrivateIpAddressSet.some(({ State }) => State !== "AVAILABLE"))
      .map((row) => row.NetworkInterfaceId),
    ...state.addresses.filter((row) => !["BIND", "UNBIND"].includes(row.AddressStatus)).map((row) => row.AddressId),
  ];
}

type Interface = Pick<
  NetworkInterfaceRow,
  "NetworkInterfaceId" | "SubnetId" | "Primary" | "State" | "Attachment" | "PrivateIpAddressSet"
>;

/** The primary network interface of an instance is a row of its own only once something about it was changed. */
function interfacesIn(state: Snapshot): Interface[] {
  const rows = new Set(state.networkInterfaces.map((row) => row.NetworkInterfaceId));
  const derived = state.instances.filter((row) => !rows.has(row.NetworkInterfaceId));
  return [
    ...state.networkInterfaces,
    ...derived.map((row) => ({
      NetworkInterfaceId: row.NetworkInterfaceId,
      SubnetId: row.VirtualPrivateCloud.SubnetId,
      Primary: true,
      State: "AVAILABLE",
      Attachment: { InstanceId: row.InstanceId, DeviceIndex: 0, InstanceAccountId: "", AttachTime: "" },
      PrivateIpAddressSet: row.PrivateIpAddresses.map((PrivateIpAddress, position) => ({
        ...{ PrivateIpAddress, Primary: position === 0, Description: "", IsWanIpBlocked: false, State: "AVAILABLE" },
      })),
    })),
  ];
}

const addressesOf = (row: Interface): string[] => row.PrivateIpAddressSet.map((address) => address.PrivateIpAddress);

type World = ReturnType<typeof index>;
function index(state: Snapshot) {
  const interfaces = interfacesIn(state);
  const by = <Row>(rows: readonly Row[], id: (row: Row) => string): Map<string, Row> =>
    new Map(rows.map((row) => [id(row), row]));
  return {
    state,
    interfaces,
    vpcs: by(state.vpcs, (row) => row.VpcId),
    subnets: by(state.subnets, (row) => row.SubnetId),
    instances: by(state.instances, (row) => row.InstanceId),
    interface: by(interfaces, (row) => row.NetworkInterfaceId),
    havips: by(state.havips, (row) => row.HaVipId),
    eips: by(state.addresses, (row) => row.AddressId),
    eipsByIp: by(state.addresses, (row) => row.AddressIp),
  };
}

/** The rules that do not hold, each with the id of the row that breaks it. */
function broken(id: string, rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [`${id}: it does not hold that ${rule}`]));
}

function ofInstance(world: World, row: InstanceRow): string[] {
  const primary = world.interface.get(row.NetworkInterfaceId);
  const own = primary?.PrivateIpAddressSet.filter(({ State }) => State !== "PENDING").map((a) => a.PrivateIpAddress);
  return broken(row.InstanceId, {
    "its VPC exists": world.vpcs.has(row.VirtualPrivateCloud.VpcId),
    "its subnet exists": world.subnets.has(row.VirtualPrivateCloud.SubnetId),
    "its primary interface is attached to it": primary?.Attachment?.InstanceId === row.InstanceId,
    "its addresses are those of its primary interface": own?.join() === row.PrivateIpAddresses.join(),
  });
}

function ofInterface(world: World, row: Interface): string[] {
  const instance = world.instances.get(row.Attachment?.InstanceId ?? "");
  return broken(row.NetworkInterfaceId, {
    "its subnet exists": world.subnets.has(row.SubnetId),
    "its instance exists": row.Attachment === null || instance !== undefined,
    "it is primary for its own instance only":
      row.Primary === (instance?.NetworkInterfaceId === row.NetworkInterfaceId),
    "it has one primary address": row.PrivateIpAddressSet.filter((address) => address.Primary).length === 1,
  });
}

function ofHavip(world: World, row: HavipRow): string[] {
  const place = world.interface.get(row.NetworkInterfaceId);
  const eip = world.eipsByIp.get(row.AddressIp);
  const isHeld = row.InstanceId !== "";
  return [
    ...broken(row.HaVipId, {
      "its subnet exists": world.subnets.has(row.SubnetId),
      "its interface exists, in its subnet": row.NetworkInterfaceId === "" || place?.SubnetId === row.SubnetId,
      "it is AVAILABLE where an instance holds it": (row.State === "AVAILABLE") === isHeld,
      "its holder exists": !isHeld || world.instances.has(row.InstanceId),
      "its holder has the interface": !isHeld || place?.Attachment?.InstanceId === row.InstanceId,
      "its EIP exists and is its own": row.AddressIp === "" || eip?.InstanceId === row.HaVipId,
    }),
    ...row.HaVipAssociationSet.flatMap(({ InstanceId }) =>
      broken(`${InstanceId} in the range of ${row.HaVipId}`, {
        "it exists": world.instances.has(InstanceId) || world.interface.has(InstanceId),
        "it has an interface that stays in the subnet": world.interfaces.some(
          (each) =>
            each.SubnetId === row.SubnetId &&
            each.State === "AVAILABLE" &&
            each.Attachment !== null &&
            [each.NetworkInterfaceId, each.Attachment.InstanceId].includes(InstanceId),
        ),
      }),
    ),
  ];
}

function ofEip(world: World, row: AddressRow): string[] {
  const isBound = ["BINDING", "BIND", "UNBINDING"].includes(row.AddressStatus);
  if (!isBound) {
    const rule = "it names no target";
    return broken(row.AddressId, { [rule]: row.InstanceId === "" && row.NetworkInterfaceId === null });
  }
  if (row.InstanceType === "HAVIP") {
    const havip = world.havips.get(row.InstanceId);
    return broken(row.AddressId, {
      "its HAVIP exists and has its address": havip?.Vip === row.PrivateAddressIp,
      "its HAVIP names it": row.AddressStatus === "BINDING" || havip?.AddressIp === row.AddressIp,
    });
  }
  const holder = world.interface.get(row.NetworkInterfaceId ?? "");
  return broken(row.AddressId, {
    "its interface exists and has the address":
      holder !== undefined && addressesOf(holder).includes(row.PrivateAddressIp ?? ""),
    "its instance has the interface": row.InstanceId === "" || holder?.Attachment?.InstanceId === row.InstanceId,
  });
}

/** A task works on what is there, and what is on its way has a task. */
function ofTasks(world: World): string[] {
  const { tasks, interfaceTasks, addressTasks, addresses } = world.state;
  const all = [
    ...tasks.map((task) => ({ id: task.TaskId, works: [task.HaVipId] })),
    ...interfaceTasks.map((task) => ({ id: task.TaskId, works: [task.NetworkInterfaceId] })),
    ...addressTasks.map((task) => ({ id: task.TaskId, works: task.AddressIds })),
  ];
  const isThere = (id: string): boolean => world.havips.has(id) || world.interface.has(id) || world.eips.has(id);
  const worked = new Set(all.flatMap((task) => task.works));
  // The task of a HAVIP, or of a network interface, ends what its EIPs are on their way to.
  const byTheWay = addresses.filter((row) => worked.has(row.InstanceId) || worked.has(row.NetworkInterfaceId ?? ""));
  for (const row of byTheWay) worked.add(row.AddressId);
  return [
    ...all.flatMap(({ id, works }) => broken(id, { "it works on what is there": works.every(isThere) })),
    ...unfinished(world.state).flatMap((id) => broken(id, { "a task works on it": worked.has(id) })),
  ];
}

function twice(what: string, all: readonly string[]): string[] {
  const again = all.filter((each, position) => all.indexOf(each) < position);
  return again.map((each) => `${what} ${each} is there twice`);
}
