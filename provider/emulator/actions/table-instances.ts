import type { InstanceActions } from "../../api/actions";
import { NOT_SERVED, type Schema, TAG, listOf, optional, required, withoutEffect } from "../words/parameters";
import { describeInstances, describeInstancesAttributes, describeInstancesStatus } from "./instances";
import {
  modifyInstancesAttribute,
  modifyInstancesProject,
  resetInstancesPassword,
  resetInstancesType,
} from "./modify-instances";
import { runInstances } from "./run-instances";
import { FILTERS, IDS, PAGING, STRING, type ServedPart } from "./served";
import { rebootInstances, startInstances, stopInstances, terminateInstances } from "./stop-instances";

const TEXT = optional("string");
const NUMBER = optional("integer");
const FLAG = optional("boolean");
const SOME_IDS = required(listOf("string"));
const CVM = { service: "cvm", regional: true } as const;

/** Contracts, dedicated hardware and what else no HA group depends on. */
const BEYOND: Schema = Object.fromEntries(
  [
    "InstanceChargePrepaid ActionTimer Metadata CpuTopology HpcClusterId LaunchTemplate DedicatedClusterId ChcIds",
    "PartitionNumber EnableJumboFrame NetworkInterfaces",
  ].flatMap((names) => names.split(" ").map((name) => [name, NOT_SERVED])),
);

/** A disk is new and empty: neither an existing one nor made from a snapshot. */
const DISK: Schema = {
  DiskType: TEXT,
  DiskId: NOT_SERVED,
  CdcId: NOT_SERVED,
  DiskName: TEXT,
  Encrypt: FLAG,
  KmsKeyId: TEXT,
};

const SERVICE = optional({ object: { Enabled: FLAG } });

/** The actions of the product CVM on instances. */
export const INSTANCES: ServedPart<InstanceActions> = {
  RunInstances: {
    ...CVM,
    parameters: {
      ...BEYOND,
      InstanceChargeType: TEXT,
      Placement: optional({
        object: {
          Zone: STRING,
          ProjectId: NUMBER,
          HostIds: NOT_SERVED,
          HostId: NOT_SERVED,
          DedicatedResourcePackTenancy: NOT_SERVED,
          DedicatedResourcePackIds: NOT_SERVED,
          RackId: NOT_SERVED,
        },
      }),
      InstanceType: TEXT,
      ImageId: TEXT,
      SystemDisk: optional({ object: { ...DISK, DiskSize: NUMBER } }),
      DataDisks: optional(
        listOf({
          object: {
            ...DISK,
            DiskSize: required("integer"),
            DeleteWithInstance: FLAG,
            ThroughputPerformance: NUMBER,
            SnapshotId: NOT_SERVED,
            BurstPerformance: NOT_SERVED,
          },
        }),
      ),
      VirtualPrivateCloud: optional({
        object: {
          VpcId: STRING,
          SubnetId: STRING,
          AsVpcGateway: FLAG,
          PrivateIpAddresses: IDS,
          Ipv6AddressCount: NUMBER,
        },
      }),
      InternetAccessible: optional({
        object: {
          InternetChargeType: TEXT,
          InternetMaxBandwidthOut: NUMBER,
          PublicIpAssigned: FLAG,
          BandwidthPackageId: NOT_SERVED,
          InternetServiceProvider: TEXT,
          IPv4AddressType: TEXT,
          IPv6AddressType: NOT_SERVED,
          AntiDDoSPackageId: NOT_SERVED,
        },
      }),
      InstanceCount: NUMBER,
      // How many there have to be at least: the emulator makes all of them, or refuses.
      MinCount: withoutEffect("integer"),
      InstanceName: TEXT,
      // A password is checked and forgotten.
      LoginSettings: optional({ object: { Password: TEXT, KeyIds: IDS, KeepImageLogin: TEXT } }),
      SecurityGroupIds: IDS,
      // Kept, and shown in the emulator's state only, as are HostName and InstanceMarketOptions: no action shows them.
      EnhancedService: optional({
        object: { SecurityService: SERVICE, MonitorService: SERVICE, AutomationService: SERVICE },
      }),
      ClientToken: TEXT,
      HostName: TEXT,
      DisasterRecoverGroupIds: IDS,
      TagSpecification: optional(listOf({ object: { ResourceType: STRING, Tags: required(listOf(TAG)) } })),
      InstanceMarketOptions: optional({
        object: { SpotOptions: required({ object: { MaxPrice: STRING, SpotInstanceType: TEXT } }), MarketType: TEXT },
      }),
      UserData: TEXT,
      DryRun: FLAG,
      CamRoleName: TEXT,
      DisableApiTermination: FLAG,
    },
    handle: runInstances,
  },
  DescribeInstances: {
    ...CVM,
    parameters: { InstanceIds: IDS, Filters: FILTERS, ...PAGING },
    handle: describeInstances,
  },
  DescribeInstancesStatus: { ...CVM, parameters: { InstanceIds: IDS, ...PAGING }, handle: describeInstancesStatus },
  DescribeInstancesAttributes: {
    ...CVM,
    parameters: { InstanceIds: SOME_IDS, Attributes: SOME_IDS },
    handle: describeInstancesAttributes,
  },
  StartInstances: { ...CVM, parameters: { InstanceIds: SOME_IDS }, handle: startInstances },
  StopInstances: {
    ...CVM,
    // How it stops makes no difference here.
    parameters: {
      InstanceIds: SOME_IDS,
      ForceStop: withoutEffect("boolean"),
      StopType: withoutEffect("string"),
      StoppedMode: TEXT,
    },
    handle: stopInstances,
  },
  RebootInstances: {
    ...CVM,
    parameters: { InstanceIds: SOME_IDS, ForceReboot: withoutEffect("boolean"), StopType: withoutEffect("string") },
    handle: rebootInstances,
  },
  TerminateInstances: {
    ...CVM,
    // Neither is there: ReleaseAddress is for special kinds of EIPs, the other for prepaid disks.
    parameters: {
      InstanceIds: SOME_IDS,
      ReleaseAddress: withoutEffect("boolean"),
      ReleasePrepaidDataDisks: withoutEffect("boolean"),
    },
    handle: terminateInstances,
  },
  ModifyInstancesAttribute: {
    ...CVM,
    parameters: {
      InstanceIds: SOME_IDS,
      InstanceName: TEXT,
      UserData: TEXT,
      SecurityGroups: IDS,
      CamRoleName: TEXT,
      CamRoleType: withoutEffect("string"),
      HostName: TEXT,
      DisableApiTermination: FLAG,
      AutoReboot: FLAG,
      EnableJumboFrame: NOT_SERVED,
    },
    handle: modifyInstancesAttribute,
  },
  ModifyInstancesProject: {
    ...CVM,
    parameters: { InstanceIds: SOME_IDS, ProjectId: required("integer") },
    handle: modifyInstancesProject,
  },
  ResetInstancesType: {
    ...CVM,
    parameters: { InstanceIds: SOME_IDS, InstanceType: STRING, ForceStop: FLAG },
    handle: resetInstancesType,
  },
  ResetInstancesPassword: {
    ...CVM,
    parameters: { InstanceIds: SOME_IDS, Password: STRING, UserName: withoutEffect("string"), ForceStop: FLAG },
    handle: resetInstancesPassword,
  },
};
