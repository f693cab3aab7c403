import type { ActionName } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";
import { raw } from "../client";

let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22);

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now });
  api = new Api(emulator, () => now);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const ids = async (parameters: Record<string, unknown> = {}): Promise<string[]> =>
  (await api.found(parameters)).map((havip) => havip.HaVipId);
const describe20 = async (times: number): Promise<string[]> => {
  const codes: string[] = [];
  for (let i = 0; i < times; i += 1) codes.push(await api.code("DescribeHaVips"));
  return codes;
};

describe("a rate limit", () => {
  it("refuses what is too much within one second, in the cloud's words", async () => {
    emulator.behave({ rateLimits: { "*": 20 } });
    expect(new Set(await describe20(20))).toEqual(new Set([""]));
    expect((await api.answer("DescribeHaVips")).Error).toEqual({
      Code: "RequestLimitExceeded",
      Message:
        "Your current request times equals to `21` in a second, which exceeds the frequency limit `20` for a second. " +
        "Please reduce the frequency of calls.",
    });
    now += 1_000;
    expect(await api.code("DescribeHaVips")).toBe("");
  });

  it("counts each action by itself", async () => {
    emulator.behave({ rateLimits: { "*": 2, DescribeVpcs: 1 } });
    expect(await describe20(3)).toEqual(["", "", "RequestLimitExceeded"]);
    expect([await api.code("DescribeVpcs"), await api.code("DescribeVpcs")]).toEqual(["", "RequestLimitExceeded"]);
  });

  it("may become narrower at any time, as when other programs share it", async () => {
    emulator.behave({ rateLimits: { "*": 4 } });
    expect(await describe20(3)).toEqual(["", "", ""]);
    emulator.behave({ rateLimits: { "*": 2 } });
    expect(await describe20(1)).toEqual(["RequestLimitExceeded"]);
  });

  it("is not there unless asked for, but is in the profile realistic", async () => {
    expect(new Set(await describe20(50))).toEqual(new Set([""]));
    await using realistic = await createEmulator({ profile: "realistic", clock: () => now });
    expect(realistic.behaviour()).toMatchObject({ rateLimits: { "*": 20 }, tasks: { delayMs: 2_000 } });
  });

  it("is higher in the profile realistic where an action's document says so", async () => {
    await using realistic = await createEmulator({ profile: "realistic", clock: () => now });
    const documented = new Api(realistic, () => now);
    const codes = (action: ActionName) => Promise.all(Array.from({ length: 21 }, () => documented.code(action)));
    expect(new Set(await codes("DescribeVpcs"))).toEqual(new Set([""]));
    expect(await codes("DescribeHaVips")).toContain("RequestLimitExceeded");
  });

  it("is not used up by callers without the key", async () => {
    emulator.behave({ rateLimits: { "*": 1 } });
    const stranger = new Api(
      { url: emulator.url, credentials: { ...emulator.credentials, secretKey: "x" } },
      () => now,
    );
    expect(await stranger.code("DescribeHaVips")).toBe("AuthFailure.SignatureFailure");
    expect(await api.code("DescribeHaVips")).toBe("");
  });
});

describe("a ClientToken", () => {
  const twice = async (): Promise<boolean> => {
    const [first, second] = [await api.havip({ ClientToken: "t" }), await api.havip({ ClientToken: "t" })];
    return first.HaVipId === second.HaVipId;
  };

  it("is known again, unless the emulator is told not to honour it", async () => {
    expect(await twice()).toBe(true);
    emulator.behave({ clientTokens: { honoured: false } });
    expect(await twice()).toBe(false);
  });

  it("is forgotten when its time is over, which can be much shorter than a day", async () => {
    emulator.behave({ clientTokens: { lifetimeMs: 1_000 } });
    const { HaVipId } = await api.havip({ ClientToken: "t" });
    now += 999;
    expect((await api.havip({ ClientToken: "t" })).HaVipId).toBe(HaVipId);
    now += 1;
    expect((await api.havip({ ClientToken: "t" })).HaVipId).not.toBe(HaVipId);
  });

  it("has the time of the assumption at first", async () => {
    await using other = await createEmulator({ assumptions: { clientTokenLifetimeMs: 5 } });
    expect(other.behaviour().clientTokens).toEqual({ honoured: true, lifetimeMs: 5 });
  });
});

describe("reads that are behind", () => {
  it("do not show a new HAVIP at first", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterReads: 2 } } });
    const { HaVipId } = await api.havip();
    expect([await ids(), await ids(), await ids()]).toEqual([[], [], [HaVipId]]);
  });

  it("still show one that is gone", async () => {
    const { HaVipId } = await api.havip();
    emulator.behave({ consistency: { havips: { goneAfterReads: 1 } } });
    await api.ok("DeleteHaVip", { HaVipId });
    expect([await ids(), await ids()]).toEqual([[HaVipId], []]);
  });

  it("show one as it was before its change", async () => {
    const { HaVipId } = await api.havip();
    emulator.behave({ consistency: { havips: { staleReadsAfterUpdate: 1 } } });
    await api.ok("ModifyHaVipAttribute", { HaVipId, HaVipName: "db" });
    expect([await api.names(), await api.names()]).toEqual([["web"], ["db"]]);
  });

  it("count for the HAVIPs that they ask for only", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterReads: 1 } } });
    const { HaVipId } = await api.havip();
    await ids({ HaVipIds: ["havip-00000000"] });
    expect([await ids({ HaVipIds: [HaVipId] }), await ids({ HaVipIds: [HaVipId] })]).toEqual([[], [HaVipId]]);
  });

  it("count only where they are answered, and in the region of the HAVIP", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterReads: 1 } } });
    const { HaVipId } = await api.havip();
    await api.code("DescribeHaVips", { Limit: 1_000 });
    await api.ok("DescribeHaVips", {}, "ap-shanghai");
    expect([await ids(), await ids()]).toEqual([[], [HaVipId]]);
  });

  it("with filters count for the HAVIPs that meet them, as they are or as they are shown", async () => {
    const named = (name: string): Promise<string[]> => api.names({ Filters: [{ Name: "havip-name", Values: [name] }] });
    emulator.behave({ consistency: { havips: { visibleAfterReads: 1 } } });
    const { HaVipId } = await api.havip({ HaVipName: "web" });
    expect([await named("db"), await named("web"), await named("web")]).toEqual([[], [], ["web"]]);
    emulator.behave({ consistency: { havips: { staleReadsAfterUpdate: 2 } } });
    await api.ok("ModifyHaVipAttribute", { HaVipId, HaVipName: "db" });
    expect([await named("web"), await named("other"), await named("db"), await named("db")]).toEqual([
      ...[["web"], [], []],
      ["db"],
    ]);
  });

  it("can be behind for a time instead, or for both", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterMs: 1_000, goneAfterReads: 1, goneAfterMs: 1_000 } } });
    const { HaVipId } = await api.havip();
    expect([await ids(), await ids()]).toEqual([[], []]);
    now += 1_000;
    expect(await ids()).toEqual([HaVipId]);
    await api.ok("DeleteHaVip", { HaVipId });
    expect([await ids(), await ids()]).toEqual([[HaVipId], [HaVipId]]);
    now += 1_000;
    expect(await ids()).toEqual([]);
  });

  it("are right at once where the knob is turned off", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterReads: 9, visibleAfterMs: 60_000 } } });
    const { HaVipId } = await api.havip();
    emulator.behave({ consistency: { havips: { staleReadsAfterUpdate: 1 } } });
    expect(await ids()).toEqual([HaVipId]);
  });

  it("never show what was gone before anyone saw it", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterReads: 1, goneAfterReads: 5 } } });
    const { HaVipId } = await api.havip();
    await api.ok("DeleteHaVip", { HaVipId });
    expect([await ids(), await ids()]).toEqual([[], []]);
  });

  it("deceive no other action", async () => {
    emulator.behave({ consistency: { havips: { visibleAfterReads: 100 } } });
    const { HaVipId } = await api.havip({ Vip: "10.0.0.100" });
    expect(await api.code("CreateHaVip", { ...PLACE, HaVipName: "db", Vip: "10.0.0.100" })).toBe("ResourceInUse");
    expect(await api.code("ModifyHaVipAttribute", { HaVipId, HaVipName: "db" })).toBe("");
  });
});

describe("tasks", () => {
  it("may be slow", async () => {
    emulator.behave({ tasks: { delayMs: 5_000 } });
    const { HaVipId } = await api.havip();
    await api.ok("DeleteHaVip", { HaVipId });
    now += 4_999;
    expect(await ids()).toEqual([HaVipId]);
    now += 1;
    expect(await ids()).toEqual([]);
  });

  it("may be stuck, until they are not", async () => {
    emulator.behave({ tasks: { stuck: true } });
    const { HaVipId } = await api.havip();
    const { RequestId: TaskId } = await api.ok("DeleteHaVip", { HaVipId });
    now += 60_000;
    expect([await ids(), (await api.ok("DescribeVpcTaskResult", { TaskId }))["Status"]]).toEqual([
      [HaVipId],
      "RUNNING",
    ]);
    emulator.behave({ tasks: { stuck: false } });
    expect(await ids()).toEqual([]);
  });
});

describe("a binding that sticks", () => {
  it("outlives its holder, so that the HAVIP cannot be deleted", async () => {
    const { HaVipId } = await api.havip();
    emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000001" });
    emulator.behave({ bindingSticks: true });
    expect(emulator.release({ haVipId: HaVipId })).toBe(false);
    expect(await api.found()).toMatchObject([{ State: "AVAILABLE", InstanceId: "ins-00000001" }]);
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("UnsupportedOperation");
    emulator.behave({ bindingSticks: false });
    expect(emulator.release({ haVipId: HaVipId })).toBe(true);
    expect(await api.found()).toMatchObject([{ State: "UNBIND" }]);
  });
});

describe("the behaviour", () => {
  const http = async (method: string, body?: object): Promise<{ status: number; body: unknown }> => {
    const headers = { "x-havip-emulator-token": emulator.token };
    const reply = await raw(
      `${emulator.url}/_emulator/behaviour`,
      method,
      headers,
      body === undefined ? "" : JSON.stringify(body),
    );
    return { status: reply.status, body: JSON.parse(reply.text) };
  };

  it("changes over HTTP, one field at a time", async () => {
    await http("PATCH", { rateLimits: { CreateHaVip: 5 } });
    expect(await http("PATCH", { tasks: { delayMs: 7 } })).toEqual({ status: 200, body: emulator.behaviour() });
    expect(emulator.behaviour()).toEqual({
      rateLimits: { CreateHaVip: 5 },
      consistency: {},
      tasks: { delayMs: 7, stuck: false, outcome: "SUCCESS" },
      clientTokens: { honoured: true, lifetimeMs: 86_400_000 },
      bindingSticks: false,
    });
  });

  it("is what it was at the start after a reset", async () => {
    const first = emulator.behaviour();
    emulator.behave({ rateLimits: { "*": 1 }, bindingSticks: true });
    await emulator.reset();
    expect(emulator.behaviour()).toEqual(first);
  });

  it.each([
    [{ weather: "bad" }, /has weather, which is unknown/],
    [{ rateLimits: { CreateHavip: 1 } }, /has CreateHavip, which is unknown/],
    [{ rateLimits: { "*": -1 } }, /not a whole number/],
    [{ consistency: { clouds: {} } }, /has clouds, which is unknown/],
    [{ consistency: { havips: { lateAfterReads: 1 } } }, /has lateAfterReads, which is unknown/],
    [{ tasks: { delayMs: "1s" } }, /tasks.delayMs is not a whole number/],
    [{ tasks: { outcome: "failed" } }, /tasks.outcome is none of SUCCESS, FAILED/],
    [{ bindingSticks: 1 }, /neither true nor false/],
  ])("refuses %j", async (change, message) => {
    const before = emulator.behaviour();
    const answer = await http("PATCH", { bindingSticks: true, ...change });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringMatching(message)]);
    expect(emulator.behaviour()).toEqual(before);
  });
});
