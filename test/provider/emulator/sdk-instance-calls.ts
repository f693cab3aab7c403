import type { Client as CbsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/cbs/v20170312/cbs_client";
import type { Client as CvmClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client";
import type { CatalogueActions, DiskActions, InstanceActions } from "../../../provider/api/actions";
import type { Calls } from "./sdk-calls";

const PLACE = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" };
const InstanceIds = ["ins-00000001"];

/** An instance with everything that the emulator keeps of one. */
async function everything(cvm: CvmClient): Promise<unknown> {
  return cvm.RunInstances({
    InstanceChargeType: "SPOTPAID",
    InstanceMarketOptions: { MarketType: "spot", SpotOptions: { MaxPrice: "0.50", SpotInstanceType: "one-time" } },
    Placement: { Zone: "ap-guangzhou-3", ProjectId: 7 },
    ImageId: "img-00000001",
    InstanceType: "S5.MEDIUM4",
    SystemDisk: { DiskType: "CLOUD_SSD", DiskSize: 60, DiskName: "root" },
    DataDisks: [{ DiskType: "CLOUD_PREMIUM", DiskSize: 100, DeleteWithInstance: false, Encrypt: false }],
    VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: ["10.0.0.80"] },
    InternetAccessible: {
      InternetChargeType: "TRAFFIC_POSTPAID_BY_HOUR",
      InternetMaxBandwidthOut: 5,
      PublicIpAssigned: true,
    },
    InstanceCount: 1,
    MinCount: 1,
    InstanceName: "node-4",
    HostName: "node-4",
    LoginSettings: { KeyIds: ["skey-00000001"] },
    EnhancedService: { MonitorService: { Enabled: true }, AutomationService: { Enabled: true } },
    SecurityGroupIds: ["sg-00000001"],
    DisasterRecoverGroupIds: ["ps-00000001"],
    CamRoleName: "node",
    DisableApiTermination: false,
    UserData: Buffer.from("#!/bin/sh\n").toString("base64"),
    TagSpecification: [{ ResourceType: "instance", Tags: [{ Key: "team", Value: "web" }] }],
    ClientToken: "a-token",
  });
}

export const instanceCalls = (cvm: () => CvmClient): Calls<InstanceActions> => ({
  RunInstances: () => everything(cvm()),
  DescribeInstances: async () => {
    await everything(cvm());
    return cvm().DescribeInstances({ Offset: 0, Limit: 100 });
  },
  DescribeInstancesStatus: () => cvm().DescribeInstancesStatus({ InstanceIds }),
  DescribeInstancesAttributes: () => cvm().DescribeInstancesAttributes({ InstanceIds, Attributes: ["UserData"] }),
  StartInstances: async () => {
    await cvm().StopInstances({ InstanceIds });
    return cvm().StartInstances({ InstanceIds });
  },
  StopInstances: () => cvm().StopInstances({ InstanceIds, StopType: "SOFT_FIRST", StoppedMode: "STOP_CHARGING" }),
  RebootInstances: () => cvm().RebootInstances({ InstanceIds, StopType: "SOFT" }),
  TerminateInstances: () => cvm().TerminateInstances({ InstanceIds, ReleaseAddress: false }),
  ModifyInstancesAttribute: () =>
    cvm().ModifyInstancesAttribute({ InstanceIds, InstanceName: "renamed", SecurityGroups: ["sg-00000002"] }),
  ModifyInstancesProject: () => cvm().ModifyInstancesProject({ InstanceIds, ProjectId: 7 }),
  ResetInstancesType: () => cvm().ResetInstancesType({ InstanceIds, InstanceType: "S5.LARGE8", ForceStop: true }),
  ResetInstancesPassword: () =>
    cvm().ResetInstancesPassword({ InstanceIds, Password: "Secret-2026", UserName: "root", ForceStop: true }),
});

export const catalogueCalls = (cvm: () => CvmClient): Calls<CatalogueActions> => {
  const Filters = [{ Name: "zone", Values: ["ap-guangzhou-3"] }];
  return {
    DescribeRegions: () => cvm().DescribeRegions(),
    DescribeZones: () => cvm().DescribeZones(),
    DescribeImages: () => cvm().DescribeImages({ Filters: [{ Name: "image-type", Values: ["PUBLIC_IMAGE"] }] }),
    DescribeInstanceTypeConfigs: () => cvm().DescribeInstanceTypeConfigs({ Filters }),
    DescribeZoneInstanceConfigInfos: () => cvm().DescribeZoneInstanceConfigInfos({ Filters }),
  };
};

export const diskCalls = (cvm: () => CvmClient, cbs: () => CbsClient): Calls<DiskActions> => ({
  DescribeDisks: async () => {
    await everything(cvm());
    return cbs().DescribeDisks({ Limit: 100 });
  },
  TerminateDisks: async () => {
    await everything(cvm());
    const Filters = [{ Name: "disk-usage", Values: ["DATA_DISK"] }];
    const { DiskSet = [] } = await cbs().DescribeDisks({ Filters });
    await cvm().TerminateInstances({ InstanceIds: DiskSet.map((disk) => disk.InstanceId ?? "none") });
    return cbs().TerminateDisks({ DiskIds: DiskSet.map((disk) => disk.DiskId ?? "none") });
  },
});
