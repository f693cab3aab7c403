import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { codeOf, messageOf } from "./thrown";

export interface Outgoing {
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What came of one HTTP request. There is no third case: nothing is thrown. */
export type Sent =
  | { kind: "answered"; status: number; headers: ReadonlyMap<string, string>; body: string }
  | {
      kind: "unanswered";
      /** Whether a connection was made. If not, the cloud cannot have seen the request. */
      reached: boolean;
      why: "cancelled" | "timeout" | "broken";
      /** Node's code, such as ECONNREFUSED. */
      code: string;
      message: string;
    };

type Unanswered = Extract<Sent, { kind: "unanswered" }>;

export type Send = (outgoing: Outgoing, signal: AbortSignal) => Promise<Sent>;

export interface Timeouts {
  /** Until the connection stands, TLS included. */
  connectMs: number;
  /** For one attempt as a whole, to the answer's last byte; without the wait for a connection that others are using. */
  totalMs: number;
}

const TIMEOUTS: Timeouts = { connectMs: 5_000, totalMs: 30_000 };

/** Far more than 100 HAVIPs take, the largest answer there is. */
const MAX_ANSWER_BYTES = 20_000_000;

/**
 * One that broke had been idle for too long, perhaps. But where all of them do, whoever looks for what a lost create has
 * made opens the connection that the next create is lost on.
 */
const FEW_BROKEN = 3;

/** Sends requests over kept-alive connections: a TLS handshake costs more than the call. */
export function createSend(timeouts: Timeouts = TIMEOUTS): Send {
  // As many as 20 calls a second, the documented limit of an action, need while each takes five seconds.
  // Idle sockets are given up early: reusing one that the other side just closed looks like a lost answer.
  const keptAlive = agentsOf({ keepAlive: true, maxSockets: 100, timeout: 4_000 });
  const usedOnce = agentsOf({ keepAlive: false, maxSockets: 100 });

  /** The connections that stand, TLS included. */
  const connected = new WeakSet<Socket>();
  /** How many of them in a row broke when they were used again. */
  let brokenInARow = 0;

  return async (outgoing, signal) => {
    const agents = brokenInARow < FEW_BROKEN ? keptAlive : usedOnce;
    const watch = startWatch(outgoing.url.startsWith("https:"), connected, timeouts, signal);
    try {
      // Loaded on first use: it costs 150 ms, which a preview or an unchanged `up` need not pay.
      const { default: axios } = await import("axios");
      const response = await axios.request<string>({
        ...agents,
        method: outgoing.method,
        url: outgoing.url,
        headers: { ...outgoing.headers },
        data: outgoing.body === "" ? undefined : outgoing.body,
        // The signature covers the very bytes of the body, and the answer is judged by `classify`.
        transformRequest: [],
        transformResponse: [],
        responseType: "text",
        validateStatus: () => true,
        // The API never redirects. Following would hand the signed request to whoever asks for it.
        maxRedirects: 0,
        // Only the endpoint setting says where requests go; HTTPS_PROXY and its kind do not.
        proxy: false,
        transitional: { clarifyTimeoutError: true },
        maxContentLength: MAX_ANSWER_BYTES,
        signal: watch.signal,
        transport: watch.transport,
      });
      const headers = Object.entries(response.headers).map(
        ([name, value]) => [name.toLowerCase(), String(value)] as const,
      );
      if (watch.isReused()) brokenInARow = 0;
      return { kind: "answered", status: response.status, headers: new Map(headers), body: response.data };
    } catch (error) {
      // Never the error itself: axios hangs the request's headers on it.
      const sent = watch.unanswered(error);
      if (watch.isReused() && sent.why === "broken") brokenInARow += 1;
      return sent;
    } finally {
      watch.end();
    }
  };
}

function agentsOf(options: http.AgentOptions): { httpAgent: http.Agent; httpsAgent: https.Agent } {
  return { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) };
}

/**
 * Watches one request. Axios has one timeout, which an answer that trickles in keeps resetting, and it does not tell
 * whether a connection was ever made; but that decides whether a create may be repeated.
 */
function startWatch(secure: boolean, connected: WeakSet<Socket>, timeouts: Timeouts, signal: AbortSignal) {
  const stop = new AbortController();
  let ended: { why: "cancelled" | "timeout"; code: string; message: string } | undefined;
  let reached = false;
  let reused = false;
  let lowLevel: unknown;
  let connectTimer: NodeJS.Timeout | undefined;
  let totalTimer: NodeJS.Timeout | undefined;

  const give = (why: "cancelled" | "timeout", code: string, message: string): void => {
    ended ??= { why, code, message };
    stop.abort();
  };
  const cancel = (): void => {
    give("cancelled", "ECANCELED", messageOf(signal.reason));
  };
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();

  const transport = {
    request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest {
      const request = (secure ? https : http).request(options, onResponse);
      request.once("error", (error) => (lowLevel = error));
      request.once("socket", (socket) => {
        totalTimer = setTimeout(() => {
          give("timeout", "ETIMEDOUT", `no complete answer within ${seconds(timeouts.totalMs)}`);
        }, timeouts.totalMs);
        // Not `reusedSocket`: it is false for a connection that became free while the request was waiting for one.
        if (connected.has(socket)) {
          reached = reused = true;
          return;
        }
        connectTimer = setTimeout(() => {
          give("timeout", "ETIMEDOUT", `no connection within ${seconds(timeouts.connectMs)}`);
        }, timeouts.connectMs);
        socket.once(secure ? "secureConnect" : "connect", () => {
          reached = true;
          connected.add(socket);
          clearTimeout(connectTimer);
        });
      });
      return request;
    },
  };

  return {
    signal: stop.signal,
    transport,
    isReused: () => reused,
    unanswered(error: unknown): Unanswered {
      if (ended !== undefined) return { kind: "unanswered", reached, ...ended };
      // Axios makes an error of its own out of Node's.
      const cause = lowLevel ?? error;
      return { kind: "unanswered", reached, why: "broken", code: codeOf(cause), message: messageOf(cause) };
    },
    end(): void {
      clearTimeout(totalTimer);
      clearTimeout(connectTimer);
      signal.removeEventListener("abort", cancel);
    },
  };
}

function seconds(milliseconds: number): string {
  return `${String(milliseconds / 1_000)} s`;
}
