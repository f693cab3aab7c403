import type { ActionName, Request } from "../../api/actions";
import type { AuthenticCall } from "./authenticate";
import type { Context, Outcome } from "../actions/handler";
import { SERVED } from "../actions/table";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { type Schema, checkParameters, isRecord } from "../words/parameters";
import { watched } from "./unread";
import type { State } from "../store/state";

/** The parameters of a call: what its body says, before any check but that it is a JSON object. */
export function readParameters(body: Buffer, { assumptions }: Assuming): Record<string, unknown> {
  const text = body.toString("utf8");
  let parsed: unknown;
  try {
    parsed = text === "" ? {} : JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  // What the vendor's CommonClient for Go sends for a request without parameters.
  if (parsed === null) return {};
  if (isRecord(parsed)) return parsed;
  throw new ApiError(
    assumptions.codes.bodyNotJson,
    "The body of the request is not a JSON object.",
    // The cloud's own words, as its users have quoted them.
    "对于指定content-type=application/json协议下，请求内容不是合法的Json格式。",
  );
}

/** An outcome, and the parameters that were taken but that the handler never asked for by name. */
export type Dispatched<A extends ActionName> = Outcome<A> & { unread: string[] };

/** Checks the parameters against the action's declaration and lets its handler answer. */
export function dispatch(
  call: AuthenticCall,
  parameters: Record<string, unknown>,
  state: State,
  context: Omit<Context, "region" | "role">,
): Dispatched<ActionName> {
  return handle(call.action, parameters, state, { ...context, region: call.region, role: call.signer.role });
}

function handle<A extends ActionName>(
  action: A,
  parameters: Record<string, unknown>,
  state: State,
  context: Context,
): Dispatched<A> {
  const served = SERVED[action];
  const schema: Schema = served.parameters;
  // True because Served<A> makes the declaration name every parameter, and checkParameters holds the body to it.
  const request = checkParameters(schema, parameters) as Request<A>;
  const { object, read } = watched(request);
  const outcome = served.handle(state, object, context);
  return { ...outcome, unread: Object.keys(request).filter((name) => !read.has(name)) };
}
