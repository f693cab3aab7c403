import { type Server, createServer as createHttpServer } from "node:http";
import { type AddressInfo, type Server as TcpServer, connect, createServer as createTcpServer } from "node:net";
import type { Browser } from "playwright-core";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { type Window, apply, launch, line, openWindow, visit } from "./browser";
import { CREATE, consoleToken } from "./page-calls";

let browser: Browser;
let window: Window;
let emulator: Emulator;
let stranger: Server;
beforeAll(async () => {
  browser = await launch();
  window = await openWindow(browser);
  emulator = await createEmulator();
  stranger = createHttpServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>stranger</title>");
  });
  await listening(stranger);
});
beforeEach(async () => {
  await emulator.reset();
  await new Api(emulator).havip({ HaVipName: "secret" });
});
afterAll(async () => {
  await browser.close();
  stranger.close();
  await emulator.close();
});

function listening(server: TcpServer): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: TcpServer): number {
  return (server.address() as AddressInfo).port; // True of a server that listens on a TCP port.
}

/** What pages try. Texts and not functions, because they run there, with the names that `trying` defines. */
const ATTEMPTS: Record<string, string> = {
  "to read the page": `got("/console")`,
  "to read a part of it": `got("/console/page.js")`,
  "to read the page without asking for permission": `got("/console", { mode: "no-cors" })`,
  "to call with the page's token": `got("/console/call", { method: "POST", body, headers })`,
  "to call without a token": `got("/console/call", { method: "POST", body, headers: { "content-type": "application/json" } })`,
  "to call without asking for permission": `got("/console/call", { method: "POST", body, mode: "no-cors" })`,
  "to listen": `got("/console/live", { method: "POST", body: '{"region":"ap-guangzhou"}', headers })`,
  "to read the state": `got("/_emulator/state")`,
  "to call the API": `got("/", { method: "POST", body, mode: "no-cors" })`,
  "to run a part of the page": `loaded("script", { type: "module", src: url + "/console/texts.js" })`,
  "to show a part of the page": `loaded("img", { src: url + "/console/icon.svg" })`,
};

function trying(attempt: string, url: string, token: string): string {
  return `(async () => {
    const url = ${JSON.stringify(url)};
    const body = ${JSON.stringify(JSON.stringify(CREATE))};
    const headers = { "content-type": "application/json", "x-havip-console-token": "${token}" };
    const got = async (path, options) => (await fetch(url + path, options)).text();
    const loaded = (name, attributes) =>
      new Promise((resolve, reject) => {
        const handlers = { onload: () => resolve("it loads"), onerror: reject };
        document.body.append(Object.assign(document.createElement(name), handlers, attributes));
      });
    return ${attempt};
  })().catch(() => "refused")`;
}

describe.each(["127.0.0.1", "localhost"])("a page of another port of %s is refused when it tries", (name) => {
  beforeEach(async () => {
    await window.page.goto(`http://${name}:${String(portOf(stranger))}/`);
  });

  it.each(Object.entries(ATTEMPTS))("%s", async (_name, attempt) => {
    const script = trying(attempt, emulator.url, await consoleToken(emulator.url));
    // Where no permission is asked for, the browser hands an empty text to the page.
    expect(["refused", ""]).toContain(await window.page.evaluate(script));
    expect(emulator.calls().map(({ action }) => action)).toEqual(["CreateHaVip"]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "to call by a form of the type %s",
    async (type) => {
      const { page } = window;
      const url = `${emulator.url}/console/call`;
      const answer = page.waitForResponse(url);
      await page.evaluate(`(() => {
        const form = document.createElement("form");
        Object.assign(form, { action: "${url}", method: "POST", enctype: "${type}" });
        document.body.append(form);
        form.submit();
      })()`);
      expect((await answer).status()).toBe(403);
      await page.waitForURL(url);
      expect(emulator.state().havips).toHaveLength(1);
    },
  );

  it("to show the console in a frame", async () => {
    const { page } = window;
    const url = `${emulator.url}/console`;
    const framed = page.waitForResponse(url);
    await page.evaluate(`document.body.append(Object.assign(document.createElement("iframe"), { src: "${url}" }))`);
    expect((await framed).status()).toBe(403);
  });

  it("to open a window of the console and look inside", async () => {
    const { page } = window;
    const opening = page.context().waitForEvent("page");
    await page.evaluate(`void (globalThis.opened = open("${emulator.url}/console"))`);
    const opened = await opening;
    await opened.waitForLoadState();
    expect(await opened.content()).not.toContain(await consoleToken(emulator.url));
    const look = `(() => { try { return opened.document.title } catch { return "refused" } })()`;
    expect(await page.evaluate(look)).toBe("refused");
    await opened.close();
  });
});

describe("the console works", () => {
  it("under the name localhost", async () => {
    const page = await visit(window, emulator.url.replace("127.0.0.1", "localhost"));
    await apply(page, "web");
    await line(page, "web").waitFor();
    expect(window.complaints).toEqual([]);
  });

  it("through a tunnel that ends at another port, as ssh -L makes it", async () => {
    const tunnel = createTcpServer((near) => {
      const far = connect(Number(new URL(emulator.url).port), "127.0.0.1");
      near.pipe(far).pipe(near);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const)
        socket.on("error", () => other.destroy());
    });
    await listening(tunnel);
    const page = await visit(window, `http://localhost:${String(portOf(tunnel))}`);
    await apply(page, "web");
    await line(page, "web").waitFor();
    expect(window.complaints).toEqual([]);
    await page.goto("about:blank");
    tunnel.close();
  });
});
