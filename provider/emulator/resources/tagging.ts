import type { Tag } from "../../api/actions";
import {
  MAX_TAGS_PER_RESOURCE,
  MAX_TAG_KEY_CHARACTERS,
  MAX_TAG_VALUE_CHARACTERS,
  RESERVED_TAG_PREFIXES,
} from "../../core/limits";
import type { Assumptions } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";

/** Each action names the same mistakes by codes of its own. */
export interface TagCodes {
  duplicateKey: string;
  reservedKey: string;
  keyTooLong: string;
  valueTooLong: string;
  emptyKey: string;
  tooMany: string;
}

/** CreateHaVip lists none at all. */
export function havipTagCodes({ codes: { havipTags } }: Assumptions): TagCodes {
  return {
    duplicateKey: havipTags.duplicateKey,
    reservedKey: havipTags.reservedKey,
    keyTooLong: havipTags.tooLong,
    valueTooLong: havipTags.tooLong,
    emptyKey: havipTags.empty,
    tooMany: havipTags.tooMany,
  };
}

/** Listed for CreateVpc and CreateSubnet. */
export const VPC_TAG_CODES: TagCodes = {
  duplicateKey: "InvalidParameterValue.TagDuplicateKey",
  reservedKey: "UnsupportedOperation.TagSystemReservedTagKey",
  keyTooLong: "InvalidParameterValue.TagInvalidKeyLen",
  valueTooLong: "InvalidParameterValue.TagInvalidVal",
  emptyKey: "InvalidParameterValue.TagInvalidKey",
  tooMany: "LimitExceeded.TagKeyExceeded",
};

/** AllocateAddresses lists one code for all of them. */
export const EIP_TAG_CODES: TagCodes = {
  duplicateKey: "InvalidParameterValue.InvalidTag",
  reservedKey: "InvalidParameterValue.InvalidTag",
  keyTooLong: "InvalidParameterValue.InvalidTag",
  valueTooLong: "InvalidParameterValue.InvalidTag",
  emptyKey: "InvalidParameterValue.InvalidTag",
  tooMany: "LimitExceeded.TagQuota",
};

/** Listed for RunInstances. */
export const CVM_TAG_CODES: TagCodes = {
  duplicateKey: "InvalidParameterValue.DuplicateTags",
  reservedKey: "FailedOperation.TagKeyReserved",
  keyTooLong: "FailedOperation.IllegalTagKey",
  valueTooLong: "FailedOperation.IllegalTagValue",
  emptyKey: "FailedOperation.IllegalTagKey",
  tooMany: "InvalidParameterValue.TagQuotaLimitExceeded",
};

/** Listed for ModifyResourceTags. It lists nothing for a key that is given twice. */
export const TAG_API_CODES: TagCodes = {
  duplicateKey: "InvalidParameter.Tag",
  reservedKey: "InvalidParameter.ReservedTagKey",
  keyTooLong: "InvalidParameterValue.TagKeyLengthExceeded",
  valueTooLong: "InvalidParameterValue.TagValueLengthExceeded",
  emptyKey: "InvalidParameterValue.TagKeyEmpty",
  tooMany: "LimitExceeded.ResourceAttachedTags",
};

/** The tags of a new resource. The Value may be left out of a Tag. */
export function newTags(given: readonly { Key: string; Value?: string }[] | undefined, codes: TagCodes): Tag[] {
  const tags = (given ?? []).map((tag) => ({ Key: tag.Key, Value: tag.Value ?? "" }));
  checkTags(tags, codes);
  checkTagCount(tags, codes);
  return tags;
}

export function checkTags(tags: readonly Tag[], codes: TagCodes): void {
  const seen = new Set<string>();
  for (const { Key, Value } of tags) {
    if (Key === "") throw new ApiError(codes.emptyKey, "A tag has an empty key.", "标签键不能为空值。");
    if (seen.has(Key)) {
      throw new ApiError(
        codes.duplicateKey,
        `The tag key \`${Key}\` is given more than once.`,
        `标签键 \`${Key}\` 重复。`,
      );
    }
    seen.add(Key);
    if (characters(Key) > MAX_TAG_KEY_CHARACTERS) {
      const most = String(MAX_TAG_KEY_CHARACTERS);
      throw new ApiError(
        codes.keyTooLong,
        `A tag key has more than ${most} characters.`,
        `标签键的长度不能超过 ${most} 个字符。`,
      );
    }
    if (characters(Value) > MAX_TAG_VALUE_CHARACTERS) {
      const most = String(MAX_TAG_VALUE_CHARACTERS);
      throw new ApiError(
        codes.valueTooLong,
        `The value of the tag \`${Key}\` has more than ${most} characters.`,
        `标签键 \`${Key}\` 的标签值长度不能超过 ${most} 个字符。`,
      );
    }
    const prefix = RESERVED_TAG_PREFIXES.find((reserved) => Key.toLowerCase().startsWith(reserved));
    if (prefix === undefined) continue;
    throw new ApiError(
      codes.reservedKey,
      `The tag key \`${Key}\` begins with \`${prefix}\`, which is reserved.`,
      `标签键 \`${Key}\` 以系统预留的 \`${prefix}\` 开头，不支持使用。`,
    );
  }
}

export function checkTagCount(tags: readonly Tag[], codes: TagCodes): void {
  if (tags.length <= MAX_TAGS_PER_RESOURCE) return;
  const most = String(MAX_TAGS_PER_RESOURCE);
  throw new ApiError(codes.tooMany, `A resource has at most ${most} tags.`, `一个资源最多关联 ${most} 个标签。`);
}

export function characters(text: string): number {
  return Array.from(text).length;
}
