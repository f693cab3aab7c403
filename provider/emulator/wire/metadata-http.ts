import type { IncomingMessage, ServerResponse } from "node:http";
import { isLoopbackHost } from "../../core/emulator";
import type { Cloud } from "../cloud/cloud";
import { ControlError } from "../words/errors";
import { sendText } from "./delivery";
import { proxyUser, userOf } from "./tunnel";

/**
 * Answers a request for instance metadata, and says whether it was one: everything at the service's own host name, and
 * `/latest/meta-data` at a name of this machine. Plain text, as in the cloud; 404 for what is not there.
 */
export function serveMetadata(cloud: Cloud, request: IncomingMessage, response: ServerResponse): boolean {
  const { host, path } = destination(request);
  const [, below] = /^\/latest\/meta-data(?:\/(.*))?$/.exec(path) ?? [];
  const isForMetadata = path === "/latest/meta-data" || below !== undefined;
  if (!isMetadataHost(host)) {
    if (!isForMetadata) return false;
    // A foreign name that was made to point here (DNS rebinding).
    if (!isLoopbackHost(host)) throw new ControlError(403, `Instance metadata are not served to the name ${host}.`);
  }
  const answer = (status: number, text: string): void => {
    sendText(response, status, "text/plain", Buffer.from(text));
  };
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    answer(405, "Instance metadata are read by GET.");
    return true;
  }
  try {
    if (!isForMetadata) throw new ControlError(404, "This emulator serves /latest/meta-data/ of the metadata only.");
    answer(200, cloud.metadata.read(decoded(below ?? ""), asking(request)));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    answer(error.status, error.message);
  }
  return true;
}

/** 169.254.0.23 is what the name stands for in the cloud's networks. */
function isMetadataHost(host: string): boolean {
  return /(^|\.)metadata\.tencentyun\.com$/.test(host) || host === "169.254.0.23";
}

/** Host and path that the request is for. Clients that have the emulator for their HTTP proxy send a whole URL. */
function destination({ url = "/", headers }: IncomingMessage): { host: string; path: string } {
  const [, authority, rest] = /^http:\/\/([^/?#]*)([^]*)$/i.exec(url) ?? [];
  const [path = "/"] = (rest ?? url).split("?");
  const host = (authority ?? headers.host ?? "").replace(/^.*@/, "").replace(/:\d+$/, "");
  return { host: host.toLowerCase(), path: path === "" ? "/" : path };
}

/** A URL may have a MAC address with its colons as %3A. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The instance that asks, where it says so by the user of the URL (of the emulator's, or of the proxy's). */
function asking(request: IncomingMessage): string | undefined {
  const { headers, socket } = request;
  return userOf(headers["proxy-authorization"]) ?? proxyUser(socket) ?? userOf(headers.authorization);
}
