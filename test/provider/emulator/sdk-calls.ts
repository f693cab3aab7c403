import type { Client as TagClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag/v20180813/tag_client";
import type { Client as VpcClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_client";
import type { Address } from "tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_models";
import type { AddressActions } from "../../../provider/api/address-actions";
import type { NetworkActions } from "../../../provider/api/network-actions";
import type { TagActions } from "../../../provider/api/tag-actions";

/** For each action: what it takes to call it, and the official SDK's own answer. */
export type Calls<Part> = Record<keyof Part, () => Promise<unknown>>;

const PLACE = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" };

async function newRouteTable(vpc: VpcClient): Promise<string> {
  const { RouteTable } = await vpc.CreateRouteTable({ VpcId: PLACE.VpcId, RouteTableName: "other", Tags: [] });
  return RouteTable?.RouteTableId ?? "none";
}

async function newInterface(vpc: VpcClient): Promise<string> {
  const { NetworkInterface } = await vpc.CreateNetworkInterface({ ...PLACE, NetworkInterfaceName: "second" });
  return NetworkInterface?.NetworkInterfaceId ?? "none";
}

export async function attachedInterface(vpc: VpcClient): Promise<string> {
  const NetworkInterfaceId = await newInterface(vpc);
  await vpc.AttachNetworkInterface({ NetworkInterfaceId, InstanceId: "ins-00000001" });
  return NetworkInterfaceId;
}

export async function newEip(vpc: VpcClient): Promise<Address> {
  const { AddressSet = [] } = await vpc.AllocateAddresses({ AddressCount: 1 });
  const found = await vpc.DescribeAddresses({ AddressIds: AddressSet });
  return found.AddressSet?.[0] ?? {};
}

export const networkCalls = (vpc: () => VpcClient): Calls<NetworkActions> => ({
  ModifyVpcAttribute: () =>
    vpc().ModifyVpcAttribute({ VpcId: PLACE.VpcId, VpcName: "renamed", DnsServers: ["10.0.0.2"], DomainName: "a.b" }),
  ModifySubnetAttribute: () =>
    vpc().ModifySubnetAttribute({ SubnetId: PLACE.SubnetId, SubnetName: "renamed", EnableBroadcast: "true" }),
  DescribeRouteTables: async () => {
    await newRouteTable(vpc());
    return vpc().DescribeRouteTables({ Filters: [{ Name: "vpc-id", Values: [PLACE.VpcId] }] });
  },
  CreateRouteTable: () => vpc().CreateRouteTable({ VpcId: PLACE.VpcId, RouteTableName: "other", Tags: [{ Key: "a" }] }),
  DeleteRouteTable: async () => vpc().DeleteRouteTable({ RouteTableId: await newRouteTable(vpc()) }),
  ModifyRouteTableAttribute: () =>
    vpc().ModifyRouteTableAttribute({ RouteTableId: "rtb-00000001", RouteTableName: "main" }),
  ReplaceRouteTableAssociation: async () =>
    vpc().ReplaceRouteTableAssociation({ RouteTableId: await newRouteTable(vpc()), SubnetId: PLACE.SubnetId }),
  CreateNetworkInterface: () =>
    vpc().CreateNetworkInterface({
      ...PLACE,
      NetworkInterfaceName: "second",
      NetworkInterfaceDescription: "of the first node",
      PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.50", Primary: true }],
      SecondaryPrivateIpAddressCount: 1,
      SecurityGroupIds: ["sg-00000001"],
      Tags: [{ Key: "team", Value: "web" }],
      ClientToken: "a-token",
    }),
  CreateAndAttachNetworkInterface: () =>
    vpc().CreateAndAttachNetworkInterface({
      ...PLACE,
      NetworkInterfaceName: "second",
      InstanceId: "ins-00000001",
      PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.51", Primary: true, Description: "of the first node" }],
      SecurityGroupIds: ["sg-00000001"],
      Tags: [{ Key: "team", Value: "web" }],
      ClientToken: "a-token",
    }),
  ModifyNetworkInterfaceAttribute: async () =>
    vpc().ModifyNetworkInterfaceAttribute({
      NetworkInterfaceId: await newInterface(vpc()),
      NetworkInterfaceName: "renamed",
      NetworkInterfaceDescription: "of the second node",
      SecurityGroupIds: ["sg-00000002"],
    }),
  MigrateNetworkInterface: async () =>
    vpc().MigrateNetworkInterface({
      NetworkInterfaceId: await attachedInterface(vpc()),
      SourceInstanceId: "ins-00000001",
      DestinationInstanceId: "ins-00000002",
    }),
  MigratePrivateIpAddress: async () => {
    const SourceNetworkInterfaceId = await newInterface(vpc());
    const PrivateIpAddress = "10.0.0.61";
    const given = { NetworkInterfaceId: SourceNetworkInterfaceId, PrivateIpAddresses: [{ PrivateIpAddress }] };
    await vpc().AssignPrivateIpAddresses(given);
    const DestinationNetworkInterfaceId = "eni-00000002";
    return vpc().MigratePrivateIpAddress({ SourceNetworkInterfaceId, DestinationNetworkInterfaceId, PrivateIpAddress });
  },
  ModifyPrivateIpAddressesAttribute: () =>
    vpc().ModifyPrivateIpAddressesAttribute({
      NetworkInterfaceId: "eni-00000001",
      PrivateIpAddresses: [{ PrivateIpAddress: "10.0.0.11", Description: "of the first node" }],
    }),
  DescribeAccountAttributes: () => vpc().DescribeAccountAttributes(),
  DescribeNetworkInterfaces: async () => {
    await attachedInterface(vpc());
    await newInterface(vpc());
    return vpc().DescribeNetworkInterfaces({ Offset: 0, Limit: 100 });
  },
  AttachNetworkInterface: async () =>
    vpc().AttachNetworkInterface({ NetworkInterfaceId: await newInterface(vpc()), InstanceId: "ins-00000001" }),
  DetachNetworkInterface: async () =>
    vpc().DetachNetworkInterface({ NetworkInterfaceId: await attachedInterface(vpc()), InstanceId: "ins-00000001" }),
  DeleteNetworkInterface: async () => vpc().DeleteNetworkInterface({ NetworkInterfaceId: await newInterface(vpc()) }),
  AssignPrivateIpAddresses: async () =>
    vpc().AssignPrivateIpAddresses({
      NetworkInterfaceId: await newInterface(vpc()),
      SecondaryPrivateIpAddressCount: 2,
    }),
  UnassignPrivateIpAddresses: async () => {
    const NetworkInterfaceId = await newInterface(vpc());
    const PrivateIpAddresses = [{ PrivateIpAddress: "10.0.0.60" }];
    await vpc().AssignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses });
    return vpc().UnassignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses });
  },
  DescribeUsedIpAddress: () => vpc().DescribeUsedIpAddress({ ...PLACE, Offset: 0, Limit: 10 }),
  DescribeVpcPrivateIpAddresses: () =>
    vpc().DescribeVpcPrivateIpAddresses({ VpcId: PLACE.VpcId, PrivateIpAddresses: ["10.0.0.11", "10.0.0.99"] }),
});

export const addressCalls = (vpc: () => VpcClient): Calls<AddressActions> => {
  const newId = async (): Promise<string> => (await newEip(vpc())).AddressId ?? "none";
  return {
    AllocateAddresses: () =>
      vpc().AllocateAddresses({
        AddressCount: 2,
        InternetChargeType: "BANDWIDTH_POSTPAID_BY_HOUR",
        InternetMaxBandwidthOut: 5,
        AddressName: "web",
        Tags: [{ Key: "team", Value: "web" }],
        ClientToken: "a-token",
      }),
    DescribeAddresses: async () => {
      await vpc().AssociateAddress({ AddressId: await newId(), InstanceId: "ins-00000001" });
      return vpc().DescribeAddresses({ Filters: [{ Name: "address-type", Values: ["EIP"] }] });
    },
    ReleaseAddresses: async () => vpc().ReleaseAddresses({ AddressIds: [await newId()] }),
    AssociateAddress: async () =>
      vpc().AssociateAddress({
        AddressId: await newId(),
        NetworkInterfaceId: "eni-00000001",
        PrivateIpAddress: "10.0.0.11",
      }),
    DisassociateAddress: async () => {
      const AddressId = await newId();
      await vpc().AssociateAddress({ AddressId, InstanceId: "ins-00000001" });
      // The task has to end before the next one may begin; any call of the API lets what is due happen.
      return vpc().DisassociateAddress({ AddressId });
    },
    ModifyAddressAttribute: async () =>
      vpc().ModifyAddressAttribute({ AddressId: await newId(), AddressName: "renamed" }),
    ModifyAddressesBandwidth: async () =>
      vpc().ModifyAddressesBandwidth({ AddressIds: [await newId()], InternetMaxBandwidthOut: 20 }),
    DescribeTaskResult: async () => {
      const { TaskId } = await vpc().AllocateAddresses({});
      return vpc().DescribeTaskResult({ TaskId: Number(TaskId) });
    },
  };
};

export const tagCalls = (tag: () => TagClient): Calls<TagActions> => {
  const ResourceList = [`qcs::vpc:ap-guangzhou:uin/:vpc/${PLACE.VpcId}`];
  const tagged = async (): Promise<unknown> =>
    tag().TagResources({ ResourceList, Tags: [{ TagKey: "team", TagValue: "web" }] });
  return {
    TagResources: () =>
      tag().TagResources({
        ResourceList: [...ResourceList, "qcs::vpc:ap-guangzhou:uin/:vpc/vpc-99999999"],
        Tags: [{ TagKey: "team", TagValue: "web" }],
      }),
    UnTagResources: () => tag().UnTagResources({ ResourceList, TagKeys: ["team"] }),
    GetResources: async () => {
      await tagged();
      return tag().GetResources({ TagFilters: [{ TagKey: "team", TagValue: ["web"] }], MaxResults: 10 });
    },
    DescribeResourceTags: async () => {
      await tagged();
      return tag().DescribeResourceTags({ ServiceType: "vpc", ResourcePrefix: "vpc", ResourceId: PLACE.VpcId });
    },
    DescribeResourceTagsByResourceIds: async () => {
      await tagged();
      return tag().DescribeResourceTagsByResourceIds({
        ServiceType: "vpc",
        ResourcePrefix: "vpc",
        ResourceIds: [PLACE.VpcId],
        ResourceRegion: "ap-guangzhou",
      });
    },
  };
};
