import type { IncomingHttpHeaders } from "node:http";
import { isLoopbackHost } from "../../core/emulator";
import { sameText } from "../control/control";
import { ControlError } from "../words/errors";

/** Carries the token that stands in the page. It opens the console only, never the control API. */
const CONSOLE_TOKEN_HEADER = "x-havip-console-token";

/**
 * Lets a browser, or any other program, read the page and what belongs to it. Pages of other origins cannot: the
 * browser names them in Sec-Fetch-Site, which no script can change (Fetch Metadata, section 2), and for a foreign name
 * that was made to point here (DNS rebinding) the Host is that name.
 */
export function admitReader({ host, origin, ...headers }: IncomingHttpHeaders): void {
  const own = ownOrigin(host);
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "none" && site !== "same-origin") {
    throw refusal(`A page of another site leads here (Sec-Fetch-Site). Type the address: ${own}/console.`);
  }
  if (origin !== undefined && origin !== own) throw refusal("The Origin is not the console's own.");
}

/**
 * Lets the page itself ask for something. Four things must each be true; any one of them keeps other pages out:
 * Origin and Sec-Fetch-Site, which only the browser writes; a Content-Type and a header that no page can send to
 * another origin without a preflight, which is always refused; and the token, which only a reader of the page knows.
 */
export function admitPage({ host, origin, ...headers }: IncomingHttpHeaders, token: string): void {
  const own = ownOrigin(host);
  if (origin !== own) throw refusal(`The Origin is not ${own}.`);
  if (headers["sec-fetch-site"] !== "same-origin") {
    throw refusal("Sec-Fetch-Site is not same-origin. The console needs a browser that sends it: any since 2023.");
  }
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
    throw refusal("The Content-Type is not application/json.");
  }
  const given = headers[CONSOLE_TOKEN_HEADER];
  if (typeof given === "string" && sameText(given, token)) return;
  throw refusal(`The header ${CONSOLE_TOKEN_HEADER} does not carry this emulator's token. Load the page again.`);
}

/** As the browser sees it, whatever port a tunnel has at its end. */
function ownOrigin(host: string | undefined): string {
  if (host !== undefined && isLoopbackHost(host.replace(/:\d+$/, ""))) return `http://${host}`;
  throw refusal("The console answers to names of this machine only, such as 127.0.0.1 and localhost.");
}

function refusal(message: string): ControlError {
  return new ControlError(403, message);
}
