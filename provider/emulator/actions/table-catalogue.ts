import type { CatalogueActions, DiskActions } from "../../api/actions";
import { NOT_SERVED, listOf, optional, required, withoutEffect } from "../words/parameters";
import {
  describeImages,
  describeInstanceTypeConfigs,
  describeRegions,
  describeZoneInstanceConfigInfos,
  describeZones,
} from "./catalogue";
import { describeDisks, terminateDisks } from "./disks";
import { FILTERS, IDS, PAGING, type ServedPart } from "./served";

const CVM = { service: "cvm", regional: true } as const;
const CBS = { service: "cbs", regional: true } as const;

/** What there is to run an instance of. */
export const CATALOGUE: ServedPart<CatalogueActions> = {
  DescribeRegions: { service: "cvm", regional: false, parameters: {}, handle: describeRegions },
  DescribeZones: { ...CVM, parameters: {}, handle: describeZones },
  DescribeImages: {
    ...CVM,
    parameters: { ImageIds: IDS, Filters: FILTERS, ...PAGING, InstanceType: optional("string") },
    handle: describeImages,
  },
  DescribeInstanceTypeConfigs: { ...CVM, parameters: { Filters: FILTERS }, handle: describeInstanceTypeConfigs },
  DescribeZoneInstanceConfigInfos: {
    ...CVM,
    parameters: { Filters: FILTERS },
    handle: describeZoneInstanceConfigInfos,
  },
};

/** The disks of the instances, for clients that look at them: the vendor's Terraform provider does. */
export const DISKS: ServedPart<DiskActions> = {
  DescribeDisks: {
    ...CBS,
    parameters: {
      DiskIds: IDS,
      Filters: FILTERS,
      ...PAGING,
      OrderField: NOT_SERVED,
      Order: NOT_SERVED,
      ReturnBindAutoSnapshotPolicy: NOT_SERVED,
    },
    handle: describeDisks,
  },
  TerminateDisks: {
    ...CBS,
    // No disk has a snapshot.
    parameters: { DiskIds: required(listOf("string")), DeleteSnapshot: withoutEffect("integer") },
    handle: terminateDisks,
  },
};
