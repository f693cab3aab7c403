import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ControlError, type EmulatorOptions, createEmulator } from "../../../provider/emulator";
import { Api, PLACE } from "./api";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "havip-emulator-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a caller without types could give. */
const given = (options: unknown): EmulatorOptions => options as EmulatorOptions;

describe("the options of an emulator", () => {
  it.each([
    [5, /createEmulator is not a JSON object/],
    [{ colour: "red" }, /createEmulator has colour, which is unknown. Known: port, data/],
    [{ port: "abc" }, /port is not a whole number 0 to 65535/],
    [{ port: 70_000 }, /port is not a whole number 0 to 65535/],
    [{ clock: 5 }, /clock is no function/],
    [{ clock: () => NaN }, /clock gave NaN/],
    [{ random: 0.5 }, /random is no function/],
    [{ seed: "foo" }, /seed is none of default, empty/],
    [{ profile: "fast" }, /profile is none of instant, realistic, pebble/],
    [{ profile: "pebble", pebbleSeed: -1 }, /pebbleSeed is not a whole number 0 to 4294967295/],
    [{ pebbleSeed: 7 }, /pebbleSeed decides nothing in the profile instant; give it with the profile pebble/],
    [{ profile: "realistic", pebbleSeed: 7 }, /decides nothing in the profile realistic/],
    [{ site: "moon" }, /site is none of china, intl/],
    [{ taskDelayMs: -1 }, /taskDelayMs is not a whole number from 0 on/],
    [{ quotaHavipsPerVpc: "abc" }, /quotaHavipsPerVpc is not a whole number/],
    [{ quotaHavipsPerVpc: NaN }, /quotaHavipsPerVpc is not a whole number/],
    [{ quotaHavipsPerVpc: -1 }, /quotaHavipsPerVpc is not a whole number/],
    [{ notice: 5, profile: "pebble" }, /notice is no function/],
    [{ behaviour: 5 }, /behaviour is not a JSON object/],
  ])("are refused before anything is made: %j", async (options, message) => {
    const data = join(folder, "data");
    const all = typeof options === "object" ? { data, ...options } : options;
    await expect(createEmulator(given(all))).rejects.toThrow(message);
    expect(existsSync(data)).toBe(false);
  });

  it("are refused as everything else that is asked of the emulator itself", async () => {
    await expect(createEmulator({ data: "" })).rejects.toThrow(ControlError);
  });

  it("that are undefined count as left out", async () => {
    await using emulator = await createEmulator(given({ port: undefined, clock: undefined, pebbleSeed: undefined }));
    expect(emulator.pebbleSeed).toBeUndefined();
  });
});

describe("a source of randomness that gives something else than it should", () => {
  it("is named, instead of ending in ids that are too short", async () => {
    await using emulator = await createEmulator({ random: () => 1 });
    const { Error } = await new Api(emulator).answer("CreateHaVip", { ...PLACE, HaVipName: "web" });
    expect(Error).toMatchObject({ Code: "InternalError", Message: expect.stringMatching(/random gave 1, which is/) });
    expect(emulator.state().havips).toEqual([]);
  });
});

describe("an emulator that fails to start", () => {
  it("leaves the port, and the data to others", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    await new Promise((resolve) => other.close(resolve));
    const notice = (): void => {
      throw new Error("the notice board is full");
    };
    const options = { port, data: join(folder, "data") };
    await expect(createEmulator({ ...options, profile: "pebble", notice })).rejects.toThrow("the notice board is full");
    await using emulator = await createEmulator(options);
    expect(new URL(emulator.url).port).toBe(String(port));
  });
});

it("says which port is taken, and what to do", async () => {
  await using first = await createEmulator();
  const port = Number(new URL(first.url).port);
  const second = createEmulator({ port });
  await expect(second).rejects.toThrow(`cannot listen on port ${String(port)} (listen EADDRINUSE`);
  await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
});
