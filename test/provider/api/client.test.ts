import { readFileSync } from "node:fs";
import { ApiError } from "../../../provider/api/errors";
import { Credential } from "../../../provider/api/credentials/credential";
import { sign, signingKeys } from "../../../provider/api/sign";
import { type Cloud, type Received, answer, raw, refuse, startCloud } from "./support/cloud";
import { SECRET_ID, SECRET_KEY, TOKEN, clientFor, open, rejection } from "./support/client";
import { refusedPort } from "./support/tcp";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

/** The signed requests; without the question what kind of server it is. */
const calls = (): Received[] => cloud.received.filter(({ method }) => method === "POST");

const create = { VpcId: "vpc-00000001", HaVipName: "名前", ClientToken: "token-1" };

describe("a call that goes well", () => {
  test("gives the typed answer, the request id and the world", async () => {
    cloud.answers(answer({ TotalCount: 0, HaVipSet: [] }));
    expect(await clientFor(cloud.url).call("DescribeHaVips", { Limit: 100 }, open)).toMatchObject({
      response: { TotalCount: 0, HaVipSet: [] },
      requestId: "request-1",
      world: "tencentcloud",
    });
  });

  test("T7: but without what it was called for is no answer: there may be HAVIPs all the same", async () => {
    cloud.answers(answer({ HaVipSet: null }), answer({ TotalCount: 1, HaVipSet: {} }));
    const error = await rejection(clientFor(cloud.url).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ known: "ambiguous", cloudMessage: "the answer lacks HaVipSet" });
  });

  test("is one also where the set of nothing is null", async () => {
    cloud.answers(answer({ TotalCount: 0, HaVipSet: null }));
    const { response } = await clientFor(cloud.url).call("DescribeHaVips", {}, open);
    expect(response.TotalCount).toBe(0);
  });

  test("T7: but names no HAVIP that was made is no answer", async () => {
    cloud.answers(answer({ HaVip: {} }));
    const error = await rejection(clientFor(cloud.url).call("CreateHaVip", create, open));
    expect(error).toMatchObject({ known: "ambiguous", cloudMessage: "the answer lacks HaVip.HaVipId" });
  });

  test("carries the headers of the API", async () => {
    await clientFor(cloud.url).call("CreateHaVip", create, open);
    expect(calls()[0]?.headers).toMatchObject({
      host: new URL(cloud.url).host,
      "content-type": "application/json",
      "x-tc-action": "CreateHaVip",
      "x-tc-version": "2017-03-12",
      "x-tc-region": "ap-guangzhou",
      "x-tc-timestamp": String(Date.UTC(2026, 0, 1) / 1_000),
      "x-tc-token": TOKEN,
      "x-tc-language": "en-US",
    });
  });

  test("names this package and its version in the characters that the cloud allows", async () => {
    // Two levels up from test/ stands the package's own description; its version is a text.
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    await clientFor(cloud.url).call("CreateHaVip", create, open);
    const name = calls()[0]?.headers["x-tc-requestclient"];
    expect(name).toBe(`pulumi-tencentcloud-havip ${version}`);
    expect(name).toMatch(/^[0-9a-zA-Z-_ ,;.]+$/);
  });

  test("sends no token header with a permanent key", async () => {
    await clientFor(cloud.url, { credential: new Credential(SECRET_ID, SECRET_KEY, "", "a test") }).call(
      "CreateHaVip",
      create,
      open,
    );
    expect(calls()[0]?.headers).not.toHaveProperty("x-tc-token");
  });

  test("is signed over the very bytes that arrive", async () => {
    await clientFor(cloud.url).call("CreateHaVip", create, open);
    const [{ headers, body }] = calls() as [Received];
    expect(JSON.parse(body)).toEqual(create);
    const signed = {
      "content-type": String(headers["content-type"]),
      host: String(headers.host),
      "x-tc-action": "CreateHaVip",
    };
    const signable = {
      method: "POST",
      query: "",
      headers: signed,
      payload: body,
      service: "vpc",
      timestamp: Number(headers["x-tc-timestamp"]),
    } as const;
    expect(headers.authorization).toBe(sign(signable, SECRET_ID, signingKeys(SECRET_KEY)));
  });

  test("uses version and scope of the action's own product", async () => {
    await clientFor(cloud.url).call("GetCallerIdentity", {}, open);
    expect(calls()[0]?.headers).toMatchObject({
      "x-tc-version": "2018-08-13",
      authorization: expect.stringContaining("/2026-01-01/sts/tc3_request"),
    });
  });
});

describe("a call that is repeated", () => {
  test("H1: a throttled create succeeds in the end, with the same bytes and so the same ClientToken", async () => {
    cloud.answers(refuse("RequestLimitExceeded"), refuse("RequestLimitExceeded"), answer({}));
    await clientFor(cloud.url).call("CreateHaVip", create, open);
    expect(new Set(calls().map(({ body }) => body)).size).toBe(1);
    expect(calls()).toHaveLength(3);
  });

  test("is signed anew each time, because it may wait longer than a signature is valid", async () => {
    cloud.answers(refuse("RequestLimitExceeded"), refuse("RequestLimitExceeded"), answer({}));
    await clientFor(cloud.url).call("CreateHaVip", create, open);
    const timestamps = calls().map(({ headers }) => Number(headers["x-tc-timestamp"]) - Date.UTC(2026, 0, 1) / 1_000);
    expect(timestamps[0]).toBe(0);
    expect(timestamps[2]).toBeGreaterThanOrEqual(2); // A second after each refusal.
  });

  test("T8: a read is sent again after a server error", async () => {
    cloud.answers(raw(503, "busy"), answer({ TotalCount: 0, HaVipSet: [] }));
    await clientFor(cloud.url).call("DescribeHaVips", {}, open);
    expect(calls()).toHaveLength(2);
  });

  test("T8: a change that sets something is, too", async () => {
    cloud.answers(raw(503, "busy"), answer({}));
    await clientFor(cloud.url).call("ModifyHaVipAttribute", { HaVipId: "havip-00000001", HaVipName: "a" }, open);
    expect(calls()).toHaveLength(2);
  });

  test("T8: a server that fails for ever gets an error with the attempts and the time, when the operation ends", async () => {
    cloud.answers(raw(503, "busy"));
    const error = await rejection(clientFor(cloud.url).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ known: "ambiguous", cloudMessage: expect.stringContaining("HTTP status 503") });
    expect((error as ApiError).attempts).toBeGreaterThan(5);
    expect((error as ApiError).elapsedMs).toBeGreaterThanOrEqual(120_000);
  });

  test("A1: a clock that is wrong is put right once, by the cloud's, and the user is told once", async () => {
    const warnings: string[] = [];
    const client = clientFor(cloud.url, { warn: (message) => warnings.push(message) });
    const expired = refuse("AuthFailure.SignatureExpire", "Expired.", { Date: "Thu, 01 Jan 2026 00:10:00 GMT" });
    cloud.answers(expired, answer({}));
    await client.call("DescribeHaVips", {}, open);
    await client.call("DescribeHaVips", {}, open);
    const timestamps = calls().map(({ headers }) => Number(headers["x-tc-timestamp"]) - Date.UTC(2026, 0, 1) / 1_000);
    expect(timestamps).toEqual([0, 600, 600]);
    expect(warnings).toEqual([expect.stringContaining("600 s behind the cloud's")]);
  });

  test("A2: expired credentials are exchanged once, for all calls that met it", async () => {
    const fresh = new Credential("AKIDfresh", "fresh-key", "fresh-token", "the same place");
    const renewals: Credential[] = [];
    const renew = (expired: Credential): Promise<Credential> => {
      renewals.push(expired);
      return Promise.resolve(fresh);
    };
    cloud.answersBy(({ headers }) =>
      headers["x-tc-token"] === "fresh-token" ? answer({}) : refuse("AuthFailure.TokenFailure"),
    );
    const client = clientFor(cloud.url, { renew });
    await Promise.all(Array.from({ length: 5 }, () => client.call("DescribeHaVips", {}, open)));
    await client.call("DescribeHaVips", {}, open);
    expect(renewals).toHaveLength(1);
    expect(calls().at(-1)?.headers.authorization).toContain("Credential=AKIDfresh/");
  });

  test("A2: credentials that are nowhere to be had anew fail at once", async () => {
    cloud.answers(refuse("AuthFailure.TokenFailure"));
    const error = await rejection(clientFor(cloud.url).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ attempts: 1, hint: expect.stringContaining("have expired") });
  });

  test("T3: a create of which nothing is known is not sent again here", async () => {
    cloud.answers(raw(503, "busy"), answer({}));
    const error = await rejection(clientFor(cloud.url).call("CreateHaVip", create, open));
    expect(error).toMatchObject({ known: "ambiguous", attempts: 1, code: "" });
    expect(calls()).toHaveLength(1);
  });
});

describe("a call that fails", () => {
  test("tells everything that is known", async () => {
    cloud.answers(refuse("ResourceInUse", "The address is in use."));
    const error = await rejection(clientFor(cloud.url).call("CreateHaVip", create, open));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      action: "CreateHaVip",
      code: "ResourceInUse",
      cloudMessage: "The address is in use.",
      requestId: "request-1",
      attempts: 1,
      endpoint: cloud.url,
      known: "definite",
      world: "tencentcloud",
      hint: expect.stringContaining("used by something else"),
    });
  });

  test("T1: names the endpoint when nothing listens there, after a minute", async () => {
    const url = `http://127.0.0.1:${String(await refusedPort())}`;
    const error = await rejection(clientFor(url).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({
      known: "not-sent",
      endpoint: url,
      cause: expect.objectContaining({ code: "ECONNREFUSED" }),
    });
  });

  test("A1: tells by how many seconds the clock differs", async () => {
    cloud.answers(refuse("AuthFailure.SignatureExpire", "Expired.", { Date: "Thu, 01 Jan 2026 00:10:00 GMT" }));
    const error = await rejection(clientFor(cloud.url).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ attempts: 2, hint: expect.stringContaining("600 s behind") });
  });

  test("A3: a wrong key fails at once", async () => {
    cloud.answers(refuse("AuthFailure.SignatureFailure"));
    const error = await rejection(clientFor(cloud.url).call("DescribeHaVips", {}, open));
    expect(error).toMatchObject({ attempts: 1, known: "refused", hint: expect.stringContaining("come from a test") });
  });

  test("ends when the caller gives up, and tells that it may have been carried out", async () => {
    const controller = new AbortController();
    cloud.answers(() => {
      controller.abort(new Error("the deadline is over"));
    });
    const error = await rejection(clientFor(cloud.url).call("CreateHaVip", create, controller.signal));
    expect(error).toMatchObject({ known: "ambiguous", attempts: 1, cloudMessage: "the deadline is over" });
  });
});
