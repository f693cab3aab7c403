import { parseDuration } from "../core/durations";
import { DEFAULT_TIMEOUTS, type Operation } from "./schema";

/** How long an operation may take, in milliseconds. */
export function timeoutOf(operation: Operation, timeouts: Partial<Record<Operation, string>> | undefined): number {
  const milliseconds = parseDuration(timeouts?.[operation] ?? DEFAULT_TIMEOUTS[operation]);
  if (milliseconds === undefined) throw new Error(`timeouts.${operation} is not a duration such as 90s, 5m or 1h30m`);
  return milliseconds;
}

/**
 * How long to look for what an error should say: what was made or changed although the time is over, who is in the way of
 * what was refused.
 */
export const LOOK_MS = 10_000;
