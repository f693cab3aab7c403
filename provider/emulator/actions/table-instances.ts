import type { InstanceActions } from "../../api/actions";
import { NOT_SERVED, type Schema, TAG, listOf, optional, required } from "../parameters";
import { runInstances } from "./run-instances";
import { STRING, type ServedPart } from "./served";
import { startInstances, stopInstances, terminateInstances } from "./stop-instances";

const TEXT = optional("string");
const IDS = required(listOf("string"));
const CVM = { service: "cvm", regional: true } as const;

/** Everything of RunInstances that no HA group depends on. */
const BEYOND: Schema = Object.fromEntries(
  [
    "InstanceChargeType InstanceChargePrepaid SystemDisk DataDisks InternetAccessible MinCount LoginSettings",
    "EnhancedService HostName ActionTimer DisasterRecoverGroupIds InstanceMarketOptions UserData Metadata DryRun",
    "CpuTopology CamRoleName HpcClusterId LaunchTemplate DedicatedClusterId ChcIds PartitionNumber",
    "DisableApiTermination EnableJumboFrame NetworkInterfaces",
  ].flatMap((names) => names.split(" ").map((name) => [name, NOT_SERVED])),
);

/** The actions of the product CVM that change instances. */
export const INSTANCES: ServedPart<InstanceActions> = {
  RunInstances: {
    ...CVM,
    parameters: {
      ...BEYOND,
      Placement: optional({
        object: {
          Zone: STRING,
          ProjectId: optional("integer"),
          HostIds: NOT_SERVED,
          HostId: NOT_SERVED,
          DedicatedResourcePackTenancy: NOT_SERVED,
          DedicatedResourcePackIds: NOT_SERVED,
          RackId: NOT_SERVED,
        },
      }),
      InstanceType: TEXT,
      ImageId: TEXT,
      VirtualPrivateCloud: optional({
        object: {
          VpcId: STRING,
          SubnetId: STRING,
          AsVpcGateway: optional("boolean"),
          PrivateIpAddresses: optional(listOf("string")),
          Ipv6AddressCount: NOT_SERVED,
        },
      }),
      InstanceCount: optional("integer"),
      InstanceName: TEXT,
      SecurityGroupIds: optional(listOf("string")),
      ClientToken: TEXT,
      TagSpecification: optional(listOf({ object: { ResourceType: STRING, Tags: required(listOf(TAG)) } })),
    },
    handle: runInstances,
  },
  StartInstances: { ...CVM, parameters: { InstanceIds: IDS }, handle: startInstances },
  StopInstances: {
    ...CVM,
    // How it stops, and what that costs, makes no difference here.
    parameters: { InstanceIds: IDS, ForceStop: optional("boolean"), StopType: TEXT, StoppedMode: TEXT },
    handle: stopInstances,
  },
  TerminateInstances: {
    ...CVM,
    parameters: { InstanceIds: IDS, ReleaseAddress: NOT_SERVED, ReleasePrepaidDataDisks: NOT_SERVED },
    handle: terminateInstances,
  },
};
