import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { version } from "../../../../package.json";
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

const control = (method: string, command: string, body?: object): Promise<Reply> =>
  raw(
    `${emulator.url}/_emulator/${command}`,
    method,
    { "x-havip-emulator-token": emulator.token },
    body === undefined ? "" : JSON.stringify(body),
  );
const shown = async (command: string): Promise<unknown> => JSON.parse((await control("GET", command)).text);

describe("info", () => {
  it("tells what runs here, and as what it was started", async () => {
    expect(await shown("info")).toMatchObject({
      version,
      storeId: emulator.storeId,
      profile: "instant",
      site: "china",
      pebbleSeed: null,
      behaviour: { bindingSticks: false },
      capabilities: { faultKinds: expect.arrayContaining(["hang"]), durable: false },
    });
  });
});

describe("actions", () => {
  it("lists what is served with its parameters, and what is declined with the reason", async () => {
    const create = { action: "CreateHaVip", service: "vpc", parameters: expect.arrayContaining(["VpcId", "Vip"]) };
    expect(await shown("actions")).toMatchObject({
      served: expect.arrayContaining([expect.objectContaining(create)]),
      declined: expect.arrayContaining([
        { action: "CreateNatGateway", service: "vpc", reason: expect.stringMatching(/^Another product/) },
      ]),
    });
  });

  it("are either served or declined, and stand there once", async () => {
    // True because the shape was compared above.
    const { served, declined } = (await shown("actions")) as Record<"served" | "declined", { action: string }[]>;
    const names = [...served, ...declined].map(({ action }) => action);
    expect(names).toHaveLength(new Set(names).size);
    const answers = await Promise.all(declined.map(({ action }) => send(emulator, action, {})));
    expect(answers.filter(({ text }) => !text.includes("InvalidAction"))).toEqual([]);
  });
});

describe("calls", () => {
  it("name the parameters that no handler looked at", async () => {
    await api.ok("DescribeHaVips", { Limit: 5, Filters: [] });
    const earlier = { VpcId: "vpc-00000001", HaVipName: "web", ClientToken: "token" };
    await api.ok("CreateHaVip", earlier);
    await api.ok("CreateHaVip", earlier);
    // A repeated ClientToken is answered as before, whatever else stands in the request.
    expect(emulator.calls().map(({ unread }) => unread)).toEqual([[], [], ["VpcId", "HaVipName"]]);
  });
});

describe("stats", () => {
  it("count calls by action and by what was answered", async () => {
    await api.ok("DescribeHaVips");
    await api.code("DescribeHaVips", { Limit: 1_000 });
    await send(emulator, "MakeCoffee", {});
    await send(emulator, "MakeTea", {});
    expect(await shown("stats")).toEqual({ actions: emulator.stats() });
    expect(emulator.stats()).toMatchObject({
      DescribeHaVips: { service: "vpc", calls: 2, codes: { "": 1, "InvalidParameterValue.Range": 1 } },
      "(not served)": { calls: 2, codes: { InvalidAction: 2 } },
    });
  });

  it("name the service of an action whose every call was refused before it was read", async () => {
    await send(emulator, "DescribeInstances", {}, { secretKey: "wrong" });
    expect(emulator.stats()).toMatchObject({ DescribeInstances: { service: "cvm", calls: 1 } });
  });

  it("count codes that are called like a property of every object", async () => {
    const fault = { action: "DescribeHaVips", phase: "before", kind: "error", times: 2 } as const;
    emulator.faults.next({ ...fault, code: "constructor" });
    await api.code("DescribeHaVips");
    await api.code("DescribeHaVips");
    expect(emulator.stats()["DescribeHaVips"]?.codes).toEqual(Object.fromEntries([["constructor", 2]]));
  });

  it("begin again with a reset", async () => {
    await api.ok("DescribeHaVips");
    await emulator.reset();
    expect(emulator.stats()).toEqual({});
  });
});

describe("metrics", () => {
  const metrics = async (): Promise<string[]> => (await control("GET", "metrics")).text.split("\n");

  it("are what Prometheus reads", async () => {
    await api.havip();
    await api.code("DeleteHaVip", { HaVipId: "havip-00000000" });
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "reset", times: 3 });
    expect((await control("GET", "metrics")).headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await metrics()).toEqual(
      expect.arrayContaining([
        "# TYPE havip_emulator_calls_total counter",
        'havip_emulator_calls_total{action="CreateHaVip",code="",service="vpc"} 1',
        'havip_emulator_calls_total{action="DeleteHaVip",code="ResourceNotFound",service="vpc"} 1',
        'havip_emulator_resources{kind="havips"} 1',
        "havip_emulator_faults_pending 3",
      ]),
    );
  });

  it("count what is there now, and not what a task was to remove", async () => {
    const { HaVipId } = await api.havip();
    emulator.behave({ tasks: { delayMs: 60_000 } });
    await api.ok("DeleteHaVip", { HaVipId });
    emulator.clock.advance(60_000);
    expect(await metrics()).toContain('havip_emulator_resources{kind="havips"} 0');
  });

  it("have lines of one form only, and end one", async () => {
    await send(emulator, 'Make"Coffee', {});
    const lines = await metrics();
    expect(lines.at(-1)).toBe("");
    const form = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)$/;
    expect(lines.slice(0, -1).filter((line) => !form.test(line))).toEqual([]);
  });

  it("take a bearer token, which is all that Prometheus can send", async () => {
    const get = (token: string): Promise<Reply> =>
      raw(`${emulator.url}/_emulator/metrics`, "GET", { authorization: `Bearer ${token}` });
    expect([(await get(emulator.token)).status, (await get("wrong")).status]).toEqual([200, 403]);
  });
});

describe("a named snapshot", () => {
  const names = (): string[] => emulator.state().havips.map((havip) => havip.HaVipName);

  it("brings back what was there, and removes what came since", async () => {
    const { HaVipId } = await api.havip({ HaVipName: "first" });
    emulator.snapshot("one");
    await api.ok("ModifyHaVipAttribute", { HaVipId, HaVipName: "changed" });
    await api.havip({ HaVipName: "second" });
    emulator.restore("one");
    expect([names(), await api.names()]).toEqual([["first"], ["first"]]);
    await api.ok("DeleteHaVip", { HaVipId });
    emulator.restore("one");
    expect(names()).toEqual(["first"]);
  });

  it("is saved, listed, restored and forgotten over HTTP, and outlives a reset", async () => {
    await api.havip({ HaVipName: "first" });
    await control("PUT", "snapshots", { name: "two" });
    await control("POST", "reset");
    expect(await shown("snapshots")).toMatchObject({ snapshots: expect.arrayContaining(["two"]) });
    expect([(await control("POST", "restore", { name: "two" })).status, names()]).toEqual([200, ["first"]]);
    await control("DELETE", "snapshots");
    const reply = await control("POST", "restore", { name: "two" });
    expect([reply.status, reply.text]).toEqual([404, expect.stringContaining("There is no snapshot two")]);
  });

  it("is listed and forgotten in code too, alone or with all others", () => {
    for (const name of ["a", "b", "c"]) emulator.snapshot(name);
    emulator.forget("a");
    expect(emulator.snapshots()).toEqual(expect.arrayContaining(["b", "c"]));
    expect(emulator.snapshots()).not.toContain("a");
    expect(() => {
      emulator.forget("a");
    }).toThrow(/There is no snapshot a\. There are: .*b, c/);
    emulator.forget();
    expect(emulator.snapshots()).toEqual([]);
  });

  it("is forgotten alone over HTTP where its name is given", async () => {
    emulator.snapshot("a");
    emulator.snapshot("b");
    const body = { name: "a" };
    const headers = { "x-havip-emulator-token": emulator.token, "content-length": "12" };
    await raw(`${emulator.url}/_emulator/snapshots`, "DELETE", headers, JSON.stringify(body));
    expect(emulator.snapshots()).toEqual(["b"]);
  });

  it("needs a name", async () => {
    expect((await control("PUT", "snapshots", {})).status).toBe(400);
  });

  it("is one of a hundred at most", async () => {
    await using other = await createEmulator();
    for (let i = 0; i < 100; i += 1) other.snapshot(String(i));
    other.snapshot("0");
    expect(() => {
      other.snapshot("100");
    }).toThrow(/100 snapshots already/);
  });
});
