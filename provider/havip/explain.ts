import type { Client } from "../api/client";
import { type ApiError, isApiError } from "../api/errors";
import { untilEither } from "../api/until-either";
import { DEFAULT_HAVIPS_PER_VPC, HAVIP_QUOTA_TYPE } from "../core/limits";
import { plainText } from "../core/plain-text";
import { whyNotAdoptable } from "./adopt";
import type { Application } from "./application";
import { LOOK_MS } from "./timeouts";

/**
 * A refused create, told with what the reader needs to act: the quota and the count, or who has the address.
 * The cloud's own error stays the cause. Looking that up must never hide the refusal itself.
 */
export async function explainRefusal(application: Application, error: ApiError): Promise<Error> {
  try {
    const explanation = await explain(application, error);
    return explanation === undefined ? error : new Error(`${explanation} ${error.message}`, { cause: error });
  } catch {
    return error;
  }
}

async function explain(
  { inputs, ownership, connection, context, signal: whole }: Application,
  error: ApiError,
): Promise<string | undefined> {
  const { client, reads } = connection;
  const signal = untilEither(whole, context.deadline(LOOK_MS));
  // The one sub-code speaks of calls a second.
  if (isApiError(error, "LimitExceeded") && !isApiError(error, "LimitExceeded.ActionLimited")) {
    const havips = await reads.ofVpc(inputs.vpcId, signal);
    const limit = await quota(client, signal);
    return (
      `The HAVIP ${inputs.name} was not created: ${inputs.vpcId} has ${String(havips.length)} HAVIPs and its limit is ${String(limit)}. ` +
      `Release one that is not needed, ask the cloud to raise the limit "${HAVIP_QUOTA_TYPE}", or, where this is a replacement, ` +
      `set the resource option deleteBeforeReplace.`
    );
  }
  if (inputs.address !== undefined && isApiError(error, "ResourceInUse", "InvalidParameterValue.Duplicate")) {
    const havips = await reads.ofVpc(inputs.vpcId, signal);
    const taken = havips.find((havip) => havip.Vip === inputs.address);
    const refused = `The HAVIP ${inputs.name} was not created: ${inputs.address} is taken by`;
    const waysOut = "Choose another address, or leave address out to let the cloud choose";
    if (taken === undefined) return `${refused} something else in the VPC. ${waysOut}.`;
    const by = `the HAVIP ${taken.HaVipId} (${plainText(taken.HaVipName)})`;
    const obstacle = whyNotAdoptable(taken, inputs, ownership);
    if (obstacle === undefined) {
      return `${refused} ${by}. ${waysOut}, or set adopt: "${taken.HaVipId}" to take that HAVIP over.`;
    }
    const holder = taken.InstanceId === "" ? "" : ` It is held by ${taken.InstanceId}.`;
    return `${refused} ${by}, which cannot be adopted: ${obstacle.reason}.${holder} ${waysOut}, or release that HAVIP.`;
  }
  return undefined;
}

async function quota(client: Client, signal: AbortSignal): Promise<number> {
  const { response } = await client.call("DescribeVpcLimits", { LimitTypes: [HAVIP_QUOTA_TYPE] }, signal);
  const limit = response.VpcLimitSet.find(({ LimitType }) => LimitType === HAVIP_QUOTA_TYPE);
  return limit?.LimitValue ?? DEFAULT_HAVIPS_PER_VPC;
}
