import type { Profile, Site } from "../emulator";
import { control } from "./control-client";
import type { RunFile } from "./run-file";

/** How an emulator that is to be started shall be; see EmulatorOptions. What is left out is as the emulator has it. */
export interface Manner {
  profile?: Profile;
  site?: Site;
  pebbleSeed?: number;
}

/** The same as arguments of `havip emulator start`. */
export function mannerArguments({ profile, site, pebbleSeed }: Manner): string[] {
  return [
    ...(profile === undefined ? [] : ["--profile", profile]),
    ...(site === undefined ? [] : ["--site", site]),
    ...(pebbleSeed === undefined ? [] : ["--pebble-seed", String(pebbleSeed)]),
  ];
}

/** How the emulator that runs was started. */
export interface PresentManner {
  profile: string;
  site: string;
  pebbleSeed: number | null;
}

export async function presentManner(file: RunFile): Promise<PresentManner> {
  const { profile, site, pebbleSeed } = await control(file, "GET", "info");
  return {
    profile: String(profile),
    site: String(site),
    pebbleSeed: typeof pebbleSeed === "number" ? pebbleSeed : null,
  };
}

/** Whether the emulator that runs is what somebody asks for now. */
export function isSameManner(present: PresentManner, { profile, site, pebbleSeed }: Manner): boolean {
  const sameSeed = pebbleSeed === undefined || pebbleSeed === present.pebbleSeed;
  return present.profile === (profile ?? "instant") && present.site === (site ?? "china") && sameSeed;
}

/** In a few words, such as `profile pebble (seed 7), site china`. */
export function mannerText({ profile, site, pebbleSeed }: PresentManner): string {
  const seed = pebbleSeed === null ? "" : ` (seed ${String(pebbleSeed)})`;
  return `profile ${profile}${seed}, site ${site}`;
}
