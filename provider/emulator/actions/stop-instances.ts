import { UNBOUND } from "../addresses";
import { ASSUMPTIONS } from "../assumptions";
import { vpcTime } from "../clock";
import { ApiError } from "../errors";
import { checkId } from "../query";
import { missingParameter, notFound, tooManyEntries } from "../refusals";
import type { AddressRow, Change, HavipRow, InstanceRow, NetworkInterfaceRow, State } from "../state";
import type { Context, Handler } from "./handler";

export const startInstances: Handler<"StartInstances"> = (state, request, context) =>
  change(state, request.InstanceIds, context, "RUNNING", "UnsupportedOperation.InstanceStateRunning");

/** A HAVIP stays with a holder that was stopped until another instance claims it: nothing told the cloud. */
export const stopInstances: Handler<"StopInstances"> = (state, request, context) =>
  change(state, request.InstanceIds, context, "STOPPED", "UnsupportedOperation.InstanceStateStopped");

function change(
  state: State,
  ids: readonly string[],
  context: Context,
  InstanceState: string,
  code: string,
): { response: Record<string, never>; changes: Change[] } {
  const rows = findAll(state, ids, context);
  const already = rows.find((row) => row.InstanceState === InstanceState);
  if (already !== undefined) {
    const id = already.InstanceId;
    throw new ApiError(code, `\`${id}\` is ${InstanceState} already.`, `实例 \`${id}\` 已处于 ${InstanceState} 状态。`);
  }
  return {
    response: {},
    changes: rows.map((row) => ({ table: "instances", id: row.InstanceId, row: { ...row, InstanceState } })),
  };
}

/**
 * The instances go, with their primary network interfaces. What else they had is let go: secondary network interfaces
 * are detached, EIPs unbound, HAVIPs without a holder, and no range names them any more.
 */
export const terminateInstances: Handler<"TerminateInstances"> = (state, request, context) => {
  const gone = findAll(state, request.InstanceIds, context);
  const ids = new Set(gone.map((row) => row.InstanceId));
  const primary = new Set(gone.map((row) => row.NetworkInterfaceId));
  const interfaces = [...state.networkInterfaces.values()].filter((row) => ids.has(row.Attachment?.InstanceId ?? ""));
  const eips = [...state.addresses.values()].filter((row) => primary.has(row.NetworkInterfaceId ?? ""));
  checkQuiet(interfaces, eips);
  const without = new Set([...ids, ...interfaces.map((row) => row.NetworkInterfaceId)]);
  return {
    response: {},
    changes: [
      ...gone.map((row): Change => ({ table: "instances", id: row.InstanceId, row: null })),
      ...interfaces.map((row): Change => ({
        table: "networkInterfaces",
        id: row.NetworkInterfaceId,
        row: row.Primary ? null : { ...row, Attachment: null, NetworkInterfaceState: "AVAILABLE" },
      })),
      ...eips.map((row): Change => ({
        table: "addresses",
        id: row.AddressId,
        row: { ...row, ...UNBOUND, AddressStatus: "UNBIND" },
      })),
      ...[...state.havips.values()].flatMap((havip) => released(havip, without, context)),
    ],
  };
};

function released(havip: HavipRow, without: ReadonlySet<string>, { now }: Context): Change[] {
  const HaVipAssociationSet = havip.HaVipAssociationSet.filter((member) => !without.has(member.InstanceId));
  const held = without.has(havip.InstanceId);
  if (!held && HaVipAssociationSet.length === havip.HaVipAssociationSet.length) return [];
  const unbound = { State: "UNBIND", InstanceId: "", NetworkInterfaceId: "", FlushedTime: vpcTime(now) };
  return [{ table: "havips", id: havip.HaVipId, row: { ...havip, HaVipAssociationSet, ...(held ? unbound : {}) } }];
}

/** A task that is under way ends before what it works on may go. */
function checkQuiet(interfaces: readonly NetworkInterfaceRow[], eips: readonly AddressRow[]): void {
  const busy =
    interfaces.find((row) => row.State !== "AVAILABLE")?.NetworkInterfaceId ??
    eips.find((row) => row.AddressStatus !== "BIND")?.AddressId;
  if (busy === undefined) return;
  throw new ApiError(
    "MutexOperation.TaskRunning",
    `A task on \`${busy}\` is running.`,
    `\`${busy}\` 上有任务正在执行。`,
  );
}

function findAll(state: State, ids: readonly string[], { region }: Context): InstanceRow[] {
  if (ids.length === 0) throw missingParameter("InstanceIds");
  if (ids.length > ASSUMPTIONS.maxIds) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "InstanceIds", ASSUMPTIONS.maxIds);
  }
  return [...new Set(ids)].map((id) => {
    checkId("instance", id, "InstanceIds", "InvalidInstanceId.Malformed");
    const row = state.instances.get(id);
    if (row?.Region === region) return row;
    throw notFound("instance", id, region, "InvalidInstanceId.NotFound");
  });
}
