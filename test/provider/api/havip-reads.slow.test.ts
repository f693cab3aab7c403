import { setTimeout } from "node:timers/promises";
import { type Client, createClient } from "../../../provider/api/client";
import { Credential } from "../../../provider/api/credentials/credential";
import { type HavipReads, createHavipReads } from "../../../provider/api/havip-reads";
import { realTiming } from "../../../provider/api/retry";
import { type Emulator, createEmulator } from "../../../provider/emulator";
import { open, rejection } from "./support/client";

let emulator: Emulator;
let client: Client;
let reads: HavipReads;
/** Waits take no time; the clock is the test's. */
let now: number;

beforeAll(async () => {
  emulator = await createEmulator({ quotaHavipsPerVpc: 1_000 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await emulator.reset();
  now = Date.now();
  const timing = { now: () => now, random: () => 0, sleep: () => setTimeout(1) };
  const { secretId, secretKey } = emulator.credentials;
  client = createClient({
    region: "ap-guangzhou",
    endpoint: { endpoint: emulator.url, domain: "", protocol: "" },
    credential: new Credential(secretId, secretKey, "", "a test"),
    timing: { ...timing, now: Date.now },
  });
  reads = createHavipReads(client, timing);
});

async function make(count: number): Promise<string[]> {
  const { response } = await client.call(
    "CreateSubnet",
    { VpcId: "vpc-00000001", SubnetName: "large", CidrBlock: "10.0.16.0/20", Zone: "ap-guangzhou-3" },
    open,
  );
  const place = { VpcId: "vpc-00000001", SubnetId: response.Subnet.SubnetId };
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const made = await client.call("CreateHaVip", { ...place, HaVipName: `h-${String(index)}` }, open);
    ids.push(made.response.HaVip.HaVipId);
  }
  return ids;
}

const described = (): Record<string, unknown>[] =>
  emulator
    .calls()
    .filter(({ action }) => action === "DescribeHaVips")
    .map(({ parameters }) => parameters);

/** As the engine does: few at a time, the next one when one is answered. */
async function refresh(ids: readonly string[], atOnce = 8): Promise<(string | undefined)[]> {
  const left = [...ids.keys()];
  const names: (string | undefined)[] = [];
  const reader = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { havip } = await reads.recently(ids[next] ?? "", open);
      names[next] = havip?.HaVipName;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  return names;
}

describe("a refresh", () => {
  test("of 200 in a region that holds 200 costs two pages and the first batch", async () => {
    const ids = await make(200);
    const names = await refresh(ids);
    expect(names).toEqual(ids.map((_, index) => `h-${String(index)}`));
    expect(described().length).toBeLessThanOrEqual(4);
  });

  test("waits for nobody where the listing has the answer", async () => {
    const ids = await make(24);
    await refresh(ids.slice(0, 16));
    const calls = described().length;
    const ended: string[] = [];
    await Promise.all([
      reads.now(ids[0] ?? "", open).then(() => ended.push("batch")),
      reads.recently(ids[23] ?? "", open).then(() => ended.push("listing")),
    ]);
    expect(ended).toEqual(["listing", "batch"]);
    expect(described()).toHaveLength(calls + 1);
  });

  test("of one costs one call, however many there are", async () => {
    const ids = await make(120);
    await refresh(ids.slice(-1));
    expect(described()).toEqual([{ HaVipIds: ids.slice(-1), Limit: 100 }]);
  });

  test("of a few among many does not list the region", async () => {
    const ids = await make(750);
    await refresh(ids.slice(0, 24));
    expect(described().length).toBeLessThanOrEqual(4);
  });

  test("finds what is gone, and what the listing lacks", async () => {
    const ids = await make(20);
    await client.call("DeleteHaVip", { HaVipId: ids[15] ?? "" }, open);
    const names = await refresh(ids);
    expect(names[15]).toBeUndefined();
    expect(names.filter((name) => name !== undefined)).toHaveLength(19);
  });

  test("S8: loses nothing where the pages change their order and a row moves between them", async () => {
    const ids = await make(150);
    // Gone in the middle of the listing: the 101st row moves to the first page after that was read.
    emulator.faults.next({ action: "DescribeHaVips", phase: "after-commit", kind: "slow", delayMs: 30, nth: 2 });
    const names = refresh(ids);
    await setTimeout(20);
    await client.call("DeleteHaVip", { HaVipId: ids[0] ?? "" }, open);
    expect((await names).slice(1).every((name) => name !== undefined)).toBe(true);
  });

  test("again is answered by what was read since the time before", async () => {
    const ids = await make(20);
    await refresh(ids);
    await client.call("ModifyHaVipAttribute", { HaVipId: ids[19] ?? "", HaVipName: "renamed" }, open);
    expect((await refresh(ids))[19]).toBe("renamed");
    await client.call("ModifyHaVipAttribute", { HaVipId: ids[19] ?? "", HaVipName: "once more" }, open);
    expect((await reads.recently(ids[19] ?? "", open)).havip?.HaVipName).toBe("once more");
  });
});

describe("S9: one bad id", () => {
  test("spoils nothing for the others that are asked for with it", async () => {
    const ids = await make(5);
    const answers = await Promise.allSettled([...ids, "no id at all"].map((id) => reads.now(id, open)));
    expect(answers.map(({ status }) => status)).toEqual([...ids.map(() => "fulfilled"), "rejected"]);
  });

  test("that the cloud calls not found is gone, and the others are there", async () => {
    const ids = await make(3);
    const [bad = ""] = ids;
    const match = { HaVipIds: [bad] };
    const rule = { action: "DescribeHaVips", phase: "before", kind: "error", code: "ResourceNotFound" } as const;
    emulator.faults.next({ ...rule, match, times: 10 });
    const found = await Promise.all(ids.map((id) => reads.now(id, open)));
    expect(found.map(({ havip }) => havip?.HaVipId)).toEqual([undefined, ids[1], ids[2]]);
  });
});

test("S8: a site whose pages are smaller than is documented has none called gone, and lists all", async () => {
  const ids = await make(50);
  const small: Client = {
    call: (action, request, signal) =>
      client.call(action, "Limit" in request ? { ...request, Limit: 20 } : request, signal),
  };
  const readsOfSmall = createHavipReads(small, realTiming);
  const found = await Promise.all(ids.map((id) => readsOfSmall.now(id, open)));
  expect(found.map(({ havip }) => havip?.HaVipId)).toEqual(ids);
  const listed = await readsOfSmall.ofVpc("vpc-00000001", open);
  expect(listed.map(({ HaVipId }) => HaVipId)).toEqual(ids);
});

describe("reads of the same moment", () => {
  test("are one call, in which each id stands once", async () => {
    const ids = await make(3);
    await Promise.all([...ids, ...ids].map((id) => reads.now(id, open)));
    expect(described()).toEqual([{ HaVipIds: ids, Limit: 100 }]);
  });

  test("go on for the others when one gives up", async () => {
    const ids = await make(2);
    emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "slow", delayMs: 50 });
    const controller = new AbortController();
    const [gone, stays] = [reads.now(ids[0] ?? "", controller.signal), reads.now(ids[1] ?? "", open)];
    controller.abort(new Error("enough"));
    expect(String(await rejection(gone))).toContain("Gave up reading HAVIPs (DescribeHaVips): enough");
    expect((await stays).havip?.HaVipId).toBe(ids[1]);
  });

  test("end with the last one who waits, who is told what became of the call", async () => {
    const [id = ""] = await make(1);
    emulator.faults.next({ action: "DescribeHaVips", phase: "before", kind: "hang" });
    const failure = await rejection(reads.now(id, AbortSignal.timeout(100)));
    expect(failure).toMatchObject({ action: "DescribeHaVips", known: "ambiguous" });
  });
});

describe("the listing of a VPC", () => {
  test("serves whoever asks within half a minute, and is made anew after that", async () => {
    await make(1);
    await Promise.all([1, 2, 3].map(() => reads.ofVpcRecently("vpc-00000001", open)));
    expect(described()).toHaveLength(1);
    now += 30_000;
    await reads.ofVpcRecently("vpc-00000001", open);
    expect(described()).toHaveLength(2);
  });

  test("S8: is read again where rows went missing between its pages", async () => {
    const ids = await make(150);
    emulator.faults.next({ action: "DescribeHaVips", phase: "after-commit", kind: "slow", delayMs: 30 });
    const listed = reads.ofVpc("vpc-00000001", open);
    await setTimeout(15);
    // After the first page was read: the 101st row is now on it, and the second page begins behind that row.
    await client.call("DeleteHaVip", { HaVipId: ids[0] ?? "" }, open);
    const found = new Set((await listed).map(({ HaVipId }) => HaVipId));
    expect(ids.slice(1).filter((id) => !found.has(id))).toEqual([]);
  });
});
