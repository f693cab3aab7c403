import { isDeepStrictEqual } from "node:util";
import type { ActionName, Request, Response } from "../../api/actions";
import { MAX_CLIENT_TOKEN_CHARACTERS } from "../../core/limits";
import type { Change, State, TokenRow } from "../store/state";
import type { Assumptions } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { tooManyCharacters } from "../words/refusals";
import type { Context, Handler } from "./handler";

/** The actions that take a ClientToken, and the code for one that came before with other parameters. */
const REUSED = {
  CreateHaVip: ({ tokenReused }) => tokenReused,
  CreateNetworkInterface: "UnsupportedOperation.IdempotentParameterMismatch",
  CreateAndAttachNetworkInterface: "UnsupportedOperation.IdempotentParameterMismatch",
  AttachNetworkInterface: "UnsupportedOperation.IdempotentParameterMismatch",
  DetachNetworkInterface: "UnsupportedOperation.IdempotentParameterMismatch",
  AssignPrivateIpAddresses: "UnsupportedOperation.IdempotentParameterMismatch",
  AllocateAddresses: ({ tokenReusedForEip }) => tokenReusedForEip,
  RunInstances: ({ tokenReusedForInstances }) => tokenReusedForInstances,
} as const satisfies { readonly [A in ActionName]?: string | ((codes: Assumptions["codes"]) => string) };
type TokenAction = keyof typeof REUSED;

/**
 * The handler, for a request that may come twice: the same ClientToken is answered what it was answered before, and the
 * id of the repetition leads to the task of the first request. That wins over every rule, because the request is the
 * earlier one again.
 */
export function withToken<A extends TokenAction>(action: A, handle: Handler<A>): Handler<A> {
  return (state, request, context) => {
    const earlier = repetition(state, action, request, context);
    if (earlier !== undefined) {
      // True because the key names the action; rows of older data are of CreateHaVip and have its answer's one field.
      const response = (earlier.Response ?? { HaVip: earlier.HaVip }) as Response<A>;
      return { response, changes: repeatedTask(state, earlier, context) };
    }
    const { response, changes = [] } = handle(state, request, context);
    const row = { Response: response, ...taskOf(changes, context) };
    return { response, changes: [...changes, ...remember(state, action, request, row, context)] };
  };
}

function repetition<A extends TokenAction>(
  state: State,
  action: A,
  request: Request<A>,
  context: Context,
): TokenRow | undefined {
  const { ClientToken: token } = request;
  if (token === undefined) return undefined;
  checkToken(token, action);
  if (!context.settings.clientTokens.honoured) return undefined;
  const earlier = state.tokens.get(tokenKey(action, token, context));
  if (earlier === undefined || isForgotten(earlier.UsedAt, context)) return undefined;
  // In whatever order their fields were sent.
  if (!isDeepStrictEqual(JSON.parse(earlier.Parameters), JSON.parse(fingerprint(request)))) {
    const code = REUSED[action];
    throw new ApiError(
      typeof code === "string" ? code : code(context.assumptions.codes),
      "The `ClientToken` was used before with other parameters.",
      "指定的 `ClientToken` 已经被使用，且参数与之前的请求不一致。",
    );
  }
  return earlier;
}

/** Of an action whose task has the id of the request; that of AllocateAddresses is in its answer. */
function taskOf(changes: readonly Change[], { requestId }: Context): Pick<TokenRow, "TaskId"> {
  const begins = changes.some(({ table, id }) => (table === "interfaceTasks" || table === "tasks") && id === requestId);
  return begins ? { TaskId: requestId } : {};
}

function repeatedTask(state: State, { TaskId }: TokenRow, { requestId, assumptions }: Context): Change[] {
  if (TaskId === undefined) return [];
  const { size } = state.repeatedTasks;
  const old = [...state.repeatedTasks.keys()].slice(0, Math.max(0, size + 1 - assumptions.keptTaskResults));
  return [
    { table: "repeatedTasks", id: requestId, row: { TaskId } },
    ...old.map((id): Change => ({ table: "repeatedTasks", id, row: null })),
  ];
}

/** The codes for a token that is too long and for one of other characters, where an action does not list the usual ones. */
const INVALID: { readonly [A in TokenAction]?: { tooLong: string; malformed?: string } } = {
  AttachNetworkInterface: { tooLong: "InvalidParameterValue.Malformed" },
  DetachNetworkInterface: { tooLong: "InvalidParameterValue.Malformed" },
  AssignPrivateIpAddresses: { tooLong: "InvalidParameterValue.Malformed" },
  AllocateAddresses: { tooLong: "InvalidParameterValue", malformed: "InvalidParameterValue" },
  RunInstances: { tooLong: "InvalidClientToken.TooLong", malformed: "InvalidParameterValue" },
};

function checkToken(token: string, action: TokenAction): void {
  if (token.length > MAX_CLIENT_TOKEN_CHARACTERS) {
    throw tooManyCharacters("ClientToken", MAX_CLIENT_TOKEN_CHARACTERS, INVALID[action]?.tooLong);
  }
  if (/^[\x20-\x7e]+$/.test(token)) return;
  throw new ApiError(
    INVALID[action]?.malformed ?? "InvalidParameterValue.Malformed",
    "The `ClientToken` is not made of printable ASCII characters.",
    "参数 `ClientToken` 只能由可打印的 ASCII 字符组成。",
  );
}

function remember<A extends TokenAction>(
  state: State,
  action: A,
  request: Request<A>,
  answered: Pick<TokenRow, "Response" | "TaskId">,
  context: Context,
): Change[] {
  // Tokens are kept in the order of their use, so the forgotten ones come first.
  const expired: Change[] = [];
  for (const [id, token] of state.tokens) {
    if (!isForgotten(token.UsedAt, context)) break;
    expired.push({ table: "tokens", id, row: null });
  }
  if (request.ClientToken === undefined || !context.settings.clientTokens.honoured) return expired;
  const row = { UsedAt: context.now, Parameters: fingerprint(request), ...answered };
  return [...expired, { table: "tokens", id: tokenKey(action, request.ClientToken, context), row }];
}

function isForgotten(usedAt: number, { now, settings }: Context): boolean {
  return now - usedAt >= settings.clientTokens.lifetimeMs;
}

/** CreateHaVip was the only action with tokens once: its keys are those of older data. */
function tokenKey(action: TokenAction, token: string, { region }: Context): string {
  return action === "CreateHaVip" ? `${region} ${token}` : `${action}\n${region} ${token}`;
}

/**
 * The parameters other than the token as one text, in whatever order the parameters were sent. Passwords are kept
 * nowhere: a request that differs in its password only counts as the same.
 */
function fingerprint(request: object): string {
  const others = Object.entries(request).filter(([name]) => name !== "ClientToken");
  const sorted = others.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted, (name, value: unknown) => (name === "Password" ? undefined : value));
}
