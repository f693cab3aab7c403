import { timingSafeEqual } from "node:crypto";
import { PACKAGE } from "../../core/package";
import type { Cloud } from "../cloud/cloud";
import { ControlError } from "../words/errors";
import { COMMANDS, type Command, type Identity, METHODS, refuseBody } from "./control-commands";
import { CONTROL_PATH, TOKEN_HEADER } from "./control-names";

export interface ControlRequest {
  method: string;
  /** What stands behind CONTROL_PATH. */
  command: string;
  token: string | undefined;
  body: Buffer;
}

/**
 * Everything that one may ask of the emulator besides the cloud's API. All but `health` needs the token. The answer is
 * JSON, or a text where it is to be read by other programs.
 */
export function control(cloud: Cloud, identity: Identity, request: ControlRequest, stop: () => void): object | string {
  const { method, command } = request;
  if (command === "health") {
    if (method !== "GET") throw wrongMethod("health", ["GET"]);
    return { ok: true, emulator: PACKAGE, storeId: cloud.store.id, pid: process.pid };
  }
  if (!sameText(request.token ?? "", identity.token)) {
    throw new ControlError(403, `The header ${TOKEN_HEADER} does not carry this emulator's token.`);
  }
  const entry: Command | undefined = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (entry === undefined) {
    const known = ["health", ...Object.keys(COMMANDS)].join(", ");
    throw new ControlError(404, `There is no ${CONTROL_PATH}${command.slice(0, 100)}. There are: ${known}.`);
  }
  const known = METHODS.find((each) => each === method);
  const run = known === undefined ? undefined : entry[known];
  if (run === undefined) throw wrongMethod(command, Object.keys(entry));
  const context = { cloud, identity, stop, body: () => parsed(request.body), hasBody: request.body.length > 0 };
  if (known === "GET") refuseBody(context);
  return run(context);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ControlError(400, "The body is not a JSON object, or a JSON list where one is asked for.");
  }
}

function wrongMethod(command: string, methods: readonly string[]): ControlError {
  return new ControlError(405, `${CONTROL_PATH}${command} takes ${methods.join(", ")} only.`);
}

/** Takes the same time however much of the token is right. */
export function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
