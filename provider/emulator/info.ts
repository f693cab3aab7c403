import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Profile } from "./behaviour";
import type { Cloud } from "./cloud";
import { EMULATOR_NAME } from "./control-names";
import { FAULT_KINDS, FAULT_PHASES } from "./fault-rules";
import { SERVED_ACTIONS } from "./given";
import { isRecord } from "./parameters";
import type { Site } from "./site";

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
    emulator: EMULATOR_NAME,
    version: ownVersion(),
    storeId: cloud.store.id,
    pid: process.pid,
    node: process.versions.node,
    startedAt: new Date(startedAt).toISOString(),
    profile,
    site,
    pebbleSeed,
    behaviour: cloud.behaviour,
    clockOffsetMs: cloud.clock.offsetMs,
    capabilities: {
      actions: SERVED_ACTIONS.length,
      faultKinds: FAULT_KINDS,
      faultPhases: FAULT_PHASES,
      durable: cloud.store.isDurable,
    },
  };
}

/** From the package's own package.json, which lies above this file in the sources and in what is published. */
function ownVersion(): string {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const version = versionIn(join(folder, "package.json"));
    if (version !== undefined) return version;
  }
  return "unknown";
}

function versionIn(path: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isRecord(content) && content["name"] === EMULATOR_NAME ? String(content["version"]) : undefined;
  } catch {
    return undefined;
  }
}
