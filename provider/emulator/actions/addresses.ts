import type { Address } from "../../api/actions";
import { freePublicAddresses, newAddress, shownAddress } from "../resources/addresses";
import { type Selection, checkId, is, isFlag, page, select } from "../resources/query";
import { EIP_TAG_CODES, newTags } from "../resources/tagging";
import type { AddressRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import { missingParameter, notFound, outOfRange, tooManyEntries } from "../words/refusals";
import { withToken } from "./client-token";
import type { Context, Handler } from "./handler";
import { inRegion, unusedId } from "./lookup";
import { beginAddressTask } from "./tasks";

/** Ids that nothing has are simply not in the answer. https://cloud.tencent.com/document/api/215/16702 */
export const describeAddresses: Handler<"DescribeAddresses"> = (state, request, context) => {
  const asked = inRegion(state.addresses, context, request.AddressIds);
  const all = asked.map((row) => shownAddress(state, row));
  const found = select(all, request.AddressIds, request.Filters, SELECTION, context);
  const { TotalCount, rows } = page(found, request, context, SELECTION.codes);
  return { response: { TotalCount, AddressSet: rows } };
};

const SELECTION: Selection<Address> = {
  ids: { parameter: "AddressIds", kind: "address", of: (row) => row.AddressId },
  filters: {
    "address-id": is((row) => row.AddressId),
    "address-name": is((row) => row.AddressName),
    "address-ip": is((row) => row.AddressIp),
    "address-status": is((row) => row.AddressStatus),
    "instance-id": is((row) => row.InstanceId),
    "private-ip-address": is((row) => row.PrivateAddressIp ?? ""),
    "network-interface-id": is((row) => row.NetworkInterfaceId ?? ""),
    "is-arrears": isFlag((row) => row.IsArrears),
    "instance-type": is((row) => row.InstanceType ?? ""),
    "address-type": is((row) => row.AddressType),
    "address-isp": is((row) => row.InternetServiceProvider),
    "dedicated-cluster-id": is((row) => row.DedicatedClusterId),
    "tag-value": is((row) => row.TagSet.map((tag) => tag.Value)),
  },
  tags: (row) => row.TagSet,
  maxFilterValues: 100,
  sameAsIds: "address-id",
  firstValueOnly: ["address-name", "private-ip-address"],
  codes: {
    coexist: "InvalidParameter",
    unknownFilter: "InvalidParameter.InvalidFilter",
    tooManyFilters: "LimitExceeded.NumberOfFilters",
    malformedId: "InvalidParameterValue.AddressIdMalformed",
    limit: "InvalidParameterValue.LimitExceeded",
  },
};

/** Asynchronous. Ordinary BGP addresses, billed in a way that an emulator need not know. */
export const allocateAddresses: Handler<"AllocateAddresses"> = withToken(
  "AllocateAddresses",
  (state, request, context) => {
    const { AddressCount: count = 1 } = request;
    if (count < 1 || count > context.assumptions.eipsPerRegion) {
      throw outOfRange("InvalidParameterValue.Range", "AddressCount", count, 1, context.assumptions.eipsPerRegion);
    }
    checkOnly("InternetServiceProvider", request.InternetServiceProvider, "BGP");
    checkOnly("AddressType", request.AddressType, "EIP");
    const { InternetChargeType = "TRAFFIC_POSTPAID_BY_HOUR", InternetMaxBandwidthOut: Bandwidth = 1 } = request;
    checkBandwidth(InternetChargeType, Bandwidth);
    if (inRegion(state.addresses, context).length + count > context.assumptions.eipsPerRegion) {
      const most = String(context.assumptions.eipsPerRegion);
      throw new ApiError(
        "AddressQuotaLimitExceeded",
        `The quota is reached: ${context.region} can have ${most} EIPs.`,
        `账户配额不足：地域 ${context.region} 最多可创建 ${most} 个 EIP。`,
      );
    }
    const TagSet = newTags(request.Tags, EIP_TAG_CODES);
    const free = freePublicAddresses(state, count);
    if (free.length < count) {
      throw new ApiError(
        "ResourceInsufficient",
        "The emulator has no public address left.",
        "资源不足：模拟器已没有可分配的公网 IP。",
      );
    }
    const ids = new Set<string>();
    const rows = free.map((AddressIp) => {
      const taken = { has: (id: string) => state.addresses.has(id) || ids.has(id) };
      const AddressId = unusedId(taken, "address", context.random);
      ids.add(AddressId);
      return newAddress({
        AddressId,
        AddressIp,
        AddressName: request.AddressName ?? "未命名",
        InternetChargeType,
        Bandwidth,
        TagSet,
        Region: context.region,
        now: context.now,
      });
    });
    const { TaskId, changes } = beginAddressTask(state, rows, "unbind", context);
    return { response: { AddressSet: [...ids], TaskId }, changes };
  },
);

function checkOnly(parameter: string, given: string | undefined, served: string): void {
  if (given !== undefined && given !== served) throw notServedValue(parameter, given, [served]);
}

function notServedValue(parameter: string, given: string, served: readonly string[]): ApiError {
  return new ApiError(
    "InvalidParameterValue.ResourceNotSupport",
    `The \`${parameter}\` \`${given}\` is not served by this emulator; it serves ${served.join(", ")}.`,
    `本模拟器不支持参数 \`${parameter}\` 的取值 \`${given}\`，仅支持 ${served.join("、")}。`,
  );
}

/** Mbit/s, of each way of billing. */
const MAX_BANDWIDTH: Readonly<Record<string, number>> = {
  TRAFFIC_POSTPAID_BY_HOUR: 100,
  BANDWIDTH_POSTPAID_BY_HOUR: 100,
  BANDWIDTH_PACKAGE: 2_000,
};

function checkBandwidth(chargeType: string, bandwidth: number): void {
  const most = Object.hasOwn(MAX_BANDWIDTH, chargeType) ? MAX_BANDWIDTH[chargeType] : undefined;
  // BANDWIDTH_PREPAID_BY_MONTH needs a contract (AddressChargePrepaid), and those are not emulated.
  if (most === undefined) {
    throw notServedValue("InternetChargeType", chargeType, Object.keys(MAX_BANDWIDTH));
  }
  if (bandwidth >= 1 && bandwidth <= most) return;
  throw outOfRange("InvalidParameterValue.BandwidthOutOfRange", "InternetMaxBandwidthOut", bandwidth, 1, most);
}

/** Asynchronous. Only EIPs that are bound to nothing can go. https://cloud.tencent.com/document/api/215/16705 */
export const releaseAddresses: Handler<"ReleaseAddresses"> = (state, request, context) => {
  if (request.AddressIds.length === 0) throw missingParameter("AddressIds");
  if (request.AddressIds.length > context.assumptions.maxIds) {
    throw tooManyEntries(context.assumptions.codes.tooManyEips, "AddressIds", context.assumptions.maxIds);
  }
  const rows = request.AddressIds.map((id) => {
    const row = findAddress(state, id, context);
    checkNoTask(row);
    if (row.AddressStatus === "UNBIND") return { ...row, AddressStatus: "OFFLINING" };
    throw new ApiError(
      "InvalidAddressState",
      `\`${id}\` is ${row.AddressStatus}; unbind it first.`,
      `EIP \`${id}\` 的当前状态为 ${row.AddressStatus}，请先解绑。`,
    );
  });
  const { TaskId, changes } = beginAddressTask(state, rows, "release", context);
  return { response: { TaskId }, changes };
};

/** https://cloud.tencent.com/document/api/215/36271 */
export const describeTaskResult: Handler<"DescribeTaskResult"> = (state, { TaskId }, { region, assumptions }) => {
  if (TaskId === undefined) throw missingParameter("TaskId");
  const id = String(TaskId);
  if (state.addressTasks.get(id)?.Region === region) return { response: { TaskId, Result: "RUNNING" } };
  const result = state.addressTaskResults.get(id);
  if (result?.Region === region) return { response: { TaskId, Result: result.Status } };
  throw new ApiError(
    assumptions.codes.taskUnknown,
    `The task ${id} does not exist in ${region}.`,
    `任务 ${id} 在地域 ${region} 中不存在。`,
  );
};

export function findAddress(
  state: State,
  id: string,
  { region, assumptions }: Pick<Context, "region" | "assumptions">,
): AddressRow {
  checkId("address", id, "AddressId", "InvalidParameterValue.AddressIdMalformed");
  const row = state.addresses.get(id);
  if (row?.Region === region) return row;
  throw notFound("eip", id, region, assumptions.codes.eipUnknown);
}

export function isInTransition(row: AddressRow): boolean {
  return ["CREATING", "BINDING", "UNBINDING", "OFFLINING"].includes(row.AddressStatus);
}

/** One change at a time. */
export function checkNoTask(row: AddressRow): void {
  if (!isInTransition(row)) return;
  throw new ApiError(
    "OperationDenied.MutexTaskRunning",
    `Another task on \`${row.AddressId}\` is running: it is ${row.AddressStatus}.`,
    `EIP \`${row.AddressId}\` 上有互斥的任务正在执行，当前状态为 ${row.AddressStatus}。`,
  );
}
