import { type Context } from "./actions/handler";
import { runningTask } from "./actions/tasks";
import { vpcTime } from "./clock";
import { ControlError } from "./errors";
import type { Change, HavipRow, InstanceRow, State } from "./state";

/** Who sends the gratuitous ARP: an instance, or one of its network interfaces. */
export interface Claim {
  haVipId: string;
  instanceId?: string;
  networkInterfaceId?: string;
}

/**
 * An instance claims a HAVIP by gratuitous ARP, which is what the HA software does and no action of the API can do. The
 * newest claim wins. Refused, as in the cloud, to senders outside the HAVIP's subnet, and outside its range where
 * CheckAssociate is on.
 */
export function announce(state: State, claim: Claim, now: Context["now"]): Change[] {
  const havip = find(state, claim.haVipId);
  const sender = findSender(state, claim);
  const { SubnetId } = sender.VirtualPrivateCloud;
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
  return write({ ...havip, State: "AVAILABLE", InstanceId, NetworkInterfaceId, FlushedTime: vpcTime(now) });
}

/** The holder gives the HAVIP up: its HA software was stopped, or it was unbound from the network interface. */
export function release(state: State, haVipId: string, now: Context["now"]): Change[] {
  const havip = find(state, haVipId);
  return write({ ...havip, State: "UNBIND", InstanceId: "", NetworkInterfaceId: "", FlushedTime: vpcTime(now) });
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

function findSender(state: State, { instanceId, networkInterfaceId }: Claim): InstanceRow {
  if (instanceId === undefined && networkInterfaceId === undefined) {
    throw new ControlError(400, "A claim needs the instanceId or the networkInterfaceId of its sender.");
  }
  const instances = [...state.instances.values()];
  const sender = instances.find(
    (row) =>
      (instanceId === undefined || row.InstanceId === instanceId) &&
      (networkInterfaceId === undefined || row.NetworkInterfaceId === networkInterfaceId),
  );
  if (sender !== undefined) return sender;
  const given = [instanceId, networkInterfaceId].filter((id) => id !== undefined).join(" with ");
  const known = instances.map((row) => `${row.InstanceId} (${row.NetworkInterfaceId})`).join(", ") || "none";
  throw new ControlError(404, `The instance ${given} does not exist. There are: ${known}.`);
}
