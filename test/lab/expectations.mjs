// What is asked of an event, as the deviations from it: none where it was as asked. `spare`: how much later anything may be.
import { unless } from "./checks.mjs";

/** What a client may miss when nothing is to happen: some pings in a row, on a machine with other things to do. */
export const UNDISTURBED_MS = 50;

/** Takeovers are as late as VRRP says, within this. */
const tolerance = (theory) => Math.max(20, 0.02 * theory);

/** The outage is no longer than asked, and the takeover as late as promised. */
export function inTime({ outage: seen, takeover: taken }, theory, limit, spare = 0) {
  const off = Math.abs(taken - theory.takeover);
  return [
    ...(seen <= limit + spare ? [] : [`outage ${Math.round(seen)} ms, more than ${limit}`]),
    ...(off <= tolerance(theory.takeover) + spare
      ? []
      : [`takeover ${Math.round(taken)} ms instead of ${Math.round(theory.takeover)}`]),
  ];
}

/** The others are as they were: the address does not move back. */
export function undisturbed(measured, spare) {
  return [...asOneHolder(measured), ...unless(measured.moves, 0, "moves"), ...withoutGap(measured, spare)];
}

export function withoutGap({ outage: seen }, spare = 0) {
  return seen > UNDISTURBED_MS + spare ? [`no answer for ${Math.round(seen)} ms`] : [];
}

/** One member has the address, and the cloud says the same. */
export function asOneHolder({ holder, holders, holderInCloud }) {
  return [...unless(holders, [holder], "held by"), ...unless(holderInCloud, holder, "held in the cloud by")];
}

export function told({ outage: seen, takeover: taken }) {
  const ms = (value) => `${Math.round(value)} ms`;
  return ` (outage ${ms(seen)}${taken === undefined ? "" : `, takeover ${ms(taken)}`})`;
}
