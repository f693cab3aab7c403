import { inspect } from "node:util";
import { createSend } from "../../../provider/api/send";
import { Credential } from "../../../provider/api/credentials/credential";
import { type Cloud, type Reply, answer, raw, refuse, startCloud } from "./support/cloud";
import { SECRET_ID, SECRET_KEY, TOKEN, clientFor, open, rejection } from "./support/client";
import { refusedPort, startTcp } from "./support/tcp";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

/** Every text that anyone could make of a value: message, stack, causes, inspection, JSON. */
function sinks(value: unknown): string {
  const texts = [
    inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: null }),
    JSON.stringify(value),
  ];
  for (let error = value; error instanceof Error; error = error.cause)
    texts.push(error.message, error.stack ?? "", String(error));
  return texts.join("\n");
}

/** What the process writes while `work` runs. */
async function written(work: () => Promise<unknown>): Promise<{ result: unknown; output: string }> {
  let output = "";
  const note = (chunk: string | Uint8Array): boolean => {
    output += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, "write").mockImplementation(note));
  const log = (["log", "info", "warn", "error", "debug"] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...parts: unknown[]) => void (output += sinks(parts))),
  );
  try {
    return { result: await work(), output };
  } finally {
    for (const spy of [...spies, ...log]) spy.mockRestore();
  }
}

/** The signatures that were really sent; a leaked one can be used for five minutes. */
const signatures = (): string[] =>
  cloud.received.flatMap(({ headers }) => /Signature=(\w+)/.exec(headers.authorization ?? "")?.[1] ?? []);

function expectNoSecret(text: string): void {
  for (const secret of [SECRET_KEY, TOKEN, encodeURIComponent(TOKEN), SECRET_ID, ...signatures()]) {
    expect(text).not.toContain(secret);
  }
}

/** A server that quotes everything it was sent, as debug pages do. */
const echo = (status: number, headers: Record<string, string> = {}): Reply =>
  raw(status, ({ headers: sent, body }) => `<pre>${JSON.stringify(sent)}${body}</pre>`, headers);
const echoInMessage: Reply = (request, response) => {
  refuse("AuthFailure.SignatureFailure", `You sent ${JSON.stringify(request.headers)}`)(request, response);
};
const redirectWithToken: Reply = (request, response) => {
  raw(302, "", { Location: `https://evil.example/?${String(request.headers.authorization)}` })(request, response);
};

const failures: [string, Reply, object][] = [
  ["a refused signature", refuse("AuthFailure.SignatureFailure"), { code: "AuthFailure.SignatureFailure" }],
  ["a refusal that quotes the headers", echoInMessage, { cloudMessage: expect.stringContaining("[redacted]") }],
  ["a 502 page that quotes the headers", echo(502), { cloudMessage: expect.stringContaining("HTTP status 502") }],
  ["a 403 page that quotes the headers", echo(403), { cloudMessage: expect.stringContaining("HTTP status 403") }],
  ["a 200 page that quotes the headers", echo(200), { cloudMessage: expect.stringContaining("HTTP status 200") }],
  ["a redirect that quotes the headers", redirectWithToken, { cloudMessage: expect.stringContaining("[redacted]") }],
  ["a malformed answer", raw(200, '{"Response":'), { known: "ambiguous" }],
  ["a reset connection", (_, response) => response.socket?.resetAndDestroy(), { known: "ambiguous" }],
  ["a body cut short", cutShort, { known: "ambiguous" }],
];

function cutShort(_: unknown, response: Parameters<Reply>[1]): void {
  response.writeHead(200, { "Content-Length": "1000" });
  response.write('{"Response":', () => response.socket?.destroy());
}

describe("A5: no secret in the error, its causes or the output after", () => {
  test.each(failures)("%s", async (_, reply, expected) => {
    cloud.answers(reply);
    const client = clientFor(cloud.url);
    const { result, output } = await written(() => rejection(client.call("DescribeHaVips", {}, open)));
    expect(result).toMatchObject({ name: "ApiError", ...expected });
    expect(signatures()).not.toHaveLength(0);
    expectNoSecret(sinks(result) + output);
    expect(output).toBe("");
  });

  test("a refused connection", async () => {
    const url = `http://127.0.0.1:${String(await refusedPort())}`;
    const { result, output } = await written(() => rejection(clientFor(url).call("DescribeHaVips", {}, open)));
    expect(result).toMatchObject({ name: "ApiError", known: "not-sent" });
    expectNoSecret(sinks(result) + output);
  });

  test("a timeout", async () => {
    cloud.answers(() => undefined);
    const send = createSend({ connectMs: 1_000, totalMs: 500 });
    const { result, output } = await written(() =>
      rejection(clientFor(cloud.url, { send }).call("DescribeHaVips", {}, open)),
    );
    expect(result).toMatchObject({ name: "ApiError", known: "ambiguous" });
    expectNoSecret(sinks(result) + output);
  });

  test("a failed TLS handshake", async () => {
    const plain = await startTcp((socket) => socket.end("no TLS here"));
    const url = `https://127.0.0.1:${String(plain.port)}`;
    const { result, output } = await written(() => rejection(clientFor(url).call("DescribeHaVips", {}, open)));
    await plain.close();
    expect(result).toMatchObject({ name: "ApiError", known: "not-sent" });
    expectNoSecret(sinks(result) + output);
  });
});

test("A5: no key of an answer that was to bring one, where it cannot be read", async () => {
  const keys = { TmpSecretId: "AKIDtemporary", TmpSecretKey: "temporary-key", Token: "temporary-token" };
  cloud.answers(raw(200, `{"Response":${JSON.stringify({ Credentials: keys }).slice(0, -3)}`));
  const request = { RoleArn: "qcs::cam::uin/1:roleName/r", RoleSessionName: "ci" };
  const { result, output } = await written(() => rejection(clientFor(cloud.url).call("AssumeRole", request, open)));
  expect(result).toMatchObject({ name: "ApiError", cloudMessage: expect.stringContaining('"Token":"[redacted]') });
  for (const key of Object.values(keys)) expect(sinks(result) + output).not.toContain(key.slice(0, -1));
});

describe("A5: no secret in what is not an error", () => {
  test("a call that goes well writes nothing", async () => {
    cloud.answers(answer({ TotalCount: 0, HaVipSet: [] }));
    const { result, output } = await written(() => clientFor(cloud.url).call("DescribeHaVips", {}, open));
    expectNoSecret(sinks(result));
    expect(output).toBe("");
  });

  test("a client and a credential that someone prints", () => {
    const credential = new Credential("an id", SECRET_KEY, TOKEN, "a test");
    expectNoSecret(sinks([clientFor(cloud.url), credential, { credential }, Object.entries(credential)]));
    expect(credential.reveal()).toEqual({ secretKey: SECRET_KEY, token: TOKEN });
  });
});

test("the search itself finds a secret where there is one", () => {
  const hidden = Object.defineProperty(new Error("x", { cause: new Error("y") }), "config", {
    enumerable: false,
    value: { deep: { key: SECRET_KEY } },
  });
  expect(() => {
    expectNoSecret(sinks(hidden));
  }).toThrow();
});
