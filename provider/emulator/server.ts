import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from "node:http";
import { STORE_HEADER, isLoopbackHost } from "../core/emulator";
import { control } from "./control/control";
import type { Identity } from "./control/control-commands";
import { CONTROL_PATH, TOKEN_HEADER } from "./control/control-names";
import { MAX_BODY_BYTES } from "./cloud/authenticate";
import { readBody } from "./wire/body";
import { createConsole, isConsolePath } from "./console";
import { ControlError } from "./words/errors";
import { deliver, sendText } from "./wire/delivery";
import { serveMetadata } from "./wire/metadata-http";
import { METRICS_TYPE } from "./control/metrics";
import { acceptTunnels } from "./wire/tunnel";
import type { Cloud } from "./cloud/cloud";

/**
 * The emulator's HTTP server: the cloud's API at `/`, the control API under `/_emulator/`, the console page under
 * `/console`. What a web page could send from the browser on this machine is refused before anything of it is looked at;
 * only the console's own page is let in, to the console (console/gate.ts).
 */
export function createHttpServer(cloud: Cloud, identity: Identity, stop: () => void): Server {
  const showConsole = createConsole(cloud, identity);
  const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (request, response) => {
    response.setHeader(STORE_HEADER, cloud.store.id);
    // The cloud's time and not the machine's: clients put their own clock right by it.
    response.setHeader("date", new Date(cloud.clock.now()).toUTCString());
    const path = pathOf(request.url ?? "/");
    // The one path that browsers may use, by rules of its own.
    const answering = isConsolePath(path)
      ? showConsole(path, request, response)
      : respond(cloud, identity, request, response, stop);
    answering.catch((error: unknown) => {
      if (error instanceof ControlError) refuse(response, error.status, error.message);
      // A client that went away in the middle of its request.
      else if (request.errored) request.socket.resetAndDestroy();
      else refuse(response, 500, `The emulator failed: ${String(error)}`);
    });
  });
  acceptTunnels(server);
  // What is no HTTP at all never gets as far as the function above.
  server.on("clientError", (_error, socket) => {
    const head = `HTTP/1.1 400 Bad Request\r\n${STORE_HEADER}: ${cloud.store.id}\r\nconnection: close\r\n`;
    if (socket.writable) socket.end(`${head}content-length: 0\r\n\r\n`);
  });
  // Clients keep connections for a minute: one that is closed under a request looks like a lost answer to them.
  server.keepAliveTimeout = 75_000;
  return server;
}

/** Room for what a GET may have in its query (32 KB) and a little too much, so that the API refuses it and not Node. */
const MAX_HEAD_BYTES = 64 * 1024;

async function respond(
  cloud: Cloud,
  identity: Identity,
  request: IncomingMessage,
  response: ServerResponse,
  stop: () => void,
): Promise<void> {
  refuseBrowsers(request);
  if (serveMetadata(cloud, request, response)) return;
  const target = request.url ?? "/";
  const path = pathOf(target);
  const { method = "GET", headers } = request;
  if (path.startsWith(CONTROL_PATH)) {
    refuseForeignNames(headers.host);
    const body = await readBody(request);
    if (body === undefined) throw new ControlError(413, `The body has more than ${String(MAX_BODY_BYTES)} bytes.`);
    const command = path.slice(CONTROL_PATH.length);
    const given = { method, command, token: tokenOf(request), body };
    // Whoever says stop is answered first.
    const stopAfterwards = (): void => void response.once("close", stop);
    const answer = control(cloud, identity, given, stopAfterwards);
    if (typeof answer === "string") sendText(response, 200, METRICS_TYPE, Buffer.from(answer));
    else send(response, 200, answer);
    return;
  }
  if (path !== "/") throw new ControlError(404, `There is nothing at ${path.slice(0, 100)}: the API is at /.`);
  const body = await readBody(request);
  deliver(response, await cloud.call({ method, query: queryOf(target), headers, body }), cloud.hanging);
}

/** Prometheus can send a bearer token, but no header of its own. */
function tokenOf({ headers }: IncomingMessage): string | undefined {
  const header = headers[TOKEN_HEADER];
  if (typeof header === "string") return header;
  return /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
}

/**
 * The path of the request's target. Clients that take the emulator for their HTTP proxy send the whole URL, which a
 * server must accept (RFC 9112, section 3.2.2); there it leads to the API only.
 */
function pathOf(target: string): string {
  if (/^http:\/\/[^/?#]+\/?(\?|$)/i.test(target)) return "/";
  const [path = "/"] = target.split("?");
  return path;
}

/** What stands behind the first question mark, as it was signed. */
function queryOf(target: string): string {
  const begins = target.indexOf("?");
  return begins === -1 ? "" : target.slice(begins + 1);
}

/** A browser adds these headers to what a page sends; no API client does. */
function refuseBrowsers({ headers }: IncomingMessage): void {
  const telltale = ["origin", "sec-fetch-site"].find((name) => headers[name] !== undefined) ?? languages(headers);
  if (telltale === undefined) return;
  throw new ControlError(403, `A request with the header ${telltale} comes from a browser, which may not use this.`);
}

/**
 * What is left of a telltale where a page asks the very host name that it came from, and that name was made to point here
 * (DNS rebinding): browsers then name neither origin nor site, but which languages their user reads. Node's fetch, which
 * has no user, says `*`.
 */
function languages({ "accept-language": header }: IncomingHttpHeaders): string | undefined {
  return header === undefined || header === "*" ? undefined : "accept-language";
}

/** A foreign name that was made to point here (DNS rebinding) is not this machine's own name. */
function refuseForeignNames(host: string | undefined): void {
  if (isLoopbackHost((host ?? "").replace(/:\d+$/, ""))) return;
  throw new ControlError(
    403,
    `${CONTROL_PATH} answers to names of this machine only, such as 127.0.0.1 and localhost.`,
  );
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { error: message });
}

function send(response: ServerResponse, status: number, body: object): void {
  sendText(response, status, "application/json", Buffer.from(JSON.stringify(body)));
}
