import { timingSafeEqual } from "node:crypto";
import { CONTROL_PATH, EMULATOR_NAME, TOKEN_HEADER } from "./control-names";
import { ControlError } from "./errors";
import { isRecord } from "./parameters";
import type { Cloud } from "./cloud";

export interface ControlRequest {
  method: string;
  /** What stands behind CONTROL_PATH. */
  command: string;
  token: string | undefined;
  body: Buffer;
}

/** Everything that one may ask of the emulator besides the cloud's API. All but `health` needs the token. */
export function control(cloud: Cloud, token: string, request: ControlRequest, stop: () => void): object {
  const { method, command } = request;
  if (command === "health") {
    if (method !== "GET") throw wrongMethod("health", "GET");
    return { ok: true, emulator: EMULATOR_NAME, storeId: cloud.store.id, pid: process.pid };
  }
  if (!sameText(request.token ?? "", token)) {
    throw new ControlError(403, `The header ${TOKEN_HEADER} does not carry this emulator's token.`);
  }
  const entry = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (entry === undefined) {
    const known = ["health", ...Object.keys(COMMANDS)].join(", ");
    throw new ControlError(404, `There is no ${CONTROL_PATH}${command}. There are: ${known}.`);
  }
  if (entry.method !== method) throw wrongMethod(command, entry.method);
  return entry.run(cloud, request.body, stop);
}

interface Command {
  method: "GET" | "POST";
  run: (cloud: Cloud, body: Buffer, stop: () => void) => object;
}

const DONE = { ok: true };

const COMMANDS: Readonly<Record<string, Command>> = {
  state: { method: "GET", run: (cloud) => cloud.snapshot() },
  calls: { method: "GET", run: (cloud) => ({ calls: cloud.calls() }) },
  reset: {
    method: "POST",
    run: (cloud) => {
      cloud.reset();
      return DONE;
    },
  },
  announce: {
    method: "POST",
    run: (cloud, body) => {
      const given = read(body, ["haVipId", "instanceId", "networkInterfaceId"]);
      cloud.announce({ ...given, haVipId: needed(given, "haVipId") });
      return DONE;
    },
  },
  release: {
    method: "POST",
    run: (cloud, body) => {
      cloud.release({ haVipId: needed(read(body, ["haVipId"]), "haVipId") });
      return DONE;
    },
  },
  stop: {
    method: "POST",
    run: (_cloud, _body, stop) => {
      stop();
      return DONE;
    },
  },
};

/** The texts of a JSON object, none of them unknown. */
function read(body: Buffer, known: readonly string[]): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    parsed = undefined;
  }
  if (!isRecord(parsed)) throw new ControlError(400, "The body is not a JSON object.");
  const texts = Object.entries(parsed).map(([name, value]): [string, string] => {
    if (known.includes(name) && typeof value === "string") return [name, value];
    throw new ControlError(400, `The body has ${name}, which is unknown or no text. Known: ${known.join(", ")}.`);
  });
  return Object.fromEntries(texts);
}

function needed(given: Record<string, string>, name: string): string {
  const value = given[name];
  if (value === undefined) throw new ControlError(400, `The body lacks ${name}.`);
  return value;
}

function wrongMethod(command: string, method: string): ControlError {
  return new ControlError(405, `${CONTROL_PATH}${command} takes ${method} only.`);
}

/** Takes the same time however much of the token is right. */
function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
