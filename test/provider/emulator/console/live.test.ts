import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { type Listener, listen } from "./page-calls";

let emulator: Emulator;
let api: Api;
let open: Listener[];
beforeEach(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
  open = [];
});
afterEach(async () => {
  for (const listener of open) listener.leave();
  await emulator.close();
});

/** A page that was told what there is. */
async function page(region?: string): Promise<Listener> {
  const listener = await listen(emulator, region);
  open.push(listener);
  await listener.next();
  await listener.next();
  return listener;
}

describe("an open console", () => {
  it("is told what the emulator is, and then all that is there", async () => {
    const { HaVipId } = await api.havip();
    const listener = await listen(emulator);
    open.push(listener);
    const emulatorFacts = { storeId: emulator.storeId, profile: "instant", site: "china", durable: false };
    expect(await listener.next()).toMatchObject({ emulator: emulatorFacts });
    const first = await listener.next();
    expect(first).toMatchObject({ first: true, regions: ["ap-guangzhou"] });
    expect(first["changes"]).toContainEqual({
      table: "havips",
      id: HaVipId,
      row: expect.objectContaining({ State: "UNBIND" }),
    });
  });

  it("is told of a new holder, and of nothing else", async () => {
    const { HaVipId: haVipId } = await api.havip();
    await api.havip();
    const listener = await page();
    emulator.announce({ haVipId, instanceId: "ins-00000002" });
    const row = expect.objectContaining({ InstanceId: "ins-00000002", State: "AVAILABLE" });
    expect(await listener.next()).toMatchObject({ first: false, changes: [{ table: "havips", id: haVipId, row }] });
  });

  it("is told that everything is gone after a reset", async () => {
    const { HaVipId: id } = await api.havip();
    const listener = await page();
    await emulator.reset();
    expect((await listener.next())["changes"]).toContainEqual({ table: "havips", id, row: null });
  });

  it("is told nothing of other regions but that they are there", async () => {
    const listener = await page();
    await api.ok("CreateVpc", { VpcName: "far", CidrBlock: "10.8.0.0/16" }, "ap-shanghai");
    expect(await listener.next()).toMatchObject({ regions: ["ap-guangzhou", "ap-shanghai"], changes: [] });
  });

  it("sees a task end that is due, though nobody asks for anything", async () => {
    emulator.behave({ tasks: { delayMs: 60_000 } });
    const { HaVipId: id } = await api.havip();
    await api.ok("DeleteHaVip", { HaVipId: id });
    emulator.clock.advance(61_000);
    const listener = await listen(emulator);
    open.push(listener);
    await listener.next();
    const { changes } = await listener.next();
    expect(changes).not.toContainEqual(expect.objectContaining({ table: "havips" }));
    expect(emulator.calls().map(({ action }) => action)).toEqual(["CreateHaVip", "DeleteHaVip"]);
  });

  it("makes no calls and counts for no limit", async () => {
    emulator.behave({ rateLimits: { "*": 1 } });
    await page();
    await page();
    expect([emulator.calls(), emulator.stats()]).toEqual([[], {}]);
    expect(await api.code("DescribeHaVips")).toBe("");
  });

  it("does not keep the emulator from closing", async () => {
    const { ended } = await page();
    await emulator.close();
    await ended;
  });
});
