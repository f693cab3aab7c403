import type { InstanceRow, State } from "../store/state";
import type { InvocationTaskRow } from "../store/tat-rows";
import { ApiError } from "../words/errors";
import type { Context } from "./handler";

/** Instances in one RunCommand or InvokeCommand, and in one CancelInvocation. */
const MAX_INSTANCES = 200;
const MAX_INSTANCES_TO_CANCEL = 100;

/**
 * Refuses unless every instance is there, runs, and has an agent that is online and runs commands of that type. All
 * instances here are in a VPC.
 */
export function checkInstances(state: State, ids: readonly string[], commandType: string, context: Context): void {
  if (ids.length === 0) {
    throw new ApiError(
      "MissingParameter",
      "The request is missing a required parameter `InstanceIds`.",
      "请求缺少必选参数 `InstanceIds`。",
    );
  }
  checkCount(ids, MAX_INSTANCES, context);
  for (const id of ids) checkForm(id);
  checkOneKind(ids);
  const rows = ids.map((id) => findInstance(state, id, context));
  for (const row of rows) checkRunning(row);
  for (const row of rows) checkAgent(row.InstanceId, commandType, context);
}

/** Refuses unless the invocation has a task on every one of the instances. */
export function checkInstancesOfInvocation(
  ids: readonly string[],
  tasks: readonly InvocationTaskRow[],
  invocationId: string,
  context: Context,
): void {
  checkCount(ids, MAX_INSTANCES_TO_CANCEL, context);
  for (const id of ids) checkForm(id);
  const other = ids.find((id) => !tasks.some((task) => task.InstanceId === id));
  if (other === undefined) return;
  throw new ApiError(
    "InvalidParameterValue.InstanceIsNotRelatedToInvocation",
    `The invocation \`${invocationId}\` has no task on the instance \`${other}\`.`,
    `实例 \`${other}\` 与执行活动 \`${invocationId}\` 无关联。`,
  );
}

function checkCount(ids: readonly string[], most: number, { assumptions }: Context): void {
  if (ids.length <= most) return;
  throw new ApiError(
    assumptions.codes.tat.tooManyInstances,
    `\`InstanceIds\` has more than ${String(most)} entries.`,
    `参数 \`InstanceIds\` 的数量超过上限 ${String(most)}。`,
  );
}

/** Those of Lighthouse have the right form; none of them is here. */
function checkForm(id: string): void {
  if (/^(ins|lhins)-[a-z0-9]{8}$/.test(id)) return;
  throw new ApiError(
    "InvalidParameterValue.InvalidInstanceId",
    `The instance id \`${id.slice(0, 100)}\` is malformed; it has the form ins-xxxxxxxx.`,
    `实例 ID \`${id.slice(0, 100)}\` 无效，格式应为 ins-xxxxxxxx。`,
  );
}

function checkOneKind(ids: readonly string[]): void {
  if (new Set(ids.map((id) => id.split("-")[0])).size === 1) return;
  throw new ApiError(
    "InvalidParameterValue.InconsistentInstance",
    "`InstanceIds` has instances of CVM and of Lighthouse, which cannot be specified at the same time.",
    "实例类型不一致：不可同时指定 CVM 和 Lighthouse。",
  );
}

function findInstance(state: State, id: string, { region }: Context): InstanceRow {
  const row = state.instances.get(id);
  if (row?.Region === region) return row;
  throw new ApiError(
    "ResourceNotFound.InstanceNotFound",
    `The instance \`${id}\` does not exist in ${region}.`,
    `实例 \`${id}\` 在地域 ${region} 中不存在。`,
  );
}

function checkRunning({ InstanceId, InstanceState }: InstanceRow): void {
  if (InstanceState === "RUNNING") return;
  throw new ApiError(
    "ResourceUnavailable.InstanceStateNotRunning",
    `The instance \`${InstanceId}\` is ${InstanceState}, not RUNNING.`,
    `实例 \`${InstanceId}\` 未处于运行中，当前状态为 ${InstanceState}。`,
  );
}

function checkAgent(id: string, commandType: string, { agents, assumptions }: Context): void {
  const environment = agents.environmentOf(id);
  if (environment === undefined) {
    throw new ApiError(
      assumptions.codes.tat.agentOffline,
      `The agent of the instance \`${id}\` is offline. In this emulator it is, unless a lab attaches one.`,
      `实例 \`${id}\` 的 Agent 不在线。在本模拟器中，Agent 默认离线，需由实验环境接入。`,
    );
  }
  if ((commandType === "SHELL") === (environment === "Linux")) return;
  throw new ApiError(
    "InvalidParameterValue.AgentUnsupportedCommandType",
    `The agent of the instance \`${id}\` runs on ${environment}: it does not support commands of type ${commandType}.`,
    `实例 \`${id}\` 的 Agent 运行环境为 ${environment}，不支持 ${commandType} 类型的命令。`,
  );
}
