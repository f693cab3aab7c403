import { ENVIRONMENTS } from "../tat/agent-view";
import { fromBase64 } from "../tat/base64";
import type { Outcome } from "../tat/outcome";
import { fields, integerOf, oneOf, refusal, textOf } from "../words/given";
import type { Command } from "./control-commands";

const DONE = { ok: true };

/**
 * The commands of the control API for agents in other processes: attach, ask for the next command until there is one,
 * run it, report, detach. Attaching, detaching and reporting may be repeated, as after a lost answer.
 */
export const AGENT_COMMANDS: Readonly<Record<"agents" | "agent-tasks", Command>> = {
  agents: {
    GET: ({ cloud }) => ({ agents: cloud.agents.list() }),
    PUT: ({ cloud, body }) => {
      const given = fields(body(), BODY, ["instanceId", "environment"]);
      const environment = oneOf(given["environment"] ?? "Linux", "The environment of the body", ENVIRONMENTS);
      cloud.agents.attach(instanceOf(given), { environment, start: undefined });
      return DONE;
    },
    DELETE: ({ cloud, body }) => {
      cloud.agents.detach(instanceOf(fields(body(), BODY, ["instanceId"])));
      return DONE;
    },
  },
  "agent-tasks": {
    POST: ({ cloud, body }) => ({ task: cloud.agents.take(instanceOf(fields(body(), BODY, ["instanceId"]))) }),
    PUT: ({ cloud, body }) => {
      const given = fields(body(), BODY, ["invocationTaskId", "exitCode", "outputBase64", "startError"]);
      cloud.agents.report(textOf(given["invocationTaskId"], "The invocationTaskId of the body"), outcomeOf(given));
      return DONE;
    },
  },
};

const BODY = "The body";

function instanceOf(given: Record<string, unknown>): string {
  return textOf(given["instanceId"], "The instanceId of the body");
}

function outcomeOf({ exitCode, outputBase64 = "", startError }: Record<string, unknown>): Outcome {
  if (startError !== undefined) {
    if (exitCode === undefined) return { startError: textOf(startError, "The startError of the body") };
    throw refusal("The body has a startError and an exitCode: what was not started has none.");
  }
  const output = typeof outputBase64 === "string" ? fromBase64(outputBase64) : undefined;
  if (output === undefined) throw refusal("The outputBase64 of the body is no base64.");
  return { exitCode: integerOf(exitCode, "The exitCode of the body", -(2 ** 31), 2 ** 32 - 1), output };
}
