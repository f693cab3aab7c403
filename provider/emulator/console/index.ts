import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../cloud/cloud";
import type { Facts } from "../control/info";
import { readBody } from "../wire/body";
import { deliver, sendText } from "../wire/delivery";
import { ControlError } from "../words/errors";
import { fields, refusal, textOf } from "../words/given";
import { readFileOf } from "./files";
import { admitPage, admitReader } from "./gate";
import { live } from "./live";
import { signedCall } from "./signed-call";

/** Whether a path belongs to the console. */
export function isConsolePath(path: string): boolean {
  return path === "/console" || path.startsWith("/console/");
}

/** Answers one request to a path of the console. */
export type ShowConsole = (path: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The console of a running emulator: a page that shows the HAVIPs, and what this page may ask for. */
export function createConsole(cloud: Cloud, facts: Facts): ShowConsole {
  const token = randomBytes(24).toString("hex");
  return async (path, request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { method = "", headers } = request;
    switch (method) {
      case "GET": {
        admitReader(headers);
        const file = readFileOf(path, token);
        if (file === undefined) throw nothingAt(path);
        sendText(response, 200, file.type, file.content);
        return;
      }
      case "POST": {
        admitPage(headers, token);
        const asked = parsed(await readBody(request));
        if (path === "/console/call")
          deliver(response, await cloud.call(signedCall(asked, headers.host ?? "", cloud)), cloud.hanging);
        else if (path === "/console/live") live(cloud, facts, regionOf(asked), response);
        else throw nothingAt(path);
        return;
      }
      default:
        throw new ControlError(405, "The console takes GET and POST only.");
    }
  };
}

/** No header here invites another origin to anything. */
const HEADERS = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // A text of a user's can then not be made into markup or code, not even by mistake.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  // Chromium sends a request again by itself when a connection breaks that served another one before: an answer that a
  // fault takes away would then be two HAVIPs.
  connection: "close",
};

function parsed(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "");
  } catch {
    throw refusal("The body is not JSON, or too large.");
  }
}

function regionOf(asked: unknown): string {
  return textOf(fields(asked, "The body", ["region"])["region"], "The region of the body");
}

function nothingAt(path: string): ControlError {
  return new ControlError(404, `There is nothing at ${path.slice(0, 100)}: the console is at /console.`);
}
