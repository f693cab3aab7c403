import type { NetworkActions } from "../../api/actions";
import { NOT_SERVED, type Type, listOf, notServedExcept, optional, required } from "../words/parameters";
import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from "./assign";
import { createAndAttachNetworkInterface } from "./create-and-attach";
import { attachNetworkInterface, deleteNetworkInterface, detachNetworkInterface } from "./attach";
import { describeNetworkInterfaces } from "./find-interfaces";
import { createNetworkInterface } from "./interfaces";
import { describeAccountAttributes } from "./limits";
import { migrateNetworkInterface, migratePrivateIpAddress } from "./migrate";
import { modifyNetworkInterfaceAttribute, modifyPrivateIpAddressesAttribute } from "./modify-interface";
import {
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  modifyRouteTableAttribute,
  replaceRouteTableAssociation,
} from "./route-tables";
import { FILTERS, IDS, PAGING, PAGING_IN_TEXTS, STRING, type ServedPart, TAGS, vpc } from "./served";
import { modifySubnetAttribute } from "./subnets";
import { describeUsedIpAddress, describeVpcPrivateIpAddresses } from "./used-addresses";
import { modifyVpcAttribute } from "./vpcs";

const WANTED_ADDRESSES: Type = listOf({
  object: {
    PrivateIpAddress: optional("string"),
    Primary: optional("boolean"),
    Description: optional("string"),
    PublicIpAddress: notServedExcept(""),
    AddressId: notServedExcept(""),
    IsWanIpBlocked: notServedExcept(false),
    State: notServedExcept("AVAILABLE"),
    QosLevel: notServedExcept("DEFAULT"),
  },
});
/** An address as DescribeNetworkInterfaces shows it. Here it says no more than which address is meant. */
const SHOWN_ADDRESSES: Type = listOf({
  object: {
    PrivateIpAddress: optional("string"),
    Primary: optional("boolean"),
    Description: optional("string"),
    PublicIpAddress: optional("string"),
    AddressId: optional("string"),
    IsWanIpBlocked: optional("boolean"),
    State: optional("string"),
    QosLevel: optional("string"),
  },
});
const TEXT = optional("string");

/** What a request says of a network interface that is to be. */
const WANTED_INTERFACE = {
  VpcId: STRING,
  NetworkInterfaceName: STRING,
  SubnetId: STRING,
  NetworkInterfaceDescription: TEXT,
  SecondaryPrivateIpAddressCount: optional("integer"),
  SecurityGroupIds: IDS,
  PrivateIpAddresses: optional(WANTED_ADDRESSES),
  Tags: TAGS,
  ClientToken: TEXT,
  QosLevel: notServedExcept("DEFAULT"),
  IsRdma: notServedExcept(false),
};

/** The actions on VPCs, subnets, route tables and network interfaces that make no HAVIP. */
export const NETWORK: ServedPart<NetworkActions> = {
  ModifyVpcAttribute: vpc(
    {
      VpcId: STRING,
      VpcName: TEXT,
      EnableMulticast: TEXT,
      DnsServers: IDS,
      DomainName: TEXT,
      EnableRouteVpcPublish: notServedExcept(false),
      EnableCdcPublish: notServedExcept(false),
      EnableRouteVpcPublishIpv6: notServedExcept(false),
    },
    modifyVpcAttribute,
  ),
  ModifySubnetAttribute: vpc({ SubnetId: STRING, SubnetName: TEXT, EnableBroadcast: TEXT }, modifySubnetAttribute),
  DescribeRouteTables: vpc(
    { RouteTableIds: IDS, Filters: FILTERS, ...PAGING_IN_TEXTS, NeedRouterInfo: optional("boolean") },
    describeRouteTables,
  ),
  CreateRouteTable: vpc({ VpcId: STRING, RouteTableName: STRING, Tags: TAGS }, createRouteTable),
  DeleteRouteTable: vpc({ RouteTableId: STRING }, deleteRouteTable),
  ModifyRouteTableAttribute: vpc({ RouteTableId: STRING, RouteTableName: STRING }, modifyRouteTableAttribute),
  ReplaceRouteTableAssociation: vpc({ RouteTableId: STRING, SubnetId: TEXT }, replaceRouteTableAssociation),
  CreateNetworkInterface: vpc(
    { ...WANTED_INTERFACE, TrunkingFlag: notServedExcept("Disable") },
    createNetworkInterface,
  ),
  CreateAndAttachNetworkInterface: vpc(
    { ...WANTED_INTERFACE, InstanceId: STRING, AttachType: notServedExcept(0) },
    createAndAttachNetworkInterface,
  ),
  ModifyNetworkInterfaceAttribute: vpc(
    {
      NetworkInterfaceId: STRING,
      NetworkInterfaceName: TEXT,
      NetworkInterfaceDescription: TEXT,
      SecurityGroupIds: IDS,
      TrunkingFlag: notServedExcept("Disable"),
    },
    modifyNetworkInterfaceAttribute,
  ),
  MigrateNetworkInterface: vpc(
    {
      NetworkInterfaceId: STRING,
      SourceInstanceId: STRING,
      DestinationInstanceId: STRING,
      AttachType: notServedExcept(0),
    },
    migrateNetworkInterface,
  ),
  DescribeNetworkInterfaces: vpc({ NetworkInterfaceIds: IDS, Filters: FILTERS, ...PAGING }, describeNetworkInterfaces),
  AttachNetworkInterface: vpc(
    { NetworkInterfaceId: STRING, InstanceId: STRING, ClientToken: TEXT, AttachType: notServedExcept(0) },
    attachNetworkInterface,
  ),
  DetachNetworkInterface: vpc(
    { NetworkInterfaceId: STRING, InstanceId: STRING, ClientToken: TEXT },
    detachNetworkInterface,
  ),
  DeleteNetworkInterface: vpc({ NetworkInterfaceId: STRING }, deleteNetworkInterface),
  AssignPrivateIpAddresses: vpc(
    {
      NetworkInterfaceId: STRING,
      PrivateIpAddresses: optional(WANTED_ADDRESSES),
      SecondaryPrivateIpAddressCount: optional("integer"),
      ClientToken: TEXT,
      QosLevel: notServedExcept("DEFAULT"),
    },
    assignPrivateIpAddresses,
  ),
  UnassignPrivateIpAddresses: vpc(
    { NetworkInterfaceId: STRING, PrivateIpAddresses: required(SHOWN_ADDRESSES), InstanceId: NOT_SERVED },
    unassignPrivateIpAddresses,
  ),
  MigratePrivateIpAddress: vpc(
    { SourceNetworkInterfaceId: STRING, DestinationNetworkInterfaceId: STRING, PrivateIpAddress: STRING },
    migratePrivateIpAddress,
  ),
  ModifyPrivateIpAddressesAttribute: vpc(
    { NetworkInterfaceId: STRING, PrivateIpAddresses: required(WANTED_ADDRESSES) },
    modifyPrivateIpAddressesAttribute,
  ),
  DescribeAccountAttributes: vpc({}, describeAccountAttributes),
  DescribeUsedIpAddress: vpc(
    { VpcId: STRING, SubnetId: TEXT, IpAddresses: IDS, Filters: FILTERS, ...PAGING },
    describeUsedIpAddress,
  ),
  DescribeVpcPrivateIpAddresses: vpc(
    { VpcId: STRING, PrivateIpAddresses: required(listOf("string")) },
    describeVpcPrivateIpAddresses,
  ),
};
