import type { HaVip } from "../api/actions";
import { isApiError } from "../api/errors";
import { waitFor } from "../api/wait";
import { MAX_TAGS_PER_CALL } from "../core/limits";
import type { Connection, Context } from "../kind";
import { absence } from "./absence";
import { tagsOf } from "./tags";

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
  const isOver = (now: HaVip | undefined): boolean =>
    isGone(now) || (now !== undefined && isNothing(difference(shownBy(now), desired)));
  const shown = await waitFor(what, look, isOver, { ...context, signal });
  if (shown === undefined) throw released(id);
  return shown;
}

function released(id: string, cause?: Error): Error {
  const said = cause === undefined ? "" : `. ${cause.message}`;
  return new Error(`${id} was released by somebody while it was being changed. Run: pulumi refresh${said}`, { cause });
}

/** What is to be written. */
interface Changes {
  /** Undefined where it stays. */
  name: string | undefined;
  replace: [key: string, value: string][];
  remove: string[];
}

function isNothing({ name, replace, remove }: Changes): boolean {
  return name === undefined && replace.length === 0 && remove.length === 0;
}

/** What was asked for, so that a value which the cloud will not take as it is can be found. */
function inWords({ name, replace, remove }: Changes): string {
  return [
    ...(name === undefined ? [] : [`name: ${name}`]),
    // Without their values: a program may have made one of them a secret.
    ...[...replace.map(([key]) => key), ...remove].map((key) => `tag ${key}`),
  ].join(", ");
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

async function write(connection: Connection, id: string, changes: Changes, signal: AbortSignal): Promise<void> {
  const { client, region } = connection;
  const { name, replace, remove } = changes;
  if (name !== undefined) await client.call("ModifyHaVipAttribute", { HaVipId: id, HaVipName: name }, signal);
  if (replace.length + remove.length === 0) return;
  const { account } = await connection.identity(signal);
  const Resource = `qcs::vpc:${region}:uin/${account}:havip/${id}`;
  const calls = Math.ceil(Math.max(replace.length, remove.length) / MAX_TAGS_PER_CALL);
  for (let call = 0; call < calls; call++) {
    const part = <T>(list: T[]): T[] => list.slice(call * MAX_TAGS_PER_CALL, (call + 1) * MAX_TAGS_PER_CALL);
    const ReplaceTags = part(replace).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const DeleteTags = part(remove).map((TagKey) => ({ TagKey }));
    await client.call(
      "ModifyResourceTags",
      { Resource, ...(ReplaceTags.length > 0 && { ReplaceTags }), ...(DeleteTags.length > 0 && { DeleteTags }) },
      signal,
    );
  }
}
