import { type Emulator, createEmulator } from "../../../../provider/emulator";
import type { Envelope } from "../client";
import { ask } from "./page-calls";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function answer(fields: object = {}): Promise<Envelope> {
  const { status, text } = await ask(emulator, fields);
  if (status !== 200) throw new Error(text);
  // True because the emulator puts every answer of the API into the envelope.
  return (JSON.parse(text) as { Response: Envelope }).Response;
}

describe("a call of the console's page", () => {
  it("is written down like a client's", async () => {
    const { RequestId } = await answer();
    const expected = { action: "CreateHaVip", service: "vpc", region: "ap-guangzhou", code: "", requestId: RequestId };
    expect(emulator.calls()).toMatchObject([{ ...expected, parameters: { HaVipName: "web" } }]);
  });

  it("is checked like a client's", async () => {
    const { Error } = await answer({ parameters: { VpcId: "vpc-00000001", HaVipName: "x".repeat(61) } });
    expect(Error?.Code).toBe("InvalidParameterValue.TooLong");
    expect((await answer({ parameters: { HaVipName: "web" } })).Error?.Code).toBe("MissingParameter");
    expect((await answer({ region: "Guangzhou" })).Error?.Code).toBe("UnsupportedRegion");
    expect(emulator.state().havips).toEqual([]);
  });

  it("is refused in the language of the page", async () => {
    emulator.behave({ rateLimits: { CreateHaVip: 0 } });
    expect((await answer({ language: "en-US" })).Error?.Message).toMatch(/^Your current request times/);
    expect((await answer({ language: "zh-CN" })).Error?.Message).toMatch(/^您当前每秒请求/);
  });

  it("meets the faults that are set for its action", async () => {
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "error", code: "InternalError" });
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "http", httpStatus: 502 });
    expect((await answer()).Error?.Code).toBe("InternalError");
    expect((await ask(emulator)).status).toBe(502);
    emulator.faults.next({ action: "CreateHaVip", phase: "before", kind: "reset" });
    await expect(ask(emulator)).rejects.toMatchObject({ code: "ECONNRESET" });
    emulator.faults.assertConsumed();
  });

  it("is signed by the emulator's own clock", async () => {
    emulator.clock.advance(24 * 60 * 60 * 1000);
    expect((await answer()).Error).toBeUndefined();
  });

  it("has a connection of its own, so that no browser sends it twice", async () => {
    expect((await ask(emulator)).headers["connection"]).toBe("close");
  });
});
