/** What of the emulator's state the rules are made of. */
export interface State {
  instances: readonly {
    InstanceId: string;
    NetworkInterfaceId: string;
    PrivateIpAddresses: readonly string[];
    VirtualPrivateCloud: { SubnetId: string };
  }[];
  havips: readonly {
    Vip: string;
    SubnetId: string;
    CheckAssociate: boolean;
    HaVipAssociationSet: readonly { InstanceId: string }[];
  }[];
}

export interface Allowed {
  own: string[];
  havips: string[];
}

export function allowed(state: State, instanceIds: readonly string[]): Allowed;
export function replacing(allowed: Allowed): string;
export function portOf(instanceId: string): string;
export function macOf(address: string): string;
