import { publicAddressesOf, shownInstance, uuidOf } from "../resources/instance-shown";
import { type Selection, is, page, select } from "../resources/query";
import type { InstanceRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import { findInstances } from "./find-instances";
import type { Context, Handler } from "./handler";
import { inRegion } from "./lookup";

/**
 * Of the product CVM: the machines that can hold a HAVIP. Ids that nothing has are simply not in the answer.
 * https://cloud.tencent.com/document/api/213/15728
 */
export const describeInstances: Handler<"DescribeInstances"> = (state, request, context) => {
  const all = inRegion(state.instances, context, request.InstanceIds);
  const found = select(all, request.InstanceIds, request.Filters, selection(state, context), context);
  const { TotalCount, rows } = page(found, request, context, CODES);
  return { response: { TotalCount, InstanceSet: rows.map((row) => shownInstance(state, row, context)) } };
};

/** https://cloud.tencent.com/document/api/213/15738 */
export const describeInstancesStatus: Handler<"DescribeInstancesStatus"> = (state, request, context) => {
  const all = inRegion(state.instances, context, request.InstanceIds);
  const found = select(all, request.InstanceIds, undefined, selection(state, context), context);
  const { TotalCount, rows } = page(found, request, context, CODES);
  const InstanceStatusSet = rows.map(({ InstanceId, InstanceState }) => ({ InstanceId, InstanceState }));
  return { response: { TotalCount, InstanceStatusSet } };
};

/** What else the cloud tells of an instance, of which there is one thing: the user data. */
export const describeInstancesAttributes: Handler<"DescribeInstancesAttributes"> = (state, request, context) => {
  const unknown = request.Attributes.find((name) => name !== "UserData");
  if (unknown !== undefined) {
    throw new ApiError(
      "InvalidParameterValue",
      `The attribute \`${unknown}\` is unknown; there is \`UserData\`.`,
      `参数\`Attributes\`的取值\`${unknown}\`错误，可选值为\`UserData\`。`,
    );
  }
  const rows = findInstances(state, request.InstanceIds, context);
  const asked = request.Attributes.length > 0;
  return {
    response: {
      InstanceSet: rows.map(({ InstanceId, UserData = "" }) => ({
        InstanceId,
        Attributes: { UserData: asked ? UserData : "" },
      })),
    },
  };
};

// CVM has codes of its own.
const CODES: Selection<InstanceRow>["codes"] = {
  coexist: "InvalidParameter",
  unknownFilter: "InvalidFilter",
  tooManyFilters: "InvalidFilterValue.LimitExceeded",
  malformedId: "InvalidInstanceId.Malformed",
  limit: "InvalidParameterValue.LimitExceeded",
};

/** Every documented filter but those of things that no instance has here: hosts, clusters and IPv6 addresses. */
function selection(state: State, context: Context): Selection<InstanceRow> {
  return {
    ids: { parameter: "InstanceIds", kind: "instance", of: (row) => row.InstanceId },
    filters: {
      zone: is((row) => row.Placement.Zone),
      "project-id": is((row) => String(row.Placement.ProjectId)),
      "vpc-id": is((row) => row.VirtualPrivateCloud.VpcId),
      "subnet-id": is((row) => row.VirtualPrivateCloud.SubnetId),
      "instance-id": is((row) => row.InstanceId),
      uuid: is(uuidOf),
      "security-group-id": is((row) => row.SecurityGroupIds),
      "instance-name": is((row) => row.InstanceName),
      "instance-charge-type": is((row) => row.InstanceChargeType ?? "POSTPAID_BY_HOUR"),
      "instance-state": is((row) => row.InstanceState),
      "private-ip-address": is((row) => row.PrivateIpAddresses),
      "public-ip-address": is((row) => publicAddressesOf(state, row)),
      "tag-value": is((row) => row.Tags.map((tag) => tag.Value)),
      "creation-start-time": (row, text) => Date.parse(row.CreatedTime) >= timeOf(text, context),
      "creation-end-time": (row, text) => Date.parse(row.CreatedTime) <= timeOf(text, context),
    },
    tags: (row) => row.Tags,
    codes: CODES,
  };
}

/** A time without a zone, as `2023-06-01 00:00:00`. */
function timeOf(text: string, { assumptions }: Context): number {
  const [, day = "", time = ""] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text) ?? [];
  const ms = Date.parse(`${day}T${time}Z`) - assumptions.createdTimeOffsetHours * 60 * 60 * 1000;
  if (!Number.isNaN(ms)) return ms;
  throw new ApiError(
    "InvalidParameterValue.InvalidTimeFormat",
    `The time \`${text}\` is not of the form 2023-06-01 00:00:00.`,
    `时间格式不合法：\`${text}\`，正确格式形如2023-06-01 00:00:00。`,
  );
}
