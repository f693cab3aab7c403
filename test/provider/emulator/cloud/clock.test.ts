import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";
import { raw } from "../client";

const START = Date.UTC(2026, 10, 22);
const DAY = 24 * 60 * 60 * 1000;

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => START, taskDelayMs: 1_000 });
  api = new Api(emulator, emulator.clock.now);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const http = async (method: string, body?: object): Promise<{ status: number; body: unknown }> => {
  const headers = { "x-havip-emulator-token": emulator.token };
  const reply = await raw(
    `${emulator.url}/_emulator/clock`,
    method,
    headers,
    body === undefined ? "" : JSON.stringify(body),
  );
  return { status: reply.status, body: JSON.parse(reply.text) };
};

describe("the clock that is put forward", () => {
  it("lets tasks end", async () => {
    const { HaVipId } = await api.havip();
    await api.ok("DeleteHaVip", { HaVipId });
    emulator.clock.advance(999);
    expect(await api.found()).toHaveLength(1);
    emulator.clock.advance(1);
    expect(await api.found()).toEqual([]);
  });

  it("lets a ClientToken be forgotten", async () => {
    const create = () => api.havip({ ClientToken: "token" });
    const [first, second] = [await create(), await create()];
    emulator.clock.advance(DAY);
    expect([second.HaVipId === first.HaVipId, (await create()).HaVipId === first.HaVipId]).toEqual([true, false]);
  });

  it("goes no further than a century in all, whose dates the API can write", () => {
    const fifty = 50 * 365 * DAY;
    emulator.clock.advance(fifty);
    emulator.clock.advance(fifty);
    expect(() => {
      emulator.clock.advance(1);
    }).toThrow(/time to advance by is not a whole number 0 to 0/);
  });

  it("is right again after a restart on the same data, where no task takes longer than it takes now", async () => {
    const folder = mkdtempSync(join(tmpdir(), "havip-emulator-"));
    const options = { clock: () => START, taskDelayMs: 1_000, data: join(folder, "data") };
    try {
      const before = await createEmulator(options);
      before.clock.advance(60 * 60_000);
      const early = new Api(before, before.clock.now);
      await early.ok("DeleteHaVip", { HaVipId: (await early.havip()).HaVipId });
      await before.close();
      await using after = await createEmulator(options);
      expect([after.clock.offsetMs, after.state().havips.length]).toEqual([0, 1]);
      after.clock.advance(1_000);
      expect(after.state().havips).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("lets signatures expire", async () => {
    const client = new Api(emulator, () => START);
    expect(await client.code("DescribeHaVips")).toBe("");
    emulator.clock.advance(5 * 60_000 + 1_000);
    expect(await client.code("DescribeHaVips")).toBe("AuthFailure.SignatureExpire");
  });

  it("is told to clients by the header Date", async () => {
    emulator.clock.advance(DAY);
    const { headers } = await raw(`${emulator.url}/`, "POST");
    expect(headers["date"]).toBe("Mon, 23 Nov 2026 00:00:00 GMT");
  });

  it("dates what is made", async () => {
    emulator.clock.advance(DAY);
    const { HaVipId } = await api.havip({ ...PLACE });
    expect(await api.found({ HaVipIds: [HaVipId] })).toMatchObject([{ CreatedTime: "2026-11-23 08:00:00" }]);
  });

  it("is right again after a reset", async () => {
    emulator.clock.advance(DAY);
    await emulator.reset();
    expect([emulator.clock.now(), emulator.clock.offsetMs]).toEqual([START, 0]);
  });
});

describe("the clock over HTTP", () => {
  it("can be read, put forward, and set by its offset", async () => {
    expect((await http("GET")).body).toEqual({ now: START, offsetMs: 0 });
    await http("POST", { advanceMs: 500 });
    expect((await http("POST", { advanceMs: 500 })).body).toEqual({ now: START + 1_000, offsetMs: 1_000 });
    expect((await http("PUT", { offsetMs: -1_000 })).body).toEqual({ now: START - 1_000, offsetMs: -1_000 });
  });

  it.each([
    ["POST", { advanceMs: -1 }],
    ["POST", { advanceMs: 0.5 }],
    ["POST", { advanceMs: null }],
    ["POST", { advanceMs: "500" }],
    ["POST", { offsetMs: 1 }],
    ["PUT", { offsetMs: 1e16 }],
    ["PUT", {}],
  ])("refuses %s %j", async (method, body) => {
    expect((await http(method, body)).status).toBe(400);
    expect(emulator.clock.offsetMs).toBe(0);
  });
});
