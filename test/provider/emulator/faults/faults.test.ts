import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, type Fault, createEmulator } from "../../../../provider/emulator";
import { tc3Signature } from "../../../../provider/emulator/cloud/signature";
import { Api, PLACE } from "../api";
import { type Envelope, type Reply, raw, send } from "../client";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const create = () => api.code("CreateHaVip", { ...PLACE, HaVipName: "web" });
const havips = (): number => emulator.state().havips.length;

describe("a fault", () => {
  it("before the action prevents it, once", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "RequestLimitExceeded" });
    expect([await create(), havips()]).toEqual(["RequestLimitExceeded", 0]);
    expect([await create(), havips()]).toEqual(["", 1]);
  });

  it("after the action lets it happen and only loses the answer", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "error" });
    expect([await create(), havips()]).toEqual(["InternalError", 1]);
  });

  it.each([
    ["before", 0],
    ["after-commit", 1],
  ] as const)("can cut the connection %s the action", async (phase, made) => {
    emulator.faults.next({ action: "CreateHaVip", phase, kind: "reset" });
    await expect(create()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(havips()).toBe(made);
    expect(emulator.calls()).toMatchObject([{ action: "CreateHaVip", code: "ConnectionReset" }]);
  });

  it("strikes as often as asked, its own action only, and counts what is left", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "ResourceInUse", times: 2 });
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "LimitExceeded" });
    expect(await api.code("DescribeHaVips")).toBe("");
    expect(emulator.faults.pending).toBe(3);
    expect([await create(), await create(), await create(), await create()]).toEqual([
      "ResourceInUse",
      "ResourceInUse",
      "LimitExceeded",
      "",
    ]);
    expect(emulator.faults.pending).toBe(0);
  });

  it("can be the page of a gateway", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "http", httpStatus: 503 });
    const reply = await send(emulator, "CreateHaVip", { ...PLACE, HaVipName: "web" });
    expect([reply.status, reply.headers["content-type"], havips()]).toEqual([503, "text/html", 1]);
    expect(reply.text).toContain("<html>");
  });

  it.each([
    ["an empty body", ""],
    ["any other text", '{"Response":{}}'],
  ])("can be %s with the status of success", async (_name, body) => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "http", httpStatus: 200, body });
    const reply = await send(emulator, "CreateHaVip", { ...PLACE, HaVipName: "web" });
    const { "content-type": type, "content-length": length } = reply.headers;
    expect([reply.status, type, length, reply.text]).toEqual([200, "application/json", String(body.length), body]);
    expect(havips()).toBe(1);
  });

  it("can strike for ever, and is then nothing that a test waits for", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "A", times: "always", nth: 2 });
    expect([await create(), await create(), await create(), await create()]).toEqual(["", "A", "A", "A"]);
    expect(emulator.faults.report()).toMatchObject([{ times: "always", seen: 4, hits: 3, left: "always" }]);
    emulator.faults.assertConsumed();
    expect(emulator.faults.pending).toBe(0);
  });

  it("can be an answer that is no JSON", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "garbage" });
    await expect(create()).rejects.toThrow(SyntaxError);
    expect(havips()).toBe(1);
  });

  it("can be half an answer", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "truncate" });
    await expect(create()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(havips()).toBe(1);
  });

  it("can be silence, until the client or the emulator goes", async () => {
    await using other = await createEmulator();
    other.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "hang" });
    const silent = new Api(other).code("CreateHaVip", { ...PLACE, HaVipName: "web" });
    const first = await Promise.race([silent, sleep(100).then(() => "silence")]);
    expect([first, other.state().havips.length]).toEqual(["silence", 1]);
    const gone = expect(silent).rejects.toMatchObject({ code: "ECONNRESET" });
    await other.close();
    await gone;
  });

  it("of silence ends with a reset", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "hang" });
    const silent = expect(create()).rejects.toMatchObject({ code: "ECONNRESET" });
    while (emulator.faults.pending > 0) await sleep(5);
    await sleep(20);
    await emulator.reset();
    await silent;
  });

  it("can be a delay before the action, which then happens", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "slow", delayMs: 100 });
    const late = create();
    while (emulator.faults.pending > 0) await sleep(5);
    expect(havips()).toBe(0);
    expect([await late, havips()]).toEqual(["", 1]);
  });

  it("can be a delay of the answer alone", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "slow", delayMs: 100 });
    const late = create();
    while (emulator.faults.pending > 0) await sleep(5);
    expect(emulator.calls()).toEqual([]);
    expect([havips(), await late]).toEqual([1, ""]);
  });

  it("of a delay ends with a reset, and brings nothing into what follows", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "slow", delayMs: 60_000 });
    const cut = expect(create()).rejects.toMatchObject({ code: "ECONNRESET" });
    while (emulator.faults.pending > 0) await sleep(5);
    await emulator.reset();
    await cut;
    expect([havips(), emulator.calls(), emulator.stats()]).toEqual([0, [], {}]);
  });

  it("begins with the nth call that fits", async () => {
    emulator.faults.next({
      action: "CreateHaVip",
      phase: "before",
      kind: "error",
      code: "ResourceInUse",
      nth: 2,
      times: 2,
    });
    expect([await create(), await create(), await create(), await create()]).toEqual([
      "",
      "ResourceInUse",
      "ResourceInUse",
      "",
    ]);
  });

  it("strikes only calls whose parameters contain what it names", async () => {
    const match = { HaVipName: "db", Tags: [{ Key: "stage" }] };
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "ResourceInUse", match });
    const named = (HaVipName: string, Key: string) =>
      api.code("CreateHaVip", { ...PLACE, HaVipName, Tags: [{ Key: "other" }, { Key, Value: "x" }] });
    expect([await named("db", "team"), await named("web", "stage"), await named("db", "stage")]).toEqual([
      "",
      "",
      "ResourceInUse",
    ]);
  });

  it("strikes a call of the GET form by the numbers that its texts stand for", async () => {
    emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "error", code: "A", match: { Limit: 10 } });
    expect([await get("Limit=20"), await get("Limit=10")]).toEqual(["", "A"]);
    expect(emulator.calls().map(({ parameters }) => parameters)).toEqual([{ Limit: "20" }, { Limit: "10" }]);
  });

  it("that nobody met is named by assertConsumed", async () => {
    emulator.faults.next({ action: "DeleteHaVip", phase: "before", kind: "reset", times: 2 });
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error" });
    await create();
    expect(() => {
      emulator.faults.assertConsumed();
    }).toThrow("  DeleteHaVip before reset: 0 hits, 2 left; 0 calls fitted");
    emulator.faults.clear();
    emulator.faults.assertConsumed();
  });

  it("with a mistake is refused in code as well", () => {
    // Not of the type Fault, as a program without types could have it.
    const misspelt = { action: "CreateHavip", phase: "before", kind: "reset" } as unknown as Fault;
    expect(() => {
      emulator.faults.next(misspelt);
    }).toThrow(/DescribeHaVips/);
    expect(emulator.faults.pending).toBe(0);
  });

  it("does not outlive a reset", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error" });
    await emulator.reset();
    expect(await create()).toBe("");
  });
});

/** The code that DescribeHaVips is refused with where its parameters stand in the query. */
async function get(query: string): Promise<string> {
  const { secretId, secretKey } = emulator.credentials;
  const [host, type] = [new URL(emulator.url).host, "application/x-www-form-urlencoded"];
  const timestamp = String(Math.floor(Date.now() / 1000));
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const headers = [["content-type", type] as const, ["host", host] as const];
  const signed = { method: "GET", query, headers, payload: "", timestamp, date, service: "vpc" } as const;
  const reply = await raw(`${emulator.url}/?${query}`, "GET", {
    ...{ "x-tc-action": "DescribeHaVips", "x-tc-version": "2017-03-12", "x-tc-region": "ap-guangzhou" },
    ...{ "x-tc-timestamp": timestamp, "content-type": type, host },
    authorization:
      `TC3-HMAC-SHA256 Credential=${secretId}/${date}/vpc/tc3_request, ` +
      `SignedHeaders=content-type;host, Signature=${tc3Signature(signed, secretKey)}`,
  });
  // True because the emulator puts every answer of the API into the envelope.
  return (JSON.parse(reply.text) as { Response: Envelope }).Response.Error?.Code ?? "";
}

describe("faults over HTTP", () => {
  const faults = (method: string, body?: unknown): Promise<Reply> =>
    raw(
      `${emulator.url}/_emulator/faults`,
      method,
      { "x-havip-emulator-token": emulator.token },
      body === undefined ? "" : JSON.stringify(body),
    );
  const rule = { action: "CreateHaVip", phase: "before", kind: "error", code: "ResourceInUse" };

  it("are set, counted and cleared", async () => {
    expect((await faults("PUT", [{ ...rule, nth: 2 }])).status).toBe(200);
    expect([await create(), await create(), await create()]).toEqual(["", "ResourceInUse", ""]);
    expect(JSON.parse((await faults("GET")).text)).toEqual({
      faults: [{ ...rule, nth: 2, seen: 3, hits: 1, left: 0 }],
      pending: 0,
    });
    await faults("DELETE");
    expect(JSON.parse((await faults("GET")).text)).toEqual({ faults: [], pending: 0 });
  });

  it.each([
    ["an unknown action", { ...rule, action: "CreateHavip" }, /none of .*CreateHaVip, DeleteHaVip/],
    ["an unknown kind", { ...rule, kind: "fire" }, /none of error, http, reset/],
    ["an unknown phase", { ...rule, phase: "after" }, /none of before, after-commit/],
    ["an unknown field", { ...rule, probability: 0.5 }, /has probability, which is unknown/],
    ["a detail of another kind", { ...rule, httpStatus: 500 }, /has httpStatus, which is unknown/],
    ["a count that is none", { ...rule, times: 0 }, /times is not a whole number from 1 on/],
    ["a delay that is missing", { ...rule, kind: "slow", code: undefined }, /delayMs is not a whole number/],
    ["parameters that are none", { ...rule, match: ["web"] }, /match is not a JSON object/],
    [
      "a parameter that the action does not take",
      { ...rule, match: { Vips: "10.0.0.5" } },
      /has Vips, which CreateHaVip/,
    ],
    ["a part that a parameter does not have", { ...rule, match: { Tags: [{ Name: "a" }] } }, /Tags\.0 has Name, which/],
    ["a list that is none", { ...rule, match: { Tags: { Key: "a" } } }, /match\.Tags is not a list/],
    [
      "a value of another type",
      { ...rule, match: { CheckAssociate: "true" } },
      /CheckAssociate is not of the type boolean/,
    ],
    ["something else than a rule", "reset", /kind of fault 1 is none of/],
  ])("are refused with %s, all of them", async (_name, wrong, message) => {
    const reply = await faults("PUT", [rule, wrong]);
    expect([reply.status, reply.text]).toEqual([400, expect.stringMatching(message)]);
    expect(emulator.faults.pending).toBe(0);
  });
});
