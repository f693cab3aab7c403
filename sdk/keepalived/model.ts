import type { HaGroup } from "../ha/model";

/** Everything a keepalived.conf is made of, valid and complete: the renderer adds nothing but text. */
export interface KeepalivedModel {
  /** Name of the VRRP instance. */
  readonly name: string;
  readonly group: HaGroup;
  readonly virtualRouterId: number;
  readonly protocol: Protocol;
  readonly takeover: Takeover;
  /** Command run at every change of state. */
  readonly notify?: string | undefined;
}

/** VRRPv2 counts in whole seconds and may carry a password; VRRPv3 counts in hundredths and has none (RFC 5798, 9). */
export type Protocol =
  | { readonly version: 2; readonly advertInterval: number; readonly authPass?: string | undefined }
  | { readonly version: 3; readonly advertInterval: number };

/**
 * Who holds the address when a stronger member returns. A check with a weight exists only with preemption: without it
 * nobody takes over from a holder that is alive, however low its priority (measured; acassen/keepalived#2599).
 */
export type Takeover =
  | { readonly preempt: false; readonly healthCheck?: HealthCheck | undefined }
  | { readonly preempt: true; readonly delay: number; readonly healthCheck?: WeightedHealthCheck | undefined };

export interface HealthCheck {
  readonly command: string;
  readonly interval: number;
  readonly timeout: number;
  readonly fall: number;
  readonly rise: number;
}

export interface WeightedHealthCheck extends HealthCheck {
  readonly weight?: number | undefined;
}

/** A name that keepalived takes as one token, from any logical name. Names need to differ only within one file. */
export function instanceName(logicalName: string): string {
  const word = logicalName.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  return (/^[A-Za-z]/.test(word) ? word : `havip_${word}`).slice(0, 32);
}
