import { EMULATOR_ACCOUNT } from "../../core/emulator";
import { isoTime } from "../resources/clock";
import { issue } from "../resources/temporary";
import { ApiError } from "../words/errors";
import { isRecord } from "../words/parameters";
import { emptyParameter, outOfRange } from "../words/refusals";
import type { Context, Handler } from "./handler";

/** Temporary credentials of a role of the account. https://cloud.tencent.com/document/api/1312/48197 */
export const assumeRole: Handler<"AssumeRole"> = (_state, request, context) => ({
  response: session(request, context),
});

/** The same for whoever has a token of an identity provider; the request is not signed. */
export const assumeRoleWithWebIdentity: Handler<"AssumeRoleWithWebIdentity"> = (_state, request, context) => {
  if (request.ProviderId === "") throw emptyParameter(context.assumptions.codes.roleArn, "ProviderId");
  checkWebIdentity(request.WebIdentityToken, context);
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
  context: Context,
): { Credentials: ReturnType<typeof issue>; ExpiredTime: number; Expiration: string } {
  const { now, random, assumptions } = context;
  checkRole(RoleArn, context);
  if (!/^[\w+=,.@-]{2,128}$/.test(RoleSessionName)) {
    throw new ApiError(
      assumptions.codes.roleSessionName,
      "The `RoleSessionName` is not made of 2 to 128 letters, digits and the characters = , . @ _ -.",
      "参数 `RoleSessionName` 的长度应为 2 至 128 个字符，只能包含字母、数字和 = , . @ _ -。",
    );
  }
  if (DurationSeconds < 1 || DurationSeconds > MAX_SECONDS) {
    throw outOfRange(assumptions.codes.roleDuration, "DurationSeconds", DurationSeconds, 1, MAX_SECONDS);
  }
  const ExpiredTime = Math.floor(now / 1000) + DurationSeconds;
  const Credentials = issue({ roleArn: RoleArn, sessionName: RoleSessionName }, ExpiredTime, random);
  return { Credentials, ExpiredTime, Expiration: isoTime(ExpiredTime * 1000) };
}

/** The emulator has no roles of its own: every role of the account is there, and trusts every caller. */
function checkRole(arn: string, { assumptions }: Context): void {
  const [, account] =
    /^qcs::cam::uin\/(\d+):(?:role|roleName)\/(?:tencentcloudServiceRole(?:Name)?\/)?[\w+=,.@-]+$/.exec(arn) ?? [];
  if (account === undefined) {
    throw new ApiError(
      assumptions.codes.roleArn,
      `The \`RoleArn\` \`${arn}\` is not of the form qcs::cam::uin/${EMULATOR_ACCOUNT}:roleName/<name>.`,
      `参数 \`RoleArn\` 的取值 \`${arn}\` 格式不正确，应为 qcs::cam::uin/${EMULATOR_ACCOUNT}:roleName/<name>。`,
    );
  }
  if (account === EMULATOR_ACCOUNT) return;
  throw new ApiError(
    "ResourceNotFound.RoleNotFound",
    `The role \`${arn}\` does not exist: the emulator's account is ${EMULATOR_ACCOUNT}.`,
    `角色 \`${arn}\` 不存在：模拟器的账号为 ${EMULATOR_ACCOUNT}。`,
  );
}

/** Its form and its time are checked. Who signed it is not: the emulator knows no identity provider. */
function checkWebIdentity(token: string, { now, assumptions }: Context): void {
  const refuse = (english: string, chinese: string): never => {
    throw new ApiError(
      assumptions.codes.webIdentity,
      `The \`WebIdentityToken\` ${english}.`,
      `参数 \`WebIdentityToken\` ${chinese}。`,
    );
  };
  const [, text] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
  if (text === undefined) return refuse("is not a JSON web token", "不是合法的 JWT");
  const expires = expiryOf(text);
  if (expires === undefined) return refuse("has no time of expiry (`exp`)", "没有过期时间（`exp`）");
  if (now < expires * 1000) return;
  const time = isoTime(expires * 1000);
  refuse(`expired at ${time}`, `已于 ${time} 过期`);
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
