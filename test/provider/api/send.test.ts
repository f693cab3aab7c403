import type net from "node:net";
import { type Sent, type Timeouts, createSend } from "../../../provider/api/send";
import { type Cloud, raw, startCloud } from "./support/cloud";
import { refusedPort, startTcp } from "./support/tcp";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

const open = new AbortController().signal;

function post(url: string, timeouts?: Timeouts, signal = open): Promise<Sent> {
  const headers = { "Content-Type": "application/json", "X-TC-Action": "DescribeHaVips" };
  return createSend(timeouts)({ method: "POST", url: `${url}/`, headers, body: '{"a":1}' }, signal);
}

describe("what is sent", () => {
  test("is exactly the given body under exactly the given content type", async () => {
    await post(cloud.url);
    expect(cloud.received).toMatchObject([
      { method: "POST", body: '{"a":1}', headers: { "content-type": "application/json", "content-length": "7" } },
    ]);
  });

  test("uses one connection for calls one after another", async () => {
    const ports: (number | undefined)[] = [];
    cloud.answers((_, response) => {
      ports.push(response.socket?.remotePort);
      response.end("{}");
    });
    const send = createSend();
    const outgoing = { method: "POST", url: `${cloud.url}/`, headers: {}, body: "{}" } as const;
    await send(outgoing, open);
    await send(outgoing, open);
    expect(ports).toHaveLength(2);
    expect(ports[0]).toBe(ports[1]);
  });

  test("uses each connection once after three in a row broke when they were used again", async () => {
    const seen = new WeakSet<object>();
    cloud.answers((_, response) => {
      const { socket } = response;
      if (socket === null) return;
      if (seen.has(socket)) socket.destroy();
      else response.end("{}");
      seen.add(socket);
    });
    const send = createSend();
    const outgoing = { method: "POST", url: `${cloud.url}/`, headers: {}, body: "{}" } as const;
    const kinds: string[] = [];
    for (let call = 0; call < 10; call += 1) kinds.push((await send(outgoing, open)).kind);
    const [answered, unanswered] = ["answered", "unanswered"];
    const broken = Array.from({ length: 3 }, () => [answered, unanswered]).flat();
    expect(kinds).toEqual([...broken, answered, answered, answered, answered]);
  });

  test("goes to no proxy that only the environment names", async () => {
    const before = { ...process.env };
    const proxy = await refusedPort();
    delete process.env["NO_PROXY"];
    delete process.env["no_proxy"];
    process.env["HTTP_PROXY"] = process.env["http_proxy"] = `http://127.0.0.1:${String(proxy)}`;
    try {
      expect(await post(cloud.url)).toMatchObject({ kind: "answered" });
    } finally {
      process.env = before;
    }
  });
});

test("the wait for a connection that others are using is no slow answer", async () => {
  cloud.answers((_, response) => {
    setTimeout(() => response.end("{}"), 300);
  });
  const send = createSend({ connectMs: 1_000, totalMs: 600 });
  const outgoing = { method: "POST", url: `${cloud.url}/`, headers: {}, body: "{}" } as const;
  // More than twice as many as there are connections.
  const sent = await Promise.all(Array.from({ length: 70 }, () => send(outgoing, new AbortController().signal)));
  expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(["answered"]));
});

describe("an answer", () => {
  test("is given as it came: status, headers in lower case, body unparsed", async () => {
    cloud.answers(raw(200, '{"Response":{}}', { "X-Some-Header": "value" }));
    const sent = await post(cloud.url);
    expect(sent).toMatchObject({ kind: "answered", status: 200, body: '{"Response":{}}' });
    expect(sent.kind === "answered" && sent.headers.get("x-some-header")).toBe("value");
  });

  test.each([400, 502])("with status %i is an answer too", async (status) => {
    cloud.answers(raw(status, "page"));
    expect(await post(cloud.url)).toMatchObject({ kind: "answered", status, body: "page" });
  });

  test("that redirects is not followed", async () => {
    cloud.answers(raw(307, "", { Location: `${cloud.url}/elsewhere` }));
    expect(await post(cloud.url)).toMatchObject({ kind: "answered", status: 307 });
    expect(cloud.received).toHaveLength(1);
  });
});

describe("without a connection, nothing was sent", () => {
  test("T1: connection refused", async () => {
    const sent = await post(`http://127.0.0.1:${String(await refusedPort())}`);
    expect(sent).toMatchObject({ kind: "unanswered", reached: false, why: "broken", code: "ECONNREFUSED" });
    expect(sent.kind === "unanswered" && sent.message).toMatch(/^connect ECONNREFUSED 127\.0\.0\.1:/);
  });

  test("T1: a name that does not exist", async () => {
    const sent = await post("http://no-such-host.invalid");
    expect(sent).toMatchObject({ kind: "unanswered", reached: false, why: "broken" });
    expect(sent.kind === "unanswered" && sent.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
  });

  test("T1: the other side does not speak TLS", async () => {
    const plain = await startTcp((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const sent = await post(`https://127.0.0.1:${String(plain.port)}`);
    await plain.close();
    expect(sent).toMatchObject({ kind: "unanswered", reached: false, why: "broken" });
  });

  test("T2: no connection in time, here because the TLS handshake is never answered", async () => {
    const silent = await startTcp(() => undefined);
    const sent = await post(`https://127.0.0.1:${String(silent.port)}`, { connectMs: 30, totalMs: 5_000 });
    await silent.close();
    expect(sent).toMatchObject({ reached: false, why: "timeout", message: "no connection within 0.03 s" });
  });

  test("a caller who has given up before", async () => {
    const sent = await post(cloud.url, undefined, AbortSignal.abort(new Error("enough")));
    expect(sent).toMatchObject({ reached: false, why: "cancelled", message: "enough" });
    expect(cloud.received).toHaveLength(0);
  });
});

describe("with a connection, it may have been carried out", () => {
  const onceRequested = (then: (socket: net.Socket) => void) => (socket: net.Socket) => {
    socket.once("data", () => {
      then(socket);
    });
  };

  test("T2: no answer in time", async () => {
    const silent = await startTcp(() => undefined);
    const sent = await post(`http://127.0.0.1:${String(silent.port)}`, { connectMs: 5_000, totalMs: 500 });
    await silent.close();
    expect(sent).toMatchObject({
      reached: true,
      why: "timeout",
      code: "ETIMEDOUT",
      message: "no complete answer within 0.5 s",
    });
  });

  test("T2: an answer that trickles in does not prolong the time", async () => {
    const slow = await startTcp(
      onceRequested((socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        const timer = setInterval(() => socket.write("x"), 10);
        socket.once("close", () => {
          clearInterval(timer);
        });
      }),
    );
    const sent = await post(`http://127.0.0.1:${String(slow.port)}`, { connectMs: 5_000, totalMs: 500 });
    await slow.close();
    expect(sent).toMatchObject({ reached: true, why: "timeout" });
  });

  test("T3: the connection is reset", async () => {
    const resets = await startTcp(onceRequested((socket) => socket.resetAndDestroy()));
    const sent = await post(`http://127.0.0.1:${String(resets.port)}`);
    await resets.close();
    expect(sent).toMatchObject({ reached: true, why: "broken", code: "ECONNRESET" });
  });

  test("T3: the body is cut short", async () => {
    const cuts = await startTcp(
      onceRequested((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"Response":')),
    );
    const sent = await post(`http://127.0.0.1:${String(cuts.port)}`);
    await cuts.close();
    expect(sent).toMatchObject({ kind: "unanswered", reached: true, why: "broken" });
  });

  test("T6: a kept connection that the other side has closed meanwhile", async () => {
    let requests = 0;
    const closing = await startTcp((socket) => {
      socket.on("data", () => {
        requests += 1;
        if (requests === 1) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        else socket.resetAndDestroy();
      });
    });
    const send = createSend();
    const outgoing = {
      method: "POST",
      url: `http://127.0.0.1:${String(closing.port)}/`,
      headers: {},
      body: "{}",
    } as const;
    expect(await send(outgoing, open)).toMatchObject({ kind: "answered" });
    const second = await send(outgoing, open);
    await closing.close();
    expect(second).toMatchObject({ kind: "unanswered", reached: true, code: "ECONNRESET" });
  });

  test("a connection that had to be waited for, because all were in use, is no missing connection", async () => {
    const slow = await startTcp((socket) => {
      socket.on("data", () => {
        setTimeout(() => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), 800);
      });
    });
    const send = createSend({ connectMs: 500, totalMs: 5_000 });
    const url = `http://127.0.0.1:${String(slow.port)}/`;
    const many = Array.from({ length: 21 }, () => send({ method: "POST", url, headers: {}, body: "{}" }, open));
    const sent = await Promise.all(many);
    await slow.close();
    expect(sent.filter(({ kind }) => kind === "unanswered")).toEqual([]);
  });

  test("the caller gives up", async () => {
    const controller = new AbortController();
    const silent = await startTcp(
      onceRequested(() => {
        controller.abort(new Error("the deadline is over"));
      }),
    );
    const sent = await post(`http://127.0.0.1:${String(silent.port)}`, undefined, controller.signal);
    await silent.close();
    expect(sent).toMatchObject({ reached: true, why: "cancelled", message: "the deadline is over" });
  });
});
