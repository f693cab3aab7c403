import type { Empty, Filter, Tag } from "./actions";

/** A disk as its instance shows it, and as RunInstances takes it; all but the type and the size are the cloud's. */
export interface InstanceDisk {
  DiskType: string;
  DiskId: string;
  DiskSize: number;
  DiskName: string;
  Encrypt: boolean;
  KmsKeyId: string | null;
  CdcId: string | null;
}

export interface InstanceDataDisk extends InstanceDisk {
  DeleteWithInstance: boolean;
  ThroughputPerformance: number;
  SnapshotId: string | null;
}

/** A CVM as DescribeInstances shows it. */
export interface Instance {
  InstanceId: string;
  InstanceName: string;
  InstanceState: string;
  InstanceType: string;
  /** Null where the name of the type does not tell. */
  CPU: number | null;
  Memory: number | null;
  CreatedTime: string;
  /** Null for an instance that is not prepaid, as is RenewFlag. */
  ExpiredTime: string | null;
  RenewFlag: string | null;
  RestrictState: string;
  IsolatedSource: string;
  InstanceChargeType: string;
  StopChargingMode: string;
  ImageId: string;
  OsName: string;
  LicenseType: string;
  Uuid: string;
  Placement: { Zone: string; ProjectId: number };
  VirtualPrivateCloud: { VpcId: string; SubnetId: string; AsVpcGateway: boolean };
  PrivateIpAddresses: string[];
  PublicIpAddresses: string[] | null;
  IPv6Addresses: string[] | null;
  InternetAccessible: { InternetChargeType: string; InternetMaxBandwidthOut: number };
  SecurityGroupIds: string[];
  SystemDisk: InstanceDisk;
  DataDisks: InstanceDataDisk[];
  /** Of the login only the keys are shown, never a password. */
  LoginSettings: { KeyIds: string[]; KeepImageLogin?: string };
  Tags: Tag[];
  CamRoleName: string;
  DisasterRecoverGroupId: string;
  DisasterRecoverGroupIds: string[];
  DisableApiTermination: boolean;
  DedicatedClusterId: string;
  HpcClusterId: string;
  LatestOperation: string | null;
  LatestOperationState: string | null;
  LatestOperationRequestId: string | null;
  LatestOperationErrorMsg: string | null;
}

interface NewDisk {
  DiskType?: string;
  DiskSize?: number;
  DiskName?: string;
  Encrypt?: boolean;
  KmsKeyId?: string;
}

interface Enabled {
  Enabled?: boolean;
}

/** The life of an instance (CVM), as far as an HA group depends on it. */
export interface InstanceActions {
  RunInstances: {
    request: {
      InstanceChargeType?: string;
      Placement?: { Zone: string; ProjectId?: number };
      InstanceType?: string;
      ImageId?: string;
      SystemDisk?: NewDisk;
      DataDisks?: (NewDisk & { DiskSize: number; DeleteWithInstance?: boolean; ThroughputPerformance?: number })[];
      VirtualPrivateCloud?: {
        VpcId: string;
        SubnetId: string;
        AsVpcGateway?: boolean;
        PrivateIpAddresses?: string[];
        Ipv6AddressCount?: number;
      };
      InternetAccessible?: {
        InternetChargeType?: string;
        InternetMaxBandwidthOut?: number;
        PublicIpAssigned?: boolean;
        InternetServiceProvider?: string;
        IPv4AddressType?: string;
      };
      InstanceCount?: number;
      MinCount?: number;
      InstanceName?: string;
      LoginSettings?: { Password?: string; KeyIds?: string[]; KeepImageLogin?: string };
      SecurityGroupIds?: string[];
      EnhancedService?: { SecurityService?: Enabled; MonitorService?: Enabled; AutomationService?: Enabled };
      ClientToken?: string;
      HostName?: string;
      DisasterRecoverGroupIds?: string[];
      TagSpecification?: { ResourceType: string; Tags: Tag[] }[];
      InstanceMarketOptions?: { SpotOptions: { MaxPrice: string; SpotInstanceType?: string }; MarketType?: string };
      UserData?: string;
      DryRun?: boolean;
      CamRoleName?: string;
      DisableApiTermination?: boolean;
    };
    response: { InstanceIdSet: string[] };
  };
  DescribeInstances: {
    request: { InstanceIds?: string[]; Filters?: Filter[]; Offset?: number; Limit?: number };
    response: { TotalCount: number; InstanceSet: Instance[] };
  };
  DescribeInstancesStatus: {
    request: { InstanceIds?: string[]; Offset?: number; Limit?: number };
    response: { TotalCount: number; InstanceStatusSet: { InstanceId: string; InstanceState: string }[] };
  };
  DescribeInstancesAttributes: {
    request: { InstanceIds: string[]; Attributes: string[] };
    response: { InstanceSet: { InstanceId: string; Attributes: { UserData: string } }[] };
  };
  StartInstances: { request: { InstanceIds: string[] }; response: Empty };
  StopInstances: {
    request: { InstanceIds: string[]; ForceStop?: boolean; StopType?: string; StoppedMode?: string };
    response: Empty;
  };
  RebootInstances: {
    request: { InstanceIds: string[]; ForceReboot?: boolean; StopType?: string };
    response: Empty;
  };
  TerminateInstances: {
    request: { InstanceIds: string[]; ReleaseAddress?: boolean; ReleasePrepaidDataDisks?: boolean };
    response: Empty;
  };
  ModifyInstancesAttribute: {
    request: {
      InstanceIds: string[];
      InstanceName?: string;
      UserData?: string;
      SecurityGroups?: string[];
      CamRoleName?: string;
      HostName?: string;
      DisableApiTermination?: boolean;
      AutoReboot?: boolean;
    };
    response: Empty;
  };
  ModifyInstancesProject: { request: { InstanceIds: string[]; ProjectId: number }; response: Empty };
  ResetInstancesType: {
    request: { InstanceIds: string[]; InstanceType: string; ForceStop?: boolean };
    response: Empty;
  };
  ResetInstancesPassword: {
    request: { InstanceIds: string[]; Password: string; UserName?: string; ForceStop?: boolean };
    response: Empty;
  };
}
