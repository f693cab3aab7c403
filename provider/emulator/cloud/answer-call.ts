import { randomUUID } from "node:crypto";
import { failing } from "../actions/failed-tasks";
import { SERVED } from "../actions/table";
import type { Effect, Fault } from "../faults/fault-rules";
import type { State } from "../store/state";
import { describedError } from "../words/descriptions";
import { ApiError, type Language, languageOf } from "../words/errors";
import { emulatorFailed } from "../words/refusals";
import { checkSite } from "../words/site";
import { type AuthenticCall, type HttpRequest, authenticate } from "./authenticate";
import { type CallRecord, RECORDED_AS } from "./calls";
import type { Cloud } from "./cloud";
import { dispatch, readParameters } from "./dispatch";
import { typed } from "./query-form";

/** What is to be sent: the fields of the answer, and the fault that shall spoil them on the way. */
export interface Answer {
  requestId: string;
  response: object;
  fault?: Effect;
}

/** Answers one call of the API, and says what is to be remembered of it. */
export async function answerCall(cloud: Cloud, request: HttpRequest): Promise<{ answer: Answer; record: CallRecord }> {
  const began = performance.now();
  const language = languageOf(request.headers["x-tc-language"]);
  const head = { requestId: randomUUID(), at: cloud.clock.now(), language };
  const { learnt, end } = await course(cloud, request, head);
  const { requestId, at } = head;
  const { code, unread, ...said } = inWords(end, language);
  const action = String(request.headers["x-tc-action"] ?? "").slice(0, 100);
  const durationMs = performance.now() - began;
  return { answer: { requestId, ...said }, record: { action, ...learnt, code, requestId, unread, at, durationMs } };
}

/** What is known of a call before any of it is read. */
interface Head {
  requestId: string;
  /** Milliseconds since 1970. */
  at: number;
  language: Language;
}

/** What a call lets know of itself before it is refused or answered. */
type Learnt = Pick<CallRecord, "service" | "region" | "parameters">;
type Parameters = CallRecord["parameters"];

/** How a call ended: refused, or done, and perhaps with an answer that shall not arrive as it is. */
type End = ApiError | { response: object; unread: string[]; fault: Spoiling | undefined };
type Spoiling = Extract<Effect, { kind: keyof typeof RECORDED_AS }>;

function inWords(
  end: End,
  language: Language,
): Pick<CallRecord, "code" | "unread"> & Pick<Answer, "response" | "fault"> {
  if (end instanceof ApiError) {
    const { code } = end;
    return { code, unread: [], response: { Error: { Code: code, Message: end.in(language) } } };
  }
  const { response, unread, fault } = end;
  return { code: fault === undefined ? "" : RECORDED_AS[fault.kind], unread, response, ...(fault && { fault }) };
}

/** Authenticate, read the parameters, let it happen. What was learnt until a refusal is kept. */
async function course(cloud: Cloud, request: HttpRequest, head: Head): Promise<{ learnt: Learnt; end: End }> {
  const call = result(() => authenticate(request, { ...cloud.options, now: head.at }));
  if (call instanceof ApiError) return { learnt: { service: "", region: "", parameters: {} }, end: call };
  const place = { service: SERVED[call.action].service, region: call.region };
  const parameters = result(() => {
    cloud.counter.count(call.action, call.signer.secretId, head.at, cloud.behaviour.rateLimits);
    return readParameters(call.body, cloud);
  });
  if (parameters instanceof ApiError) return { learnt: { ...place, parameters: {} }, end: parameters };
  const asked = call.inTexts ? typed(SERVED[call.action].parameters, parameters) : parameters;
  const end = await happen(cloud, call, asked, head).catch(refusalOf);
  // Without a signature nothing proves who calls.
  return { learnt: { ...place, parameters: call.signer.secretId === "" ? {} : parameters }, end };
}

function result<T>(step: () => T): T | ApiError {
  try {
    return step();
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): ApiError {
  return error instanceof ApiError ? error : emulatorFailed(error);
}

/** What the call does, between the faults that it meets before and after that. */
async function happen(cloud: Cloud, call: AuthenticCall, parameters: Parameters, head: Head): Promise<End> {
  const before = await meet(cloud, call, "before", parameters);
  if (before !== undefined) return { response: {}, unread: [], fault: before };
  const { response, unread } = perform(cloud, call, parameters, head);
  return { response, unread, fault: await meet(cloud, call, "after-commit", parameters) };
}

/** The fault of this phase that the call's answer is to show. Errors are thrown, and delays waited for, here. */
async function meet(
  cloud: Cloud,
  { action }: AuthenticCall,
  phase: Fault["phase"],
  parameters: Parameters,
): Promise<Spoiling | undefined> {
  const fault = cloud.faults.strike(action, phase, parameters) ?? cloud.options.nuisance?.strike(phase);
  if (fault instanceof ApiError) throw fault;
  if (fault === undefined) return undefined;
  switch (fault.kind) {
    case "error":
      throw describedError(fault.code ?? "InternalError", fault.message);
    case "slow":
      await cloud.delays.wait(fault.delayMs);
      return undefined;
    case "http":
    case "reset":
    case "hang":
    case "truncate":
    case "garbage":
      return fault;
  }
}

function perform(
  cloud: Cloud,
  call: AuthenticCall,
  parameters: Parameters,
  { requestId, language }: Head,
): { response: object; unread: string[] } {
  const { site, havipsPerVpc, assumptions, random, nuisance } = cloud.options;
  checkSite(site, call.action, parameters);
  cloud.settle();
  const { tasks, clientTokens } = cloud.behaviour;
  const settings = { havipsPerVpc, taskDelayMs: tasks.delayMs, clientTokens };
  const now = cloud.clock.now();
  const context = { now, requestId, language, random, settings, assumptions, agents: cloud.agents };
  const ask = (state: State): ReturnType<typeof dispatch> => dispatch(call, parameters, state, context);
  const { response, changes = [], unread } = ask(cloud.lag.view(cloud.store.state, call.action, now));
  const read = { action: call.action, region: call.region, parameters };
  cloud.lag.count(cloud.store.state, { ...read, answer: (state) => ask(state).response });
  cloud.commit(tasks.outcome === "FAILED" ? failing(cloud.store.state, changes) : changes);
  if (changes.length > 0) cloud.agents.advance();
  return { response: nuisance?.response(response) ?? response, unread };
}
