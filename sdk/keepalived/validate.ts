import { memberName } from "../ha/members";
import { LATER } from "../ha/model";
import { hundredthsProblems, shown, wholeNumberProblems } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { groupProblems } from "../ha/validate";
import { commandProblems, passwordProblems, pathProblems } from "../ha/words";
import { groupOf, type InstanceDraft, type KeepalivedDraft, KeepalivedVersion, VrrpProfile } from "./draft";
import { extraProblems } from "./extra";
import { MAX_EFFECTIVE_PRIORITY, type Notifications, type TrackProcess, type WeightedHealthCheck } from "./model";

/** keepalived reads no more of `auth_pass`, and of two longer passwords compares only this much. */
const MAX_AUTH_PASS_BYTES = 8;

/** Seconds; keepalived.conf(5) sets no upper bound, but a check less often than hourly checks nothing. */
const SECONDS = { min: 1, max: 3600 };
const TIMES = { min: 1, max: 100 };

/** More than a machine's service has; keepalived.conf(5) sets no bound. */
const MAX_TRACK_PROCESSES = 10;

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
    ...(draft.healthCheck === undefined ? [] : healthCheckProblems(draft.healthCheck, draft)),
    ...trackProcessesProblems(draft.trackProcesses),
    ...notificationProblems(draft.notifications),
    ...extraProblems("extraConfig.vrrpInstance", draft.extraConfig.vrrpInstance, "vrrpInstance"),
    ...extraProblems("extraConfig.file", draft.extraConfig.file, "file"),
    ...minimumVersionProblems(draft.minimumVersion),
  ];
}

function instancesProblems(draft: KeepalivedDraft): Problem[] {
  const { instances } = draft;
  return [
    ...instances.flatMap((instance) => instanceProblems(instance, draft)),
    ...repeatedProblems(instances, "name", "give different names"),
    ...repeatedProblems(
      instances,
      "virtualRouterId",
      "set virtualRouterId (1 to 255) of the one that runs nowhere yet to a number that no cluster of the VPC uses",
    ),
  ];
}

function instanceProblems(instance: InstanceDraft, draft: KeepalivedDraft): Problem[] {
  const { prefix, name, havips, virtualRouterId, extraConfig } = instance;
  // That there is none at all is complained about already.
  const isEmpty = havips.length === 0 && draft.instances.some((other) => other.havips.length > 0);
  return [
    ...instanceNameProblems(`${prefix}name`, name),
    ...(isEmpty ? [{ where: `${prefix}havips`, what: "none given", remedy: "give it a HAVIP, or leave it out" }] : []),
    ...(virtualRouterId === undefined
      ? []
      : wholeNumberProblems(`${prefix}virtualRouterId`, virtualRouterId, { min: 1, max: 255 })),
    ...preferredProblems(instance, draft),
    ...extraProblems(`${prefix}extraConfig.vrrpInstance`, extraConfig, "vrrpInstance"),
  ];
}

/** A quote in a name lets keepalived 2.2.7 die of a segmentation fault. */
function instanceNameProblems(where: string, name: string): Problem[] {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,31}$/.test(name)) return [];
  const remedy = "give 1 to 32 letters, digits, _ or -, beginning with a letter";
  return [{ where, what: `${shown(name)} is no name that keepalived takes for sure`, remedy }];
}

function repeatedProblems(
  instances: readonly InstanceDraft[],
  property: "name" | "virtualRouterId",
  remedy: string,
): Problem[] {
  return instances.flatMap((instance, index) => {
    const value = instance[property];
    const earlier = instances.slice(0, index).find((other) => other[property] === value);
    if (value === undefined || earlier === undefined) return [];
    const what = `${property} ${shown(value)} is also that of ${earlier.prefix.slice(0, -1)}`;
    return [{ where: instance.prefix.slice(0, -1), what, remedy }];
  });
}

function preferredProblems({ prefix, preferredMembers }: InstanceDraft, { members }: KeepalivedDraft): Problem[] {
  const areKnown = members.every(({ instanceId }) => instanceId !== LATER);
  return preferredMembers.flatMap((id, index) => {
    if (id === LATER) return [];
    const where = `${prefix}preferredMembers[${String(index)}]`;
    if (preferredMembers.indexOf(id) < index) {
      return [
        { where, what: `${shown(id)} is named already`, remedy: "name every member once, the most wanted first" },
      ];
    }
    if (!areKnown || members.some(({ instanceId }) => instanceId === id)) return [];
    const names = members.map(memberName).join(", ");
    return [{ where, what: `${shown(id)} is no member`, remedy: `give the instanceId of one of ${names}` }];
  });
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

function healthCheckProblems(check: WeightedHealthCheck, draft: KeepalivedDraft): Problem[] {
  return [
    ...commandProblems("healthCheck.command", check.command),
    ...wholeNumberProblems("healthCheck.interval", check.interval, SECONDS, " seconds"),
    ...wholeNumberProblems("healthCheck.timeout", check.timeout, SECONDS, " seconds"),
    ...wholeNumberProblems("healthCheck.fall", check.fall, TIMES),
    ...wholeNumberProblems("healthCheck.rise", check.rise, TIMES),
    ...(check.weight === undefined ? [] : weightProblems(check.weight, draft)),
  ];
}

function weightProblems(weight: number, { preempt, members }: KeepalivedDraft): Problem[] {
  const where = "healthCheck.weight";
  if (!preempt) {
    const what = "a weighted check without preempt never moves the address: the sick holder keeps it";
    return [
      { where, what, remedy: "leave the weight out (a failed check then gives the address up), or set preempt: true" },
    ];
  }
  const invalid = wholeNumberProblems(where, weight, { min: -253, max: 253 });
  if (invalid.length > 0) return invalid;
  const [strongest = 0, next = 0] = members.map((member) => member.priority).toSorted((a, b) => b - a);
  if (!changesTheOrder(weight, strongest, next)) {
    const what = `${String(weight)} leaves the strongest member the strongest even when its check fails`;
    const remedy = "make it larger than the difference of the two highest priorities, or leave it out";
    return [{ where, what, remedy }];
  }
  if (next + weight < MAX_EFFECTIVE_PRIORITY) return [];
  const what = `${String(weight)} makes healthy members equally strong: keepalived counts to ${String(MAX_EFFECTIVE_PRIORITY)} only`;
  return [{ where, what, remedy: "make it smaller, or negative, or give lower priorities" }];
}

/** Whether the strongest member, its check failed, falls behind the next one. */
function changesTheOrder(weight: number, strongest: number, next: number): boolean {
  if (weight < 0) return Math.max(1, strongest + weight) < next;
  return Math.min(MAX_EFFECTIVE_PRIORITY, next + weight) > strongest;
}

function trackProcessesProblems(processes: readonly TrackProcess[]): Problem[] {
  if (processes.length > MAX_TRACK_PROCESSES) {
    const limit = String(MAX_TRACK_PROCESSES);
    return [{ where: "trackProcesses", what: `${String(processes.length)} given`, remedy: `give ${limit} at most` }];
  }
  return processes.flatMap(({ name, quorum, delay }, index) => {
    const where = `trackProcesses[${String(index)}]`;
    const isRepeated = processes.slice(0, index).some((other) => other.name === name);
    return [
      ...processNameProblems(`${where}.name`, name),
      ...(isRepeated ? [{ where, what: `${shown(name)} is tracked already`, remedy: "list every process once" }] : []),
      ...wholeNumberProblems(`${where}.quorum`, quorum, { min: 1, max: 1000 }),
      ...(delay === 0 ? [] : hundredthsProblems(`${where}.delay`, delay, { min: 0.01, max: 3600 })),
    ];
  });
}

/** The kernel keeps 15 characters of a name (TASK_COMM_LEN); a longer one would never be found. */
function processNameProblems(where: string, name: string): Problem[] {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(name)) return [];
  const remedy =
    "give 1 to 15 letters, digits, _ . or -, beginning with a letter or digit, as in `cat /proc/<pid>/comm`";
  return [{ where, what: `${shown(name)} is not the name of a process`, remedy }];
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
