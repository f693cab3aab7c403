/** Limits that the cloud documents. Each has its one home here; the provider, the SDK and the emulator share them. */

/** Characters of a HAVIP's name (ModifyHaVipAttribute: "no more than 60 characters"). */
export const MAX_NAME_CHARACTERS = 60;

/** HAVIPs in one VPC by default; the account's own figure is the limit type below (DescribeVpcLimits). */
export const DEFAULT_HAVIPS_PER_VPC = 10;
export const HAVIP_QUOTA_TYPE = "vpc-max-havips";

/** Objects in one page of a Describe action: what the cloud gives unasked, and the most it gives. */
export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Filters in one Describe request, and values in one filter (DescribeHaVips). */
export const MAX_FILTERS = 10;
export const MAX_FILTER_VALUES = 5;

/** ASCII characters of a ClientToken. */
export const MAX_CLIENT_TOKEN_CHARACTERS = 64;

/** Tags: https://www.tencentcloud.com/document/product/651/13354 (use limits of the Tag service). */
export const MAX_TAGS_PER_RESOURCE = 50;
export const MAX_TAGS_PER_CALL = 10;
export const MAX_TAG_KEY_CHARACTERS = 127;
export const MAX_TAG_VALUE_CHARACTERS = 255;

/** How tag keys begin that the cloud keeps for itself (the page above, and the error list of the action CreateTag). */
export const RESERVED_TAG_PREFIXES = ["qcs:", "project", "项目", "qcloud", "tencent"] as const;

/** How far the caller's clock may be from the cloud's, in seconds (AuthFailure.SignatureExpire beyond). */
export const MAX_CLOCK_SKEW_SECONDS = 300;

/** Members of a drift range in one call. */
export const MAX_ASSOCIATIONS = 10;
