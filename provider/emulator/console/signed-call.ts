import { EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY } from "../../core/emulator";
import { SERVED } from "../actions/table";
import { type HttpRequest, VERSIONS } from "../cloud/authenticate";
import type { Cloud } from "../cloud/cloud";
import { tc3Signature } from "../cloud/signature";
import { fields, oneOf, refusal } from "../words/given";
import { isRecord } from "../words/parameters";

/** What the page does. All that it shows comes by live.ts, so that an open page is no caller of the API. */
const ACTIONS = ["CreateHaVip", "DeleteHaVip"] as const;

const CONTENT_TYPE = "application/json";

/**
 * The request that a client with the emulator's public key would send for what the page asks. From here on it is a call
 * like any other: the same checks, limits, faults, log and commit.
 */
export function signedCall(asked: unknown, host: string, { clock }: Cloud): HttpRequest {
  const given = fields(asked, "The body", ["action", "parameters", "region", "language"]);
  const action = oneOf(given["action"], "The action of the body", ACTIONS);
  const language = oneOf(given["language"], "The language of the body", ["en-US", "zh-CN"]);
  const { parameters, region } = given;
  if (!isRecord(parameters)) throw refusal("The parameters of the body are not a JSON object.");
  if (typeof region !== "string") throw refusal("The region of the body is no text.");
  const { service } = SERVED[action];
  const body = Buffer.from(JSON.stringify(parameters));
  return {
    method: "POST",
    headers: {
      host,
      "content-type": CONTENT_TYPE,
      "x-tc-action": action,
      "x-tc-version": VERSIONS[service],
      "x-tc-region": region,
      "x-tc-language": language,
      ...signature(body, host, service, clock.now()),
    },
    body,
  };
}

function signature(payload: Buffer, host: string, service: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const date = new Date(now).toISOString().slice(0, 10);
  const headers = [
    ["content-type", CONTENT_TYPE],
    ["host", host],
  ] as const;
  const signed = { method: "POST", query: "", headers, payload, timestamp, date, service } as const;
  return {
    "x-tc-timestamp": timestamp,
    authorization:
      `TC3-HMAC-SHA256 Credential=${EMULATOR_SECRET_ID}/${date}/${service}/tc3_request, ` +
      `SignedHeaders=content-type;host, Signature=${tc3Signature(signed, EMULATOR_SECRET_KEY)}`,
  };
}
