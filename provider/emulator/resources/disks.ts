import { createHash } from "node:crypto";
import type { Disk, InstanceDataDisk, InstanceDisk } from "../../api/actions";
import type { DiskRow, InstanceRow, State } from "../store/state";
import type { Assuming } from "../words/chosen-assumptions";
import { vpcTime } from "./clock";

/** The disks that there are: those of the instances, and those that outlived theirs. */
export function disks(state: State, context: Assuming): DiskRow[] {
  const derived = [...state.instances.values()]
    .filter((instance) => instance.DiskIds === undefined)
    .map((instance) => systemDiskOf(instance, context))
    .filter((row) => !state.disks.has(row.DiskId));
  return [...derived, ...state.disks.values()];
}

/** The disks of an instance, the system disk first. */
export function disksOf(state: State, instance: InstanceRow, context: Assuming): [DiskRow, ...DiskRow[]] {
  const [first = systemDiskId(instance), ...others] = instance.DiskIds ?? [];
  const system = state.disks.get(first) ?? systemDiskOf(instance, context);
  return [system, ...others.flatMap((id) => state.disks.get(id) ?? [])];
}

/** An instance that brought no disk along, because it is the seed's or that of an older emulator, has this one. */
function systemDiskOf(instance: InstanceRow, context: Assuming): DiskRow {
  return {
    DiskId: systemDiskId(instance),
    DiskName: UNNAMED_DISK,
    DiskUsage: "SYSTEM_DISK",
    DiskType: context.assumptions.defaultDiskType,
    DiskSize: DEFAULT_SYSTEM_DISK_SIZE,
    InstanceId: instance.InstanceId,
    DeleteWithInstance: true,
    Encrypt: false,
    KmsKeyId: "",
    ThroughputPerformance: 0,
    Placement: instance.Placement,
    CreateTime: vpcTime(Date.parse(instance.CreatedTime), context),
    Tags: [],
    Region: instance.Region,
  };
}

export const UNNAMED_DISK = "未命名";
/** In GiB: "the default is 50" (SystemDisk). */
export const DEFAULT_SYSTEM_DISK_SIZE = 50;

/** The same for an instance every time. */
function systemDiskId({ InstanceId }: InstanceRow): string {
  return `disk-${createHash("sha256").update(InstanceId).digest("hex").slice(0, 8)}`;
}

/** As DescribeInstances shows the system disk. */
export function shownSystemDisk(row: DiskRow): InstanceDisk {
  const { DiskType, DiskId, DiskSize, DiskName, Encrypt } = row;
  return { DiskType, DiskId, DiskSize, DiskName, Encrypt, KmsKeyId: row.KmsKeyId || null, CdcId: null };
}

export function shownDataDisk(row: DiskRow): InstanceDataDisk {
  const { DeleteWithInstance, ThroughputPerformance } = row;
  return { ...shownSystemDisk(row), DeleteWithInstance, ThroughputPerformance, SnapshotId: null };
}

/** As the product CBS shows it. */
export function shownDisk({ Region: _, ...row }: DiskRow): Disk {
  const attached = row.InstanceId !== "";
  return {
    ...row,
    DiskState: attached ? "ATTACHED" : "UNATTACHED",
    DiskChargeType: "POSTPAID_BY_HOUR",
    InstanceIdList: [],
    InstanceType: attached ? "CVM" : "",
    Attached: attached,
    Portable: row.DiskUsage === "DATA_DISK",
    Shareable: false,
    SnapshotCount: 0,
    SnapshotSize: 0,
    Migrating: false,
    Rollbacking: false,
  };
}
