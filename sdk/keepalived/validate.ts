import { LATER } from "../ha/model";
import { shown, wholeNumberProblems } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { groupProblems } from "../ha/validate";
import { commandProblems, passwordProblems } from "../ha/words";
import { type KeepalivedDraft, VrrpProfile } from "./draft";
import type { WeightedHealthCheck } from "./model";

/** keepalived reads no more of `auth_pass`, and of two longer passwords compares only this much. */
const MAX_AUTH_PASS_BYTES = 8;

/** Seconds; keepalived.conf(5) sets no upper bound, but a check less often than hourly checks nothing. */
const SECONDS = { min: 1, max: 3600 };
const TIMES = { min: 1, max: 100 };

/** Everything wrong with a cluster, as far as its values are known. */
export function keepalivedProblems(draft: KeepalivedDraft): Problem[] {
  return [
    ...groupProblems(draft.group),
    ...routerIdProblems(draft.virtualRouterId),
    ...advertIntervalProblems(draft),
    ...authPassProblems(draft),
    ...preemptProblems(draft),
    ...(draft.healthCheck === undefined ? [] : healthCheckProblems(draft.healthCheck, draft)),
    ...(draft.notify === undefined ? [] : commandProblems("notify", draft.notify)),
  ];
}

function routerIdProblems(id: number | undefined): Problem[] {
  return id === undefined ? [] : wholeNumberProblems("virtualRouterId", id, { min: 1, max: 255 });
}

function advertIntervalProblems({ profile, advertInterval }: KeepalivedDraft): Problem[] {
  const where = "advertInterval";
  switch (profile) {
    case VrrpProfile.standard:
      return wholeNumberProblems(where, advertInterval, { min: 1, max: 255 }, ' seconds, or use profile "fast"');
    case VrrpProfile.fast: {
      const inRange = advertInterval >= 0.01 && advertInterval <= 40.95;
      if (inRange && Number(advertInterval.toFixed(2)) === advertInterval) return [];
      const what = `${shown(advertInterval)} is not in hundredths of a second from 0.01 to 40.95`;
      return [{ where, what, remedy: "give seconds such as 0.2, with two decimals at most" }];
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

function weightProblems(weight: number, { preempt, group }: KeepalivedDraft): Problem[] {
  const where = "healthCheck.weight";
  if (!preempt) {
    const what = "a weighted check without preempt never moves the address: the sick holder keeps it";
    return [
      { where, what, remedy: "leave the weight out (a failed check then gives the address up), or set preempt: true" },
    ];
  }
  const invalid = wholeNumberProblems(where, weight, { min: -253, max: 253 });
  if (invalid.length > 0) return invalid;
  const [strongest = 0, next = 0] = group.members.map((member) => member.priority).toSorted((a, b) => b - a);
  if (!changesTheOrder(weight, strongest, next)) {
    const what = `${String(weight)} leaves the strongest member the strongest even when its check fails`;
    const remedy = "make it larger than the difference of the two highest priorities, or leave it out";
    return [{ where, what, remedy }];
  }
  if (next + weight < MAX_EFFECTIVE_PRIORITY) return [];
  const what = `${String(weight)} makes healthy members equally strong: keepalived counts to ${String(MAX_EFFECTIVE_PRIORITY)} only`;
  return [{ where, what, remedy: "make it smaller, or negative, or give lower priorities" }];
}

/** keepalived keeps what priority and weight add up to within 1 to 254. */
const MAX_EFFECTIVE_PRIORITY = 254;

/** Whether the strongest member, its check failed, falls behind the next one. */
function changesTheOrder(weight: number, strongest: number, next: number): boolean {
  if (weight < 0) return Math.max(1, strongest + weight) < next;
  return Math.min(MAX_EFFECTIVE_PRIORITY, next + weight) > strongest;
}
