import type { HaVip } from "../api/actions";

/** Looks at a HAVIP that is shown without its tags, before they count as missing. */
export const LOOKS_FOR_TAGS = 4;

/**
 * Whether a row says anything of tags, if only that there are none. The document calls the field one that "may return
 * null", which need not mean that it is empty.
 */
export function showsTags({ TagSet }: HaVip): boolean {
  return TagSet !== undefined;
}
