import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { isLoopbackHost } from "../../core/emulator";

/**
 * Lets clients have the emulator for their HTTP proxy that ask for a tunnel first (RFC 9110, section 9.3.6), as the
 * vendor's SDK for Node does even for `http:`. The tunnel ends here, as any whole URL does: nothing is passed on.
 */
export function acceptTunnels(server: Server): void {
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { url = "" } = request;
    // From here on nobody else listens; a client that goes away would end the process.
    socket.on("error", () => socket.destroy());
    if (!endsHere(url, request.socket.localPort)) {
      refuse(socket, url);
      return;
    }
    const user = userOf(request.headers["proxy-authorization"]);
    if (user !== undefined) USERS.set(socket, user);
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    server.emit("connection", socket);
  });
}

/** The user that a client named when it asked for the tunnel; the requests inside do not repeat it. */
export function proxyUser(socket: Duplex): string | undefined {
  return USERS.get(socket);
}

const USERS = new WeakMap<Duplex, string>();

/** The user of the basic scheme (RFC 7617), which is what a client makes of `http://user:password@host`. */
export function userOf(header: string | undefined): string | undefined {
  const [, encoded = ""] = /^Basic ([\w+/=-]+)$/i.exec(header ?? "") ?? [];
  const [user = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return user === "" ? undefined : user;
}

/** Plain HTTP to any name, and this server by a name of this machine. Not another server of this machine. */
function endsHere(authority: string, ownPort: number | undefined): boolean {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(authority) ?? [];
  return Number(port) === 80 || (isLoopbackHost(host) && Number(port) === ownPort);
}

function refuse(socket: Duplex, authority: string): void {
  const text =
    `The emulator is no way to ${authority.slice(0, 100)}: it ends tunnels to port 80 itself, and speaks no TLS. ` +
    "Set http_proxy only, not https_proxy, and let the protocol of the API's endpoint be http.";
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${String(Buffer.byteLength(text))}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${text}`);
}
