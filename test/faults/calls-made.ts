import type { CallRecord } from "../../provider/emulator";

/** The calls in their order, each with the code of its refusal; what comes several times in a row, with how often. */
export function callsMade(calls: readonly CallRecord[]): string {
  const groups: { call: string; times: number }[] = [];
  for (const { action, code } of calls) {
    const call = code === "" ? action : `${action} (${code})`;
    const last = groups.at(-1);
    if (last?.call === call) last.times += 1;
    else groups.push({ call, times: 1 });
  }
  const told = groups.map(({ call, times }) => (times === 1 ? call : `${call} ×${String(times)}`));
  return told.length === 0 ? "none" : told.join(", ");
}

/** The same where it depends on the time how often something was tried: each kind of call once. */
export function kindsOfCalls(calls: readonly CallRecord[]): string {
  const kinds = new Set(calls.map(({ action, code }) => (code === "" ? action : `${action} (${code})`)));
  return `${[...kinds].join(", ")}; how often depends on the time`;
}
