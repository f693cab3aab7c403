import type { HaVip, Tag } from "../api/actions";
import {
  MAX_TAG_KEY_CHARACTERS,
  MAX_TAG_VALUE_CHARACTERS,
  MAX_TAGS_PER_RESOURCE,
  RESERVED_TAG_PREFIXES,
} from "../core/limits";
import { hasUnknown } from "../core/unknown";
import type { Failure } from "../kind";

/** How our own tag keys begin. Part of the state contract: renaming one would orphan every HAVIP that carries it. */
export const OWN_TAG_PREFIX = "pulumi-havip:";

/** The three tags that say whose a HAVIP is (DESIGN: never a second HAVIP, never a lost one). */
export const OWNERSHIP_TAGS = {
  stack: `${OWN_TAG_PREFIX}stack`,
  resource: `${OWN_TAG_PREFIX}resource`,
  generation: `${OWN_TAG_PREFIX}generation`,
} as const;

const MAX_USER_TAGS = MAX_TAGS_PER_RESOURCE - Object.keys(OWNERSHIP_TAGS).length;

/** The characters that the Tag service documents for keys and values, besides letters and digits of any script. */
const ALLOWED = /^[\p{L}\p{M}\p{N} +\-=._:/@()[\],;><【】（）：]*$/u;

/** What is wrong with the `tags` input. */
export function checkTags(value: unknown): string | Failure[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "must be an object of texts";
  const tags = Object.entries(value);
  if (tags.length > MAX_USER_TAGS) {
    return `has ${String(tags.length)} tags; at most ${String(MAX_USER_TAGS)} fit beside the three of this package`;
  }
  const failures = tags.flatMap(([key, text]): Failure[] => {
    const reason = refusedKey(key) ?? (hasUnknown(text) ? undefined : refusedValue(text));
    return reason === undefined
      ? []
      : [{ property: `tags.${key}`, reason: `tags: the tag ${JSON.stringify(key)} ${reason}` }];
  });
  return failures.length > 0 ? failures : undefined;
}

function refusedKey(key: string): string | undefined {
  const length = Array.from(key).length;
  if (length < 1 || length > MAX_TAG_KEY_CHARACTERS) {
    return `has a key of ${String(length)} characters; 1 to ${String(MAX_TAG_KEY_CHARACTERS)} are allowed`;
  }
  const reserved = [OWN_TAG_PREFIX, ...RESERVED_TAG_PREFIXES].find((prefix) => key.toLowerCase().startsWith(prefix));
  if (reserved === OWN_TAG_PREFIX)
    return `begins with ${reserved}, which this package keeps for itself; choose another key`;
  if (reserved !== undefined) return `begins with ${reserved}, which the cloud keeps for itself; choose another key`;
  return refusedText(key, "key");
}

function refusedValue(text: unknown): string | undefined {
  if (typeof text !== "string") return "must have a text as its value";
  const length = Array.from(text).length;
  if (length < 1 || length > MAX_TAG_VALUE_CHARACTERS) {
    return `has a value of ${String(length)} characters; 1 to ${String(MAX_TAG_VALUE_CHARACTERS)} are allowed`;
  }
  return refusedText(text, "value");
}

function refusedText(text: string, what: string): string | undefined {
  if (text.trim() !== text) return `has a ${what} that begins or ends with a space`;
  return ALLOWED.test(text) ? undefined : `has a ${what} with a character that the Tag service does not accept`;
}

/** Whether the row says which tags the HAVIP has, be it none. */
export function isTagged({ TagSet }: HaVip): boolean {
  return TagSet !== undefined;
}

/** The tags of a HAVIP by their keys. */
export function tagsOf(havip: HaVip): ReadonlyMap<string, string> {
  return new Map((havip.TagSet ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** The tags that are neither ours nor the cloud's own. */
export function userTags(havip: HaVip): Record<string, string> {
  const foreign = [OWN_TAG_PREFIX, ...RESERVED_TAG_PREFIXES];
  return Object.fromEntries(
    [...tagsOf(havip)].filter(([key]) => !foreign.some((prefix) => key.toLowerCase().startsWith(prefix))),
  );
}

/** Of a HAVIP's tags those whose keys the program manages, as the cloud has them. */
export function managedTags(havip: HaVip, keys: Iterable<string>): Record<string, string> {
  const managed = new Set(keys);
  return Object.fromEntries([...tagsOf(havip)].filter(([key]) => managed.has(key)));
}

/** An object as the list that vpc's actions take. */
export function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
