import type { World } from "../core/emulator";
import { plainText } from "../core/plain-text";
import { ACTIONS, type ActionName } from "./actions";
import { type Known, codeIs } from "./classify";

export interface ApiErrorDetails {
  action: ActionName;
  /** The cloud's code, such as `InvalidParameterValue.Range`; empty when the cloud did not answer. */
  code: string;
  cloudMessage: string;
  requestId: string;
  /** How often it was sent; 0 where it was refused on this side. */
  attempts: number;
  elapsedMs: number;
  /** Where it was sent. */
  endpoint: string;
  region: string;
  /** What to do next; empty where nothing is known to help. */
  hint: string;
  /** What is known of the last attempt, and so of whether anything was changed. */
  known: Known;
  world?: World;
  cause?: Error;
}

/** One call of the API that failed for good, in words for the reader who has only this message. */
export class ApiError extends Error {
  readonly action: ActionName;
  readonly code: string;
  readonly cloudMessage: string;
  readonly requestId: string;
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly endpoint: string;
  readonly hint: string;
  readonly known: Known;
  readonly world?: World;

  constructor(given: ApiErrorDetails) {
    // Written by the cloud, or by whatever answered in its place.
    const foreign = {
      code: plainText(given.code),
      cloudMessage: plainText(given.cloudMessage),
      requestId: plainText(given.requestId),
    };
    const details = { ...given, ...foreign };
    super(messageOf(details), details.cause === undefined ? {} : { cause: details.cause });
    this.name = "ApiError";
    this.action = details.action;
    this.code = details.code;
    this.cloudMessage = details.cloudMessage;
    this.requestId = details.requestId;
    this.attempts = details.attempts;
    this.elapsedMs = details.elapsedMs;
    this.endpoint = details.endpoint;
    this.hint = details.hint;
    this.known = details.known;
    if (details.world !== undefined) this.world = details.world;
  }
}

/** Whether it is an ApiError, and, if codes are given, has one of them or a sub-code (`AuthFailure.TokenFailure` of `AuthFailure`). */
export function isApiError(error: unknown, ...codes: string[]): error is ApiError {
  return error instanceof ApiError && (codes.length === 0 || codeIs(error.code, ...codes));
}

function messageOf(details: ApiErrorDetails): string {
  const said =
    details.code === "" ? details.cloudMessage : `${details.code}: ${details.cloudMessage || "(no message)"}`;
  const lines = [`${details.action} in ${details.region} at ${details.endpoint} failed: ${said}${factsOf(details)}`];
  const changes = ACTIONS[details.action].class !== "read";
  if (changes && details.known === "ambiguous") lines.push("It is not known whether this was carried out.");
  if (details.hint !== "") lines.push(details.hint);
  return lines.join("\n");
}

function factsOf({ attempts, requestId, elapsedMs }: ApiErrorDetails): string {
  if (attempts === 0) return "";
  const tries = attempts === 1 ? "1 attempt" : `${String(attempts)} attempts`;
  const request = requestId === "" ? "no request id" : `request id ${requestId}`;
  return ` (${request}, ${tries}, ${(elapsedMs / 1_000).toFixed(1)} s)`;
}
