import type { HaVip } from "../api/actions";
import { type Waiting, waitFor } from "../api/wait";
import type { Connection } from "../kind";
import { write } from "./changes";
import { tagList } from "./tags";

/** Looks at a HAVIP that is shown without its tags, before they count as missing. */
export const LOOKS_FOR_TAGS = 4;

/** Looks after tags were written, four seconds of them: a site that does not show that there are any by then shows none. */
const LOOKS_WHEN_WRITTEN = 7;

/**
 * Whether a row says anything of tags, if only that there are none. The document calls the field one that "may return
 * null", which need not mean that it is empty.
 */
export function showsTags({ TagSet }: HaVip): boolean {
  return TagSet !== undefined;
}

/** Whether a site takes tags and shows none, asked with what each look shows after they were written. */
export function hidden(): (shown: HaVip) => boolean {
  let looksInARow = 0;
  return (shown) => {
    looksInARow = showsTags(shown) ? 0 : looksInARow + 1;
    return looksInARow >= LOOKS_WHEN_WRITTEN;
  };
}

/** A row as it would be where the site showed the tags that were written. */
export function withTags(havip: HaVip, tags: Readonly<Record<string, string>>): HaVip {
  return { ...havip, TagSet: tagList(tags) };
}

/** Writes the tags of a HAVIP that is shown without any once more, and returns whether reads then show any. */
export async function areShownOnceWritten(
  { HaVipId: id }: HaVip,
  tags: Readonly<Record<string, string>>,
  connection: Connection,
  waiting: Waiting,
): Promise<boolean> {
  await write(connection, id, { name: undefined, replace: Object.entries(tags), remove: [] }, waiting.signal);
  const look = async (): Promise<HaVip | undefined> => (await connection.reads.now(id, waiting.signal)).havip;
  const hides = hidden();
  const isOver = (now: HaVip | undefined): now is HaVip => now !== undefined && (showsTags(now) || hides(now));
  return showsTags(await waitFor(`${id} was made but reads do not show its tags yet`, look, isOver, waiting));
}
