import os from "node:os";

/** What is asked of a restart. */
const RESTART_LIMIT_MS = 1_000;

export function machine() {
  const cores = os.cpus();
  const load = os.loadavg()[0].toFixed(2);
  return `Node ${process.versions.node}, ${cores.length} x ${cores[0]?.model ?? os.arch()}, load ${load}`;
}

/** What was measured, as a table. */
export function table(result) {
  const { violations, restarts, large } = result;
  const of = (kind) => violations.filter((one) => one.kind === kind).length;
  const ms = (number) => `${Math.round(number)} ms`;
  const [times, cpuTimes] = [restarts.map((one) => one.ms), restarts.map((one) => one.cpuMs)];
  const rows = [
    ["kills under load", result.kills],
    ["kills of an emulator that was just starting", result.whileStarting],
    [`writes answered, of ${result.actions.size} actions (and refused)`, `${result.answered} (${result.refused})`],
    ["writes in flight when it was killed: kept whole, not kept", `${result.kept}, ${result.notKept}`],
    ["folds of the journal, and kills in the middle of one", `${result.folds}, ${result.inFold}`],
    ["last lines that a kill tore", result.torn],
    ["journals damaged at their end", result.damaged],
    ["restart until it answers: median, slowest", `${ms(median(times))}, ${ms(Math.max(...times))}`],
    ["the same in time of the processor", `${ms(median(cpuTimes))}, ${ms(Math.max(...cpuTimes))}`],
    ["restart with 10,000 HAVIPs and the longest journal", `${ms(large.ms)} (${ms(large.cpuMs)} of the processor)`],
    ["answered writes lost", of("lost")],
    ["written in part", of("partial")],
  ];
  return ["| | |", "| --- | --- |", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
}

/** Restarts that took too long. Where there is more to do than the machine has cores for, by the time of the processor. */
export function slowRestarts({ restarts, large }) {
  const isBusy = os.loadavg()[0] > os.cpus().length;
  const [name, of] = isBusy ? ["of the processor", (one) => one.cpuMs] : ["in all", (one) => one.ms];
  const slowest = Math.max(...[...restarts, large].map(of));
  if (!(slowest > RESTART_LIMIT_MS)) return [];
  return [{ kind: "slow", text: `the slowest restart took ${Math.round(slowest)} ms ${name}` }];
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
