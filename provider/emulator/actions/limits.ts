import { HAVIP_QUOTA_TYPE } from "../../core/limits";
import { ApiError } from "../words/errors";
import { tooManyEntries } from "../words/refusals";
import type { Handler } from "./handler";

/** By the document's example: there is no classic network. */
export const describeAccountAttributes: Handler<"DescribeAccountAttributes"> = () => ({
  response: { AccountAttributeSet: [{ AttributeName: "supported-platforms", AttributeValues: ["VPC"] }] },
});

/** Quotas by their limit type: those that the emulator enforces, and of what it does not have the usual figures. */
export const describeVpcLimits: Handler<"DescribeVpcLimits"> = (_state, request, { settings, assumptions }) => {
  if (request.LimitTypes.length > MAX_TYPES) {
    throw tooManyEntries("InvalidParameterValue.LimitExceeded", "LimitTypes", MAX_TYPES);
  }
  const limits: Readonly<Record<string, number>> = {
    ...assumptions.quotasOfOthers,
    [HAVIP_QUOTA_TYPE]: settings.havipsPerVpc,
    "appid-max-vpcs": assumptions.vpcsPerRegion,
    "vpc-max-subnets": assumptions.subnetsPerVpc,
    "vpc-max-route-tables": assumptions.routeTablesPerVpc,
    "vpc-max-enis": assumptions.networkInterfacesPerVpc,
    "eni-max-private-ips": assumptions.addressesPerNetworkInterface,
  };
  const VpcLimitSet = request.LimitTypes.map((LimitType) => {
    const LimitValue = Object.hasOwn(limits, LimitType) ? limits[LimitType] : undefined;
    if (LimitValue !== undefined) return { LimitType, LimitValue };
    const served = Object.keys(limits);
    throw new ApiError(
      assumptions.codes.unknownLimitType,
      `The limit type \`${LimitType}\` is not served by this emulator; it serves ${served.join(", ")}.`,
      `本模拟器不支持配额类型 \`${LimitType}\`，支持：${served.join("、")}。`,
    );
  });
  return { response: { VpcLimitSet } };
};

/** "At most 100 types in one request." */
const MAX_TYPES = 100;
