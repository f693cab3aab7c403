import { connect } from "node:net";
import { STORE_HEADER } from "../../../../provider/core/emulator";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { COMMANDS } from "../../../../provider/emulator/control/control-commands";
import { Api } from "../api";
import { type Reply, raw, send } from "../client";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

type Headers = Record<string, string | undefined>;
const control = (method: string, command: string, body?: unknown, headers: Headers = {}): Promise<Reply> =>
  raw(
    `${emulator.url}/_emulator/${command}`,
    method,
    { "x-havip-emulator-token": emulator.token, ...headers },
    body === undefined ? "" : JSON.stringify(body),
  );
const parsed = async (reply: Promise<Reply>): Promise<unknown> => JSON.parse((await reply).text);

describe("the control API", () => {
  it("tells its health to anyone on this machine", async () => {
    const reply = await control("GET", "health", undefined, { "x-havip-emulator-token": undefined });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({ ok: true, storeId: emulator.storeId, pid: process.pid });
  });

  it("shows the state and the calls", async () => {
    const { HaVipId } = await api.havip();
    expect(await parsed(control("GET", "state"))).toMatchObject({ havips: [{ HaVipId }] });
    expect(await parsed(control("GET", "calls"))).toMatchObject({ calls: [{ action: "CreateHaVip", code: "" }] });
  });

  it("shows calls with parameters too deep to be shown, without these", async () => {
    const deep = `{"HaVipIds":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    await send(emulator, "DescribeHaVips", {}, { body: deep });
    expect(await parsed(control("GET", "calls"))).toMatchObject({
      calls: [{ code: "InvalidParameter", parameters: {} }],
    });
  });

  it.each([
    ["POST", "reset", { foo: 1 }],
    ["POST", "stop", { afterMs: 5 }],
    ["DELETE", "faults", { action: "CreateHaVip" }],
    ["GET", "calls", { latest: 5 }],
  ])("refuses a body where it would be ignored: %s %s", async (method, command, body) => {
    await api.havip();
    // Node frames a body of GET and DELETE only where its length is told.
    const length = { "content-length": String(JSON.stringify(body).length) };
    const reply = await control(method, command, body, length);
    expect([reply.status, reply.text]).toEqual([400, expect.stringMatching(/takes no body/)]);
    expect(emulator.state().havips).toHaveLength(1);
  });

  it.each(["reset", "restore"])("refuses a body that is no JSON: %s", async (command) => {
    const headers = { "x-havip-emulator-token": emulator.token };
    expect((await raw(`${emulator.url}/_emulator/${command}`, "POST", headers, "{garbage")).status).toBe(400);
  });

  it("takes an empty object for no body, as clients for JSON send it", async () => {
    expect((await control("POST", "reset", {})).status).toBe(200);
  });

  it("goes back to the seed in the same world, and forgets the calls", async () => {
    await api.havip();
    const reply = await control("POST", "reset");
    expect(reply.headers[STORE_HEADER]).toBe(emulator.storeId);
    expect([emulator.state().havips, emulator.state().vpcs.length, emulator.calls()]).toEqual([[], 1, []]);
  });

  it("lets an instance claim a HAVIP and give it up", async () => {
    const { HaVipId: haVipId } = await api.havip();
    expect((await control("POST", "announce", { haVipId, instanceId: "ins-00000001" })).status).toBe(200);
    expect(await api.found()).toMatchObject([{ State: "AVAILABLE", InstanceId: "ins-00000001" }]);
    expect((await control("POST", "release", { haVipId })).status).toBe(200);
    expect(await api.found()).toMatchObject([{ State: "UNBIND", InstanceId: "" }]);
  });

  it.each([
    ["an unknown command", "GET", "secrets", undefined, 404, /There are: health, state/],
    ["a command named like a property of every object", "GET", "constructor", undefined, 404, /There is no/],
    ["the wrong method", "GET", "reset", undefined, 405, /takes POST only/],
    ["a body that is no JSON", "POST", "announce", undefined, 400, /not a JSON object/],
    ["a field that is unknown", "POST", "announce", { haVipId: "havip-00000000", colour: "red" }, 400, /colour/],
    ["a field that is missing", "POST", "release", {}, 400, /haVipId of the body is missing/],
    ["a HAVIP that is unknown", "POST", "release", { haVipId: "havip-00000000" }, 404, /havip-00000000 does not exist/],
  ])("refuses %s", async (_name, method, command, body, status, message) => {
    const reply = await control(method, command, body);
    expect([reply.status, reply.headers[STORE_HEADER]]).toEqual([status, emulator.storeId]);
    expect(reply.text).toMatch(message);
  });
});

describe("the emulator is safe from", () => {
  it.each(Object.entries(COMMANDS))("callers without the token: %s", async (command, methods) => {
    for (const method of Object.keys(methods)) {
      for (const token of [undefined, "", "wrong", `${emulator.token}x`]) {
        const reply = await control(method, command, undefined, { "x-havip-emulator-token": token });
        expect([reply.status, reply.headers[STORE_HEADER]]).toEqual([403, emulator.storeId]);
      }
    }
  });

  it.each([
    ["Origin", { origin: "http://127.0.0.1" }],
    ["Sec-Fetch-Site", { "sec-fetch-site": "same-origin" }],
    ["Accept-Language", { "accept-language": "en-US,en;q=0.9" }],
  ])("web pages: a request with %s is refused everywhere, and nothing invites it", async (_name, headers) => {
    const replies = [
      await control("GET", "health", undefined, headers),
      await control("GET", "state", undefined, headers),
      await send(emulator, "DescribeHaVips", {}, { headers }),
      await raw(`${emulator.url}/`, "OPTIONS", headers),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([403, 403, 403, 403]);
    expect(replies.every((reply) => reply.headers[STORE_HEADER] === emulator.storeId)).toBe(true);
    const names = replies.flatMap((reply) => Object.keys(reply.headers));
    expect(names.filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(emulator.calls()).toEqual([]);
  });

  it.each(["rebound.example.com", "127.0.0.1.example.com", "10.0.0.1"])(
    "names of others that point here: the control API refuses the host %j",
    async (host) => {
      expect((await control("GET", "health", undefined, { host })).status).toBe(403);
    },
  );

  it.each(["localhost:7215", "127.0.0.1", "vpc.localhost:7215", "[::1]:7215"])(
    "nobody under its own names: the control API takes the host %s",
    async (host) => {
      expect((await control("GET", "health", undefined, { host })).status).toBe(200);
    },
  );

  it("bodies of more than 10 MB", async () => {
    const body = { haVipId: "x".repeat(10 * 1024 * 1024) };
    expect((await control("POST", "announce", body)).status).toBe(413);
    expect(await api.code("DescribeHaVips")).toBe("");
  });

  it("other machines: it listens on loopback", () => {
    expect(new URL(emulator.url).hostname).toBe("127.0.0.1");
  });
});

/** What is answered first to these very bytes. */
function talk(request: string): Promise<string> {
  const { port } = new URL(emulator.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(request));
    socket
      .setEncoding("utf8")
      .once("data", (data) => {
        socket.destroy();
        resolve(String(data));
      })
      .once("error", reject);
  });
}

describe("a whole URL instead of a path, as clients send it to an HTTP proxy", () => {
  it.each(["http://vpc.tencentcloudapi.com/", "http://vpc.tencentcloudapi.com"])(
    "leads to the API: %s",
    async (url) => {
      const answer = await talk(`POST ${url} HTTP/1.1\r\nHost: vpc.tencentcloudapi.com\r\nContent-Length: 0\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 200 [^]*MissingParameter/);
    },
  );

  it("does not lead to the control API", async () => {
    const answer = await talk(`GET ${emulator.url}/_emulator/health HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
  });
});

describe("what is no HTTP", () => {
  it("is refused under the store's name too", async () => {
    const answer = await talk("HELO\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain(`${STORE_HEADER}: ${emulator.storeId}`);
  });
});

describe("a GET with a long query", () => {
  const get = (bytes: number): Promise<string> =>
    talk(
      `GET /?A=${"x".repeat(bytes)} HTTP/1.1\r\nHost: vpc.tencentcloudapi.com\r\n` +
        "X-TC-Action: DescribeVpcs\r\nX-TC-Version: 2017-03-12\r\n\r\n",
    );

  it("is read up to the 32 KB that the API takes", async () => {
    expect(await get(31 * 1024)).toMatch(/^HTTP\/1.1 200 [^]*MissingParameter/);
  });

  it("is refused by the API, and not by the HTTP server, beyond that", async () => {
    expect(await get(48 * 1024)).toMatch(/^HTTP\/1.1 200 [^]*RequestSizeLimitExceeded/);
  });
});

describe("a path that is neither the API nor the control API", () => {
  it("is told so", async () => {
    const reply = await raw(`${emulator.url}/favicon.ico`, "GET");
    expect([reply.status, reply.headers[STORE_HEADER]]).toEqual([404, emulator.storeId]);
  });
});

describe("stopping", () => {
  it("through the control API answers first, then closes", async () => {
    const other = await createEmulator();
    const reply = await raw(`${other.url}/_emulator/stop`, "POST", { "x-havip-emulator-token": other.token });
    expect(reply.status).toBe(200);
    await other.closed;
    await expect(raw(`${other.url}/_emulator/health`, "GET")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("twice is the same as once", async () => {
    const other = await createEmulator();
    await Promise.all([other.close(), other.close()]);
    await other.close();
  });

  it("on a port that is taken fails with the reason", async () => {
    const port = Number(new URL(emulator.url).port);
    await expect(createEmulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
