import { type Context } from "../actions/handler";
import { runningTask } from "../actions/tasks";
import { vpcTime } from "../resources/clock";
import { networkInterfaces } from "../resources/interfaces";
import type { Change, HavipRow, State } from "../store/state";
import { ControlError } from "../words/errors";

/** Who sends the gratuitous ARP: an instance, or one of its network interfaces. */
export interface Claim {
  haVipId: string;
  instanceId?: string;
  networkInterfaceId?: string;
}

type ClaimContext = Pick<Context, "now" | "assumptions">;

/**
 * An instance claims a HAVIP by gratuitous ARP, which is what the HA software does and no action of the API can do. The
 * newest claim wins. Refused, as in the cloud, to senders outside the HAVIP's subnet, and outside its range where
 * CheckAssociate is on.
 */
export function announce(state: State, claim: Claim, context: ClaimContext): Change[] {
  const havip = find(state, claim.haVipId);
  const sender = findSender(state, claim, havip.SubnetId);
  const { SubnetId } = sender;
  if (SubnetId !== havip.SubnetId) {
    throw new ControlError(
      409,
      `${sender.InstanceId} is in ${SubnetId}, but ${havip.HaVipId} is in ${havip.SubnetId}.`,
    );
  }
  const range = havip.HaVipAssociationSet.map((member) => member.InstanceId);
  if (havip.CheckAssociate && ![sender.InstanceId, sender.NetworkInterfaceId].some((id) => range.includes(id))) {
    throw new ControlError(
      409,
      `${sender.InstanceId} is not in the range of ${havip.HaVipId}, which is checked (CheckAssociate). ` +
        `In the range: ${range.join(", ") || "nobody"}.`,
    );
  }
  if (runningTask(state, havip.HaVipId)?.Effect.kind === "delete") {
    throw new ControlError(409, `${havip.HaVipId} is being deleted.`);
  }
  const { InstanceId, NetworkInterfaceId } = sender;
  return write({
    ...havip,
    State: "AVAILABLE",
    InstanceId,
    NetworkInterfaceId,
    FlushedTime: vpcTime(context.now, context),
  });
}

/** The holder gives the HAVIP up: its HA software was stopped, or it was unbound from the network interface. */
export function release(state: State, haVipId: string, context: ClaimContext): Change[] {
  const havip = find(state, haVipId);
  return write({
    ...havip,
    State: "UNBIND",
    InstanceId: "",
    NetworkInterfaceId: "",
    FlushedTime: vpcTime(context.now, context),
  });
}

function write(row: HavipRow): Change[] {
  return [{ table: "havips", id: row.HaVipId, row }];
}

function find(state: State, id: string): HavipRow {
  const havip = state.havips.get(id);
  if (havip !== undefined) return havip;
  const known = [...state.havips.keys()].join(", ") || "none";
  throw new ControlError(404, `The HAVIP ${id} does not exist. There are: ${known}.`);
}

/** Where the packet comes from: a network interface of a machine that runs. */
interface Sender {
  InstanceId: string;
  NetworkInterfaceId: string;
  SubnetId: string;
}

/** An instance that is named alone sends by its network interface in the HAVIP's subnet, else by its primary one. */
function findSender(state: State, { instanceId, networkInterfaceId }: Claim, subnetId: string): Sender {
  if (instanceId === undefined && networkInterfaceId === undefined) {
    throw new ControlError(400, "A claim needs the instanceId or the networkInterfaceId of its sender.");
  }
  const fitting = networkInterfaces(state).filter(
    (row) =>
      (instanceId === undefined || row.Attachment?.InstanceId === instanceId) &&
      (networkInterfaceId === undefined || row.NetworkInterfaceId === networkInterfaceId),
  );
  const there = fitting.filter(({ SubnetId }) => SubnetId === subnetId);
  const row = there.find(({ State }) => State === "AVAILABLE") ?? there[0] ?? fitting[0];
  if (row === undefined) throw unknownSender(state, instanceId, networkInterfaceId);
  const { NetworkInterfaceId, SubnetId } = row;
  if (row.State !== "AVAILABLE") {
    throw new ControlError(409, `${NetworkInterfaceId} is ${row.State}: it sends nothing.`);
  }
  const instance = state.instances.get(row.Attachment?.InstanceId ?? "");
  if (instance === undefined) throw new ControlError(409, `${NetworkInterfaceId} is not attached to an instance.`);
  if (instance.InstanceState !== "RUNNING") {
    throw new ControlError(409, `${instance.InstanceId} is ${instance.InstanceState}: it sends nothing.`);
  }
  return { InstanceId: instance.InstanceId, NetworkInterfaceId, SubnetId };
}

function unknownSender(state: State, instanceId?: string, networkInterfaceId?: string): ControlError {
  const given = [instanceId, networkInterfaceId].filter((id) => id !== undefined).join(" with ");
  const known = networkInterfaces(state)
    .map((row) => `${row.Attachment?.InstanceId ?? "no instance"} (${row.NetworkInterfaceId})`)
    .join(", ");
  return new ControlError(404, `The instance ${given} does not exist. There are: ${known || "none"}.`);
}
