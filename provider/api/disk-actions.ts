import type { Filter, Tag } from "./actions";

/** A cloud disk (product CBS). An instance brings its disks along; none is made alone. */
export interface Disk {
  DiskId: string;
  DiskName: string;
  DiskUsage: string;
  DiskType: string;
  DiskSize: number;
  DiskState: string;
  DiskChargeType: string;
  InstanceId: string;
  InstanceIdList: string[];
  InstanceType: string;
  Attached: boolean;
  Portable: boolean;
  Shareable: boolean;
  DeleteWithInstance: boolean;
  Encrypt: boolean;
  KmsKeyId: string;
  ThroughputPerformance: number;
  Placement: { Zone: string; ProjectId: number };
  CreateTime: string;
  SnapshotCount: number;
  SnapshotSize: number;
  Migrating: boolean;
  Rollbacking: boolean;
  Tags: Tag[];
}

export interface DiskActions {
  DescribeDisks: {
    request: { DiskIds?: string[]; Filters?: Filter[]; Offset?: number; Limit?: number };
    response: { TotalCount: number; DiskSet: Disk[] };
  };
  /** Disks that are attached to nothing go for good. */
  TerminateDisks: { request: { DiskIds: string[] }; response: Record<string, never> };
}
