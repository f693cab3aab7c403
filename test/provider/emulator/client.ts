import { request as httpRequest } from "node:http";
import type { ActionName, Request } from "../../../provider/api/actions";
import { SERVED } from "../../../provider/emulator/actions/table";
import { isExpected } from "./documented-codes";
import { tc3Signature } from "../../../provider/emulator/cloud/signature";

export const VERSIONS = {
  vpc: "2017-03-12",
  cvm: "2017-03-12",
  cbs: "2017-03-12",
  tag: "2018-08-13",
  sts: "2018-08-13",
  tat: "2020-10-28",
};

export interface Target {
  url: string;
  credentials: { secretId: string; secretKey: string };
}

/** How one raw request differs from a correct one. */
export interface Variation {
  region?: string;
  /** Seconds since 1970. */
  timestamp?: string;
  secretId?: string;
  secretKey?: string;
  date?: string;
  scopeService?: string;
  method?: string;
  path?: string;
  /** What is signed as the host, and what is sent as the header Host. */
  signedHost?: string;
  host?: string;
  body?: string;
  /** What is signed in place of the body. */
  payload?: string;
  /** Added last; undefined removes. */
  headers?: Record<string, string | undefined>;
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface Envelope {
  [field: string]: unknown;
  Error?: { Code: string; Message: string };
  RequestId: string;
}

/** Calls an action as a client would, and gives the envelope's content: fields, or `Error`. */
export async function call<A extends ActionName>(
  target: Target,
  action: A,
  parameters: Request<A> | Record<string, unknown>,
  variation: Variation = {},
): Promise<Envelope> {
  const reply = await send(target, action, parameters, variation);
  const parsed: unknown = JSON.parse(reply.text);
  // True because the emulator puts every answer of the API into the envelope; tests of the envelope use `send`.
  const answer = (parsed as { Response: Envelope }).Response;
  const code = answer.Error?.Code ?? "";
  // A code that no client of the cloud expects is a defect wherever a test meets it.
  if (!isExpected(action, code)) throw new Error(`${code} is none of the documented codes of ${action}.`);
  return answer;
}

/** The code that the call is refused with, or "" where it succeeds. */
export async function codeOf<A extends ActionName>(
  target: Target,
  action: A,
  parameters: Request<A> | Record<string, unknown>,
  variation: Variation = {},
): Promise<string> {
  return (await call(target, action, parameters, variation)).Error?.Code ?? "";
}

export async function send(
  target: Target,
  action: string,
  parameters: object,
  variation: Variation = {},
): Promise<Reply> {
  const service = isServed(action) ? SERVED[action].service : "vpc";
  const timestamp = variation.timestamp ?? String(Math.floor(Date.now() / 1000));
  const date = variation.date ?? new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const host = variation.host ?? new URL(target.url).host;
  const body = variation.body ?? JSON.stringify(parameters);
  const contentType = "application/json; charset=utf-8";
  const scopeService = variation.scopeService ?? service;
  const signature = tc3Signature(
    {
      method: "POST",
      query: "",
      headers: [
        ["content-type", contentType],
        ["host", variation.signedHost ?? host],
      ],
      payload: variation.payload ?? body,
      timestamp,
      date,
      service: scopeService,
    },
    variation.secretKey ?? target.credentials.secretKey,
  );
  const secretId = variation.secretId ?? target.credentials.secretId;
  const headers = {
    host,
    "content-type": contentType,
    "x-tc-action": action,
    "x-tc-version": VERSIONS[service],
    "x-tc-timestamp": timestamp,
    "x-tc-region": variation.region ?? "ap-guangzhou",
    authorization:
      `TC3-HMAC-SHA256 Credential=${secretId}/${date}/${scopeService}/tc3_request, ` +
      `SignedHeaders=content-type;host, Signature=${signature}`,
    ...variation.headers,
  };
  return raw(target.url + (variation.path ?? "/"), variation.method ?? "POST", headers, body);
}

/** One HTTP request, exactly as given (fetch would not send a Host or an Origin of our choice). */
export function raw(
  url: string,
  method: string,
  headers: Record<string, string | undefined> = {},
  body = "",
): Promise<Reply> {
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers: Object.fromEntries(present), agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

function isServed(action: string): action is ActionName {
  return Object.hasOwn(SERVED, action);
}
