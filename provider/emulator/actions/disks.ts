import { disks, shownDisk } from "../resources/disks";
import { type Selection, checkId, has, is, isFlag, page, select } from "../resources/query";
import type { DiskRow } from "../store/state";
import { ApiError } from "../words/errors";
import { tooManyEntries } from "../words/refusals";
import type { Handler } from "./handler";
import { ofRegion } from "./lookup";

/** Of the product CBS: the disks that instances brought along. https://cloud.tencent.com/document/api/362/16315 */
export const describeDisks: Handler<"DescribeDisks"> = (state, request, context) => {
  const found = select(ofRegion(disks(state, context), context), request.DiskIds, request.Filters, SELECTION, context);
  const { TotalCount, rows } = page(found, request, context, SELECTION.codes);
  return { response: { TotalCount, DiskSet: rows.map(shownDisk) } };
};

const SELECTION: Selection<DiskRow> = {
  ids: { parameter: "DiskIds", kind: "disk", of: (row) => row.DiskId },
  filters: {
    "disk-usage": is((row) => row.DiskUsage),
    "disk-charge-type": is((row) => shownDisk(row).DiskChargeType),
    portable: isFlag((row) => shownDisk(row).Portable),
    "project-id": is((row) => String(row.Placement.ProjectId)),
    "disk-id": is((row) => row.DiskId),
    "disk-name": has((row) => row.DiskName),
    "disk-type": is((row) => row.DiskType),
    "disk-state": is((row) => shownDisk(row).DiskState),
    "instance-id": is((row) => row.InstanceId),
    zone: is((row) => row.Placement.Zone),
    "tag-value": is((row) => row.Tags.map((tag) => tag.Value)),
  },
  tags: (row) => row.Tags,
  codes: {
    coexist: "InvalidParameter",
    unknownFilter: "InvalidFilter",
    tooManyFilters: "InvalidFilter",
    malformedId: "InvalidParameterValue",
    limit: "InvalidParameterValue.LimitExceeded",
  },
};

/** Only disks that are attached to nothing go; here at once, without a recycle bin. */
export const terminateDisks: Handler<"TerminateDisks"> = (state, request, context) => {
  if (request.DiskIds.length > context.assumptions.maxIds) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "DiskIds", context.assumptions.maxIds);
  }
  const rows = request.DiskIds.map((id) => {
    checkId("disk", id, "DiskIds", "InvalidDiskId.NotFound");
    const row = disks(state, context).find((disk) => disk.DiskId === id && disk.Region === context.region);
    if (row !== undefined) return row;
    const message = `The disk \`${id}\` does not exist in ${context.region}.`;
    throw new ApiError("InvalidDiskId.NotFound", message, `云硬盘\`${id}\`在${context.region}不存在。`);
  });
  const attached = rows.find((row) => row.InstanceId !== "");
  if (attached !== undefined) {
    throw new ApiError(
      "ResourceUnavailable.Attached",
      `\`${attached.DiskId}\` is attached to \`${attached.InstanceId}\`; it goes when the instance is terminated.`,
      `云硬盘\`${attached.DiskId}\`已挂载到实例\`${attached.InstanceId}\`，无法单独销毁。`,
    );
  }
  return { response: {}, changes: rows.map(({ DiskId }) => ({ table: "disks", id: DiskId, row: null })) };
};
