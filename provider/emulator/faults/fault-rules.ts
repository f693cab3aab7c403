import type { ActionName } from "../../api/actions";
import { fields, integerOf, oneOf, textOf } from "../words/given";
import { isRecord } from "../words/parameters";
import { actionOf } from "./action-of";
import { matchOf } from "./fault-match";

/** When something shall go wrong. */
export interface Occasion {
  /** A served action; any other is refused. */
  action: ActionName;
  /** Before anything happened, or when it happened and only the answer is missing. Refused calls never get that far. */
  phase: "before" | "after-commit";
  /** Only calls whose parameters contain these: equal values, and of lists and objects at least what is given. */
  match?: Record<string, unknown>;
  /** From which fitting call on, counted from 1 since the rule was set. Default 1. */
  nth?: number;
  /** How many calls. Default 1; "always" for every one from then on, which no test waits for. */
  times?: number | "always";
}

/** What shall go wrong. */
export type Effect =
  /**
   * An error answer of the API; InternalError unless given. Without a message it says what the vendor says of the code, in
   * the language that the call asks for; a message is said as it is.
   */
  | { kind: "error"; code?: string; message?: string }
  /**
   * A page of a gateway instead of an answer of the API; 502 unless given. With `body`, which may be empty, it is this text
   * under the content type of the API.
   */
  | { kind: "http"; httpStatus?: number; body?: string }
  /** Everything takes this much longer; then it goes on as if nothing had been. */
  | { kind: "slow"; delayMs: number }
  /** The connection is cut; nothing is ever answered; half an answer; an answer that is no JSON. */
  | { kind: "reset" | "hang" | "truncate" | "garbage" };

/** One rule: a number of calls that shall go wrong in one way. */
export type Fault = Occasion & Effect;

export const FAULT_PHASES = ["before", "after-commit"] as const;
export const FAULT_KINDS = ["error", "http", "reset", "hang", "truncate", "garbage", "slow"] as const;

const OCCASION = ["action", "phase", "match", "nth", "times", "kind"];

/** The rule that somebody gave, or a refusal that says what is wrong with it. */
export function readFault(value: unknown, where = "The fault"): Fault {
  const kind = oneOf(isRecord(value) ? value["kind"] : undefined, `The kind of ${lower(where)}`, FAULT_KINDS);
  const given = fields(value, `${where} of the kind ${kind}`, [...OCCASION, ...DETAILS[kind]]);
  const at = (name: string): string => `${where}'s ${name}`;
  const action = actionOf(given["action"], at("action"));
  return {
    action,
    phase: oneOf(given["phase"], at("phase"), FAULT_PHASES),
    ...optional("match", given["match"], (match) => matchOf(action, match, at("match"))),
    ...optional("nth", given["nth"], (nth) => integerOf(nth, at("nth"), 1)),
    ...optional("times", given["times"], (times) => (times === "always" ? times : integerOf(times, at("times"), 1))),
    ...effect(kind, given, at),
  };
}

const DETAILS: Readonly<Record<Effect["kind"], readonly string[]>> = {
  error: ["code", "message"],
  http: ["httpStatus", "body"],
  slow: ["delayMs"],
  reset: [],
  hang: [],
  truncate: [],
  garbage: [],
};

/** The longest time that setTimeout can wait. */
const LONGEST_DELAY_MS = 2_147_483_647;

function effect(kind: Effect["kind"], given: Record<string, unknown>, at: (name: string) => string): Effect {
  switch (kind) {
    case "error":
      return {
        kind,
        ...optional("code", given["code"], (code) => textOf(code, at("code"))),
        ...optional("message", given["message"], (message) => textOf(message, at("message"))),
      };
    case "http":
      // A status below 200 is no final answer to a client.
      return {
        kind,
        ...optional("httpStatus", given["httpStatus"], (status) => integerOf(status, at("httpStatus"), 200, 599)),
        ...optional("body", given["body"], (body) => (body === "" ? body : textOf(body, at("body")))),
      };
    case "slow":
      return { kind, delayMs: integerOf(given["delayMs"], at("delayMs"), 0, LONGEST_DELAY_MS) };
    case "reset":
    case "hang":
    case "truncate":
    case "garbage":
      return { kind };
  }
}

function optional<K extends string, V>(name: K, value: unknown, read: (value: unknown) => V): { [P in K]?: V } {
  // True because the object has the one key K with a V, or none.
  return (value === undefined ? {} : { [name]: read(value) }) as { [P in K]?: V };
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
