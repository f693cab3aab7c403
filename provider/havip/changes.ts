import { MAX_TAGS_PER_CALL } from "../core/limits";
import type { Connection } from "../kind";

/** What of a HAVIP is to be written. */
export interface Changes {
  /** Undefined where it stays. */
  name: string | undefined;
  replace: [key: string, value: string][];
  remove: string[];
}

export function isNothing({ name, replace, remove }: Changes): boolean {
  return name === undefined && replace.length === 0 && remove.length === 0;
}

/** What was asked for, so that a value which the cloud will not take as it is can be found. */
export function inWords({ name, replace, remove }: Changes): string {
  return [
    ...(name === undefined ? [] : [`name: ${name}`]),
    // Without their values: a program may have made one of them a secret.
    ...[...replace.map(([key]) => key), ...remove].map((key) => `tag ${key}`),
  ].join(", ");
}

/** Writes them by as few calls as that takes. */
export async function write(connection: Connection, id: string, changes: Changes, signal: AbortSignal): Promise<void> {
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
