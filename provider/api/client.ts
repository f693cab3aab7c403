import type { World } from "../core/emulator";
import { ACTIONS, type Service, type ActionName, type Request, type Response } from "./actions";
import { type Failure, type Verdict, classify } from "./classify";
import type { Credential } from "./credentials/credential";
import { type Endpoint, type EndpointSettings, endpointOf } from "./endpoint";
import { ApiError, type ApiErrorDetails } from "./errors";
import { requireEssential } from "./essential";
import { hintFor } from "./hints";
import { createPrepare } from "./outgoing";
import { createRedact, redactSent } from "./redact";
import { type Timing, realTiming, retry } from "./retry";
import { type Send, createSend } from "./send";
import { type Refused, createWorldGuard } from "./world-guard";

export interface Answer<A extends ActionName> {
  response: Response<A>;
  requestId: string;
  world: World;
}

export interface Client {
  /** Calls one action. Throws ApiError. */
  call<A extends ActionName>(action: A, request: Request<A>, signal: AbortSignal): Promise<Answer<A>>;
}

export interface ClientOptions {
  region: string;
  endpoint: EndpointSettings;
  credential: Credential;
  send?: Send;
  timing?: Timing;
}

/**
 * A client of the cloud's API for one region. A call passes, in this order:
 *
 *     retry( guard -> sign -> send -> redact -> classify ) -> answer, or ApiError with a hint
 *
 * Signing is inside the retry, because a signature is valid for five minutes and a throttled call may wait; the guard
 * stands before it, because what must not be sent must not be sent even once (it asks once and remembers). Redaction
 * stands right behind the wire, so that nothing that reads an answer can show a secret it quotes. Classification is
 * last, because the retry decides by it. A limit of requests per second will stand between guard and sign.
 */
export function createClient({ region, endpoint: settings, credential, ...effects }: ClientOptions): Client {
  const { send = createSend(), timing = realTiming } = effects;
  // All of them now: a malformed setting is told before anything is done.
  const endpoints: Record<Service, Endpoint> = {
    vpc: endpointOf("vpc", region, settings),
    cvm: endpointOf("cvm", region, settings),
    cbs: endpointOf("cbs", region, settings),
    tag: endpointOf("tag", region, settings),
    sts: endpointOf("sts", region, settings),
    tat: endpointOf("tat", region, settings),
  };
  const guard = createWorldGuard(credential.secretId, credential.source, send);
  const prepare = createPrepare(region, credential);

  async function attempt(action: ActionName, endpoint: Endpoint, body: string, signal: AbortSignal): Promise<Verdict> {
    const passage = await guard(endpoint, signal);
    if (passage.kind === "refused") throw refusal(action, region, endpoint, passage);
    // Whatever became of the question, the call itself was not sent.
    if (passage.kind === "unanswered") return classify({ ...passage.sent, reached: false });
    const { outgoing, secrets } = prepare(action, endpoint, body, timing.now());
    const sent = await send(outgoing, signal);
    return requireEssential(action, classify(redactSent(sent, createRedact(secrets))));
  }

  return {
    async call<A extends ActionName>(action: A, request: Request<A>, signal: AbortSignal): Promise<Answer<A>> {
      const { service, class: actionClass } = ACTIONS[action];
      const endpoint = endpoints[service];
      // Once, so that every attempt sends the same bytes: the same ClientToken above all.
      const body = JSON.stringify(request);
      const began = timing.now();
      const { verdict, attempts } = await retry(
        actionClass,
        () => attempt(action, endpoint, body, signal),
        timing,
        signal,
      );
      if (verdict.kind === "failure") {
        const now = timing.now();
        const hint = hintFor(verdict, { action, region, endpoint, source: credential.source, now });
        throw apiError(verdict, { action, region, attempts, elapsedMs: now - began, endpoint: endpoint.url, hint });
      }
      // The API's document, which `actions.ts` repeats, promises this shape; fields it may add later are ignored.
      const response = verdict.response as Response<A>;
      return { response, requestId: verdict.requestId, world: verdict.world };
    },
  };
}

type Circumstances = Pick<ApiErrorDetails, "action" | "region" | "attempts" | "elapsedMs" | "endpoint" | "hint">;

function apiError(failure: Failure, circumstances: Circumstances): ApiError {
  const { code, message, requestId, known, transportCode, world } = failure;
  const details = { ...circumstances, code, cloudMessage: message, requestId, known };
  return new ApiError({
    ...details,
    ...(world === undefined ? {} : { world }),
    ...(transportCode === "" ? {} : { cause: Object.assign(new Error(message), { code: transportCode }) }),
  });
}

function refusal(action: ActionName, region: string, endpoint: Endpoint, passage: Refused): ApiError {
  const nothingSent = { requestId: "", attempts: 0, elapsedMs: 0, known: "not-sent" } as const;
  const { reason: cloudMessage, remedy: hint } = passage;
  return new ApiError({ action, region, endpoint: endpoint.url, code: "", cloudMessage, hint, ...nothingSent });
}
