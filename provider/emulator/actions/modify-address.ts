import { characters } from "../resources/tagging";
import { ApiError } from "../words/errors";
import { checkNoTask, findAddress } from "./addresses";
import type { Handler } from "./handler";
import { beginAddressTask } from "./tasks";

/** The name of an EIP: at most 128 letters, digits, hyphens and underscores, by the description of the parameter. */
export const modifyAddressAttribute: Handler<"ModifyAddressAttribute"> = (state, request, context) => {
  const row = findAddress(state, request.AddressId, context);
  const { AddressName } = request;
  if (AddressName === undefined) return { response: {} };
  if (characters(AddressName) > MAX_NAME_CHARACTERS) {
    const most = String(MAX_NAME_CHARACTERS);
    throw new ApiError(
      "InvalidParameterValue.TooLong",
      `The \`AddressName\` has more than ${most} characters.`,
      `\`AddressName\` 超过 ${most} 个字符。`,
    );
  }
  if (!/^[\p{L}\p{N}_-]+$/u.test(AddressName)) {
    throw new ApiError(
      "InvalidParameterValue",
      `The \`AddressName\` \`${AddressName}\` is not made of letters, digits, - and _ only.`,
      `\`AddressName\` \`${AddressName}\` 只能包含字母、汉字、数字、- 和 _。`,
    );
  }
  return { response: {}, changes: [{ table: "addresses", id: row.AddressId, row: { ...row, AddressName } }] };
};

const MAX_NAME_CHARACTERS = 128;

/** Asynchronous, of all the EIPs or of none. How much an EIP may have depends on its billing, which is not emulated. */
export const modifyAddressesBandwidth: Handler<"ModifyAddressesBandwidth"> = (state, request, context) => {
  const { AddressIds, InternetMaxBandwidthOut: Bandwidth } = request;
  if (AddressIds.length > context.assumptions.maxIds) {
    const most = String(context.assumptions.maxIds);
    throw new ApiError(
      "InvalidParameterValue.LimitExceeded",
      `\`AddressIds\` has more than ${most} entries.`,
      `\`AddressIds\` 超过 ${most} 个。`,
    );
  }
  if (Bandwidth < 1) {
    throw new ApiError(
      "InvalidParameterValue.BandwidthTooSmall",
      "The `InternetMaxBandwidthOut` is less than 1 Mbps.",
      "`InternetMaxBandwidthOut` 低于 1 Mbps。",
    );
  }
  const rows = [...new Set(AddressIds)].map((id) => {
    const row = findAddress(state, id, context);
    checkNoTask(row);
    return { ...row, Bandwidth };
  });
  const { TaskId, changes } = beginAddressTask(state, rows, "keep", context);
  return { response: { TaskId }, changes };
};
