import type { FailedResource, Tag } from "../../api/actions";
import { MAX_TAGS_PER_CALL } from "../../core/limits";
import { ASSUMPTIONS } from "../assumptions";
import { ApiError } from "../errors";
import type { Change, State } from "../state";
import { type TaggedResource, taggedResource } from "../tagged";
import { TAG_API_CODES, checkTagCount, checkTags } from "../tagging";
import type { Handler } from "./handler";

/** Sets some tags of one resource and removes others, in one step. */
export const modifyResourceTags: Handler<"ModifyResourceTags"> = (state, request) => {
  const replaced = (request.ReplaceTags ?? []).map((tag) => ({ Key: tag.TagKey, Value: tag.TagValue }));
  const removed = (request.DeleteTags ?? []).map((tag) => tag.TagKey);
  checkCounts(replaced, removed);
  checkTags(replaced, TAG_API_CODES);
  const both = removed.find((key) => replaced.some((tag) => tag.Key === key));
  if (both !== undefined) {
    const message = `The tag key \`${both}\` is in \`ReplaceTags\` and in \`DeleteTags\`.`;
    throw new ApiError("InvalidParameterValue.DeleteTagsParamError", message);
  }
  const resource = taggedResource(state, request.Resource);
  const kept = resource.tags.filter((tag) => !removed.includes(tag.Key) && !replaced.some((r) => r.Key === tag.Key));
  const tags = [...kept, ...replaced];
  checkTagCount(tags, TAG_API_CODES);
  return { response: {}, changes: [resource.withTags(tags)] };
};

function checkCounts(replaced: readonly Tag[], removed: readonly string[]): void {
  const most = String(MAX_TAGS_PER_CALL);
  const refuse = (message: string): never => {
    throw new ApiError("InvalidParameter.Tag", message);
  };
  if (replaced.length > MAX_TAGS_PER_CALL) refuse(`\`ReplaceTags\` has more than ${most} entries.`);
  if (removed.length > MAX_TAGS_PER_CALL) refuse(`\`DeleteTags\` has more than ${most} entries.`);
  if (replaced.length + removed.length === 0) refuse("Neither `ReplaceTags` nor `DeleteTags` is given.");
}

/** Sets the same tags on several resources. One that cannot have them is told in the answer; the others get them. */
export const tagResources: Handler<"TagResources"> = (state, request) => {
  const tags = request.Tags.map((tag) => ({ Key: tag.TagKey, Value: tag.TagValue }));
  checkLengths({ ResourceList: request.ResourceList, Tags: tags });
  checkTags(tags, TAG_API_CODES);
  return each(state, request.ResourceList, (resource) => {
    const kept = resource.tags.filter((tag) => !tags.some((set) => set.Key === tag.Key));
    checkTagCount([...kept, ...tags], TAG_API_CODES);
    return [...kept, ...tags];
  });
};

/** Removes tags from several resources. A key that a resource does not have is no mistake. */
export const unTagResources: Handler<"UnTagResources"> = (state, request) => {
  const { ResourceList, TagKeys } = request;
  checkLengths({ ResourceList, TagKeys });
  return each(state, ResourceList, (resource) => resource.tags.filter((tag) => !TagKeys.includes(tag.Key)));
};

function checkLengths(lists: Readonly<Record<string, readonly unknown[]>>): void {
  for (const [name, { length }] of Object.entries(lists)) {
    if (length >= 1 && length <= MAX_TAGS_PER_CALL) continue;
    const message = `\`${name}\` has ${String(length)} entries, not 1 to ${String(MAX_TAGS_PER_CALL)}.`;
    throw new ApiError(
      name === "ResourceList" ? ASSUMPTIONS.codes.resourceListLength : "InvalidParameter.Tag",
      message,
    );
  }
}

function each(
  state: State,
  names: readonly string[],
  tagsOf: (resource: TaggedResource) => Tag[],
): { response: { FailedResources: FailedResource[] }; changes: Change[] } {
  const FailedResources: FailedResource[] = [];
  const changes: Change[] = [];
  for (const Resource of new Set(names)) {
    try {
      const resource = taggedResource(state, Resource);
      changes.push(resource.withTags(tagsOf(resource)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      FailedResources.push({ Resource, Code: error.code, Message: error.message });
    }
  }
  return { response: { FailedResources }, changes };
}
