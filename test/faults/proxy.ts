import { once } from "node:events";
import http from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** One call on its way to the emulator. */
export interface Passing {
  action: string;
  /** Which call of its action it is, counted from 1. */
  nth: number;
  /** Whether it came over a connection that another call had before. */
  reused: boolean;
  parameters: Record<string, unknown>;
  headers: http.IncomingHttpHeaders;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** What becomes of a call: the answer that its sender gets, or "cut": its connection ends without one. */
export type Through = (call: Passing, forward: () => Promise<Answer>) => Promise<Answer | "cut">;

export interface Proxy {
  url: string;
  close(): Promise<void>;
}

/** What stands between the provider and the emulator, for what goes wrong on the way. */
export async function startProxy(target: string, through: Through): Promise<Proxy> {
  const known = new WeakSet<Socket>();
  const seen = new Map<string, number>();
  const server = http.createServer((request, response) => {
    void (async () => {
      const reused = known.has(request.socket);
      known.add(request.socket);
      const sent = await textOf(request);
      const action = String(request.headers["x-tc-action"] ?? "");
      const nth = (seen.get(action) ?? 0) + 1;
      seen.set(action, nth);
      // The provider sends nothing but JSON objects; a probe has no body.
      const parameters = JSON.parse(sent === "" ? "{}" : sent) as Record<string, unknown>;
      const call = { action, nth, reused, parameters, headers: request.headers };
      const answer = await through(call, () => forwarded(target, request, sent));
      if (answer === "cut") {
        request.socket.resetAndDestroy();
        return;
      }
      const { "content-length": _length, "transfer-encoding": _encoding, ...headers } = answer.headers;
      response.writeHead(answer.status, headers).end(answer.body);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** As it came, with its Host: that is signed. */
async function forwarded(target: string, from: http.IncomingMessage, body: string): Promise<Answer> {
  const { method, headers, url = "/" } = from;
  const request = http.request(`${target}${url}`, { method, headers, setHost: false, agent: false });
  request.end(body);
  const [response] = (await once(request, "response")) as [http.IncomingMessage]; // As Node documents the event.
  return { status: response.statusCode ?? 0, headers: response.headers, body: await textOf(response) };
}

async function textOf(stream: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer); // True of a stream without an encoding.
  return Buffer.concat(chunks).toString();
}
