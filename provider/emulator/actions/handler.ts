import type { ActionName, Request, Response } from "../../api/actions";
import type { RoleSession } from "../resources/temporary";
import type { Change, State } from "../store/state";
import type { AgentView } from "../tat/agent-view";
import type { Assumptions } from "../words/chosen-assumptions";
import type { Language } from "../words/errors";

/** What a handler may know besides the state and the request. */
export interface Context {
  region: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Also the id of the task that an asynchronous action begins. */
  requestId: string;
  /** Of the messages that are part of an answer; a refusal that is thrown has both. */
  language: Language;
  /** A number in [0, 1). */
  random: () => number;
  settings: Settings;
  /** Of this emulator: the handlers read them here and nowhere else. */
  assumptions: Assumptions;
  /** Which instances have an agent (TAT). */
  agents: AgentView;
  /** Under which role the request was signed; undefined for the account's own key. */
  role: RoleSession | undefined;
}

export interface Settings {
  /** How long asynchronous actions (delete, bind and unbind an EIP) take, in milliseconds. */
  taskDelayMs: number;
  havipsPerVpc: number;
  /** Whether a ClientToken that came before is known again, and for how long. */
  clientTokens: { honoured: boolean; lifetimeMs: number };
}

/** The answer, and what becomes different. A refusal is thrown as ApiError and changes nothing. */
export interface Outcome<A extends ActionName> {
  response: Response<A>;
  changes?: Change[];
}

/** One action: a function of the state and the request that writes nothing itself. */
export type Handler<A extends ActionName> = (state: State, request: Request<A>, context: Context) => Outcome<A>;
