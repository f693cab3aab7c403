/** The Tag API beyond ModifyResourceTags. A resource has a name of six segments here: `qcs::vpc:<region>:uin/:havip/<id>`. */

/** The Tag API's own words for a tag; those of the other products are Key and Value. */
export interface ResourceTag {
  TagKey: string;
  TagValue: string;
}

export interface ResourceTagRow extends ResourceTag {
  ResourceId: string;
  TagKeyMd5: string;
  TagValueMd5: string;
  ServiceType: string;
  Category: string;
}

export interface FailedResource {
  Resource: string;
  Code: string;
  Message: string;
}

export interface TagActions {
  TagResources: {
    request: { ResourceList: string[]; Tags: ResourceTag[] };
    response: { FailedResources: FailedResource[] };
  };
  UnTagResources: {
    request: { ResourceList: string[]; TagKeys: string[] };
    response: { FailedResources: FailedResource[] };
  };
  GetResources: {
    request: {
      ResourceList?: string[];
      TagFilters?: { TagKey: string; TagValue?: string[] }[];
      PaginationToken?: string;
      MaxResults?: number;
    };
    response: {
      PaginationToken: string;
      ResourceTagMappingList: { Resource: string; Tags: (ResourceTag & { Category: string })[] }[];
    };
  };
  DescribeResourceTags: {
    request: {
      ResourceRegion?: string;
      ServiceType?: string;
      ResourcePrefix?: string;
      ResourceId?: string;
      Offset?: number;
      Limit?: number;
    };
    response: { TotalCount: number; Offset: number; Limit: number; Rows: ResourceTagRow[] };
  };
  DescribeResourceTagsByResourceIds: {
    request: {
      ServiceType: string;
      ResourcePrefix: string;
      ResourceIds: string[];
      ResourceRegion: string;
      Offset?: number;
      Limit?: number;
    };
    response: { TotalCount: number; Offset: number; Limit: number; Tags: ResourceTagRow[] };
  };
}
