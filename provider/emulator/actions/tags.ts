import type { Tag } from "../../api/actions";
import { EMULATOR_ACCOUNT } from "../../core/emulator";
import { MAX_TAGS_PER_CALL } from "../../core/limits";
import { ASSUMPTIONS } from "../assumptions";
import { ApiError } from "../errors";
import type { Change, State } from "../state";
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

interface TaggedResource {
  tags: readonly Tag[];
  withTags: (tags: Tag[]) => Change;
}

/**
 * The resource that a six-segment name means: `qcs::vpc:<region>:uin/<account>:havip/<id>`. The account may be left
 * out (`uin/`), as the vendor's Terraform provider does. https://cloud.tencent.com/document/product/598/10606
 */
function taggedResource(state: State, name: string): TaggedResource {
  const [, region, account, type, id] = /^qcs::vpc:([a-z0-9-]+):uin\/(\d*):(havip|vpc|subnet)\/(.+)$/.exec(name) ?? [];
  if (region === undefined || id === undefined || (account !== "" && account !== EMULATOR_ACCOUNT)) {
    throw new ApiError(
      "InvalidParameterValue.ResourceDescriptionError",
      `The \`Resource\` \`${name}\` is not of the form qcs::vpc:<region>:uin/:havip/<id> (or vpc/<id>, subnet/<id>) ` +
        `with the account ${EMULATOR_ACCOUNT} or none.`,
    );
  }
  const resource = find(state, type, id);
  if (resource?.Region === region) return resource;
  throw new ApiError(ASSUMPTIONS.codes.unknownTaggedResource, `The \`Resource\` \`${name}\` does not exist.`);
}

function find(state: State, type: string | undefined, id: string): (TaggedResource & { Region: string }) | undefined {
  if (type === "havip") {
    const row = state.havips.get(id);
    return row && { ...parts(row), withTags: (TagSet) => ({ table: "havips", id, row: { ...row, TagSet } }) };
  }
  if (type === "vpc") {
    const row = state.vpcs.get(id);
    return row && { ...parts(row), withTags: (TagSet) => ({ table: "vpcs", id, row: { ...row, TagSet } }) };
  }
  const row = state.subnets.get(id);
  return row && { ...parts(row), withTags: (TagSet) => ({ table: "subnets", id, row: { ...row, TagSet } }) };
}

function parts(row: { Region: string; TagSet: Tag[] }): { Region: string; tags: Tag[] } {
  return { Region: row.Region, tags: row.TagSet };
}
