import { addressOnItsWay } from "../resources/interfaces";
import type { AddressRow, InstanceRow, NetworkInterfaceRow } from "../store/state";
import { ApiError } from "../words/errors";
import { findInstances } from "./find-instances";
import type { Handler } from "./handler";
import { beginInstanceTask, checkIdle, stateCode } from "./instance-tasks";

/** Asynchronous. */
export const startInstances: Handler<"StartInstances"> = (state, request, context) => {
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkState(row, "STOPPED");
  return { response: {}, changes: beginInstanceTask(rows, "StartInstances", "start", context) };
};

/**
 * Asynchronous. A HAVIP stays with a holder that was stopped until another instance claims it: nothing told the cloud.
 */
export const stopInstances: Handler<"StopInstances"> = (state, request, context) => {
  const { StoppedMode = "KEEP_CHARGING" } = request;
  if (StoppedMode !== "KEEP_CHARGING" && StoppedMode !== "STOP_CHARGING") {
    throw new ApiError(
      "InvalidParameterValue",
      `The \`StoppedMode\` \`${StoppedMode}\` is neither KEEP_CHARGING nor STOP_CHARGING.`,
      `参数\`StoppedMode\`的取值\`${StoppedMode}\`错误，支持的取值为KEEP_CHARGING和STOP_CHARGING。`,
    );
  }
  checkStopType(request.StopType, request.ForceStop);
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkState(row, "RUNNING");
  const stopping = rows.map((row) => ({ ...row, StopChargingMode: StoppedMode }));
  return { response: {}, changes: beginInstanceTask(stopping, "StopInstances", "stop", context) };
};

/** Asynchronous. https://www.tencentcloud.com/document/product/213/33243 */
export const rebootInstances: Handler<"RebootInstances"> = (state, request, context) => {
  checkStopType(request.StopType, request.ForceReboot);
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkState(row, "RUNNING");
  return { response: {}, changes: beginInstanceTask(rows, "RebootInstances", "reboot", context) };
};

/** Asynchronous; instance-tasks.ts has what becomes of what they had. */
export const terminateInstances: Handler<"TerminateInstances"> = (state, request, context) => {
  const rows = findInstances(state, request.InstanceIds, context);
  for (const row of rows) checkIdle(row, stateCode);
  const kept = rows.find((row) => row.DisableApiTermination);
  if (kept !== undefined) {
    throw new ApiError(
      "UnsupportedOperation.InstancesProtected",
      `\`${kept.InstanceId}\` is protected from termination; set its \`DisableApiTermination\` to false first ` +
        "(ModifyInstancesAttribute).",
      `实例\`${kept.InstanceId}\`已启用销毁保护，请先通过ModifyInstancesAttribute关闭实例销毁保护，然后重试。`,
    );
  }
  const ids = new Set(rows.map((row) => row.InstanceId));
  const primary = new Set(rows.map((row) => row.NetworkInterfaceId));
  const interfaces = [...state.networkInterfaces.values()].filter((row) => ids.has(row.Attachment?.InstanceId ?? ""));
  const eips = [...state.addresses.values()].filter((row) => primary.has(row.NetworkInterfaceId ?? ""));
  checkQuiet(interfaces, eips);
  return { response: {}, changes: beginInstanceTask(rows, "TerminateInstances", "terminate", context) };
};

/** An instance is either of the two whenever nothing is done with it. */
function checkState(row: InstanceRow, wanted: "RUNNING" | "STOPPED"): void {
  checkIdle(row, stateCode);
  if (row.InstanceState === wanted) return;
  throw new ApiError(
    stateCode(row.InstanceState),
    `\`${row.InstanceId}\` is ${row.InstanceState}, not ${wanted}.`,
    `请求不支持该状态的实例：\`${row.InstanceId}\`的状态为${row.InstanceState}，而非${wanted}。`,
  );
}

/** Here every way to stop comes to the same. */
function checkStopType(type: string | undefined, force: boolean | undefined): void {
  if (type === undefined || (["SOFT", "HARD", "SOFT_FIRST"].includes(type) && force === undefined)) return;
  if (force !== undefined) {
    throw new ApiError(
      "InvalidParameterCombination",
      "`StopType` cannot be specified together with the older parameter that it replaces.",
      "参数`StopType`不可以与其已弃用的旧参数同时使用。",
    );
  }
  throw new ApiError(
    "InvalidParameterValue",
    `The \`StopType\` \`${type}\` is none of SOFT, HARD, SOFT_FIRST.`,
    `参数\`StopType\`的取值\`${type}\`错误，支持的取值为SOFT、HARD和SOFT_FIRST。`,
  );
}

/** A task that is under way ends before what it works on may go. */
function checkQuiet(interfaces: readonly NetworkInterfaceRow[], eips: readonly AddressRow[]): void {
  const busy =
    interfaces.find((row) => row.State !== "AVAILABLE" || addressOnItsWay(row))?.NetworkInterfaceId ??
    eips.find((row) => row.AddressStatus !== "BIND")?.AddressId;
  if (busy === undefined) return;
  const message = `A task on \`${busy}\` is running.`;
  throw new ApiError("MutexOperation.TaskRunning", message, `\`${busy}\`上有任务正在运行，请稍后再试。`);
}
