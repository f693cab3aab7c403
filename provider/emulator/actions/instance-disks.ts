import type { Request } from "../../api/actions";
import { vpcTime } from "../resources/clock";
import { DEFAULT_SYSTEM_DISK_SIZE, UNNAMED_DISK } from "../resources/disks";
import type { DiskRow } from "../store/state";
import { ApiError } from "../words/errors";
import type { Context } from "./handler";

type Run = Request<"RunInstances">;
type NewDisk = Omit<DiskRow, "DiskId" | "InstanceId">;

/** The disks that each instance of the request brings along, the system disk first. */
export function newDisks(request: Run, placement: DiskRow["Placement"], context: Context): NewDisk[] {
  const { SystemDisk: system = {}, DataDisks = [] } = request;
  // "0 by default, which buys no data disk."
  const data = DataDisks.filter((disk) => disk.DiskSize > 0);
  if (data.length > MAX_DATA_DISKS) {
    const most = String(MAX_DATA_DISKS);
    throw new ApiError(
      "InvalidParameterValue.LimitExceeded",
      `\`DataDisks\` has more than ${most} entries.`,
      `参数\`DataDisks\`的数量超过上限${most}。`,
    );
  }
  const shared = { Placement: placement, CreateTime: vpcTime(context.now, context), Tags: [], Region: context.region };
  const { system: systemSizes, data: dataSizes } = context.assumptions.diskSizes;
  return [
    {
      ...shared,
      ...described("SystemDisk", { DiskSize: DEFAULT_SYSTEM_DISK_SIZE, ...system }, systemSizes, context),
      DiskUsage: "SYSTEM_DISK",
      DeleteWithInstance: true,
      ThroughputPerformance: 0,
    },
    ...data.map((disk, index) => ({
      ...shared,
      ...described(`DataDisks.${String(index)}`, disk, dataSizes, context),
      DiskUsage: "DATA_DISK",
      DeleteWithInstance: disk.DeleteWithInstance ?? true,
      ThroughputPerformance: disk.ThroughputPerformance ?? 0,
    })),
  ];
}

/** "21 data disks at most." */
const MAX_DATA_DISKS = 21;

function described(
  where: string,
  disk: NonNullable<Run["SystemDisk"]> & { DiskSize: number },
  [least, most]: readonly [number, number],
  { assumptions }: Context,
): Pick<DiskRow, "DiskType" | "DiskSize" | "DiskName" | "Encrypt" | "KmsKeyId"> {
  const { DiskType = assumptions.defaultDiskType, DiskSize } = disk;
  if (!DISK_TYPES.includes(DiskType)) {
    throw new ApiError(
      "InvalidParameterValue",
      `The \`${where}.DiskType\` \`${DiskType}\` is none of ${DISK_TYPES.join(", ")}.`,
      `参数\`${where}.DiskType\`的取值\`${DiskType}\`错误，支持的取值为：${DISK_TYPES.join("、")}。`,
    );
  }
  if (DiskSize < least || DiskSize > most) {
    throw new ApiError(
      "InvalidParameterValue.Range",
      `The \`${where}.DiskSize\` ${String(DiskSize)} is not in the range ${String(least)} to ${String(most)}.`,
      `参数\`${where}.DiskSize\`的取值${String(DiskSize)}不在${String(least)}到${String(most)}的范围内。`,
    );
  }
  const { DiskName = UNNAMED_DISK, Encrypt = false, KmsKeyId = "" } = disk;
  return { DiskType, DiskSize, DiskName, Encrypt, KmsKeyId };
}

/** Those that a request may name. (The other local ones come with the type of the instance.) */
const DISK_TYPES: readonly string[] = [
  "CLOUD_BASIC",
  "CLOUD_PREMIUM",
  "CLOUD_BSSD",
  "CLOUD_SSD",
  "CLOUD_HSSD",
  "CLOUD_TSSD",
  "LOCAL_BASIC",
  "LOCAL_SSD",
];
