/**
 * The actions of the cloud's API that this package calls or serves: names, versions, request and response shapes.
 * The field names are the API's own (SDK `tencentcloud-sdk-nodejs` 4.1.313: vpc_models, cvm_models, tag_models,
 * sts_models, tat_models); a test compares them with that SDK. Requests list what we may send, responses what the cloud answers.
 */

import type { AddressActions } from "./address-actions";
import type { CommandActions } from "./command-actions";
import type { CatalogueActions } from "./catalogue-actions";
import type { DiskActions } from "./disk-actions";
import type { InstanceActions } from "./instance-actions";
import type { NetworkActions } from "./network-actions";
import type { RoleActions } from "./role-actions";
import type { TagActions } from "./tag-actions";

export type * from "./address-actions";
export type * from "./command-actions";
export type * from "./catalogue-actions";
export type * from "./disk-actions";
export type * from "./instance-actions";
export type * from "./network-actions";
export type * from "./role-actions";
export type * from "./tag-actions";

export interface Tag {
  Key: string;
  Value: string;
}

export interface Filter {
  Name: string;
  Values: string[];
}

export interface HaVipAssociation {
  HaVipId?: string;
  InstanceId: string;
  InstanceType?: string;
}

/** Unbound fields are empty strings, never null. The newer fields are absent on the international site. */
export interface HaVip {
  HaVipId: string;
  HaVipName: string;
  Vip: string;
  VpcId: string;
  SubnetId: string;
  NetworkInterfaceId: string;
  InstanceId: string;
  AddressIp: string;
  State: string;
  CreatedTime: string;
  Business: string;
  HaVipAssociationSet?: HaVipAssociation[];
  CheckAssociate?: boolean;
  CdcId?: string;
  FlushedTime?: string;
  TagSet?: Tag[];
}

export interface Vpc {
  VpcId: string;
  VpcName: string;
  CidrBlock: string;
  IsDefault: boolean;
  EnableMulticast: boolean;
  CreatedTime: string;
  DnsServerSet: string[];
  DomainName: string;
  DhcpOptionsId: string;
  EnableDhcp: boolean;
  Ipv6CidrBlock: string;
  TagSet: Tag[];
  AssistantCidrSet: unknown[];
  EnableRouteVpcPublish: boolean;
  Ipv6CidrBlockSet: unknown[];
  EnableRouteVpcPublishIpv6: boolean;
}

export interface Subnet {
  VpcId: string;
  SubnetId: string;
  SubnetName: string;
  CidrBlock: string;
  IsDefault: boolean;
  EnableBroadcast: boolean;
  Zone: string;
  RouteTableId: string;
  CreatedTime: string;
  AvailableIpAddressCount: number;
  TotalIpAddressCount: number;
  Ipv6CidrBlock: string;
  NetworkAclId: string;
  IsRemoteVpcSnat: boolean;
  TagSet: Tag[];
  CdcId: string;
  IsCdcSubnet: number;
}

export type Empty = Record<string, never>;

/** Request and response of each action; `RequestId` stands in the envelope, not here. */
export interface Actions
  extends
    NetworkActions,
    AddressActions,
    InstanceActions,
    CatalogueActions,
    DiskActions,
    TagActions,
    RoleActions,
    CommandActions {
  CreateHaVip: {
    request: {
      VpcId: string;
      HaVipName: string;
      SubnetId?: string;
      Vip?: string;
      NetworkInterfaceId?: string;
      CheckAssociate?: boolean;
      Tags?: Tag[];
      HaVipAssociationSet?: HaVipAssociation[];
      ClientToken?: string;
    };
    response: { HaVip: HaVip };
  };
  DeleteHaVip: { request: { HaVipId: string }; response: Empty };
  DescribeHaVips: {
    request: { HaVipIds?: string[]; Filters?: Filter[]; Offset?: number; Limit?: number };
    response: { TotalCount: number; HaVipSet: HaVip[] };
  };
  ModifyHaVipAttribute: { request: { HaVipId: string; HaVipName?: string }; response: Empty };
  HaVipAssociateAddressIp: { request: { HaVipId: string; AddressIp: string }; response: Empty };
  HaVipDisassociateAddressIp: { request: { HaVipId: string }; response: Empty };
  AssociateHaVipInstance: { request: { HaVipAssociationSet: HaVipAssociation[] }; response: Empty };
  DisassociateHaVipInstance: { request: { HaVipAssociationSet: HaVipAssociation[] }; response: Empty };
  DescribeVpcTaskResult: {
    request: { TaskId: string };
    response: { Status: string; Output: string; Result: { ResourceId: string; Status: string }[] };
  };
  DescribeVpcLimits: {
    request: { LimitTypes: string[] };
    response: { VpcLimitSet: { LimitType: string; LimitValue: number }[] };
  };
  DescribeVpcs: {
    // Offset and Limit are strings in the VPC and subnet actions, integers in the HAVIP actions.
    request: { VpcIds?: string[]; Filters?: Filter[]; Offset?: string; Limit?: string };
    response: { TotalCount: number; VpcSet: Vpc[] };
  };
  CreateVpc: {
    request: {
      VpcName: string;
      CidrBlock: string;
      EnableMulticast?: string;
      DnsServers?: string[];
      DomainName?: string;
      Tags?: Tag[];
    };
    response: { Vpc: Vpc };
  };
  DeleteVpc: { request: { VpcId: string }; response: Empty };
  DescribeSubnets: {
    request: { SubnetIds?: string[]; Filters?: Filter[]; Offset?: string; Limit?: string };
    response: { TotalCount: number; SubnetSet: Subnet[]; NextToken: string };
  };
  CreateSubnet: {
    request: { VpcId: string; SubnetName: string; CidrBlock: string; Zone: string; Tags?: Tag[]; CdcId?: string };
    response: { Subnet: Subnet };
  };
  DeleteSubnet: { request: { SubnetId: string }; response: Empty };
  ModifyResourceTags: {
    request: {
      Resource: string;
      ReplaceTags?: { TagKey: string; TagValue: string }[];
      DeleteTags?: { TagKey: string }[];
    };
    response: Empty;
  };
  GetCallerIdentity: {
    request: Empty;
    response: { Arn: string; AccountId: string; UserId: string; PrincipalId: string; Type: string };
  };
}

export type ActionName = keyof Actions;
export type Request<A extends ActionName> = Actions[A]["request"];
export type Response<A extends ActionName> = Actions[A]["response"];

/** The products of the cloud that serve the actions; also the first label of their host names. */
export type Service = "vpc" | "cvm" | "cbs" | "tag" | "sts" | "tat";

/** The one API version of each product that the actions belong to. */
export const VERSIONS: Record<Service, string> = {
  vpc: "2017-03-12",
  cvm: "2017-03-12",
  cbs: "2017-03-12",
  tag: "2018-08-13",
  sts: "2018-08-13",
  tat: "2020-10-28",
};

/** What repeating an action can do: nothing (read, set to a value, delete by id), or make a second thing. */
export type ActionClass = "read" | "set" | "delete" | "create";

export const ACTIONS: Record<ActionName, { service: Service; class: ActionClass }> = {
  CreateHaVip: { service: "vpc", class: "create" },
  DeleteHaVip: { service: "vpc", class: "delete" },
  DescribeHaVips: { service: "vpc", class: "read" },
  ModifyHaVipAttribute: { service: "vpc", class: "set" },
  HaVipAssociateAddressIp: { service: "vpc", class: "set" },
  HaVipDisassociateAddressIp: { service: "vpc", class: "set" },
  AssociateHaVipInstance: { service: "vpc", class: "set" },
  DisassociateHaVipInstance: { service: "vpc", class: "set" },
  DescribeVpcTaskResult: { service: "vpc", class: "read" },
  DescribeVpcLimits: { service: "vpc", class: "read" },
  DescribeVpcs: { service: "vpc", class: "read" },
  CreateVpc: { service: "vpc", class: "create" },
  DeleteVpc: { service: "vpc", class: "delete" },
  DescribeSubnets: { service: "vpc", class: "read" },
  CreateSubnet: { service: "vpc", class: "create" },
  DeleteSubnet: { service: "vpc", class: "delete" },
  DescribeInstances: { service: "cvm", class: "read" },
  ModifyResourceTags: { service: "tag", class: "set" },
  GetCallerIdentity: { service: "sts", class: "read" },
  ModifyVpcAttribute: { service: "vpc", class: "set" },
  ModifySubnetAttribute: { service: "vpc", class: "set" },
  DescribeRouteTables: { service: "vpc", class: "read" },
  CreateRouteTable: { service: "vpc", class: "create" },
  DeleteRouteTable: { service: "vpc", class: "delete" },
  ModifyRouteTableAttribute: { service: "vpc", class: "set" },
  ReplaceRouteTableAssociation: { service: "vpc", class: "set" },
  CreateNetworkInterface: { service: "vpc", class: "create" },
  CreateAndAttachNetworkInterface: { service: "vpc", class: "create" },
  ModifyNetworkInterfaceAttribute: { service: "vpc", class: "set" },
  MigrateNetworkInterface: { service: "vpc", class: "set" },
  MigratePrivateIpAddress: { service: "vpc", class: "set" },
  ModifyPrivateIpAddressesAttribute: { service: "vpc", class: "set" },
  DescribeAccountAttributes: { service: "vpc", class: "read" },
  DescribeNetworkInterfaces: { service: "vpc", class: "read" },
  AttachNetworkInterface: { service: "vpc", class: "set" },
  DetachNetworkInterface: { service: "vpc", class: "set" },
  DeleteNetworkInterface: { service: "vpc", class: "delete" },
  // With a count of addresses, a repetition takes as many again.
  AssignPrivateIpAddresses: { service: "vpc", class: "create" },
  UnassignPrivateIpAddresses: { service: "vpc", class: "set" },
  DescribeUsedIpAddress: { service: "vpc", class: "read" },
  DescribeVpcPrivateIpAddresses: { service: "vpc", class: "read" },
  AllocateAddresses: { service: "vpc", class: "create" },
  DescribeAddresses: { service: "vpc", class: "read" },
  ReleaseAddresses: { service: "vpc", class: "delete" },
  AssociateAddress: { service: "vpc", class: "set" },
  DisassociateAddress: { service: "vpc", class: "set" },
  ModifyAddressAttribute: { service: "vpc", class: "set" },
  ModifyAddressesBandwidth: { service: "vpc", class: "set" },
  DescribeTaskResult: { service: "vpc", class: "read" },
  RunInstances: { service: "cvm", class: "create" },
  StartInstances: { service: "cvm", class: "set" },
  StopInstances: { service: "cvm", class: "set" },
  TerminateInstances: { service: "cvm", class: "delete" },
  DescribeInstancesStatus: { service: "cvm", class: "read" },
  DescribeInstancesAttributes: { service: "cvm", class: "read" },
  RebootInstances: { service: "cvm", class: "set" },
  ModifyInstancesAttribute: { service: "cvm", class: "set" },
  ModifyInstancesProject: { service: "cvm", class: "set" },
  ResetInstancesType: { service: "cvm", class: "set" },
  ResetInstancesPassword: { service: "cvm", class: "set" },
  DescribeRegions: { service: "cvm", class: "read" },
  DescribeZones: { service: "cvm", class: "read" },
  DescribeImages: { service: "cvm", class: "read" },
  DescribeInstanceTypeConfigs: { service: "cvm", class: "read" },
  DescribeZoneInstanceConfigInfos: { service: "cvm", class: "read" },
  DescribeDisks: { service: "cbs", class: "read" },
  TerminateDisks: { service: "cbs", class: "delete" },
  TagResources: { service: "tag", class: "set" },
  UnTagResources: { service: "tag", class: "set" },
  GetResources: { service: "tag", class: "read" },
  DescribeResourceTags: { service: "tag", class: "read" },
  DescribeResourceTagsByResourceIds: { service: "tag", class: "read" },
  // Each answer has new credentials, and the earlier ones stay good: nothing is made that could be lost.
  AssumeRole: { service: "sts", class: "read" },
  AssumeRoleWithWebIdentity: { service: "sts", class: "read" },
  CreateCommand: { service: "tat", class: "create" },
  ModifyCommand: { service: "tat", class: "set" },
  DeleteCommand: { service: "tat", class: "delete" },
  DescribeCommands: { service: "tat", class: "read" },
  RunCommand: { service: "tat", class: "create" },
  InvokeCommand: { service: "tat", class: "create" },
  CancelInvocation: { service: "tat", class: "set" },
  DescribeInvocations: { service: "tat", class: "read" },
  DescribeInvocationTasks: { service: "tat", class: "read" },
  DescribeAutomationAgentStatus: { service: "tat", class: "read" },
};
