export interface Timers {
  version: 2 | 3;
  /** In seconds. */
  advertInterval: number;
  /** Of the member that takes over. */
  priority: number;
  /** Whether the holder's last advertisement gave the address up. */
  saysGoodbye: boolean;
}

export function takeover(timers: Timers): number;
export function outage(timers: Timers): { shortest: number; longest: number };
