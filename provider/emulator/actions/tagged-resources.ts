import { createHash } from "node:crypto";
import type { ResourceTagRow } from "../../api/actions";
import { type TaggedResource, nameOf, taggedResources } from "../resources/tagged";
import { ApiError } from "../words/errors";
import { outOfRange, tooManyEntries } from "../words/refusals";
import type { Context, Handler } from "./handler";

/** Resources that have tags, of every region: those that are named, or those that meet every filter. */
export const getResources: Handler<"GetResources"> = (state, request, context) => {
  const { ResourceList, TagFilters = [], PaginationToken = "", MaxResults: most = 50 } = request;
  if (most < 1 || most > MAX_PAGE)
    throw outOfRange(context.assumptions.codes.tagPaging, "MaxResults", most, 1, MAX_PAGE);
  if (!/^\d{0,9}$/.test(PaginationToken)) {
    throw new ApiError(
      "InvalidParameter.PaginationTokenInvalid",
      "The `PaginationToken` is none that this action gave.",
      "参数 `PaginationToken` 非法，应为上一页返回的取值。",
    );
  }
  checkSearch(ResourceList ?? [], TagFilters, context);
  const named = (resource: TaggedResource): boolean =>
    ResourceList === undefined || ResourceList.some((name) => fullName(name) === nameOf(resource));
  const meets = ({ tags }: TaggedResource): boolean =>
    TagFilters.every(({ TagKey, TagValue = [] }) =>
      tags.some((tag) => tag.Key === TagKey && (TagValue.length === 0 || TagValue.includes(tag.Value))),
    );
  const found = taggedResources(state, context).filter((one) => one.tags.length > 0 && named(one) && meets(one));
  // "All that are named are answered; MaxResults then has no effect."
  const from = ResourceList === undefined ? Number(PaginationToken) : 0;
  const to = ResourceList === undefined ? from + most : found.length;
  return {
    response: {
      PaginationToken: to < found.length ? String(to) : "",
      ResourceTagMappingList: found.slice(from, to).map((resource) => ({
        Resource: nameOf(resource),
        Tags: resource.tags.map((tag) => ({ TagKey: tag.Key, TagValue: tag.Value, Category: "Custom" })),
      })),
    },
  };
};

/** Of the resources in one page of what the Tag API answers. */
const MAX_PAGE = 200;

function checkSearch(
  resources: readonly string[],
  filters: readonly { TagKey: string; TagValue?: string[] }[],
  { assumptions: { codes } }: Context,
): void {
  const [mostResources, mostFilters, mostValues] = [10, 6, 10];
  if (resources.length > mostResources) {
    throw tooManyEntries("LimitExceeded.ResourceNumPerRequest", "ResourceList", mostResources);
  }
  if (filters.length > mostFilters) throw tooManyEntries(codes.tooManyTagFilters, "TagFilters", mostFilters);
  const crowded = filters.findIndex(({ TagValue = [] }) => TagValue.length > mostValues);
  if (crowded === -1) return;
  throw tooManyEntries(codes.tooManyTagValues, `TagFilters.${String(crowded)}.TagValue`, mostValues);
}

/** A name whose account is left out, with it. */
function fullName(name: string): string {
  const [, service, region, prefix, id] = /^qcs::([a-z]+):([a-z0-9-]+):uin\/\d*:([a-z]+)\/(.+)$/.exec(name) ?? [];
  if (!service || !region || !prefix || !id) {
    throw new ApiError(
      "InvalidParameterValue.ResourceDescriptionError",
      `The resource \`${name}\` is not of the form qcs::<service>:<region>:uin/:<type>/<id>.`,
      `资源描述 \`${name}\` 格式不正确，应为 qcs::<service>:<region>:uin/:<type>/<id>。`,
    );
  }
  return nameOf({ service, region, prefix, id });
}

export const describeResourceTags: Handler<"DescribeResourceTags"> = (state, request, context) => {
  const { ResourceRegion: region, ServiceType: service, ResourcePrefix: prefix, ResourceId: id } = request;
  const wanted = Object.entries({ region, service, prefix, id }).filter(([, value]) => value !== undefined);
  const found = taggedResources(state, context).filter((one) =>
    wanted.every(([name, value]) => valueOf(one, name) === value),
  );
  const { rows, ...counts } = pageOf(found, request, context);
  return { response: { ...counts, Rows: rows } };
};

function valueOf(resource: TaggedResource, name: string): unknown {
  return Object.entries(resource).find(([key]) => key === name)?.[1];
}

/** https://cloud.tencent.com/document/api/651/72280. Ids that nothing has are simply not in the answer. */
export const describeResourceTagsByResourceIds: Handler<"DescribeResourceTagsByResourceIds"> = (
  state,
  request,
  context,
) => {
  const { ResourceRegion, ServiceType, ResourcePrefix, ResourceIds } = request;
  if (ResourceIds.length > 50) {
    throw tooManyEntries("InvalidParameterValue.ResourceIdInvalid", "ResourceIds", 50);
  }
  const found = taggedResources(state, context).filter(
    (one) =>
      one.region === ResourceRegion &&
      one.service === ServiceType &&
      one.prefix === ResourcePrefix &&
      ResourceIds.includes(one.id),
  );
  const { rows, ...counts } = pageOf(found, request, context);
  return { response: { ...counts, Tags: rows } };
};

/** One page of the tags, of 15 unless more are wanted, and how many there are in all. */
function pageOf(
  resources: readonly TaggedResource[],
  { Offset = 0, Limit = 15 }: { Offset?: number; Limit?: number },
  { assumptions }: Context,
): { TotalCount: number; Offset: number; Limit: number; rows: ResourceTagRow[] } {
  if (Limit < 1 || Limit > MAX_PAGE) throw outOfRange(assumptions.codes.tagPaging, "Limit", Limit, 1, MAX_PAGE);
  if (Offset % Limit !== 0) {
    throw new ApiError(
      assumptions.codes.tagPaging,
      `The \`Offset\` ${String(Offset)} is not a multiple of the \`Limit\` ${String(Limit)}.`,
      `参数 \`Offset\` 的取值 ${String(Offset)} 必须为 \`Limit\` 取值 ${String(Limit)} 的整数倍。`,
    );
  }
  const all = resources.flatMap((resource) =>
    resource.tags.map((tag) => ({
      TagKey: tag.Key,
      TagValue: tag.Value,
      ResourceId: resource.id,
      TagKeyMd5: md5(tag.Key),
      TagValueMd5: md5(tag.Value),
      ServiceType: resource.service,
      Category: "Custom",
    })),
  );
  return { TotalCount: all.length, Offset, Limit, rows: all.slice(Offset, Offset + Limit) };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
