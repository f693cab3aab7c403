import type { Empty, Tag } from "./actions";

/** The life of an instance (CVM), as far as an HA group depends on it. */
export interface InstanceActions {
  RunInstances: {
    request: {
      Placement?: { Zone: string; ProjectId?: number };
      InstanceType?: string;
      ImageId?: string;
      VirtualPrivateCloud?: {
        VpcId: string;
        SubnetId: string;
        AsVpcGateway?: boolean;
        PrivateIpAddresses?: string[];
      };
      InstanceCount?: number;
      InstanceName?: string;
      SecurityGroupIds?: string[];
      ClientToken?: string;
      TagSpecification?: { ResourceType: string; Tags: Tag[] }[];
    };
    response: { InstanceIdSet: string[] };
  };
  StartInstances: { request: { InstanceIds: string[] }; response: Empty };
  StopInstances: {
    request: { InstanceIds: string[]; ForceStop?: boolean; StopType?: string; StoppedMode?: string };
    response: Empty;
  };
  TerminateInstances: { request: { InstanceIds: string[] }; response: Empty };
}
