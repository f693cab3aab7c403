import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { COMMANDS } from "../../../../provider/emulator/control/control-commands";
import { type Reply, raw, send } from "../client";
import { CREATE, type Headers, ask, consoleToken, pageHeaders } from "./page-calls";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const read = (path: string, headers: Headers = {}): Promise<Reply> => raw(`${emulator.url}${path}`, "GET", headers);

/** That the emulator refused, let nothing happen, and invites nobody. */
function expectClosed(reply: Reply, status = 403): void {
  expect([reply.status, emulator.calls(), emulator.state().havips]).toEqual([status, [], []]);
  expect(Object.keys(reply.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
}

describe("the console's page is read by", () => {
  it.each([
    ["whoever types its address", { "sec-fetch-site": "none" }],
    ["itself", { "sec-fetch-site": "same-origin" }],
    ["a program that is no browser", {}],
    ["who calls this machine localhost", { host: "localhost:7215", "sec-fetch-site": "none" }],
    ["who comes through a tunnel from another port", { host: "127.0.0.1:9000", "sec-fetch-site": "none" }],
  ])("%s", async (_name, headers) => {
    const { status, text } = await read("/console", headers);
    expect([status, text]).toEqual([200, expect.stringContaining("/console/page.js")]);
  });

  it("a browser with all its parts, each of its type", async () => {
    const { text } = await read("/console");
    const parts = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = ""]) => path);
    const scripts = ["dialogs", "header", "link", "rows", "table", "texts"].map((name) => `/console/${name}.js`);
    const replies = await Promise.all([...parts, ...scripts].map((path) => read(path)));
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 200));
    const types = new Set(replies.map((reply) => reply.headers["content-type"]));
    expect(types).toEqual(new Set(["image/svg+xml", "text/css; charset=utf-8", "text/javascript; charset=utf-8"]));
  });
});

describe("the console's page is not read by", () => {
  it.each([
    ["a page of another site", { "sec-fetch-site": "cross-site" }],
    ["a page from another port of this machine", { "sec-fetch-site": "same-site" }],
    ["a page whose name was made to point here", { host: "rebound.example.com:7215" }],
    ["a page whose name only looks like this machine's", { host: "127.0.0.1.example.com" }],
    ["a page of another origin, by a browser that says no more", { origin: "http://127.0.0.1:1" }],
    ["a page in a sandbox", { origin: "null" }],
  ])("%s", async (_name, headers) => {
    for (const path of ["/console", "/console/", "/console/page.js", "/console/call"]) {
      const reply = await read(path, headers);
      expectClosed(reply);
      expect(reply.text).not.toContain(await consoleToken(emulator.url));
    }
  });

  it("who guesses at files beside it", async () => {
    for (const path of ["/console/", "/console/index.js", "/console/../server.js", "/console/%2e%2e/index.js"]) {
      expectClosed(await read(path), 404);
    }
  });
});

describe("the console does what its own page asks for", () => {
  it.each(["127.0.0.1:7215", "localhost:7215", "localhost:9000", "vpc.localhost"])("as %s", async (host) => {
    const { status, text } = await ask(emulator, {}, { host, origin: `http://${host}` });
    expect([status, JSON.parse(text)]).toMatchObject([200, { Response: { HaVip: { HaVipName: "web" } } }]);
    expect(emulator.state().havips).toHaveLength(1);
  });
});

describe("the console does nothing for", () => {
  const variations: [string, () => Headers | Promise<Headers>][] = [
    ["a page of another site", () => ({ "sec-fetch-site": "cross-site" })],
    ["a page from another port of this machine", () => ({ "sec-fetch-site": "same-site" })],
    ["a browser that does not say which page asks", () => ({ "sec-fetch-site": undefined })],
    ["who opens it as a document", () => ({ "sec-fetch-site": "none" })],
    ["another origin", () => ({ origin: "http://127.0.0.1:1" })],
    ["the same name by https", () => ({ origin: emulator.url.replace("http:", "https:") })],
    ["the same machine by its other name", () => ({ origin: emulator.url.replace("127.0.0.1", "localhost") })],
    ["a page in a sandbox", () => ({ origin: "null" })],
    ["a request without an origin", () => ({ origin: undefined })],
    ["a name made to point here", () => ({ host: "evil.example.com", origin: "http://evil.example.com" })],
    ["who has no token", () => ({ "x-havip-console-token": undefined })],
    ["who has an empty token", () => ({ "x-havip-console-token": "" })],
    ["who has a wrong token", () => ({ "x-havip-console-token": "0".repeat(48) })],
    [
      "who has a little more than the token",
      async () => {
        return { "x-havip-console-token": `${await consoleToken(emulator.url)}0` };
      },
    ],
    ["who has the control API's token", () => ({ "x-havip-console-token": emulator.token })],
    ["a form", () => ({ "content-type": "application/x-www-form-urlencoded" })],
    ["what needs no preflight", () => ({ "content-type": "text/plain;charset=UTF-8" })],
    ["what has no type", () => ({ "content-type": undefined })],
  ];

  it.each(variations)("%s", async (_name, headers) => {
    const given = { ...(await pageHeaders(emulator.url)), ...(await headers()) };
    expectClosed(await raw(`${emulator.url}/console/call`, "POST", given, JSON.stringify(CREATE)));
    expectClosed(await raw(`${emulator.url}/console/live`, "POST", given, JSON.stringify({ region: CREATE.region })));
  });

  it("a preflight, which would be another origin's", async () => {
    const preflight = {
      origin: "http://evil.example.com",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,x-havip-console-token",
    };
    expectClosed(await raw(`${emulator.url}/console/call`, "OPTIONS", preflight), 405);
  });

  it.each(["PUT", "DELETE", "PATCH", "HEAD"])("the method %s", async (method) => {
    expectClosed(await raw(`${emulator.url}/console/call`, method, await pageHeaders(emulator.url)), 405);
  });

  it("a path that it does not have", async () => {
    expectClosed(await raw(`${emulator.url}/console/state`, "POST", await pageHeaders(emulator.url), "{}"), 404);
  });

  it.each([
    ["an action that the page does not need", { action: "DeleteVpc", parameters: { VpcId: "vpc-00000001" } }],
    ["an action of no name", { action: undefined }],
    ["parameters that are a list", { parameters: [] }],
    ["a region that is no text", { region: 1 }],
    ["a language that messages are not to be had in", { language: "fr-FR" }],
    ["a field that it does not know", { secretKey: "mine" }],
  ])("%s", async (_name, fields) => {
    expectClosed(await ask(emulator, fields), 400);
  });

  it("a body that is no JSON", async () => {
    expectClosed(await raw(`${emulator.url}/console/call`, "POST", await pageHeaders(emulator.url), "{"), 400);
  });
});

describe("the token of the console's page", () => {
  it("does not open the control API", async () => {
    const token = await consoleToken(emulator.url);
    for (const [command, methods] of Object.entries(COMMANDS)) {
      for (const method of Object.keys(methods)) {
        const path = `${emulator.url}/_emulator/${command}`;
        expectClosed(await raw(path, method, { "x-havip-emulator-token": token }));
        expectClosed(await raw(path, method, { authorization: `Bearer ${token}` }));
      }
    }
  });

  it("does not let a browser in anywhere else", async () => {
    const headers = { ...(await pageHeaders(emulator.url)), "x-havip-emulator-token": emulator.token };
    expectClosed(await send(emulator, "CreateHaVip", CREATE.parameters, { headers }));
    for (const path of ["/", "/?Action=DescribeHaVips", "/_emulator/health", "/_emulator/state", "/consoles", "/x"]) {
      expectClosed(await raw(`${emulator.url}${path}`, "GET", headers));
      expectClosed(await raw(`${emulator.url}${path}`, "POST", headers, "{}"));
    }
  });

  it("is another one in every emulator", async () => {
    await using other = await createEmulator();
    expect(await consoleToken(other.url)).not.toBe(await consoleToken(emulator.url));
  });
});

describe("every answer of the console", () => {
  it("forbids what the page does not need, and other origins to embed it", async () => {
    const replies = [
      await read("/console"),
      await read("/console/page.js"),
      await read("/console", { "sec-fetch-site": "cross-site" }),
      await ask(emulator),
      await ask(emulator, {}, { origin: "null" }),
    ];
    for (const { headers } of replies) {
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
      });
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy.filter((rule) => !rule.endsWith(" 'self'")).sort()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]);
    }
  });
});
