import { type Emulator, createEmulator } from "../../../provider/emulator";
import { Api, PLACE } from "./api";

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
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "A", times: 2 });
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "B" });
    expect(await api.code("DescribeHaVips")).toBe("");
    expect(emulator.faults.pending).toBe(3);
    expect([await create(), await create(), await create(), await create()]).toEqual(["A", "A", "B", ""]);
    expect(emulator.faults.pending).toBe(0);
  });

  it("does not outlive a reset", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error" });
    await emulator.reset();
    expect(await create()).toBe("");
  });
});
