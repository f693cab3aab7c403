import { type HintContext, hintFor } from "../../../provider/api/hints";
import type { Failure } from "../../../provider/api/classify";

const context: HintContext = {
  action: "CreateHaVip",
  region: "ap-guangzhou",
  endpoint: { url: "https://vpc.tencentcloudapi.com", host: "vpc.tencentcloudapi.com", loopback: false },
  source: "the environment",
  now: Date.UTC(2026, 0, 1),
};

function failure(code: string, more: Partial<Failure> = {}): Failure {
  return { kind: "failure", known: "definite", code, message: "", requestId: "", transportCode: "", ...more };
}

/** The codes that the HAVIP actions list (SDK tencentcloud-sdk-go v1.3.166, vpc v20170312, comments above the methods). */
const HAVIP_CODES = [
  "InternalError.ModuleError",
  "InvalidParameter",
  "InvalidParameter.Coexist",
  "InvalidParameter.FilterInvalidKey",
  "InvalidParameterValue",
  "InvalidParameterValue.Duplicate",
  "InvalidParameterValue.DuplicatedHaVipAssociations",
  "InvalidParameterValue.InvalidBusiness",
  "InvalidParameterValue.LimitExceeded",
  "InvalidParameterValue.Malformed",
  "InvalidParameterValue.ParameterMismatch",
  "InvalidParameterValue.Range",
  "InvalidParameterValue.Reserved",
  "InvalidParameterValue.TooLong",
  "LimitExceeded",
  "MissingParameter",
  "ResourceInUse",
  "ResourceInsufficient",
  "ResourceNotFound",
  "UnsupportedOperation",
  "UnsupportedOperation.BindEIP",
  "UnsupportedOperation.MutexOperationTaskRunning",
  "UnsupportedOperation.NotPutVpcSnatIpAddress",
  "UnsupportedOperation.SubnetNotExists",
  "UnsupportedOperation.TrafficProtectionNotSupportIPv6",
  "UnsupportedOperation.UnbindEIP",
  "UnsupportedOperation.UnsupportedBindLocalZoneEIP",
];

/** The codes that any action may answer (API document, "common error codes"). */
const COMMON_CODES = [
  "ActionOffline",
  "AuthFailure.InvalidAuthorization",
  "AuthFailure.InvalidSecretId",
  "AuthFailure.MFAFailure",
  "AuthFailure.SecretIdNotFound",
  "AuthFailure.SignatureExpire",
  "AuthFailure.SignatureFailure",
  "AuthFailure.TokenFailure",
  "AuthFailure.UnauthorizedOperation",
  "DryRunOperation",
  "FailedOperation",
  "InternalError",
  "InvalidAction",
  "InvalidParameter",
  "InvalidParameterValue",
  "InvalidRequest",
  "IpInBlacklist",
  "IpNotInWhitelist",
  "LimitExceeded",
  "MissingParameter",
  "NoSuchProduct",
  "NoSuchVersion",
  "RequestLimitExceeded",
  "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
  "RequestLimitExceeded.IPLimitExceeded",
  "RequestLimitExceeded.UinLimitExceeded",
  "RequestSizeLimitExceeded",
  "ResourceInUse",
  "ResourceInsufficient",
  "ResourceNotFound",
  "ResourceUnavailable",
  "ResponseSizeLimitExceeded",
  "ServiceUnavailable",
  "UnauthorizedOperation",
  "UnknownParameter",
  "UnsupportedOperation",
  "UnsupportedProtocol",
  "UnsupportedRegion",
];

test.each([...new Set([...HAVIP_CODES, ...COMMON_CODES])])("%s has a hint that is a sentence", (code) => {
  expect(hintFor(failure(code), context)).toMatch(/^[A-Zh`].{30,}\.$/s);
});

// A faulty module of the cloud calls for the same as a faulty cloud.
const SPECIAL_CODES = HAVIP_CODES.filter((code) => code.includes(".") && code !== "InternalError.ModuleError");

test.each(SPECIAL_CODES)("%s has a hint of its own, not the general one", (code) => {
  expect(hintFor(failure(code), context)).not.toBe(hintFor(failure(code.replace(/\..*/, "")), context));
});

test("a new sub-code gets the hint of the code before the dot", () => {
  expect(hintFor(failure("ResourceInUse.Address"), context)).toBe(hintFor(failure("ResourceInUse"), context));
});

test("an unknown code gets no hint, not a wrong one", () => {
  expect(hintFor(failure("ACodeOfTheFuture.Sub"), context)).toBe("");
  expect(hintFor(failure("constructor"), context)).toBe("");
});

describe("A1: an expired signature", () => {
  const hintAt = (serverTime: number | undefined): string =>
    hintFor(failure("AuthFailure.SignatureExpire", serverTime === undefined ? {} : { serverTime }), context);

  test("the hint tells by how many seconds the clock is behind", () => {
    expect(hintAt(context.now + 400_000)).toContain("400 s behind the cloud's");
  });

  test("or ahead", () => {
    expect(hintAt(context.now - 301_000)).toContain("301 s ahead of the cloud's");
  });

  test("or, without a Date header, that it is wrong", () => {
    expect(hintAt(undefined)).toContain("The clock of this machine is wrong.");
  });
});

test("A3: a missing permission is named by its action, and the credentials by their source", () => {
  const hint = hintFor(failure("UnauthorizedOperation"), context);
  expect(hint).toContain("may not call CreateHaVip");
  expect(hint).toContain("the environment");
});

test("a full drift range is not mistaken for the quota of HAVIPs", () => {
  const hint = hintFor(failure("LimitExceeded"), { ...context, action: "AssociateHaVipInstance" });
  expect(hint).toContain("at most 10 members");
});

test("T7: an answer that is not the API's has a hint too: the endpoint, and what stands before it", () => {
  expect(hintFor(failure("", { known: "ambiguous" }), context)).toMatch(/tencentcloud:endpoint and any proxy/);
});

test("T1: without a connection, the setting of the endpoint is named", () => {
  expect(hintFor(failure("", { transportCode: "ECONNREFUSED" }), context)).toContain("TENCENTCLOUD_ENDPOINT");
});

test("without a connection to this machine, the emulator's command is named", () => {
  const endpoint = { url: "http://127.0.0.1:7215", host: "127.0.0.1:7215", loopback: true };
  expect(
    hintFor(failure("", { transportCode: "ECONNREFUSED", known: "not-sent" }), { ...context, endpoint }),
  ).toContain("npx havip emulator start");
});
