import type { Empty, Filter, Tag } from "./actions";

export interface Image {
  ImageId: string;
  OsName: string;
  ImageType: string;
  CreatedTime: string;
  ImageName: string;
  ImageDescription: string;
  ImageSize: number;
  Architecture: string;
  ImageState: string;
  Platform: string;
  ImageCreator: string;
  ImageSource: string;
  SyncPercent: number | null;
  IsSupportCloudinit: boolean;
  SnapshotSet: unknown[];
  Tags: Tag[];
  LicenseType: string;
  ImageFamily: string;
  ImageDeprecated: boolean;
}

/** One type in one zone. */
export interface InstanceTypeConfig {
  Zone: string;
  InstanceType: string;
  InstanceFamily: string;
  CPU: number;
  Memory: number;
  GPU: number;
  FPGA: number;
  GpuCount: number;
}

/** The same, as something to buy. There are no prices here. */
export interface InstanceTypeQuotaItem {
  Zone: string;
  InstanceType: string;
  InstanceChargeType: string;
  InstanceFamily: string;
  TypeName: string;
  Cpu: number;
  Memory: number;
  Gpu: number;
  Fpga: number;
  GpuCount: number;
  Status: string;
  StatusCategory: string;
  SoldOutReason: string;
  LocalDiskTypeList: unknown[];
}

/** What a program asks before it runs an instance: where, from which image, of which type. */
export interface CatalogueActions {
  DescribeRegions: {
    request: Empty;
    response: { TotalCount: number; RegionSet: { Region: string; RegionName: string; RegionState: string }[] };
  };
  DescribeZones: {
    request: Empty;
    response: {
      TotalCount: number;
      ZoneSet: { Zone: string; ZoneName: string; ZoneId: string; ZoneState: string }[];
    };
  };
  DescribeImages: {
    request: { ImageIds?: string[]; Filters?: Filter[]; Offset?: number; Limit?: number; InstanceType?: string };
    response: { TotalCount: number; ImageSet: Image[] };
  };
  DescribeInstanceTypeConfigs: {
    request: { Filters?: Filter[] };
    response: { InstanceTypeConfigSet: InstanceTypeConfig[] };
  };
  DescribeZoneInstanceConfigInfos: {
    request: { Filters?: Filter[] };
    response: { InstanceTypeQuotaSet: InstanceTypeQuotaItem[] };
  };
}
