import { EMULATOR_ACCOUNT } from "../../core/emulator";
import { ASSUMPTIONS } from "../assumptions";
import { isoTime } from "../clock";
import { ApiError } from "../errors";
import { isRecord } from "../parameters";
import { issue } from "../temporary";
import type { Context, Handler } from "./handler";

/** Temporary credentials of a role of the account. https://cloud.tencent.com/document/api/1312/48197 */
export const assumeRole: Handler<"AssumeRole"> = (_state, request, context) => ({
  response: session(request, context),
});

/** The same for whoever has a token of an identity provider; the request is not signed. */
export const assumeRoleWithWebIdentity: Handler<"AssumeRoleWithWebIdentity"> = (_state, request, context) => {
  if (request.ProviderId === "") throw new ApiError(ASSUMPTIONS.codes.roleArn, "The `ProviderId` is empty.");
  checkWebIdentity(request.WebIdentityToken, context.now);
  return { response: session(request, context) };
};

interface RoleRequest {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
}

const DEFAULT_SECONDS = 7_200;
const MAX_SECONDS = 43_200;

function session(
  { RoleArn, RoleSessionName, DurationSeconds = DEFAULT_SECONDS }: RoleRequest,
  { now, random }: Context,
): { Credentials: ReturnType<typeof issue>; ExpiredTime: number; Expiration: string } {
  checkRole(RoleArn);
  if (!/^[\w+=,.@-]{2,128}$/.test(RoleSessionName)) {
    const message = "The `RoleSessionName` is not made of 2 to 128 letters, digits and the characters = , . @ _ -.";
    throw new ApiError(ASSUMPTIONS.codes.roleSessionName, message);
  }
  if (DurationSeconds < 1 || DurationSeconds > MAX_SECONDS) {
    const message = `The \`DurationSeconds\` ${String(DurationSeconds)} is not in the range 1 to ${String(MAX_SECONDS)}.`;
    throw new ApiError(ASSUMPTIONS.codes.roleDuration, message);
  }
  const ExpiredTime = Math.floor(now / 1000) + DurationSeconds;
  const Credentials = issue({ roleArn: RoleArn, sessionName: RoleSessionName }, ExpiredTime, random);
  return { Credentials, ExpiredTime, Expiration: isoTime(ExpiredTime * 1000) };
}

/** The emulator has no roles of its own: every role of the account is there, and trusts every caller. */
function checkRole(arn: string): void {
  const [, account] =
    /^qcs::cam::uin\/(\d+):(?:role|roleName)\/(?:tencentcloudServiceRole\/)?[\w+=,.@-]+$/.exec(arn) ?? [];
  if (account === undefined) {
    const message = `The \`RoleArn\` \`${arn}\` is not of the form qcs::cam::uin/${EMULATOR_ACCOUNT}:roleName/<name>.`;
    throw new ApiError(ASSUMPTIONS.codes.roleArn, message);
  }
  if (account === EMULATOR_ACCOUNT) return;
  const message = `The role \`${arn}\` does not exist: the emulator's account is ${EMULATOR_ACCOUNT}.`;
  throw new ApiError("ResourceNotFound.RoleNotFound", message);
}

/** Its form and its time are checked. Who signed it is not: the emulator knows no identity provider. */
function checkWebIdentity(token: string, now: number): void {
  const refuse = (because: string): never => {
    throw new ApiError(ASSUMPTIONS.codes.webIdentity, `The \`WebIdentityToken\` ${because}.`);
  };
  const [, text] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
  if (text === undefined) return refuse("is not a JSON web token");
  const expires = expiryOf(text);
  if (expires === undefined) return refuse("has no time of expiry (`exp`)");
  if (now >= expires * 1000) return refuse(`expired at ${isoTime(expires * 1000)}`);
}

function expiryOf(text: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    const expires = isRecord(claims) ? claims["exp"] : undefined;
    return typeof expires === "number" ? expires : undefined;
  } catch {
    return undefined;
  }
}
