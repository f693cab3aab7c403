import type { ActionName } from "../../api/actions";
import { NOT_SERVED, type Type, listOf, notServedExcept, optional, required } from "../words/parameters";
import { getCallerIdentity } from "./account";
import { createHaVip } from "./create-havip";
import { haVipAssociateAddressIp, haVipDisassociateAddressIp } from "./eips";
import { deleteHaVip, describeHaVips, modifyHaVipAttribute } from "./havips";
import { describeVpcLimits } from "./limits";
import { associateHaVipInstance, disassociateHaVipInstance } from "./range";
import { createSubnet, deleteSubnet, describeSubnets } from "./subnets";
import { modifyResourceTags } from "./tags";
import { describeVpcTaskResult } from "./tasks";
import { createVpc, deleteVpc, describeVpcs } from "./vpcs";
import { FILTERS, PAGING, PAGING_IN_TEXTS, STRING, type Served, TAGS, vpc } from "./served";
import { ADDRESSES } from "./table-addresses";
import { CATALOGUE, DISKS } from "./table-catalogue";
import { INSTANCES } from "./table-instances";
import { NETWORK } from "./table-network";
import { ROLES } from "./table-roles";
import { COMMANDS } from "./table-tat";
import { TAGGING } from "./table-tags";

const MEMBERS: Type = listOf({
  object: { HaVipId: optional("string"), InstanceId: required("string"), InstanceType: optional("string") },
});

/** Everything that the emulator serves. */
export const SERVED: { readonly [A in ActionName]: Served<A> } = {
  CreateHaVip: vpc(
    {
      VpcId: STRING,
      HaVipName: STRING,
      SubnetId: optional("string"),
      Vip: optional("string"),
      NetworkInterfaceId: optional("string"),
      CheckAssociate: optional("boolean"),
      Tags: TAGS,
      HaVipAssociationSet: optional(MEMBERS),
      ClientToken: optional("string"),
    },
    createHaVip,
  ),
  DeleteHaVip: vpc({ HaVipId: STRING }, deleteHaVip),
  DescribeHaVips: vpc({ HaVipIds: optional(listOf("string")), Filters: FILTERS, ...PAGING }, describeHaVips),
  ModifyHaVipAttribute: vpc({ HaVipId: STRING, HaVipName: optional("string") }, modifyHaVipAttribute),
  HaVipAssociateAddressIp: vpc({ HaVipId: STRING, AddressIp: STRING }, haVipAssociateAddressIp),
  HaVipDisassociateAddressIp: vpc({ HaVipId: STRING }, haVipDisassociateAddressIp),
  AssociateHaVipInstance: vpc({ HaVipAssociationSet: required(MEMBERS) }, associateHaVipInstance),
  DisassociateHaVipInstance: vpc({ HaVipAssociationSet: required(MEMBERS) }, disassociateHaVipInstance),
  DescribeVpcTaskResult: vpc({ TaskId: STRING }, describeVpcTaskResult),
  DescribeVpcLimits: vpc({ LimitTypes: required(listOf("string")) }, describeVpcLimits),
  DescribeVpcs: vpc({ VpcIds: optional(listOf("string")), Filters: FILTERS, ...PAGING_IN_TEXTS }, describeVpcs),
  CreateVpc: vpc(
    {
      VpcName: STRING,
      CidrBlock: STRING,
      EnableMulticast: optional("string"),
      DnsServers: optional(listOf("string")),
      DomainName: optional("string"),
      Tags: TAGS,
      EnableRouteVpcPublish: notServedExcept(false),
      EnableRouteVpcPublishIpv6: notServedExcept(false),
    },
    createVpc,
  ),
  DeleteVpc: vpc({ VpcId: STRING }, deleteVpc),
  DescribeSubnets: vpc(
    {
      SubnetIds: optional(listOf("string")),
      Filters: FILTERS,
      ...PAGING_IN_TEXTS,
      MaxResults: NOT_SERVED,
      NextToken: NOT_SERVED,
    },
    describeSubnets,
  ),
  CreateSubnet: vpc(
    {
      VpcId: STRING,
      SubnetName: STRING,
      CidrBlock: STRING,
      Zone: STRING,
      Tags: TAGS,
      CdcId: NOT_SERVED,
    },
    createSubnet,
  ),
  DeleteSubnet: vpc({ SubnetId: STRING }, deleteSubnet),
  ModifyResourceTags: {
    service: "tag",
    regional: false,
    parameters: {
      Resource: STRING,
      ReplaceTags: optional(listOf({ object: { TagKey: STRING, TagValue: STRING } })),
      DeleteTags: optional(listOf({ object: { TagKey: STRING } })),
    },
    handle: modifyResourceTags,
  },
  GetCallerIdentity: { service: "sts", regional: false, parameters: {}, handle: getCallerIdentity },
  ...NETWORK,
  ...ADDRESSES,
  ...INSTANCES,
  ...CATALOGUE,
  ...DISKS,
  ...TAGGING,
  ...ROLES,
  ...COMMANDS,
};

/** True because the type above demands these keys and no others. */
export const SERVED_ACTIONS = Object.keys(SERVED) as ActionName[];

export function isServed(name: string): name is ActionName {
  return Object.hasOwn(SERVED, name);
}
