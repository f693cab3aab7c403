import type { Request } from "../../api/actions";
import { freePublicAddresses } from "../resources/addresses";
import type { InstanceRow, State } from "../store/state";
import { ApiError } from "../words/errors";
import type { Context } from "./handler";

/** What each of the new instances has to do with the internet. */
export function internetOf(
  state: State,
  given: Request<"RunInstances">["InternetAccessible"],
  count: number,
  context: Context,
): Pick<InstanceRow, "InternetAccessible" | "WanIpAddress">[] {
  const {
    InternetChargeType = context.assumptions.internetChargeType,
    InternetMaxBandwidthOut = 0,
    InternetServiceProvider = "BGP",
    IPv4AddressType = "WanIP",
  } = given ?? {};
  checkOneOf("InternetChargeType", InternetChargeType, ["TRAFFIC_POSTPAID_BY_HOUR", "BANDWIDTH_POSTPAID_BY_HOUR"]);
  checkOneOf("InternetServiceProvider", InternetServiceProvider, ["BGP"]);
  checkOneOf("IPv4AddressType", IPv4AddressType, ["WanIP"]);
  // "With a bandwidth above 0 there is a public address unless it is declined; with 0 there can be none."
  const wanted = given?.PublicIpAssigned ?? InternetMaxBandwidthOut > 0;
  if (wanted && InternetMaxBandwidthOut === 0) {
    throw new ApiError(
      context.assumptions.codes.publicAddressWithoutBandwidth,
      "`PublicIpAssigned` needs an `InternetMaxBandwidthOut` of more than 0.",
      "公网带宽为0时不允许分配公网IP，请将`InternetMaxBandwidthOut`设置为大于0的值。",
    );
  }
  const InternetAccessible = { InternetChargeType, InternetMaxBandwidthOut };
  if (!wanted) return Array.from({ length: count }, () => ({ InternetAccessible }));
  const free = freePublicAddresses(state, count);
  if (free.length === count) return free.map((WanIpAddress) => ({ InternetAccessible, WanIpAddress }));
  throw new ApiError(
    "ResourcesSoldOut.EipInsufficient",
    `The emulator has ${String(free.length)} public addresses left, not ${String(count)}.`,
    `公网IP不足：模拟器仅剩${String(free.length)}个公网IP，需要${String(count)}个。`,
  );
}

function checkOneOf(name: string, value: string, served: readonly string[]): void {
  if (served.includes(value)) return;
  throw new ApiError(
    "InvalidParameterValue",
    `The \`InternetAccessible.${name}\` \`${value}\` is not served by this emulator; it serves ${served.join(", ")}.`,
    `本模拟器不支持参数\`InternetAccessible.${name}\`的取值\`${value}\`，支持的取值为：${served.join("、")}。`,
  );
}
