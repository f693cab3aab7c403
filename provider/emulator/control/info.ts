import { PACKAGE, PACKAGE_VERSION } from "../../core/package";
import type { Profile } from "../faults/behaviour";
import type { Cloud } from "../cloud/cloud";
import { FAULT_KINDS, FAULT_PHASES } from "../faults/fault-rules";
import { SERVED_ACTIONS } from "../actions/table";
import type { Site } from "../words/site";

/** What an emulator was started as. */
export interface Facts {
  profile: Profile;
  site: Site;
  /** Of the nuisance; null in the other profiles. */
  pebbleSeed: number | null;
  /** Milliseconds since 1970, by the machine's clock. */
  startedAt: number;
}

/** What this emulator is and what can be asked of it. */
export function info(cloud: Cloud, { profile, site, pebbleSeed, startedAt }: Facts): object {
  return {
    emulator: PACKAGE,
    version: PACKAGE_VERSION,
    storeId: cloud.store.id,
    pid: process.pid,
    node: process.versions.node,
    startedAt: new Date(startedAt).toISOString(),
    profile,
    site,
    pebbleSeed,
    behaviour: cloud.behaviour,
    assumptions: cloud.assumptions,
    clockOffsetMs: cloud.clock.offsetMs,
    capabilities: {
      actions: SERVED_ACTIONS.length,
      faultKinds: FAULT_KINDS,
      faultPhases: FAULT_PHASES,
      durable: cloud.store.isDurable,
    },
  };
}
