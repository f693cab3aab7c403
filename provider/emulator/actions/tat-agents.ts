import type { AutomationAgentInfo } from "../../api/actions";
import { isoTime } from "../resources/clock";
import { type Selection, is, page, select } from "../resources/query";
import type { InstanceRow, State } from "../store/state";
import { isOnline } from "../tat/agent-view";
import type { Context, Handler } from "./handler";
import { inRegion } from "./lookup";

/** https://cloud.tencent.com/document/api/1340/52682 */
export const describeAutomationAgentStatus: Handler<"DescribeAutomationAgentStatus"> = (state, request, context) => {
  const all = inRegion(state.instances, context, request.InstanceIds).map((row) => agentOf(state, row, context));
  const found = select(all, request.InstanceIds, request.Filters, SELECTION, context);
  const { TotalCount, rows } = page(found, request, context, SELECTION.codes);
  return { response: { TotalCount, AutomationAgentSet: rows } };
};

const SELECTION: Selection<AutomationAgentInfo> = {
  ids: { parameter: "InstanceIds", kind: "instance", of: (agent) => agent.InstanceId },
  filters: {
    "agent-status": is((agent) => agent.AgentStatus),
    environment: is((agent) => agent.Environment),
    "instance-id": is((agent) => agent.InstanceId),
  },
  codes: {
    coexist: "InvalidParameter.ConflictParameter",
    unknownFilter: "InvalidParameterValue.InvalidFilter",
    tooManyFilters: "InvalidParameterValue.LimitExceeded",
    malformedId: "InvalidParameterValue.InvalidInstanceId",
    limit: "InvalidParameterValue.LimitExceeded",
  },
};

function agentOf(
  state: State,
  { InstanceId, CreatedTime }: InstanceRow,
  { agents, assumptions }: Context,
): AutomationAgentInfo {
  const lastSeen = agents.lastSeen(InstanceId);
  return {
    InstanceId,
    Version: assumptions.agentVersion,
    LastHeartbeatTime: lastSeen === undefined ? CreatedTime : isoTime(lastSeen),
    AgentStatus: isOnline(state, agents, InstanceId) ? "Online" : "Offline",
    Environment: agents.environmentOf(InstanceId) ?? "Linux",
    SupportFeatures: [],
  };
}
