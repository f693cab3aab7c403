import type { Empty, Filter, Tag } from "./actions";

/** Elastic IPs (EIPs): the public addresses that can be bound to an instance, a network interface or a HAVIP. */

export interface Address {
  AddressId: string;
  AddressName: string;
  AddressStatus: string;
  AddressIp: string;
  InstanceId: string;
  CreatedTime: string;
  NetworkInterfaceId: string | null;
  PrivateAddressIp: string | null;
  IsArrears: boolean;
  IsBlocked: boolean;
  IsEipDirectConnection: boolean;
  AddressType: string;
  CascadeRelease: boolean;
  EipAlgType: { Ftp: boolean; Sip: boolean };
  InternetServiceProvider: string;
  LocalBgp: boolean;
  Bandwidth: number | null;
  InternetChargeType: string | null;
  TagSet: Tag[];
  DeadlineDate: string | null;
  InstanceType: string | null;
  Egress: string | null;
  AntiDDoSPackageId: string;
  BandwidthPackageId: string | null;
  UnVpcId: string;
  DedicatedClusterId: string;
}

export interface AddressActions {
  AllocateAddresses: {
    request: {
      AddressCount?: number;
      InternetServiceProvider?: string;
      InternetChargeType?: string;
      InternetMaxBandwidthOut?: number;
      AddressType?: string;
      Tags?: Tag[];
      AddressName?: string;
      ClientToken?: string;
    };
    response: { AddressSet: string[]; TaskId: string };
  };
  DescribeAddresses: {
    request: { AddressIds?: string[]; Filters?: Filter[]; Offset?: number; Limit?: number };
    response: { TotalCount: number; AddressSet: Address[] };
  };
  ReleaseAddresses: { request: { AddressIds: string[] }; response: { TaskId: string } };
  AssociateAddress: {
    request: { AddressId: string; InstanceId?: string; NetworkInterfaceId?: string; PrivateIpAddress?: string };
    response: { TaskId: string };
  };
  DisassociateAddress: { request: { AddressId: string }; response: { TaskId: string } };
  ModifyAddressAttribute: { request: { AddressId: string; AddressName?: string }; response: Empty };
  ModifyAddressesBandwidth: {
    request: { AddressIds: string[]; InternetMaxBandwidthOut: number };
    response: { TaskId: string };
  };
  // The numbers that the actions above answer as texts are asked for as integers.
  DescribeTaskResult: { request: { TaskId?: number }; response: { TaskId: number; Result: string } };
}
