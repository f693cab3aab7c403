import { checkId } from "../resources/query";
import type { InstanceRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import { tooManyEntries } from "../words/refusals";
import type { Context } from "./handler";

/** The instances that an action of CVM is to change: all of them are there, or the request is refused. */
export function findInstances(state: State, ids: readonly string[], { region, assumptions }: Context): InstanceRow[] {
  if (ids.length === 0) {
    const message = "The request is missing a required parameter `InstanceIds`.";
    throw new ApiError("MissingParameter", message, "缺少必要参数`InstanceIds`。");
  }
  if (ids.length > assumptions.maxIds) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "InstanceIds", assumptions.maxIds);
  }
  return [...new Set(ids)].map((id) => {
    checkId("instance", id, "InstanceIds", "InvalidInstanceId.Malformed");
    const row = state.instances.get(id);
    if (row?.Region === region) return row;
    const message = `The instance \`${id}\` does not exist in ${region}.`;
    throw new ApiError("InvalidInstanceId.NotFound", message, `没有找到相应实例：\`${id}\`在${region}不存在。`);
  });
}
