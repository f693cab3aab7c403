import type { World } from "../core/emulator";
import type { Properties } from "../kind";

/** The durations that `timeouts` can set. */
export type Operation = "create" | "read" | "update" | "delete";

/** How long each operation may take unless `timeouts` says otherwise. */
export const DEFAULT_TIMEOUTS: Record<Operation, string> = { create: "5m", read: "2m", update: "5m", delete: "5m" };

/** The inputs of a HAVIP after `check`: every value known and valid. */
export interface Inputs {
  name: string;
  vpcId: string;
  subnetId: string;
  address?: string;
  region?: string;
  tags?: Record<string, string>;
  checkAssociate?: boolean;
  subnetCidr?: string;
  timeouts?: Partial<Record<Operation, string>>;
  adopt?: string;
  /** Stack identity and digest of the resource's URN; absent when a targeted first `up` left the identity out. */
  owner?: string;
}

/** The state of a HAVIP: names and meaning are part of the state contract, see the README. */
export interface State {
  name: string;
  vpcId: string;
  subnetId: string;
  address: string;
  region: string;
  /** The tags that the program manages, as the cloud has them. */
  tags: Record<string, string>;
  checkAssociate: boolean;
  subnetCidr?: string;
  timeouts?: Partial<Record<Operation, string>>;

  // Observations. A failover changes them; they never make a difference.
  state: string;
  eipAddress: string;
  createdTime: string;
  holderInstanceId: string;
  holderNetworkInterfaceId: string;
  lastMoved: string;

  // The record that the safety rules need.
  schemaVersion: number;
  world: World;
  account: string;
  owner: string;
  generation: string;
  addressGiven: boolean;
  /** False where the site of the cloud knows no tags; left out by versions that did not know such sites. */
  marked?: boolean;
  /** False after a partial failure, until an update has finished what create or update began. */
  initialized: boolean;
}

/** The layout of `State`. A change of meaning increases it; older layouts stay readable for ever. */
export const SCHEMA_VERSION = 1;

/** The inputs as `check` returned them. The engine hands `create` and `update` nothing else. */
export function checkedInputs(properties: Properties): Inputs {
  // Every key was validated by `check`, which refuses unknown ones; the engine adds only `__provider`.
  const { __provider, ...inputs } = properties as unknown as Inputs & { __provider?: unknown };
  return inputs;
}

/**
 * A state as this or an older version of the package wrote it. The state of a resource that is only read
 * (`Havip.get`) has no record: then `recorded` is false.
 */
export function storedState(id: string, properties: Properties): { state: Partial<State>; recorded: boolean } {
  const version = properties["schemaVersion"];
  if (typeof version === "number" && version > SCHEMA_VERSION) {
    throw new Error(
      `The state of ${id} was written by a newer version of pulumi-tencentcloud-havip (state layout ${String(version)}, ` +
        `this version knows ${String(SCHEMA_VERSION)}). Nothing was changed. Upgrade the package: npm install pulumi-tencentcloud-havip@latest`,
    );
  }
  // The engine returns what we stored; only versions up to ours come this far.
  return { state: properties, recorded: version !== undefined };
}

/** A stored state that must have its record, because something is about to be changed on the strength of it. */
export function recordedState(id: string, properties: Properties): State {
  const { state, recorded } = storedState(id, properties);
  if (!recorded) throw new Error(`The state of ${id} has no record of where it belongs, so nothing was changed.`);
  // A recorded state is written whole by create, read and update, and in every partial failure.
  return state as State;
}
