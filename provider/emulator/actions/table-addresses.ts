import type { AddressActions } from "../../api/actions";
import { NOT_SERVED, listOf, notServedExcept, optional, required } from "../words/parameters";
import { allocateAddresses, describeAddresses, describeTaskResult, releaseAddresses } from "./addresses";
import { associateAddress, disassociateAddress } from "./bind-address";
import { modifyAddressAttribute, modifyAddressesBandwidth } from "./modify-address";
import { FILTERS, IDS, PAGING, STRING, type ServedPart, TAGS, vpc } from "./served";

const TEXT = optional("string");

/** The actions on EIPs. */
export const ADDRESSES: ServedPart<AddressActions> = {
  AllocateAddresses: vpc(
    {
      AddressCount: optional("integer"),
      InternetServiceProvider: TEXT,
      InternetChargeType: TEXT,
      InternetMaxBandwidthOut: optional("integer"),
      AddressType: TEXT,
      Tags: TAGS,
      AddressName: TEXT,
      ClientToken: TEXT,
      IPChargeType: NOT_SERVED,
      AddressChargePrepaid: NOT_SERVED,
      AnycastZone: NOT_SERVED,
      VipCluster: NOT_SERVED,
      ApplicableForCLB: notServedExcept(false),
      BandwidthPackageId: NOT_SERVED,
      DedicatedClusterId: NOT_SERVED,
      IsDedicatedAddressPool: notServedExcept(true),
      Egress: notServedExcept("center_egress1"),
      AntiDDoSPackageId: NOT_SERVED,
    },
    allocateAddresses,
  ),
  DescribeAddresses: vpc({ AddressIds: IDS, Filters: FILTERS, ...PAGING }, describeAddresses),
  ReleaseAddresses: vpc({ AddressIds: required(listOf("string")) }, releaseAddresses),
  AssociateAddress: vpc(
    {
      AddressId: STRING,
      InstanceId: TEXT,
      NetworkInterfaceId: TEXT,
      PrivateIpAddress: TEXT,
      EipDirectConnection: notServedExcept(false),
      InstanceRegion: NOT_SERVED,
    },
    associateAddress,
  ),
  DisassociateAddress: vpc(
    { AddressId: STRING, ReallocateNormalPublicIp: notServedExcept(false) },
    disassociateAddress,
  ),
  ModifyAddressAttribute: vpc(
    { AddressId: STRING, AddressName: TEXT, EipDirectConnection: NOT_SERVED },
    modifyAddressAttribute,
  ),
  ModifyAddressesBandwidth: vpc(
    {
      AddressIds: required(listOf("string")),
      InternetMaxBandwidthOut: required("integer"),
      // Obsolete, and without effect in the cloud either.
      StartTime: TEXT,
      EndTime: TEXT,
    },
    modifyAddressesBandwidth,
  ),
  DescribeTaskResult: vpc({ TaskId: optional("integer"), DealName: NOT_SERVED }, describeTaskResult),
};
