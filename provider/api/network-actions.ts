import type { Empty, Filter, Tag } from "./actions";

/** Route tables, network interfaces and the use of addresses: what surrounds a HAVIP in its VPC. */

export interface RouteTable {
  VpcId: string;
  RouteTableId: string;
  RouteTableName: string;
  AssociationSet: { SubnetId: string; RouteTableId: string }[];
  RouteSet: unknown[];
  Main: boolean;
  CreatedTime: string;
  TagSet: Tag[];
  LocalCidrForCcn: unknown[];
}

export interface PrivateIpAddress {
  PrivateIpAddress: string;
  Primary: boolean;
  PublicIpAddress: string;
  AddressId: string;
  Description: string;
  IsWanIpBlocked: boolean;
  State: string;
  QosLevel: string;
}

export interface NetworkInterface {
  NetworkInterfaceId: string;
  NetworkInterfaceName: string;
  NetworkInterfaceDescription: string;
  SubnetId: string;
  VpcId: string;
  GroupSet: string[];
  Primary: boolean;
  MacAddress: string;
  State: string;
  NetworkInterfaceState: string;
  PrivateIpAddressSet: PrivateIpAddress[];
  Attachment: { DeviceIndex: number; InstanceAccountId: string; AttachTime: string; InstanceId: string } | null;
  Zone: string;
  CreatedTime: string;
  Ipv6AddressSet: unknown[];
  TagSet: Tag[];
  /** 0 secondary, 1 primary. */
  EniType: number;
  Business: string;
  CdcId: string;
  AttachType: number;
  ResourceId: string;
  QosLevel: string;
}

/** An address that a request asks for by value. */
export interface WantedAddress {
  PrivateIpAddress?: string;
  Primary?: boolean;
  Description?: string;
}

export interface NetworkActions {
  ModifyVpcAttribute: {
    request: {
      VpcId: string;
      VpcName?: string;
      EnableMulticast?: string;
      DnsServers?: string[];
      DomainName?: string;
    };
    response: Empty;
  };
  ModifySubnetAttribute: {
    request: { SubnetId: string; SubnetName?: string; EnableBroadcast?: string };
    response: Empty;
  };
  DescribeRouteTables: {
    request: {
      RouteTableIds?: string[];
      Filters?: Filter[];
      Offset?: string;
      Limit?: string;
      NeedRouterInfo?: boolean;
    };
    response: { TotalCount: number; RouteTableSet: RouteTable[] };
  };
  CreateRouteTable: {
    request: { VpcId: string; RouteTableName: string; Tags?: Tag[] };
    response: { RouteTable: RouteTable };
  };
  DeleteRouteTable: { request: { RouteTableId: string }; response: Empty };
  ModifyRouteTableAttribute: { request: { RouteTableId: string; RouteTableName: string }; response: Empty };
  ReplaceRouteTableAssociation: { request: { RouteTableId: string; SubnetId?: string }; response: Empty };
  CreateNetworkInterface: {
    request: {
      VpcId: string;
      NetworkInterfaceName: string;
      SubnetId: string;
      NetworkInterfaceDescription?: string;
      SecondaryPrivateIpAddressCount?: number;
      SecurityGroupIds?: string[];
      PrivateIpAddresses?: WantedAddress[];
      Tags?: Tag[];
      ClientToken?: string;
    };
    response: { NetworkInterface: NetworkInterface };
  };
  CreateAndAttachNetworkInterface: {
    request: NetworkActions["CreateNetworkInterface"]["request"] & { InstanceId: string };
    response: { NetworkInterface: NetworkInterface };
  };
  ModifyNetworkInterfaceAttribute: {
    request: {
      NetworkInterfaceId: string;
      NetworkInterfaceName?: string;
      NetworkInterfaceDescription?: string;
      SecurityGroupIds?: string[];
    };
    response: Empty;
  };
  MigrateNetworkInterface: {
    request: { NetworkInterfaceId: string; SourceInstanceId: string; DestinationInstanceId: string };
    response: Empty;
  };
  DescribeNetworkInterfaces: {
    request: { NetworkInterfaceIds?: string[]; Filters?: Filter[]; Offset?: number; Limit?: number };
    response: { TotalCount: number; NetworkInterfaceSet: NetworkInterface[] };
  };
  AttachNetworkInterface: {
    request: { NetworkInterfaceId: string; InstanceId: string; ClientToken?: string };
    response: Empty;
  };
  DetachNetworkInterface: {
    request: { NetworkInterfaceId: string; InstanceId: string; ClientToken?: string };
    response: Empty;
  };
  DeleteNetworkInterface: { request: { NetworkInterfaceId: string }; response: Empty };
  AssignPrivateIpAddresses: {
    request: {
      NetworkInterfaceId: string;
      PrivateIpAddresses?: WantedAddress[];
      SecondaryPrivateIpAddressCount?: number;
      ClientToken?: string;
    };
    response: { PrivateIpAddressSet: PrivateIpAddress[] };
  };
  UnassignPrivateIpAddresses: {
    request: { NetworkInterfaceId: string; PrivateIpAddresses: WantedAddress[] };
    response: Empty;
  };
  MigratePrivateIpAddress: {
    request: { SourceNetworkInterfaceId: string; DestinationNetworkInterfaceId: string; PrivateIpAddress: string };
    response: Empty;
  };
  ModifyPrivateIpAddressesAttribute: {
    request: { NetworkInterfaceId: string; PrivateIpAddresses: WantedAddress[] };
    response: Empty;
  };
  DescribeAccountAttributes: {
    request: Empty;
    response: { AccountAttributeSet: { AttributeName: string; AttributeValues: string[] }[] };
  };
  DescribeUsedIpAddress: {
    request: {
      VpcId: string;
      SubnetId?: string;
      IpAddresses?: string[];
      Filters?: Filter[];
      Offset?: number;
      Limit?: number;
    };
    response: {
      IpAddressStates: {
        VpcId: string;
        SubnetId: string;
        IpAddress: string;
        ResourceType: string;
        ResourceId: string;
      }[];
      TotalCount: number;
    };
  };
  DescribeVpcPrivateIpAddresses: {
    request: { VpcId: string; PrivateIpAddresses: string[] };
    response: {
      VpcPrivateIpAddressSet: {
        PrivateIpAddress: string;
        CidrBlock: string;
        PrivateIpAddressType: string;
        CreatedTime: string;
      }[];
    };
  };
}
