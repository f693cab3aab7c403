import type { ActionStats } from "../cloud/stats";

export interface Measured {
  stats: Readonly<Record<string, ActionStats>>;
  /** How many there are of each kind of resource. */
  resources: Readonly<Record<string, number>>;
  pendingFaults: number;
  residentBytes: number;
  uptimeSeconds: number;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The figures as Prometheus reads them. Counters begin again with a reset, which Prometheus knows how to take. */
export function metrics({ stats, resources, pendingFaults, residentBytes, uptimeSeconds }: Measured): string {
  const actions = Object.entries(stats);
  return [
    ...family("havip_emulator_calls_total", "counter", "Calls of the API, by what was answered.", [
      ...actions.flatMap(([action, { service, codes }]) =>
        Object.entries(codes).map(([code, count]) => ({ labels: { action, code, service }, value: count })),
      ),
    ]),
    ...family("havip_emulator_call_seconds_total", "counter", "Time that answering took.", [
      ...actions.map(([action, { service, totalMs }]) => ({ labels: { action, service }, value: totalMs / 1000 })),
    ]),
    ...family("havip_emulator_resources", "gauge", "What is in the emulated cloud.", [
      ...Object.entries(resources).map(([kind, value]) => ({ labels: { kind }, value })),
    ]),
    ...family("havip_emulator_faults_pending", "gauge", "Strikes of fault rules that are still to come.", [
      { labels: {}, value: pendingFaults },
    ]),
    ...family("process_resident_memory_bytes", "gauge", "Memory of the emulator's process.", [
      { labels: {}, value: residentBytes },
    ]),
    ...family("havip_emulator_uptime_seconds", "gauge", "Time since the start.", [
      { labels: {}, value: uptimeSeconds },
    ]),
    "",
  ].join("\n");
}

interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

function family(name: string, type: "counter" | "gauge", help: string, samples: readonly Sample[]): string[] {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${String(value)}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);
}
