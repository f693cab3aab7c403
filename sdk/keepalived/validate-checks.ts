import { hundredthsProblems, shown, wholeNumberProblems } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { commandProblems } from "../ha/words";
import type { KeepalivedDraft } from "./draft";
import { MAX_EFFECTIVE_PRIORITY, MIN_EFFECTIVE_PRIORITY, type TrackProcess, type WeightedHealthCheck } from "./model";

/** Seconds; keepalived.conf(5) sets no upper bound, but a check less often than hourly checks nothing. */
const SECONDS = { min: 1, max: 3600 };
const TIMES = { min: 1, max: 100 };

/** More than a machine's service has; keepalived.conf(5) sets no bound. */
const MAX_TRACK_PROCESSES = 10;

/** What is wrong with what a member's health is known by. */
export function checksProblems(draft: KeepalivedDraft): Problem[] {
  const { healthCheck, trackProcesses } = draft;
  return [
    ...(healthCheck === undefined ? [] : healthCheckProblems(healthCheck, draft)),
    ...trackProcessesProblems(trackProcesses),
  ];
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
  const [highest, next, ...others] = members.map(({ priority }) => priority).toSorted((a, b) => b - a);
  // That there are too few members is complained about already.
  if (highest === undefined || next === undefined) return [];
  const lowest = others.at(-1) ?? next;
  // If the strongest, when sick, is weaker than the weakest of the healthy ones, every sick member is.
  const sick = effective(highest + Math.min(0, weight));
  const healthy = effective(lowest + Math.max(0, weight));
  if (sick >= healthy) return [tooLittle({ weight, highest, lowest, sick, healthy })];
  if (next + weight < MAX_EFFECTIVE_PRIORITY) return [];
  const what = `${String(weight)} makes healthy members equally strong: keepalived counts to ${String(MAX_EFFECTIVE_PRIORITY)} only`;
  return [{ where, what, remedy: "make it smaller, or negative, or give lower priorities" }];
}

function effective(sum: number): number {
  return Math.max(MIN_EFFECTIVE_PRIORITY, Math.min(MAX_EFFECTIVE_PRIORITY, sum));
}

interface Shortfall {
  readonly weight: number;
  readonly highest: number;
  readonly lowest: number;
  /** What the strongest counts when its check fails, and the weakest when its check succeeds. */
  readonly sick: number;
  readonly healthy: number;
}

/** Of three members the second may be gone, so a sick first one must be weaker than the third, too. */
function tooLittle({ weight, highest, lowest, sick, healthy }: Shortfall): Problem {
  const what =
    `with ${String(weight)} the sick member of priority ${String(highest)} counts ${String(sick)}, not less than ` +
    `${String(healthy)} of the healthy one of priority ${String(lowest)}`;
  const least = highest - lowest + 1;
  const bounds = `${String(MIN_EFFECTIVE_PRIORITY)} to ${String(MAX_EFFECTIVE_PRIORITY)}`;
  const remedy =
    `give at least ${String(least)} or at most ${String(-least)} (keepalived counts from ${bounds}), ` +
    "or priorities that are closer together and above 1, or leave the weight out";
  return { where: "healthCheck.weight", what, remedy };
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
