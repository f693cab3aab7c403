import type { Change, InstanceRow } from "../store/state";
import { ApiError } from "../words/errors";
import { findInstances } from "./find-instances";
import type { Handler } from "./handler";
import { checkHostName, checkInstanceName } from "./instance-names";
import { checkPassword, checkRoleName, checkUserData, groupsOf } from "./instance-settings";
import { beginInstanceTask, checkIdle, operation, stateCode } from "./instance-tasks";

/** A new host name reboots what runs, unless `AutoReboot` is false. */
export const modifyInstancesAttribute: Handler<"ModifyInstancesAttribute"> = (state, request, context) => {
  const { InstanceName, UserData, SecurityGroups, CamRoleName, HostName, DisableApiTermination } = request;
  const change: Partial<InstanceRow> = {
    ...(InstanceName === undefined ? {} : { InstanceName: checkInstanceName(InstanceName, 60) }),
    ...(UserData === undefined ? {} : { UserData: checkUserData(UserData) }),
    ...(SecurityGroups === undefined ? {} : { SecurityGroupIds: groupsOf(SecurityGroups, "SecurityGroups", context) }),
    ...(CamRoleName === undefined ? {} : { CamRoleName: checkRoleName(CamRoleName) }),
    ...(HostName === undefined ? {} : { HostName: checkHostName(HostName) }),
    ...(DisableApiTermination === undefined ? {} : { DisableApiTermination }),
  };
  if (Object.keys(change).length === 0) {
    throw new ApiError(
      "MissingParameter",
      "The request names nothing to change: give at least one parameter besides `InstanceIds`.",
      "缺少参数：除`InstanceIds`外，请至少指定一个要修改的属性。",
    );
  }
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkIdle(row, stateCode);
  const done = operation("ModifyInstancesAttribute", context.requestId);
  const changed = rows.map((row) => ({ ...row, ...change, ...done }));
  const rebooting = HostName === undefined || request.AutoReboot === false ? [] : changed.filter(isRunning);
  const reboots =
    rebooting.length === 0 ? [] : beginInstanceTask(rebooting, "ModifyInstancesAttribute", "reboot", context);
  return { response: {}, changes: [...changed.map(written), ...reboots] };
};

/** Projects are not emulated: any id is taken. */
export const modifyInstancesProject: Handler<"ModifyInstancesProject"> = (state, request, context) => {
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkIdle(row);
  const { ProjectId } = request;
  const changed = rows.map((row) => ({ ...row, Placement: { ...row.Placement, ProjectId } }));
  return { response: {}, changes: changed.map(written) };
};

/** Of one instance, which is stopped or may be. */
export const resetInstancesType: Handler<"ResetInstancesType"> = (state, request, context) => {
  const rows = findInstances(state, request.InstanceIds, context);
  if (rows.length > 1) {
    const message = "`InstanceIds` has more than 1 entry.";
    throw new ApiError("InvalidParameterValue.LimitExceeded", message, "本接口目前仅支持每次操作1个实例。");
  }
  for (const row of rows) checkMayStop(row, request.ForceStop, "ResetInstancesType");
  const changed = rows.map((row) => ({ ...row, InstanceType: request.InstanceType }));
  return { response: {}, changes: afterwards(changed, "ResetInstancesType", context) };
};

/**
 * Whether the password is good enough is all that matters here: it is neither kept nor logged, and nobody can log in.
 * https://cloud.tencent.com/document/api/213/15736
 */
export const resetInstancesPassword: Handler<"ResetInstancesPassword"> = (state, request, context) => {
  checkPassword(request.Password, "InvalidParameterValue.InvalidPassword");
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkMayStop(row, request.ForceStop, "ResetInstancesPassword");
  return { response: {}, changes: afterwards(rows, "ResetInstancesPassword", context) };
};

/** What is stopped stays so; what ran is stopped for it, and runs again at the end. */
function afterwards(rows: readonly InstanceRow[], action: string, context: Parameters<Handler<never>>[2]): Change[] {
  const done = rows.map((row) => ({ ...row, ...operation(action, context.requestId) }));
  const running = done.filter(isRunning);
  const reboots = running.length === 0 ? [] : beginInstanceTask(running, action, "reboot", context);
  return [...done.map(written), ...reboots];
}

function checkMayStop(row: InstanceRow, force: boolean | undefined, action: string): void {
  checkIdle(row, stateCode);
  if (!isRunning(row) || force === true) return;
  throw new ApiError(
    stateCode("RUNNING"),
    `\`${row.InstanceId}\` is RUNNING; stop it first, or give ${action} \`ForceStop\`.`,
    `请求不支持开机状态的实例：请先将\`${row.InstanceId}\`关机，或在${action}中指定\`ForceStop\`。`,
  );
}

function isRunning(row: InstanceRow): boolean {
  return row.InstanceState === "RUNNING";
}

function written(row: InstanceRow): Change {
  return { table: "instances", id: row.InstanceId, row };
}
