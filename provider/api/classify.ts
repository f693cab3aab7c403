import { type World, STORE_HEADER, worldOf } from "../core/emulator";
import { hideKeys } from "./redact";
import type { Sent } from "./send";

/**
 * What is known about a failed attempt, which decides whether it may be repeated:
 * `not-sent`  no connection was made, so the cloud cannot have seen it;
 * `refused`   the cloud refused before it executed anything;
 * `ambiguous` it may or may not have been carried out;
 * `definite`  the cloud (or something before it) decided against it; asking again gives the same answer.
 */
export type Known = "not-sent" | "refused" | "ambiguous" | "definite";

export type Verdict =
  { kind: "answer"; response: Readonly<Record<string, unknown>>; requestId: string; world: World } | Failure;

export interface Failure {
  kind: "failure";
  known: Known;
  /** The cloud's code; empty when the cloud did not answer. */
  code: string;
  /** The cloud's message; without an answer, what happened instead. */
  message: string;
  requestId: string;
  /** Node's code where no answer came, such as ECONNREFUSED. */
  transportCode: string;
  world?: World;
  /** The Date header, in milliseconds since 1970: the other side's clock. */
  serverTime?: number;
}

/** Judges what came of an attempt. */
export function classify(sent: Sent): Verdict {
  if (sent.kind === "unanswered") {
    const known = sent.reached ? "ambiguous" : "not-sent";
    return { kind: "failure", known, code: "", message: sent.message, requestId: "", transportCode: sent.code };
  }
  const world = worldOf(sent.headers.get(STORE_HEADER));
  const envelope = readEnvelope(sent.body);
  if (envelope === undefined) return notTheApi(sent);
  const { Error: error, RequestId: id, ...response } = envelope;
  const requestId = typeof id === "string" ? id : "";
  if (isRecord(error) && typeof error["Code"] === "string") {
    const code = error["Code"];
    const message = typeof error["Message"] === "string" ? error["Message"] : "";
    return {
      kind: "failure",
      known: knownOf(code),
      code,
      message,
      requestId,
      transportCode: "",
      world,
      ...timeOf(sent),
    };
  }
  // The API's errors have a code, and its answers a request id and status 200; something in between wrote this.
  const isError = error !== undefined && error !== null;
  if (isError || sent.status !== 200 || requestId === "") return notTheApi(sent);
  return { kind: "answer", response, requestId, world };
}

/** Whether the code is one of those given, or a sub-code of one: `AuthFailure` covers `AuthFailure.TokenFailure`. */
export function codeIs(code: string, ...codes: readonly string[]): boolean {
  return codes.some((each) => code === each || code.startsWith(`${each}.`));
}

/** Whether the call was one too many in its second. */
export function isThrottled({ code }: Failure): boolean {
  return codeIs(code, "RequestLimitExceeded", "LimitExceeded.ActionLimited");
}

/** Codes by which the cloud's gateway turns a request away before the product sees it (common codes of the API). */
const REFUSED = [
  "RequestLimitExceeded",
  "LimitExceeded.ActionLimited",
  "AuthFailure",
  "UnauthorizedOperation",
  "UnknownParameter",
  "MissingParameter",
  "InvalidAction",
  "InvalidRequest",
  "NoSuchProduct",
  "NoSuchVersion",
  "ActionOffline",
  "UnsupportedProtocol",
  "UnsupportedRegion",
  "IpInBlacklist",
  "IpNotInWhitelist",
  "RequestSizeLimitExceeded",
];

/** Codes that say nothing about whether it was carried out. With the last one it was, but the answer was too large. */
const AMBIGUOUS = ["InternalError", "ServiceUnavailable", "ResponseSizeLimitExceeded"];

function knownOf(code: string): Known {
  if (codeIs(code, ...REFUSED)) return "refused";
  return codeIs(code, ...AMBIGUOUS) ? "ambiguous" : "definite";
}

type Answered = Extract<Sent, { kind: "answered" }>;

/** Enough to recognize whose error page it is. */
const MAX_QUOTED_CHARACTERS = 200;

function notTheApi(sent: Answered): Failure {
  const location = sent.headers.get("location");
  const target = location === undefined ? "" : ` to ${location}`;
  const body = hideKeys(sent.body.trim()).slice(0, MAX_QUOTED_CHARACTERS);
  return {
    kind: "failure",
    // A redirect or a refusal by a proxy or another server: nothing was passed on. Anything else tells nothing.
    known:
      sent.status >= 300 && sent.status < 500 && sent.status !== 408 && sent.status !== 429 ? "definite" : "ambiguous",
    code: "",
    message: `this is not an answer of the API: HTTP status ${String(sent.status)}${target}, ${body === "" ? "an empty body" : `body: ${body}`}`,
    requestId: "",
    transportCode: "",
    ...timeOf(sent),
  };
}

function timeOf(sent: Answered): { serverTime?: number } {
  const time = Date.parse(sent.headers.get("date") ?? "");
  return Number.isNaN(time) ? {} : { serverTime: time };
}

function readEnvelope(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) && isRecord(parsed["Response"]) ? parsed["Response"] : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
