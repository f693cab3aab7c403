import type { HaVip } from "../api/actions";
import { waitFor } from "../api/wait";
import { MAX_TAGS_PER_CALL } from "../core/limits";
import type { Connection, Context } from "../kind";
import { tagsOf } from "./tags";

/** What can be changed in place: the name, and the tags that are ours or the program's. Other tags stay as they are. */
export interface Desired {
  name: string;
  tags: Readonly<Record<string, string>>;
  /** Keys that the program managed and no longer names. */
  removedTags: readonly string[];
}

/** Brings the mutable part of a HAVIP to what is desired, by as few calls as that takes, and returns it as read back. */
export async function converge(
  connection: Connection,
  havip: HaVip,
  desired: Desired,
  context: Context,
  signal: AbortSignal,
): Promise<HaVip> {
  if (converged(havip, desired)) return havip;
  const { client } = connection;
  if (havip.HaVipName !== desired.name) {
    await client.call("ModifyHaVipAttribute", { HaVipId: havip.HaVipId, HaVipName: desired.name }, signal);
  }
  await writeTags(connection, havip, desired, signal);
  // Reads may lag behind writes, so the state is taken from a read that shows them.
  const look = async (): Promise<HaVip | undefined> => (await connection.reads.now(havip.HaVipId, signal)).havip;
  const what = `${havip.HaVipId} was changed (${changes(havip, desired)}) but reads do not show it yet`;
  const shown = await waitFor(what, look, (now) => now === undefined || converged(now, desired), {
    ...context,
    signal,
  });
  if (shown !== undefined) return shown;
  throw new Error(`${havip.HaVipId} was released by somebody while it was being changed. Run: pulumi refresh`);
}

function converged(havip: HaVip, desired: Desired): boolean {
  const { replace, remove } = tagChanges(havip, desired);
  return havip.HaVipName === desired.name && replace.length === 0 && remove.length === 0;
}

/** What was asked for, so that a value which the cloud will not take as it is can be found. */
function changes(havip: HaVip, desired: Desired): string {
  const { replace, remove } = tagChanges(havip, desired);
  return [
    ...(havip.HaVipName === desired.name ? [] : [`name: ${desired.name}`]),
    // Without their values: a program may have made one of them a secret.
    ...[...replace.map(([key]) => key), ...remove].map((key) => `tag ${key}`),
  ].join(", ");
}

function tagChanges(havip: HaVip, { tags, removedTags }: Desired): { replace: [string, string][]; remove: string[] } {
  const present = tagsOf(havip);
  return {
    replace: Object.entries(tags).filter(([key, value]) => present.get(key) !== value),
    remove: removedTags.filter((key) => present.has(key)),
  };
}

async function writeTags(connection: Connection, havip: HaVip, desired: Desired, signal: AbortSignal): Promise<void> {
  const { replace, remove } = tagChanges(havip, desired);
  if (replace.length + remove.length === 0) return;
  const { account } = await connection.identity(signal);
  const Resource = `qcs::vpc:${connection.region}:uin/${account}:havip/${havip.HaVipId}`;
  const calls = Math.ceil(Math.max(replace.length, remove.length) / MAX_TAGS_PER_CALL);
  for (let call = 0; call < calls; call++) {
    const part = <T>(list: T[]): T[] => list.slice(call * MAX_TAGS_PER_CALL, (call + 1) * MAX_TAGS_PER_CALL);
    const ReplaceTags = part(replace).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const DeleteTags = part(remove).map((TagKey) => ({ TagKey }));
    await connection.client.call(
      "ModifyResourceTags",
      { Resource, ...(ReplaceTags.length > 0 && { ReplaceTags }), ...(DeleteTags.length > 0 && { DeleteTags }) },
      signal,
    );
  }
}
