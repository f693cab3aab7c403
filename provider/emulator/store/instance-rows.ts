import type { Disk, Instance, Request, Tag } from "../../api/actions";
import type { Undo } from "./state";

/** Shown as it is kept. */
type Kept =
  | "InstanceId"
  | "InstanceName"
  | "InstanceState"
  | "InstanceType"
  | "CreatedTime"
  | "Placement"
  | "VirtualPrivateCloud"
  | "PrivateIpAddresses"
  | "SecurityGroupIds"
  | "Tags";

/** Left out by the emulators that did not know it yet, and by the seed. What stands in for it: resources/instance-shown.ts. */
type KeptIfKnown =
  | "ImageId"
  | "InstanceChargeType"
  | "StopChargingMode"
  | "InternetAccessible"
  | "LoginSettings"
  | "CamRoleName"
  | "DisasterRecoverGroupIds"
  | "DisableApiTermination"
  | "LatestOperation"
  | "LatestOperationState"
  | "LatestOperationRequestId";

type Run = Request<"RunInstances">;

/** What the cloud keeps of an instance but that DescribeInstances does not show. */
interface Unseen {
  HostName?: string;
  /** In base64; DescribeInstancesAttributes shows it. */
  UserData?: string;
  EnhancedService?: Run["EnhancedService"];
  InstanceMarketOptions?: Run["InstanceMarketOptions"];
}

/** `NetworkInterfaceId` is its primary network interface, which has the instance's own addresses. */
export type InstanceRow = Pick<Instance, Kept> &
  Partial<Pick<Instance, KeptIfKnown>> &
  Unseen & {
    Region: string;
    NetworkInterfaceId: string;
    /** The public address that came with the instance, and goes with it: no EIP. */
    WanIpAddress?: string;
    /** The system disk, then the data disks that it was run with. */
    DiskIds?: string[];
    /** Older data has it, always null. */
    PublicIpAddresses?: null;
  };

/** `InstanceId` is empty for a disk that outlived its instance. */
export type DiskRow = Pick<
  Disk,
  | "DiskId"
  | "DiskName"
  | "DiskUsage"
  | "DiskType"
  | "DiskSize"
  | "InstanceId"
  | "DeleteWithInstance"
  | "Encrypt"
  | "KmsKeyId"
  | "ThroughputPerformance"
  | "Placement"
  | "CreateTime"
> & { Tags: Tag[]; Region: string };

/** What becomes of instances at `FinishAt`. */
export interface InstanceTaskRow {
  TaskId: string;
  Region: string;
  InstanceIds: string[];
  FinishAt: number;
  Undo?: Undo[];
  Effect: InstanceEffect;
}

export type InstanceEffect = "run" | "start" | "stop" | "reboot" | "terminate";
