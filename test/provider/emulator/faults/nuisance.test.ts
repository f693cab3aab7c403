import { type BehaviourChange, type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api, PLACE } from "../api";

const quiet = (): void => {};
const pebble = (pebbleSeed: number, behaviour: BehaviourChange = {}): Promise<Emulator> =>
  createEmulator({ profile: "pebble", pebbleSeed, behaviour, notice: quiet, quotaHavipsPerVpc: 100 });

/** What this many reads are answered: codes, or the VPCs' fields. */
async function codes(emulator: Emulator, times: number): Promise<string[]> {
  const api = new Api(emulator);
  const found: string[] = [];
  for (let i = 0; i < times; i += 1) found.push(await api.code("DescribeVpcs"));
  return found;
}

/** The answer of a call as often as the profile refuses it. */
async function insist(api: Api, action: "CreateHaVip" | "DescribeHaVips", parameters: Record<string, unknown>) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await api.answer(action, parameters);
    if (answer.Error === undefined) return answer;
  }
  throw new Error(`${action} was refused 20 times.`);
}

describe("the profile pebble", () => {
  it("throttles and fails now and then", async () => {
    await using emulator = await pebble(1);
    const found = await codes(emulator, 400);
    expect(new Set(found)).toEqual(new Set(["", "RequestLimitExceeded", "InternalError"]));
    const refused = found.filter((code) => code !== "").length;
    expect([refused > 5, refused < 60]).toEqual([true, true]);
  });

  it("does the same again for the same seed, and after a reset, and something else for another", async () => {
    await using one = await pebble(7);
    await using same = await pebble(7);
    await using other = await pebble(8);
    const first = await codes(one, 200);
    await one.reset();
    expect([await codes(same, 200), await codes(one, 200)]).toEqual([first, first]);
    expect(await codes(other, 200)).not.toEqual(first);
  });

  it("says which seed it has", async () => {
    const lines: string[] = [];
    await using emulator = await createEmulator({ profile: "pebble", notice: (line) => lines.push(line) });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`seed ${String(emulator.pebbleSeed)}\\.$`))]);
  });

  it("has lists in changing order, late visibility, and fields that nobody knows", async () => {
    await using emulator = await pebble(3);
    const api = new Api(emulator);
    for (let i = 0; i < 8; i += 1) {
      await insist(api, "CreateHaVip", { ...PLACE, HaVipName: String(i), ClientToken: String(i) });
    }
    const first = await insist(api, "DescribeHaVips", { Limit: 100 });
    expect(first["TotalCount"]).toBe(0);
    await insist(api, "DescribeHaVips", { Limit: 100 });
    const page = await insist(api, "DescribeHaVips", {});
    expect([page["TotalCount"], (page["HaVipSet"] as object[]).length]).toEqual([8, 8]);
    const orders = [];
    for (let i = 0; i < 3; i += 1) {
      const { HaVipSet } = await insist(api, "DescribeHaVips", { Limit: 100 });
      // True because a DescribeHaVips that succeeds answers them.
      orders.push((HaVipSet as { HaVipName: string }[]).map(({ HaVipName }) => HaVipName));
    }
    expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThan(1);
    expect(orders.map((order) => [...order].sort().join(""))).toEqual(["01234567", "01234567", "01234567"]);
    expect(page).toMatchObject({ FieldOfTheFuture: "", HaVipSet: Array(8).fill({ FieldOfTheFuture: "" }) });
  });

  it("leaves the documented default page alone, which correct clients count by", async () => {
    await using emulator = await pebble(3, { consistency: {} });
    const api = new Api(emulator);
    for (let i = 0; i < 22; i += 1) {
      await insist(api, "CreateHaVip", { ...PLACE, HaVipName: String(i), ClientToken: String(i) });
    }
    const names = async (parameters: object) =>
      // True because a DescribeHaVips that succeeds answers them.
      (await insist(api, "DescribeHaVips", { ...parameters }))["HaVipSet"] as object[];
    expect([(await names({})).length, (await names({ Offset: 20 })).length]).toEqual([20, 2]);
  });

  it.each([-1, 0.5, 2 ** 32])("refuses the seed %p", async (seed) => {
    await expect(pebble(seed)).rejects.toThrow(/pebbleSeed is not a whole number/);
  });
});

describe("a profile", () => {
  it("that does not exist is refused", async () => {
    // @ts-expect-error A program without types can ask for it.
    await expect(createEmulator({ profile: "chaos" })).rejects.toThrow(/none of instant, realistic, pebble/);
  });

  it("may be changed in part", async () => {
    await using emulator = await createEmulator({ profile: "realistic", behaviour: { tasks: { delayMs: 1 } } });
    expect(emulator.behaviour()).toMatchObject({ rateLimits: { "*": 20 }, tasks: { delayMs: 1 } });
  });
});
