import { request as httpRequest } from "node:http";
import { EMULATOR_DEFAULT_PORT } from "../core/emulator";
import { PACKAGE } from "../core/package";
import { CONTROL_PATH, TOKEN_HEADER } from "../emulator/control/control-names";
import { CommandError, EXIT } from "./io";
import { type RunFile, readRunFile, removeRunFile } from "./run-file";

const PATIENCE_MS = 5_000;

/** What an emulator says of itself. */
export interface Health {
  storeId: string;
  pid: number;
}

/**
 * The emulator on a port of this machine, or undefined where none answers. `silent` is called where something takes
 * the request and says nothing.
 */
export async function health(url: string, silent: () => void = () => {}): Promise<Health | undefined> {
  try {
    const answer = await send(url, "GET", "health");
    // True because only an emulator of ours answers this path with 200 and its own name; anything else is undefined.
    const body = answer.body as Partial<Health> & { emulator?: unknown };
    if (answer.status !== 200 || body.emulator !== PACKAGE) return undefined;
    const { storeId, pid } = body;
    return storeId === undefined || pid === undefined ? undefined : { storeId, pid };
  } catch (error) {
    if (error instanceof Silence) silent();
    return undefined;
  }
}

class Silence extends Error {
  override readonly name = "Silence";
}

/** The run file of the emulator that really runs on the port. What a killed one left behind is removed. */
export async function running(folder: string, port: number): Promise<RunFile | undefined> {
  const file = readRunFile(folder, port);
  if (file === undefined) return undefined;
  const answer = await health(file.url, () => {
    // Suspended, or very busy. Without its run file it could not be stopped any more.
    throw new CommandError(
      `The emulator at ${file.url} (process id ${String(file.pid)}) has not answered for ${String(PATIENCE_MS)} ms. ` +
        `Try again; if it hangs for good, end it (kill -9 ${String(file.pid)}).`,
    );
  });
  if (answer?.storeId === file.storeId && answer.pid === file.pid) return file;
  removeRunFile(folder, port, file.token);
  return undefined;
}

/** The same, where a command cannot do without. */
export async function mustRun(folder: string, port: number): Promise<RunFile> {
  const file = await running(folder, port);
  if (file !== undefined) return file;
  throw new CommandError(notRunning(port), EXIT.notRunning);
}

export function notRunning(port: number): string {
  return `No emulator of yours runs on port ${String(port)}. Start one: npx havip emulator start${portOption(port)}`;
}

/** How commands name the port, where it is not the default one. */
export function portOption(port: number): string {
  return port === EMULATOR_DEFAULT_PORT ? "" : ` --port ${String(port)}`;
}

/** One request of the control API, with the token of the run file. */
export async function control(
  file: RunFile,
  method: "GET" | "POST",
  command: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const answer = await send(file.url, method, command, file.token, body);
  if (answer.status === 200) return answer.body;
  const reason = typeof answer.body["error"] === "string" ? answer.body["error"] : `HTTP ${String(answer.status)}`;
  throw new CommandError(`The emulator at ${file.url} refused \`${command}\`: ${reason}`);
}

function send(
  url: string,
  method: string,
  command: string,
  token?: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = {
    "content-type": "application/json",
    ...(token === undefined ? {} : { [TOKEN_HEADER]: token }),
  };
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false, timeout: PATIENCE_MS };
    const request = httpRequest(url + CONTROL_PATH + command, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        try {
          const parsed: unknown = JSON.parse(text);
          // True for an emulator; the callers check the fields they use.
          resolve({ status: response.statusCode ?? 0, body: parsed as Record<string, unknown> });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    request.on("timeout", () => request.destroy(new Silence(`no answer within ${String(PATIENCE_MS)} ms`)));
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
