import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator } from "../../../../provider/emulator";
import { listen } from "./page-calls";

/** A little more than the second after which an open console looks at the clock again. */
const A_TICK_MS = 1_300;

describe("an open console", () => {
  it("costs something only until it is closed", async () => {
    let looks = 0;
    const clock = (): number => {
      looks += 1;
      return Date.now();
    };
    await using emulator = await createEmulator({ clock });
    const { leave, ended } = await listen(emulator);
    looks = 0;
    await sleep(A_TICK_MS);
    expect(looks).toBeGreaterThan(0);
    leave();
    await ended;
    await sleep(100);
    looks = 0;
    await sleep(A_TICK_MS);
    expect(looks).toBe(0);
  });
});
