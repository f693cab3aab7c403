import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  action: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export type Reply = (request: Received, response: http.ServerResponse) => void;

/** A local HTTP server that answers as a test says, and remembers what it was asked. */
export interface Cloud {
  url: string;
  received: Received[];
  /** What is asked next gets these answers in turn, the last one for ever. */
  answers(...replies: Reply[]): void;
  /** What is asked next is answered by what it is. */
  answersBy(choose: (request: Received) => Reply): void;
  /** What an unsigned question gets; unless set, the answer of a server that is no emulator. */
  answersProbes(reply: Reply): void;
  close(): Promise<void>;
}

export async function startCloud(): Promise<Cloud> {
  const received: Received[] = [];
  let replies: Reply[] = [answer({})];
  let probeReply = raw(404, "");
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const action = String(request.headers["x-tc-action"] ?? "");
      const seen = {
        method: request.method ?? "",
        action,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(seen);
      if (seen.method === "GET") {
        probeReply(seen, response);
        return;
      }
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      reply?.(seen, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    received,
    answers: (...next) => (replies = next),
    answersBy: (choose) => {
      replies = [
        (request, response) => {
          choose(request)(request, response);
        },
      ];
    },
    answersProbes: (reply) => (probeReply = reply),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** What no answer of its action may lack; all of it in every answer, so that a test need not name what it is not about. */
const ESSENTIAL = { HaVip: { HaVipId: "havip-1a2b3c4d" }, HaVipSet: [], VpcLimitSet: [], AccountId: "100000000001" };

/** The cloud's answer to a call that went well. */
export function answer(response: object, headers: Record<string, string> = {}): Reply {
  return json({ Response: { ...ESSENTIAL, ...response, RequestId: "request-1" } }, headers);
}

/** The cloud's refusal. */
export function refuse(code: string, message = "The cloud says no.", headers: Record<string, string> = {}): Reply {
  return json({ Response: { Error: { Code: code, Message: message }, RequestId: "request-1" } }, headers);
}

/** Any other answer. */
export function raw(
  status: number,
  body: string | ((request: Received) => string),
  headers: Record<string, string> = {},
): Reply {
  return (request, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : body(request));
  };
}

function json(content: object, headers: Record<string, string>): Reply {
  return raw(200, JSON.stringify(content), { "Content-Type": "application/json", ...headers });
}
