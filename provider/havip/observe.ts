import type { HaVip } from "../api/actions";
import type { World } from "../core/emulator";
import { type Inputs, SCHEMA_VERSION, type State } from "./schema";
import { managedTags } from "./tags";

/** What the cloud prints for a HAVIP that never moved. */
const NEVER = "0000-00-00 00:00:00";

/** Everything that the cloud says of a HAVIP: the part of the state that `read` renews. */
export function observed(havip: HaVip) {
  return {
    name: havip.HaVipName,
    vpcId: havip.VpcId,
    subnetId: havip.SubnetId,
    address: havip.Vip,
    checkAssociate: havip.CheckAssociate ?? false,
    state: havip.State,
    eipAddress: havip.AddressIp,
    createdTime: havip.CreatedTime,
    holderInstanceId: havip.InstanceId,
    holderNetworkInterfaceId: havip.NetworkInterfaceId,
    lastMoved: havip.FlushedTime === undefined || havip.FlushedTime === NEVER ? "" : havip.FlushedTime,
  };
}

/** What is known of a HAVIP besides what the cloud shows at the moment. */
export type KnownOf = Pick<State, "name" | "vpcId" | "subnetId" | "address" | "checkAssociate" | "createdTime">;

/**
 * A row with what it leaves out as it is known to be: of many fields of this API it says that they "may return null". None
 * of these is ever empty in the cloud, and all but the name never change; empty, they would be a difference, and replace the HAVIP.
 */
export function asKnown(havip: HaVip, known: KnownOf): HaVip {
  return {
    ...havip,
    HaVipName: havip.HaVipName || known.name,
    VpcId: havip.VpcId || known.vpcId,
    SubnetId: havip.SubnetId || known.subnetId,
    Vip: havip.Vip || known.address,
    CheckAssociate: havip.CheckAssociate ?? known.checkAssociate,
    CreatedTime: havip.CreatedTime || known.createdTime,
  };
}

/** Where a HAVIP lives and which incarnation of which resource it is. */
export interface Origin {
  region: string;
  world: World;
  account: string;
  owner: string;
  generation: string;
  addressGiven: boolean;
  marked?: boolean;
}

/** The complete state of a HAVIP that create or update is working on. */
export function stateOf(havip: HaVip, inputs: Inputs, origin: Origin, initialized: boolean): State {
  return {
    ...observed(havip),
    region: origin.region,
    tags: managedTags(havip, Object.keys(inputs.tags ?? {})),
    ...(inputs.subnetCidr === undefined ? {} : { subnetCidr: inputs.subnetCidr }),
    ...(inputs.timeouts === undefined ? {} : { timeouts: inputs.timeouts }),
    schemaVersion: SCHEMA_VERSION,
    world: origin.world,
    account: origin.account,
    owner: origin.owner,
    generation: origin.generation,
    addressGiven: origin.addressGiven,
    ...(origin.marked === false ? { marked: false } : {}),
    initialized,
  };
}
