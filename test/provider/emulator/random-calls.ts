import fc from "fast-check";
import type { ActionName } from "../../../provider/api/actions";
import type { Snapshot } from "../../../provider/emulator";
import type { Cloud } from "../../../provider/emulator/cloud/cloud";
import { callInProcess } from "./in-process";

/** One thing done to a cloud. The numbers say to what: they count around whatever is there when its turn comes. */
export interface Step {
  what: keyof typeof STEPS;
  a: number;
  b: number;
  c: number;
}

/** How long tasks take. */
export const TASK_MS = 1_000;

/** Does one step in the cloud, of which this is the state. What is refused is refused, and nothing else goes wrong. */
export async function take({ what, ...numbers }: Step, cloud: Cloud, state: Snapshot): Promise<void> {
  await STEPS[what]({ cloud, state, ...numbers });
}

/** Something to begin with: two network interfaces, one of them attached, an EIP and a HAVIP. */
export async function furnish(cloud: Cloud): Promise<void> {
  const furniture = [
    "createInterface",
    "createInterface",
    "later",
    "attach",
    "allocate",
    "createHavip",
    "later",
  ] as const;
  for (const what of furniture) await take({ what, a: 2, b: 2, c: 2 }, cloud, cloud.snapshot());
}

type Turn = Omit<Step, "what"> & { cloud: Cloud; state: Snapshot };

const pick = <T>(from: readonly T[], number: number): T | undefined => from[number % Math.max(1, from.length)];

/** Mostly the first subnet: what is in one can meet. */
const place = (number: number): object => ({
  VpcId: "vpc-00000001",
  SubnetId: number % 6 === 0 ? "subnet-00000002" : "subnet-00000001",
});

/** Mostly one that an earlier step made; often one that is on its way, where a rule is forgotten most easily. */
const interfaceId = ({ state }: Turn, number: number): string => {
  const primary = state.instances.map((row) => row.NetworkInterfaceId);
  const made = state.networkInterfaces.filter((row) => !row.Primary);
  const onTheirWay = made.filter((row) => row.State !== "AVAILABLE");
  const rows = number % 2 === 0 && onTheirWay.length > 0 ? onTheirWay : made;
  const ids = number % 4 === 1 ? primary : rows.map((row) => row.NetworkInterfaceId);
  return pick(ids, number >> 3) ?? "eni-00000001";
};
/** Mostly the last, which is seldom the primary one. */
const privateAddress = ({ state }: Turn, id: string, number: number): string => {
  const row = state.networkInterfaces.find((one) => one.NetworkInterfaceId === id);
  const owner = state.instances.find((one) => one.NetworkInterfaceId === id);
  const own = row?.PrivateIpAddressSet.map((one) => one.PrivateIpAddress) ?? owner?.PrivateIpAddresses ?? [];
  return (number % 3 === 0 ? pick(own, number) : own.at(-1)) ?? "10.0.0.200";
};
const instanceId = ({ state }: Turn, number: number): string =>
  pick(state.instances, number)?.InstanceId ?? "ins-00000001";
const havipId = ({ state }: Turn, number: number): string => pick(state.havips, number)?.HaVipId ?? "havip-00000001";
const eip = ({ state }: Turn, number: number): { AddressId: string; AddressIp: string } =>
  pick(state.addresses, number) ?? { AddressId: "eip-00000001", AddressIp: "203.0.113.2" };

/** A member of a range, or what claims a HAVIP: an instance or a network interface. */
const memberId = (turn: Turn, number: number): string =>
  number % 2 === 0 ? interfaceId(turn, number >> 1) : instanceId(turn, number >> 1);

const calls =
  (action: ActionName, parameters: (turn: Turn) => Record<string, unknown>) =>
  async (turn: Turn): Promise<void> => {
    const answer = await callInProcess(turn.cloud, action, parameters(turn));
    if (answer.Error?.Code === "InternalError") throw new Error(answer.Error.Message);
  };

/** Nothing where there are that many already: in a small world the same things meet again and again. */
const upTo =
  (
    most: number,
    table: "networkInterfaces" | "havips" | "addresses" | "instances",
    step: (turn: Turn) => Promise<void>,
  ) =>
  (turn: Turn): Promise<void> =>
    turn.state[table].length < most ? step(turn) : Promise.resolve();

const STEPS = {
  createInterface: upTo(
    5,
    "networkInterfaces",
    calls("CreateNetworkInterface", ({ a }) => ({ ...place(a), NetworkInterfaceName: "second" })),
  ),
  attach: calls("AttachNetworkInterface", (turn) => ({
    NetworkInterfaceId: interfaceId(turn, turn.a),
    InstanceId: instanceId(turn, turn.b),
  })),
  detach: calls("DetachNetworkInterface", (turn) => {
    const attached = turn.state.networkInterfaces.filter((row) => row.Attachment !== null);
    const row = pick(attached, turn.a);
    return {
      NetworkInterfaceId: row?.NetworkInterfaceId ?? interfaceId(turn, turn.a),
      InstanceId: row?.Attachment?.InstanceId ?? instanceId(turn, turn.b),
    };
  }),
  deleteInterface: calls("DeleteNetworkInterface", (turn) => ({ NetworkInterfaceId: interfaceId(turn, turn.a) })),
  assign: calls("AssignPrivateIpAddresses", (turn) => ({
    NetworkInterfaceId: interfaceId(turn, turn.a),
    SecondaryPrivateIpAddressCount: 1 + (turn.b % 2),
  })),
  unassign: calls("UnassignPrivateIpAddresses", (turn) => {
    const NetworkInterfaceId = interfaceId(turn, turn.a);
    const PrivateIpAddress = privateAddress(turn, NetworkInterfaceId, turn.b);
    return { NetworkInterfaceId, PrivateIpAddresses: [{ PrivateIpAddress }] };
  }),
  allocate: upTo(
    3,
    "addresses",
    calls("AllocateAddresses", () => ({})),
  ),
  associateToInstance: calls("AssociateAddress", (turn) => ({
    AddressId: eip(turn, turn.a).AddressId,
    InstanceId: instanceId(turn, turn.b),
  })),
  associateToInterface: calls("AssociateAddress", (turn) => {
    const NetworkInterfaceId = interfaceId(turn, turn.b);
    const PrivateIpAddress = privateAddress(turn, NetworkInterfaceId, turn.c);
    return { AddressId: eip(turn, turn.a).AddressId, NetworkInterfaceId, PrivateIpAddress };
  }),
  disassociate: calls("DisassociateAddress", (turn) => ({ AddressId: eip(turn, turn.a).AddressId })),
  releaseEip: calls("ReleaseAddresses", (turn) => ({ AddressIds: [eip(turn, turn.a).AddressId] })),
  createHavip: upTo(
    3,
    "havips",
    calls("CreateHaVip", (turn) => ({
      ...place(turn.a),
      HaVipName: "web",
      ...(turn.b % 2 === 0 ? {} : { NetworkInterfaceId: interfaceId(turn, turn.b >> 1) }),
      ...(turn.c % 2 === 0 ? {} : { HaVipAssociationSet: [{ InstanceId: memberId(turn, turn.c >> 1) }] }),
    })),
  ),
  deleteHavip: calls("DeleteHaVip", (turn) => ({ HaVipId: havipId(turn, turn.a) })),
  associateToHavip: calls("HaVipAssociateAddressIp", (turn) => ({
    HaVipId: havipId(turn, turn.a),
    AddressIp: eip(turn, turn.b).AddressIp,
  })),
  disassociateFromHavip: calls("HaVipDisassociateAddressIp", (turn) => ({ HaVipId: havipId(turn, turn.a) })),
  intoRange: calls("AssociateHaVipInstance", (turn) => ({
    HaVipAssociationSet: [{ HaVipId: havipId(turn, turn.a), InstanceId: memberId(turn, turn.b) }],
  })),
  outOfRange: calls("DisassociateHaVipInstance", (turn) => ({
    HaVipAssociationSet: [{ HaVipId: havipId(turn, turn.a), InstanceId: memberId(turn, turn.b) }],
  })),
  run: upTo(
    4,
    "instances",
    calls("RunInstances", ({ a }) => ({
      Placement: { Zone: "ap-guangzhou-3" },
      ImageId: "img-00000001",
      VirtualPrivateCloud: place(a),
    })),
  ),
  terminate: calls("TerminateInstances", (turn) => ({ InstanceIds: [instanceId(turn, turn.a)] })),
  deleteSubnet: calls("DeleteSubnet", () => ({ SubnetId: "subnet-00000002" })),
  announce: (turn: Turn): void => {
    const id = memberId(turn, turn.b);
    const sender = id.startsWith("eni-") ? { networkInterfaceId: id } : { instanceId: id };
    unlessRefused(() => {
      turn.cloud.announce({ haVipId: havipId(turn, turn.a), ...sender });
    });
  },
  release: (turn: Turn): void => {
    unlessRefused(() => turn.cloud.release({ haVipId: havipId(turn, turn.a) }));
  },
  later: ({ cloud }: Turn): void => {
    cloud.clock.advance(TASK_MS);
  },
  outcome: ({ cloud, a }: Turn): void => {
    cloud.behave({ tasks: { outcome: a % 5 === 0 ? "FAILED" : "SUCCESS" } });
  },
  stuck: ({ cloud, a }: Turn): void => {
    cloud.behave({ tasks: { stuck: a % 3 === 0 } });
  },
} as const satisfies Readonly<Record<string, (turn: Turn) => Promise<void> | void>>;

function unlessRefused(control: () => unknown): void {
  try {
    control();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ControlError") throw error;
  }
}

/** What binds and what is under way is more likely than what ends everything. */
const WEIGHTS: Readonly<Partial<Record<Step["what"], number>>> = {
  ...{ createInterface: 3, attach: 5, detach: 6, deleteInterface: 3, assign: 5, unassign: 4 },
  ...{ allocate: 2, associateToInterface: 6, createHavip: 3, intoRange: 4, announce: 6, later: 16, terminate: 2 },
};

// True because STEPS is a literal with these keys only.
const NAMES = Object.keys(STEPS) as Step["what"][];
const numbers = fc.nat(999);

export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.oneof(...NAMES.map((name) => ({ weight: WEIGHTS[name] ?? 1, arbitrary: fc.constant(name) }))),
    ...{ a: numbers, b: numbers, c: numbers },
  }),
  { minLength: 1, maxLength: 60, size: "max" },
);
