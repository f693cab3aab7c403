import { LATER } from "../ha/model";
import { hundredthsProblems, shown, wholeNumberProblems } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { groupProblems } from "../ha/validate";
import { commandProblems, passwordProblems, pathProblems } from "../ha/words";
import { groupOf, type KeepalivedDraft, KeepalivedVersion, VrrpProfile } from "./draft";
import type { Notifications } from "./model";
import { checksProblems } from "./validate-checks";
import { extraConfigProblems } from "./validate-extra";
import { instancesProblems } from "./validate-instances";

/** keepalived reads no more of `auth_pass`, and of two longer passwords compares only this much. */
const MAX_AUTH_PASS_BYTES = 8;

/** Everything wrong with a cluster, as far as its values are known. */
export function keepalivedProblems(draft: KeepalivedDraft): Problem[] {
  if (draft.instances.length === 0) {
    return [{ where: "instances", what: "none given", remedy: "give { name, havips } of at least one, or havips" }];
  }
  return [
    ...groupProblems(groupOf(draft)),
    ...instancesProblems(draft),
    ...advertIntervalProblems(draft),
    ...authPassProblems(draft),
    ...preemptProblems(draft),
    ...checksProblems(draft),
    ...notificationProblems(draft.notifications),
    ...extraConfigProblems(draft),
    ...minimumVersionProblems(draft.minimumVersion),
  ];
}

function advertIntervalProblems({ profile, advertInterval }: KeepalivedDraft): Problem[] {
  const where = "advertInterval";
  switch (profile) {
    case VrrpProfile.standard:
      return wholeNumberProblems(where, advertInterval, { min: 1, max: 255 }, ' seconds, or use profile "fast"');
    case VrrpProfile.fast: {
      return hundredthsProblems(where, advertInterval, { min: 0.01, max: 40.95 });
    }
    default: {
      // Only a program without type checks comes here.
      return [
        { where: "profile", what: `${shown(profile satisfies never)} is unknown`, remedy: 'give "standard" or "fast"' },
      ];
    }
  }
}

function authPassProblems({ profile, authPass }: KeepalivedDraft): Problem[] {
  if (authPass === undefined) return [];
  if (profile === VrrpProfile.fast) {
    const what = 'profile "fast" is VRRPv3, which has no passwords';
    return [{ where: "authPass", what, remedy: 'leave it out, or use profile "standard"' }];
  }
  return authPass === LATER ? [] : passwordProblems("authPass", authPass, MAX_AUTH_PASS_BYTES);
}

function preemptProblems({ preempt, preemptDelay }: KeepalivedDraft): Problem[] {
  if (preemptDelay === undefined) return [];
  if (preempt) return wholeNumberProblems("preemptDelay", preemptDelay, { min: 0, max: 1000 }, " seconds");
  const what = "has no effect without preempt: nobody takes over from a living holder";
  return [{ where: "preemptDelay", what, remedy: "set preempt: true, or leave it out" }];
}

function notificationProblems({ any, on, fifo }: Notifications): Problem[] {
  const commands: [string, string | undefined][] = [
    ["notify", any],
    ["notifyOn.master", on.master],
    ["notifyOn.backup", on.backup],
    ["notifyOn.fault", on.fault],
    ["notifyOn.stop", on.stop],
    ["notifyFifo.script", fifo?.script],
  ];
  return [
    ...commands.flatMap(([where, command]) => (command === undefined ? [] : commandProblems(where, command))),
    ...(fifo === undefined ? [] : pathProblems("notifyFifo.path", fifo.path)),
  ];
}

function minimumVersionProblems(version: KeepalivedVersion): Problem[] {
  const versions: readonly string[] = Object.values(KeepalivedVersion);
  if (versions.includes(version)) return [];
  const remedy = `give ${versions.map((each) => JSON.stringify(each)).join(" or ")}`;
  return [{ where: "minimumVersion", what: `${shown(version)} is unknown`, remedy }];
}
