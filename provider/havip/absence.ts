import type { HaVip } from "../api/actions";

/** Looks in a row, with the pauses of a wait between them: one and a half seconds at the least. */
const LOOKS_IN_A_ROW = 5;

/**
 * Whether a HAVIP counts as gone, asked with what each look shows. One that does not show it may come from a replica that
 * lags behind, and to take that for gone would lose the HAVIP.
 */
export function absence(): (shown: HaVip | undefined) => boolean {
  let absences = 0;
  return (shown) => {
    absences = shown === undefined ? absences + 1 : 0;
    return absences >= LOOKS_IN_A_ROW;
  };
}
