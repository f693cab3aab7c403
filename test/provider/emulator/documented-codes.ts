import { SERVED } from "../../../provider/emulator/actions/table";
import { ASSUMPTIONS } from "../../../provider/emulator/words/assumptions";
import { codes } from "./documented-codes.json";

/**
 * Whether a client may expect the action to be refused with this code: it is in the action's own list (of the vendor's
 * SDK for Go, see the file), it is common to all actions, or it is a named assumption that this action has it too. Of an
 * action without a list nothing is known.
 */
export function isExpected(action: string, code: string): boolean {
  if (code === "" || !Object.hasOwn(SERVED, action) || COMMON.test(code) || MADE_UP.test(code)) return true;
  const documented = documentedCodes(action);
  return documented.length === 0 || documented.includes(code) || assumedCodes(action).includes(code);
}

export function documentedCodes(action: string): string[] {
  const found = Object.entries(codes).find(([name]) => name === action);
  return found?.[1].split(" ") ?? [];
}

/** By tests, which switch an assumption or set a fault. */
const MADE_UP = /^([A-Z](\.[A-Z])?|constructor)$/;

function assumedCodes(action: string): string[] {
  return Object.entries(ASSUMPTIONS.unlistedCodes)
    .filter(([, actions]) => actions.split(" ").includes(action))
    .map(([code]) => code);
}

/**
 * What the gateway in front of every product answers (https://cloud.tencent.com/document/api/213/30435). The codes of
 * that page which name a mistake in a value (InvalidParameterValue, ResourceNotFound, ...) are common too.
 */
const COMMON =
  /^(ActionOffline|AuthFailure(\.\w+)?|DryRunOperation|FailedOperation|InternalError|InvalidAction|InvalidParameter|InvalidParameterValue|InvalidRequest|IpInBlacklist|IpNotInWhitelist|LimitExceeded|MissingParameter|NoSuchProduct|NoSuchVersion|RequestLimitExceeded(\.\w+)?|RequestSizeLimitExceeded|ResourceInUse|ResourceInsufficient|ResourceNotFound|ResourceUnavailable|ResponseSizeLimitExceeded|ServiceUnavailable|UnauthorizedOperation|UnknownParameter|UnsupportedOperation|UnsupportedProtocol|UnsupportedRegion)$/;
