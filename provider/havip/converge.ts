import type { HaVip } from "../api/actions";
import { isApiError } from "../api/errors";
import { waitFor } from "../api/wait";
import type { Connection, Context } from "../kind";
import { absence } from "./absence";
import { type Changes, inWords, isNothing, write } from "./changes";
import { hidden, showsTags, withTags } from "./shown-tags";
import { OWN_TAG_PREFIX, tagsOf } from "./tags";

/** What can be changed in place: the name, and the tags that are ours or the program's. Other tags stay as they are. */
export interface Desired {
  name: string;
  tags: Readonly<Record<string, string>>;
  /** Keys that the program managed and no longer names. */
  removedTags: readonly string[];
  /** What was written last, where that is known: a look may show what was before it. */
  recorded?: { name: string; tags: Readonly<Record<string, string>> };
}

/** Brings the mutable part of a HAVIP to what is desired, by as few calls as that takes, and returns it as read back. */
export async function converge(
  connection: Connection,
  havip: HaVip,
  desired: Desired,
  context: Context,
  signal: AbortSignal,
): Promise<HaVip> {
  const changes = changesOf(havip, desired);
  if (isNothing(changes)) return havip;
  const id = havip.HaVipId;
  try {
    await write(connection, id, changes, signal);
  } catch (error) {
    throw isApiError(error, "ResourceNotFound") ? released(id, error) : error;
  }
  // Reads may lag behind writes, so the state is taken from a read that shows them.
  const look = async (): Promise<HaVip | undefined> => (await connection.reads.now(id, signal)).havip;
  const what = `${id} was changed (${inWords(changes)}) but reads do not show it yet`;
  const isGone = absence();
  const hides = hidden();
  const isOver = (now: HaVip | undefined): boolean =>
    isGone(now) || (now !== undefined && isAsDesired(now, desired, hides(now)));
  const shown = await waitFor(what, look, isOver, { ...context, signal });
  if (shown === undefined) throw released(id);
  return showsTags(shown) ? shown : withTags(shown, desired.tags);
}

function released(id: string, cause?: Error): Error {
  const said = cause === undefined ? "" : `. ${cause.message}`;
  return new Error(`${id} was released by somebody while it was being changed. Run: pulumi refresh${said}`, { cause });
}

/**
 * Whatever differs from what the look shows, and whatever differs from what was written last: what is changed back would
 * otherwise never be written where the look shows what was before the last change.
 */
function changesOf(havip: HaVip, desired: Desired): Changes {
  const shown = difference(shownBy(havip), desired);
  if (desired.recorded === undefined) return shown;
  const { name, tags } = desired.recorded;
  const recorded = difference({ name, tags: new Map(Object.entries(tags)) }, desired);
  return {
    name: shown.name ?? recorded.name,
    replace: [...new Map([...shown.replace, ...recorded.replace])],
    remove: [...new Set([...shown.remove, ...recorded.remove])],
  };
}

/** Where a site hides all tags, those of the program are taken as they were written; ours must be seen. */
function isAsDesired(now: HaVip, desired: Desired, hides: boolean): boolean {
  const { name, ...tags } = difference(shownBy(now), desired);
  const isOurs = Object.keys(desired.tags).some((key) => key.startsWith(OWN_TAG_PREFIX));
  return name === undefined && (isNothing({ name, ...tags }) || (hides && !isOurs));
}

interface Mutable {
  name: string;
  tags: ReadonlyMap<string, string>;
}

function shownBy(havip: HaVip): Mutable {
  return { name: havip.HaVipName, tags: tagsOf(havip) };
}

function difference(present: Mutable, { name, tags, removedTags }: Desired): Changes {
  return {
    name: present.name === name ? undefined : name,
    replace: Object.entries(tags).filter(([key, value]) => present.tags.get(key) !== value),
    remove: removedTags.filter((key) => present.tags.has(key)),
  };
}
