import { connect } from "node:net";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { type Reply, raw } from "../client";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(() => emulator.close());

const ID = "/latest/meta-data/instance-id";
const SERVICE = { host: "metadata.tencentyun.com" };
const at = (path: string, method = "GET", headers: Record<string, string> = {}): Promise<Reply> =>
  raw(emulator.url + path, method, headers);

/** What the emulator sends to a client that says this on a new connection, until either of them closes it. */
function said(...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(emulator.url);
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(words.shift() ?? ""));
    let heard = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      heard += chunk;
      const next = words.shift();
      if (next !== undefined) socket.write(next);
    });
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      resolve(heard);
    });
    socket.on("error", reject);
  });
}
const CLOSING = "Connection: close\r\n\r\n";
const body = (heard: string): string => heard.split("\r\n\r\n").at(-1) ?? "";

describe("the metadata service is reached", () => {
  it.each([
    ["at the emulator's own address", {}],
    ["by the service's name", SERVICE],
    ["by the service's name with a port", { host: "metadata.tencentyun.com:80" }],
    ["by the service's address", { host: "169.254.0.23" }],
  ])("%s", async (_name, headers) => {
    expect((await at(`${ID}?x=1`, "GET", headers)).text).toBe("ins-00000001");
  });

  it("through the emulator as an HTTP proxy", async () => {
    const request = `GET http://metadata.tencentyun.com${ID} HTTP/1.1\r\nHost: metadata.tencentyun.com\r\n`;
    expect(body(await said(request + CLOSING))).toBe("ins-00000001");
    const user = `Proxy-Authorization: Basic ${Buffer.from("ins-00000002:").toString("base64")}\r\n`;
    expect(body(await said(request + user + CLOSING))).toBe("ins-00000002");
  });

  it("through a tunnel, which names the instance for all that comes through it", async () => {
    const user = `Proxy-Authorization: Basic ${Buffer.from("ins-00000003").toString("base64")}\r\n\r\n`;
    const opened = `CONNECT metadata.tencentyun.com:80 HTTP/1.1\r\nHost: metadata.tencentyun.com:80\r\n${user}`;
    const heard = await said(opened, `GET ${ID} HTTP/1.1\r\nHost: metadata.tencentyun.com\r\n${CLOSING}`);
    expect(heard).toMatch(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(body(heard)).toBe("ins-00000003");
  });

  it("by HEAD, without a body", async () => {
    const { status, text, headers } = await at(ID, "HEAD");
    expect([status, text, headers["content-length"]]).toEqual([200, "", "12"]);
  });
});

describe("the metadata service refuses", () => {
  it.each(["POST", "PUT", "DELETE"])("%s", async (method) => {
    const { status, headers } = await at(ID, method);
    expect([status, headers["allow"], headers["content-type"]]).toEqual([405, "GET, HEAD", "text/plain"]);
  });

  it("a browser", async () => {
    expect((await at(ID, "GET", { "sec-fetch-site": "none" })).status).toBe(403);
  });

  it("a foreign name that was made to point here", async () => {
    expect((await at(ID, "GET", { host: "rebound.example" })).status).toBe(403);
  });

  it.each(["/", "/latest/user-data", "/1.0/meta-data/", "/_emulator/health"])(
    "what it does not serve under its own name: %s",
    async (path) => {
      const { status, text } = await at(path, "GET", SERVICE);
      expect([status, text]).toEqual([404, "This emulator serves /latest/meta-data/ of the metadata only."]);
    },
  );

  it.each(["vpc.tencentcloudapi.com:443", "127.0.0.1:1", "metadata.tencentyun.com", "evil.example:22"])(
    "to be the way to %s",
    async (target) => {
      const heard = await said(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
      expect(heard).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
      expect(body(heard)).toContain(`The emulator is no way to ${target}`);
    },
  );
});

it.each(["metadata.tencentyun.com:80", "evil.example:22"])(
  "a client that goes away in the middle of its tunnel to %s harms nobody",
  async (target) => {
    const { port } = new URL(emulator.url);
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(`CONNECT ${target} HTTP/1.1\r\n\r\n`));
    await new Promise((resolve) => socket.once("data", resolve));
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.resetAndDestroy();
    await gone;
    expect((await at(ID)).status).toBe(200);
  },
);

describe("a tunnel to the emulator's own address", () => {
  it("leads to the control API and its checks", async () => {
    const { host } = new URL(emulator.url);
    const request = `GET /_emulator/health HTTP/1.1\r\nHost: ${host}\r\n${CLOSING}`;
    expect(body(await said(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, request))).toContain('"ok":true');
    const foreign = `GET /_emulator/health HTTP/1.1\r\nHost: rebound.example\r\n${CLOSING}`;
    expect(await said(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, foreign)).toContain("403 Forbidden");
  });

  it("ends when the emulator is closed", async () => {
    const other = await createEmulator();
    const { port, host } = new URL(other.url);
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(`CONNECT ${host} HTTP/1.1\r\n\r\n`));
    await new Promise((resolve) => socket.once("data", resolve));
    const ended = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    await other.close();
    await expect(ended).resolves.toBeDefined();
  });
});
