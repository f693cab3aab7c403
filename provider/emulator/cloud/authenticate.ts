import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ActionName, Service } from "../../api/actions";
import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../core/emulator";
import { MAX_CLOCK_SKEW_SECONDS } from "../../core/limits";
import { SERVED, SERVED_ACTIONS, isServed } from "../actions/table";
import { type RoleSession, isTemporary, openToken, temporaryKey } from "../resources/temporary";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { missingParameter, tooLarge, wrongType } from "../words/refusals";
import { type Site, isOnSite } from "../words/site";
import { OLD_SIGNATURE, STRANGER, WRONG_TOKEN } from "./credential-refusals";
import { parametersOfQuery } from "./query-form";
import { tc3Signature } from "./signature";

/** The version of each product that the emulator serves. (The client has its own list: only its types come here.) */
export const VERSIONS: Record<Service, string> = {
  vpc: "2017-03-12",
  cvm: "2017-03-12",
  cbs: "2017-03-12",
  tag: "2018-08-13",
  sts: "2018-08-13",
  tat: "2020-10-28",
};

/** What the API takes in one POST with a signature of version 3: 10 MB. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface HttpRequest {
  method: string;
  /** What stands behind the question mark of the target, for the API's GET form. */
  query?: string;
  headers: IncomingHttpHeaders;
  /** Undefined where it has more than MAX_BODY_BYTES. */
  body: Buffer | undefined;
}

/** A call whose sender is known: which action, in which region ("" where the product has none), with which body. */
export interface AuthenticCall {
  action: ActionName;
  region: string;
  body: Buffer;
  /** Whether the body was made from a query, in which every value is a text. */
  inTexts: boolean;
  signer: Signer;
}

/** Whose key signed a call. */
export interface Signer {
  /** "" where nothing is signed. */
  secretId: string;
  /** Under which role; undefined for the account's own key. */
  role: RoleSession | undefined;
}

/** What a call meets, besides what it says itself. */
interface Place extends Assuming {
  /** Milliseconds since 1970. */
  now: number;
  site: Site;
}

/**
 * Reads and checks everything of a call but its parameters. The order of the checks is an assumption; nothing later
 * than the signature is told to a caller whose signature is wrong.
 */
export function authenticate(request: HttpRequest, { now, assumptions, site }: Place): AuthenticCall {
  const header = (name: string): string | undefined => single(request.headers[name]);
  const action = servedAction(header("x-tc-action"), site);
  checkVersion(action, header("x-tc-version"));
  const signed = checkProtocol(request);
  const timestamp = freshTimestamp(header("x-tc-timestamp"), now);
  const signer = identify(action, request.headers, signed, { timestamp, now, assumptions });
  const inTexts = signed.method === "GET";
  const body = inTexts ? Buffer.from(JSON.stringify(parametersOfQuery(signed.query))) : signed.body;
  return { action, region: region(action, header("x-tc-region")), body, inTexts, signer };
}

function servedAction(name: string | undefined, site: Site): ActionName {
  if (name === undefined) {
    const { code, message, chinese } = missingParameter("Action");
    throw new ApiError(code, `${message} ${OLD_SIGNATURE.english}`, `${chinese}${OLD_SIGNATURE.chinese}`);
  }
  if (isServed(name)) return name;
  const asked = name.slice(0, 100);
  const served = SERVED_ACTIONS.filter((action) => isOnSite(site, action));
  throw new ApiError(
    "InvalidAction",
    `The request \`Action\` is invalid or not found. This emulator does not serve \`${asked}\`; ` +
      `it serves ${served.join(", ")}.`,
    `请求的接口 \`Action\` 无效或不存在。本模拟器不支持 \`${asked}\`；支持的接口：${served.join("、")}。`,
  );
}

function checkVersion(action: ActionName, version: string | undefined): void {
  if (version === undefined) throw missingParameter("Version");
  const { service } = SERVED[action];
  if (version === VERSIONS[service]) return;
  throw new ApiError(
    "NoSuchVersion",
    `The request \`Version\` is not found: \`${action}\` belongs to version ${VERSIONS[service]} of ${service}.`,
    `请求的接口版本 \`Version\` 不存在：\`${action}\` 属于 ${service} 的 ${VERSIONS[service]} 版本。`,
  );
}

/** What of a request its signature covers besides the headers. */
type Signed = { method: "GET" | "POST"; query: string; body: Buffer };

/** When a call was signed and when it came, and what is assumed of that. */
type Moment = Assuming & { timestamp: string; now: number };

/** What the API takes in the query of a GET: 32 KB. */
const MAX_QUERY_BYTES = 32 * 1024;

function checkProtocol(request: HttpRequest): Signed {
  const { method, query } = request;
  if (method === "GET" && query !== undefined) {
    if (query.length <= MAX_QUERY_BYTES) return { method, query, body: Buffer.alloc(0) };
    throw tooLarge({ english: "query", chinese: "查询字符串" }, MAX_QUERY_BYTES);
  }
  if (method !== "POST") {
    throw new ApiError(
      "UnsupportedProtocol",
      "This emulator serves GET and POST only.",
      "本模拟器只支持 GET 和 POST 请求。",
    );
  }
  if (!/^application\/json\s*(;|$)/i.test(single(request.headers["content-type"]) ?? "")) {
    throw new ApiError(
      "UnsupportedProtocol",
      "This emulator serves the Content-Type application/json only.",
      "本模拟器只支持 Content-Type 为 application/json 的请求。",
    );
  }
  if (request.body !== undefined) return { method, query: "", body: request.body };
  throw tooLarge({ english: "body", chinese: "包体" }, MAX_BODY_BYTES);
}

function freshTimestamp(timestamp: string | undefined, now: number): string {
  if (timestamp === undefined) throw missingParameter("Timestamp");
  if (!/^\d{1,12}$/.test(timestamp)) throw wrongType("Timestamp");
  if (Math.abs(now / 1000 - Number(timestamp)) > MAX_CLOCK_SKEW_SECONDS) {
    throw new ApiError(
      "AuthFailure.SignatureExpire",
      "The signature is expired, please request again.",
      "签名已过期，请重新发起请求。",
    );
  }
  return timestamp;
}

/** Who signed the call: the account, or somebody under a role. */
function identify(action: ActionName, headers: IncomingHttpHeaders, signed: Signed, at: Moment): Signer {
  // The one action that stands before all credentials: its parameters prove who calls.
  if (action === "AssumeRoleWithWebIdentity" && single(headers.authorization) === "SKIP") {
    return { secretId: "", role: undefined };
  }
  const secretId = checkSignature(headers, signed, at);
  // The vendor's SDK for Node sends the header empty for credentials whose token is an empty text.
  const token = single(headers["x-tc-token"]) ?? "";
  if (isTemporary(secretId)) return { secretId, role: roleOf(token, secretId, at.now) };
  if (token === "") return { secretId, role: undefined };
  throw new ApiError(
    "AuthFailure.TokenFailure",
    "The token is wrong: the emulator's public key takes none. Is a TENCENTCLOUD_SECURITY_TOKEN, " +
      "TENCENTCLOUD_SESSION_TOKEN or TENCENTCLOUD_TOKEN of the cloud still set?",
    "Token 错误：模拟器的公开密钥不使用 Token。请检查是否仍设置了腾讯云的 TENCENTCLOUD_SECURITY_TOKEN、" +
      "TENCENTCLOUD_SESSION_TOKEN 或 TENCENTCLOUD_TOKEN。",
  );
}

function roleOf(token: string, secretId: string, now: number): RoleSession {
  const found = openToken(token, secretId, now);
  if (typeof found === "object") return found;
  const { english, chinese } = WRONG_TOKEN[found];
  throw new ApiError("AuthFailure.TokenFailure", `The token is wrong: ${english}.`, `Token 错误：${chinese}。`);
}

/** The SecretId, once it is known that its holder signed the call. */
function checkSignature(headers: IncomingHttpHeaders, what: Signed, { timestamp, assumptions }: Moment): string {
  const { method, query, body } = what;
  const { secretId, date, service, signedNames, signature } = readAuthorization(single(headers.authorization) ?? "");
  if (secretId !== EMULATOR_SECRET_ID && !isTemporary(secretId)) {
    throw new ApiError("AuthFailure.SecretIdNotFound", STRANGER.english, STRANGER.chinese);
  }
  const secretKey = isTemporary(secretId) ? temporaryKey(secretId) : EMULATOR_SECRET_KEY;
  if (date !== new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)) {
    const scope = date.slice(0, 20);
    throw new ApiError(
      assumptions.codes.scopeDate,
      `The date ${scope} in the credential scope is not the UTC date of X-TC-Timestamp ${timestamp}.`,
      `凭证范围（credential scope）中的日期 ${scope} 与 X-TC-Timestamp ${timestamp} 的 UTC 日期不一致。`,
    );
  }
  const payload = single(headers["x-tc-content-sha256"]) === UNSIGNED ? UNSIGNED : body;
  const valueOf = (name: string): string => single(headers[name]) ?? "";
  const valid = hostForms(valueOf("host")).some((host) => {
    const signed = signedNames.map((name) => [name, name === "host" ? host : valueOf(name)] as const);
    const request = { method, query, headers: signed, payload, timestamp, date, service } as const;
    return timingSafeEqual(Buffer.from(tc3Signature(request, secretKey)), Buffer.from(signature));
  });
  if (valid) return secretId;
  throw new ApiError(
    "AuthFailure.SignatureFailure",
    "The provided credentials could not be validated. Please check your signature is correct.",
    "请求签名验证失败，请检查您的签名计算是否正确。",
  );
}

interface Authorization {
  secretId: string;
  date: string;
  service: string;
  signedNames: string[];
  signature: string;
}

function readAuthorization(header: string): Authorization {
  const part = "([^/,\\s]+)";
  const form = `^TC3-HMAC-SHA256 Credential=${part}/${part}/${part}/tc3_request,\\s*SignedHeaders=${part},\\s*Signature=([0-9a-f]{64})$`;
  const [, secretId, date, service, names, signature] = new RegExp(form).exec(header) ?? [];
  const signedNames = names?.split(";") ?? [];
  const signsEnough = signedNames.includes("content-type") && signedNames.includes("host");
  if (secretId && date && service && signature && signsEnough)
    return { secretId, date, service, signedNames, signature };
  throw new ApiError(
    "AuthFailure.InvalidAuthorization",
    "The `Authorization` header is not of the form TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, " +
      "SignedHeaders=content-type;host, Signature=<64 hexadecimal digits>.",
    "请求头部的 `Authorization` 格式不正确，应为 TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, " +
      "SignedHeaders=content-type;host, Signature=<64 位十六进制数>。",
  );
}

const UNSIGNED = "UNSIGNED-PAYLOAD";

/** The vendor's SDK for Node signs the host name alone, its SDK for Go name and port; both send name and port. */
function hostForms(host: string): string[] {
  const name = host.replace(/:\d+$/, "");
  return name === host ? [host] : [host, name];
}

function region(action: ActionName, name: string | undefined): string {
  if (!SERVED[action].regional) return name ?? "";
  if (name === undefined || name === "") throw missingParameter("Region");
  // The cloud adds regions and hides others, so only the form is checked.
  if (!/^[a-z]{2}(-[a-z0-9]+)+$/.test(name)) {
    const given = name.slice(0, 40);
    throw new ApiError("UnsupportedRegion", `The region \`${given}\` does not exist.`, `地域 \`${given}\` 不存在。`);
  }
  return name;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
