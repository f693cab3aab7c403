import { vpcTime } from "../resources/clock";
import { networkInterfaces } from "../resources/interfaces";
import type { Change, HavipRow, State } from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";

/**
 * The HAVIPs that lose something with the instances that go, each at its time (ms since 1970): their holder, the primary
 * network interface that they were made on, or members of their range.
 */
export function havipsWithout(state: State, gone: ReadonlyMap<string, number>, context: Assuming): Change[] {
  const [holders, members] = [new Map(gone), new Map(gone)];
  for (const row of networkInterfaces(state)) {
    const end = gone.get(row.Attachment?.InstanceId ?? "");
    if (end === undefined) continue;
    members.set(row.NetworkInterfaceId, end);
    // The others are only detached: a HAVIP that was made on one of them stays on it.
    if (row.Primary) holders.set(row.NetworkInterfaceId, end);
  }
  return [...state.havips.values()].flatMap((havip) => {
    const row = without(havip, holders, members, context);
    return row === havip ? [] : [{ table: "havips", id: havip.HaVipId, row }];
  });
}

function without(
  havip: HavipRow,
  holders: ReadonlyMap<string, number>,
  members: ReadonlyMap<string, number>,
  context: Assuming,
): HavipRow {
  const HaVipAssociationSet = havip.HaVipAssociationSet.filter((member) => !members.has(member.InstanceId));
  const end = holders.get(havip.InstanceId) ?? holders.get(havip.NetworkInterfaceId);
  if (end !== undefined) {
    const unbound = { State: "UNBIND", InstanceId: "", NetworkInterfaceId: "", FlushedTime: vpcTime(end, context) };
    return { ...havip, HaVipAssociationSet, ...unbound };
  }
  return HaVipAssociationSet.length === havip.HaVipAssociationSet.length ? havip : { ...havip, HaVipAssociationSet };
}
