import {
  MAX_ASSOCIATIONS,
  MAX_CLOCK_SKEW_SECONDS,
  MAX_NAME_CHARACTERS,
  HAVIP_QUOTA_TYPE,
  DEFAULT_HAVIPS_PER_VPC,
} from "../core/limits";
import type { ActionName } from "./actions";
import type { Failure } from "./classify";
import type { Endpoint } from "./endpoint";

export interface HintContext {
  action: ActionName;
  region: string;
  endpoint: Endpoint;
  /** Where the credentials were found. */
  source: string;
  /** The time on this machine, in milliseconds since 1970. */
  now: number;
}

/** What to do about a failure: for its code, else for the code before the dot, else nothing. */
export function hintFor(failure: Failure, context: HintContext): string {
  if (failure.code === "") return unansweredHint(failure, context);
  const general = failure.code.split(".", 1)[0] ?? "";
  const hint = HINTS.get(failure.code) ?? HINTS.get(general) ?? "";
  return typeof hint === "string" ? hint : hint(failure, context);
}

type Hint = string | ((failure: Failure, context: HintContext) => string);

export const TIME_IS_OVER =
  'The time for the operation is over. Give it more with the input timeouts: { create: "10m" }, and read, update, delete likewise.';

const REPORT_IT =
  "This is a fault of this package or of something between it and the cloud: report it with the request id.";
const WAIT_FOR_CLOUD =
  "The cloud has a fault of its own. Run the command again; if it persists, give Tencent Cloud support the request id.";
const WRONG_INPUT = "The message above names the wrong input. Compare it with the resource in your program.";
const TASK_RUNNING =
  "Another operation on the same resource is running. Wait until it has ended and run the command again.";
const TOO_FAST =
  "The account's calls per second are used up: 20 a second and action are usual, shared by every tool of the account. Run with a lower `--parallel`, or wait until the other tools are done.";
const QUOTA_USED_UP = `A quota is used up. A VPC can have ${String(DEFAULT_HAVIPS_PER_VPC)} HAVIPs unless the account's quota (${HAVIP_QUOTA_TYPE}) was raised. Release some, or ask for more in the console (quotas of VPC).`;
const DRIFT_RANGE_FULL = `The drift range of a HAVIP has at most ${String(MAX_ASSOCIATIONS)} members. Take some out first.`;
const KEYS_OF_SOURCE = (_: Failure, { source }: HintContext): string =>
  `Check the credentials, which come from ${source}: id and key must be one pair, neither disabled nor deleted.`;
const PERMISSION = (_: Failure, { action, source }: HintContext): string =>
  `The credentials (from ${source}) may not call ${action}. Have its permission granted to them in the console (CAM), or use others.`;

/** By code, as the API's documents list them; a code with a dot falls back to the one before the dot. */
const HINTS: ReadonlyMap<string, Hint> = new Map(
  Object.entries<Hint>({
    // Codes that the HAVIP actions list.
    InvalidParameter: WRONG_INPUT,
    "InvalidParameter.Coexist": REPORT_IT,
    "InvalidParameter.FilterInvalidKey":
      "This site of the cloud does not know the filter that was used. Check that the endpoint is the right one for the account.",
    InvalidParameterValue: WRONG_INPUT,
    "InvalidParameterValue.Duplicate":
      "Something is given twice or exists already: an address, or a member of the drift range. Choose another one or remove the duplicate.",
    "InvalidParameterValue.DuplicatedHaVipAssociations":
      "The instance is in the drift range of this HAVIP already. Remove the association outside of Pulumi, or the duplicate in the program.",
    "InvalidParameterValue.InvalidBusiness":
      "The account may not use HAVIPs here. Apply for access in the console, or choose another region.",
    "InvalidParameterValue.LimitExceeded": REPORT_IT,
    "InvalidParameterValue.Malformed":
      "An id or address does not have the right form: ids look like vpc-xxxxxxxx, subnet-xxxxxxxx, havip-xxxxxxxx, addresses like 10.0.0.100.",
    "InvalidParameterValue.ParameterMismatch":
      "Two inputs do not fit each other, for example an instance id with the type of a network interface.",
    "InvalidParameterValue.Range":
      "The address must be inside the CIDR block of the subnet. Look at the subnet in the console, and set `subnetCidr` to have this checked before any call.",
    "InvalidParameterValue.Reserved":
      "The cloud keeps the network address, the gateway (the first address) and the broadcast address of each subnet. Choose another address.",
    "InvalidParameterValue.TooLong": `An input is too long. The name of a HAVIP has at most ${String(MAX_NAME_CHARACTERS)} characters.`,
    LimitExceeded: (_, { action }) => (action.endsWith("HaVipInstance") ? DRIFT_RANGE_FULL : QUOTA_USED_UP),
    MissingParameter: REPORT_IT,
    ResourceInUse:
      "The address, or the resource, is used by something else. Choose another address, or find its user in the console (subnet, IP addresses in use).",
    ResourceInsufficient: "The subnet has no free address left. Use another subnet or release addresses in this one.",
    ResourceNotFound: (_, { region, source }) =>
      `Check the id, the region (${region}) and whose account the credentials (from ${source}) belong to: what exists in another region or account is not found either.`,
    UnsupportedOperation:
      "The resource is in a state that does not allow this. A HAVIP can be released only when no instance holds it and no EIP is bound: stop the HA software that announces it, unbind the EIP.",
    "UnsupportedOperation.BindEIP": "The HAVIP, or the EIP, is bound already. Unbind it first.",
    "UnsupportedOperation.UnbindEIP": "The HAVIP has no EIP bound: there is nothing to unbind.",
    "UnsupportedOperation.MutexOperationTaskRunning": TASK_RUNNING,
    "UnsupportedOperation.NotPutVpcSnatIpAddress": "This VPC has no SNAT address pool. Give a subnet id.",
    "UnsupportedOperation.SubnetNotExists": (_, { region }) =>
      `There is no such subnet in this VPC and in region ${region}. Check \`subnetId\`, \`vpcId\` and the region.`,
    "UnsupportedOperation.TrafficProtectionNotSupportIPv6":
      "Traffic protection does not work with IPv6. Use a subnet and an address of IPv4.",
    "UnsupportedOperation.UnsupportedBindLocalZoneEIP":
      "An EIP of a local zone cannot be bound to a HAVIP. Use an ordinary EIP.",
    "InternalError.ModuleError": WAIT_FOR_CLOUD,

    // Codes that any action may answer.
    ActionOffline: "The cloud no longer offers this action. Look for a newer version of this package.",
    AuthFailure: KEYS_OF_SOURCE,
    "AuthFailure.InvalidAuthorization": REPORT_IT,
    "AuthFailure.InvalidSecretId":
      "This kind of key cannot call the API. Create an API key in the console (CAM, API keys) and use that.",
    "AuthFailure.MFAFailure":
      "The account demands multi-factor authentication for this call. Use temporary credentials obtained with it.",
    "AuthFailure.SecretIdNotFound": KEYS_OF_SOURCE,
    "AuthFailure.SignatureExpire": clockHint,
    "AuthFailure.SignatureFailure": KEYS_OF_SOURCE,
    "AuthFailure.TokenFailure": (_, { source }) =>
      `The temporary credentials (from ${source}) have expired, or the token belongs to another key. Obtain new ones and run the command again.`,
    "AuthFailure.UnauthorizedOperation": PERMISSION,
    DryRunOperation: REPORT_IT,
    FailedOperation: WAIT_FOR_CLOUD,
    InternalError: WAIT_FOR_CLOUD,
    InvalidAction: (_, { endpoint }) =>
      `The action is unknown at ${endpoint.url}. Check that this is an endpoint of the cloud, or update the emulator.`,
    InvalidRequest: REPORT_IT,
    IpInBlacklist:
      "The account's settings forbid calls from the IP address of this machine. Change them in the console (CAM), or run elsewhere.",
    IpNotInWhitelist:
      "The account's settings allow calls from listed IP addresses only. Add this machine's in the console (CAM), or run elsewhere.",
    "LimitExceeded.ActionLimited": TOO_FAST,
    NoSuchProduct: (_, { endpoint }) =>
      `${endpoint.url} does not serve this product. Check tencentcloud:domain and tencentcloud:endpoint.`,
    NoSuchVersion: (_, { endpoint }) =>
      `${endpoint.url} does not serve this version of the API. Check tencentcloud:domain and tencentcloud:endpoint.`,
    RequestLimitExceeded: TOO_FAST,
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded": TOO_FAST,
    "RequestLimitExceeded.IPLimitExceeded": TOO_FAST,
    "RequestLimitExceeded.UinLimitExceeded": TOO_FAST,
    RequestSizeLimitExceeded: REPORT_IT,
    ResourceUnavailable: TASK_RUNNING,
    ResponseSizeLimitExceeded: REPORT_IT,
    ServiceUnavailable: WAIT_FOR_CLOUD,
    UnauthorizedOperation: PERMISSION,
    UnknownParameter:
      "This site of the cloud does not know the parameter: the international one lacks tags, `checkAssociate` and ClientToken. Leave the input out, or use the site that has it.",
    UnsupportedProtocol:
      "The endpoint does not take this protocol. Remove tencentcloud:protocol, so that https is used.",
    UnsupportedRegion: (_, { region }) =>
      `The cloud does not offer this in region ${region}. Check the spelling, for example ap-guangzhou.`,
  }),
);

function clockHint(failure: Failure, { now }: HintContext): string {
  const allowed = `The cloud allows ${String(MAX_CLOCK_SKEW_SECONDS)} s. Set the clock (NTP) and run the command again.`;
  if (failure.serverTime === undefined) return `The clock of this machine is wrong. ${allowed}`;
  const seconds = Math.round((now - failure.serverTime) / 1_000);
  const direction = seconds < 0 ? "behind" : "ahead of";
  return `The clock of this machine is ${String(Math.abs(seconds))} s ${direction} the cloud's. ${allowed}`;
}

function unansweredHint(failure: Failure, { endpoint }: HintContext): string {
  if (failure.transportCode === "") {
    return (
      `Something between this machine and the cloud may have answered, such as a gateway in trouble, or ${endpoint.url} is ` +
      `not the cloud's API. Run the command again; if it persists, check tencentcloud:endpoint and any proxy on the way.`
    );
  }
  if (failure.transportCode === "ECANCELED") return TIME_IS_OVER;
  if (endpoint.loopback && failure.known === "not-sent")
    return "Is the emulator running? `npx havip emulator status` tells; `npx havip emulator start` starts it.";
  return "Check the network, name resolution and certificates of this machine. Another endpoint or a proxy is set with tencentcloud:endpoint or TENCENTCLOUD_ENDPOINT; HTTPS_PROXY is not used.";
}
