import type { TagActions } from "../../api/actions";
import { NOT_SERVED, listOf, notServedExcept, optional, required } from "../words/parameters";
import { PAGING, STRING, type ServedPart } from "./served";
import { describeResourceTags, describeResourceTagsByResourceIds, getResources } from "./tagged-resources";
import { tagResources, unTagResources } from "./tags";

const TEXT = optional("string");
const TEXTS = required(listOf("string"));
/** The Tag API looks in the region that a resource's name says. */
const TAG_API = { service: "tag", regional: false } as const;

/** The actions of the Tag API besides ModifyResourceTags. */
export const TAGGING: ServedPart<TagActions> = {
  TagResources: {
    ...TAG_API,
    parameters: {
      ResourceList: TEXTS,
      Tags: required(listOf({ object: { TagKey: STRING, TagValue: STRING, Category: notServedExcept("Custom") } })),
    },
    handle: tagResources,
  },
  UnTagResources: { ...TAG_API, parameters: { ResourceList: TEXTS, TagKeys: TEXTS }, handle: unTagResources },
  GetResources: {
    ...TAG_API,
    parameters: {
      ResourceList: optional(listOf("string")),
      TagFilters: optional(listOf({ object: { TagKey: STRING, TagValue: optional(listOf("string")) } })),
      PaginationToken: TEXT,
      MaxResults: optional("integer"),
    },
    handle: getResources,
  },
  DescribeResourceTags: {
    ...TAG_API,
    parameters: {
      ResourceRegion: TEXT,
      ServiceType: TEXT,
      ResourcePrefix: TEXT,
      ResourceId: TEXT,
      ...PAGING,
      CreateUin: NOT_SERVED,
      CosResourceId: notServedExcept(0),
    },
    handle: describeResourceTags,
  },
  DescribeResourceTagsByResourceIds: {
    ...TAG_API,
    parameters: {
      ServiceType: STRING,
      ResourcePrefix: STRING,
      ResourceIds: TEXTS,
      ResourceRegion: STRING,
      ...PAGING,
      Category: notServedExcept("All"),
    },
    handle: describeResourceTagsByResourceIds,
  },
};
