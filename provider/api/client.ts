import type { World } from "../core/emulator";
import { ACTIONS, type Service, type ActionName, type Request, type Response } from "./actions";
import { type Failure, type Verdict, classify, codeIs, isThrottled } from "./classify";
import { createCloudClock } from "./cloud-clock";
import type { Credential } from "./credentials/credential";
import { type Endpoint, type EndpointSettings, endpointOf } from "./endpoint";
import { ApiError, type ApiErrorDetails } from "./errors";
import { requireEssential } from "./essential";
import { hintFor } from "./hints";
import { type Paces, createPaces } from "./paces";
import { createRedact, redactSent } from "./redact";
import { type MayRepeat, type Timing, realTiming, retry } from "./retry";
import { type Send, createSend } from "./send";
import { type Equipment, type Renew, createSigner } from "./signer";
import type { Tell } from "./telling";
import type { Refused } from "./world-guard";

export interface Answer<A extends ActionName> {
  response: Response<A>;
  requestId: string;
  world: World;
}

/** What a call that fails at first asks and tells while it goes on. */
export interface OnTheWay {
  /** Hears of each attempt that failed. */
  tell?: Tell;
  /** Is asked right before each attempt but the first; without it a delete is sent only once. */
  mayRepeat?: MayRepeat;
}

export interface Client {
  /** Calls one action. Throws ApiError. */
  call<A extends ActionName>(
    action: A,
    request: Request<A>,
    signal: AbortSignal,
    onTheWay?: OnTheWay,
  ): Promise<Answer<A>>;
}

export interface ClientOptions {
  region: string;
  endpoint: EndpointSettings;
  credential: Credential;
  send?: Send;
  timing?: Timing;
  /** How fast each action may be called; clients of several regions share it. */
  paces?: Paces;
  /** Unless given, credentials that expired stay so. */
  renew?: Renew;
  /** Tells the user something that is no failure. */
  warn?: (message: string) => void;
}

/**
 * A client of the cloud's API for one region. A call passes, in this order:
 *
 *     retry( guard -> pace -> sign -> send -> redact -> classify ) -> answer, or ApiError with a hint
 *
 * Signing is inside the retry, because a signature is valid for five minutes and a throttled call may wait; the guard
 * stands before it, because what must not be sent must not be sent even once (it asks once and remembers), and the pace
 * between them, so that what waits for its turn is not signed yet. Redaction stands right behind the wire, so that
 * nothing that reads an answer can show a secret it quotes. Classification is last, because the retry decides by it.
 */
export function createClient({ region, endpoint: settings, credential, ...options }: ClientOptions): Client {
  const { send = createSend(), timing = realTiming } = options;
  const { paces = createPaces(timing), renew = () => Promise.resolve(undefined), warn = () => undefined } = options;
  // All of them now: a malformed setting is told before anything is done.
  const endpoints: Record<Service, Endpoint> = {
    vpc: endpointOf("vpc", region, settings),
    cvm: endpointOf("cvm", region, settings),
    cbs: endpointOf("cbs", region, settings),
    tag: endpointOf("tag", region, settings),
    sts: endpointOf("sts", region, settings),
    tat: endpointOf("tat", region, settings),
  };
  const clock = createCloudClock(() => timing.now(), warn);
  const signer = createSigner(region, credential, send, renew);

  async function attempt(call: Call, { guard, prepare }: Equipment, signal: AbortSignal): Promise<Verdict> {
    const { action, endpoint, request, body } = call;
    const passage = await guard(endpoint, signal);
    if (passage.kind === "refused") throw refusal(action, region, endpoint, passage);
    // Whatever became of the question, the call itself was not sent.
    if (passage.kind === "unanswered") return classify({ ...passage.sent, reached: false });
    const pace = paces(action, endpoint);
    await pace.turn(signal);
    const { outgoing, secrets } = prepare(action, endpoint, body, clock.now());
    const sent = await send(outgoing, signal);
    const verdict = requireEssential(action, request, classify(redactSent(sent, createRedact(secrets))));
    pace.ended();
    if (verdict.kind === "answer") pace.answered();
    else if (isThrottled(verdict)) pace.throttled(verdict.message);
    return verdict;
  }

  /** What the cloud refuses a call for and this side can put right. */
  async function mend({ code, serverTime }: Failure, used: Credential): Promise<boolean> {
    if (code === "AuthFailure.SignatureExpire" && serverTime !== undefined) {
      clock.correct(serverTime);
      return true;
    }
    return codeIs(code, ...EXPIRED) && signer.renewed(used);
  }

  return {
    async call<A extends ActionName>(
      action: A,
      request: Request<A>,
      signal: AbortSignal,
      { tell = () => undefined, mayRepeat }: OnTheWay = {},
    ): Promise<Answer<A>> {
      const { service, class: actionClass } = ACTIONS[action];
      const endpoint = endpoints[service];
      // Once, so that every attempt sends the same bytes: the same ClientToken above all.
      const call = { action, endpoint, request, body: JSON.stringify(request) };
      const began = timing.now();
      let equipment = signer.present();
      const errorOf = (failure: Failure, attempts: number): ApiError => {
        const now = timing.now();
        const hint = hintFor(failure, { action, region, endpoint, source: equipment.credential.source, now });
        return apiError(failure, { action, region, attempts, elapsedMs: now - began, endpoint: endpoint.url, hint });
      };
      let sent = 0;
      const { verdict, attempts } = await retry(actionClass, {
        async attempt() {
          equipment = signer.present();
          const verdict = await attempt(call, equipment, signal);
          sent += 1;
          if (verdict.kind === "failure") tell(errorOf(verdict, sent));
          return verdict;
        },
        mend: (failure) => mend(failure, equipment.credential),
        mayRepeat,
        timing,
        signal,
      });
      if (verdict.kind === "failure") throw errorOf(verdict, attempts);
      // The API's document, which `actions.ts` repeats, promises this shape; fields it may add later are ignored.
      const response = verdict.response as Response<A>;
      return { response, requestId: verdict.requestId, world: verdict.world };
    },
  };
}

interface Call {
  action: ActionName;
  endpoint: Endpoint;
  request: Request<ActionName>;
  body: string;
}

/** A token that is over, and a key that is no longer the account's: what a rotation leaves behind. */
const EXPIRED = ["AuthFailure.TokenFailure", "AuthFailure.SecretIdNotFound", "AuthFailure.InvalidSecretId"];

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
