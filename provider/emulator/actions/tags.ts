import type { FailedResource, Request, Tag } from "../../api/actions";
import { MAX_TAGS_PER_CALL } from "../../core/limits";
import { type TaggedResource, taggedResource } from "../resources/tagged";
import { TAG_API_CODES, checkTagCount, checkTags } from "../resources/tagging";
import type { Change, State } from "../store/state";
import { ApiError } from "../words/errors";
import { emptyParameter, neitherGiven, tooManyEntries } from "../words/refusals";
import type { Context, Handler } from "./handler";

/** Sets some tags of one resource and removes others, in one step. */
export const modifyResourceTags: Handler<"ModifyResourceTags"> = (state, request, context) => {
  checkGiven(request);
  const replaced = (request.ReplaceTags ?? []).map((tag) => ({ Key: tag.TagKey, Value: tag.TagValue }));
  const removed = (request.DeleteTags ?? []).map((tag) => tag.TagKey);
  checkCounts(replaced, removed);
  checkTags(replaced, TAG_API_CODES);
  const both = removed.find((key) => replaced.some((tag) => tag.Key === key));
  if (both !== undefined) {
    throw new ApiError(
      "InvalidParameterValue.DeleteTagsParamError",
      `The tag key \`${both}\` is in \`ReplaceTags\` and in \`DeleteTags\`.`,
      `标签键 \`${both}\` 不能同时出现在 \`ReplaceTags\` 和 \`DeleteTags\` 中。`,
    );
  }
  const resource = taggedResource(state, request.Resource, context);
  const kept = resource.tags.filter((tag) => !removed.includes(tag.Key) && !replaced.some((r) => r.Key === tag.Key));
  const tags = [...kept, ...replaced];
  checkTagCount(tags, TAG_API_CODES);
  return { response: {}, changes: [resource.withTags(tags)] };
};

/** "Either may be left out, but none may be an empty list." */
function checkGiven({ ReplaceTags, DeleteTags }: Request<"ModifyResourceTags">): void {
  for (const [name, list] of Object.entries({ ReplaceTags, DeleteTags })) {
    if (list?.length === 0) throw emptyParameter("InvalidParameter.Tag", name);
  }
}

function checkCounts(replaced: readonly Tag[], removed: readonly string[]): void {
  const code = "InvalidParameter.Tag";
  if (replaced.length > MAX_TAGS_PER_CALL) throw tooManyEntries(code, "ReplaceTags", MAX_TAGS_PER_CALL);
  if (removed.length > MAX_TAGS_PER_CALL) throw tooManyEntries(code, "DeleteTags", MAX_TAGS_PER_CALL);
  if (replaced.length + removed.length === 0) throw neitherGiven(code, "ReplaceTags", "DeleteTags");
}

/** Sets the same tags on several resources. One that cannot have them is told in the answer; the others get them. */
export const tagResources: Handler<"TagResources"> = (state, request, context) => {
  const tags = request.Tags.map((tag) => ({ Key: tag.TagKey, Value: tag.TagValue }));
  checkLengths({ ResourceList: request.ResourceList, Tags: tags }, context);
  checkTags(tags, SEVERAL_RESOURCES_CODES);
  return each(state, request.ResourceList, context, (resource) => {
    const kept = resource.tags.filter((tag) => !tags.some((set) => set.Key === tag.Key));
    checkTagCount([...kept, ...tags], TAG_API_CODES);
    return [...kept, ...tags];
  });
};

/** Removes tags from several resources. A key that a resource does not have is no mistake. */
export const unTagResources: Handler<"UnTagResources"> = (state, request, context) => {
  const { ResourceList, TagKeys } = request;
  checkLengths({ ResourceList, TagKeys }, context);
  const tags = TagKeys.map((Key) => ({ Key, Value: "" }));
  checkTags(tags, SEVERAL_RESOURCES_CODES);
  return each(state, ResourceList, context, (resource) => resource.tags.filter((tag) => !TagKeys.includes(tag.Key)));
};

/** Listed for TagResources and UnTagResources. */
const SEVERAL_RESOURCES_CODES = { ...TAG_API_CODES, duplicateKey: "InvalidParameterValue.TagKeyDuplicate" };

function checkLengths(lists: Readonly<Record<string, readonly unknown[]>>, { assumptions }: Context): void {
  for (const [name, { length }] of Object.entries(lists)) {
    const ofResources = name === "ResourceList";
    if (length === 0) {
      throw emptyParameter(ofResources ? assumptions.codes.emptyResourceList : "InvalidParameter.Tag", name);
    }
    if (length <= MAX_TAGS_PER_CALL) continue;
    const code = ofResources ? "LimitExceeded.ResourceNumPerRequest" : "LimitExceeded.TagNumPerRequest";
    throw tooManyEntries(code, name, MAX_TAGS_PER_CALL);
  }
}

function each(
  state: State,
  names: readonly string[],
  context: Context,
  tagsOf: (resource: TaggedResource) => Tag[],
): { response: { FailedResources: FailedResource[] }; changes: Change[] } {
  const FailedResources: FailedResource[] = [];
  const changes: Change[] = [];
  for (const Resource of new Set(names)) {
    try {
      const resource = taggedResource(state, Resource, context);
      changes.push(resource.withTags(tagsOf(resource)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      FailedResources.push({ Resource, Code: error.code, Message: error.in(context.language) });
    }
  }
  return { response: { FailedResources }, changes };
}
