/** Started by run.mjs: plays as many histories as it is told, a block of them at a time, and tells how far it is. */
import { writeFileSync } from "node:fs";
import { playMany } from "../engine/play-many";

const BLOCK = 250;

const { SOAK_HISTORIES = "0", SOAK_SEED = "0", SOAK_REPORT = "" } = process.env;

jest.setTimeout(2_147_483_647);

test("random histories keep every rule", async () => {
  const total = { histories: 0, endings: {} as Record<string, number> };
  for (let block = 0; total.histories < Number(SOAK_HISTORIES); block += 1) {
    const count = Math.min(BLOCK, Number(SOAK_HISTORIES) - total.histories);
    const { histories, endings } = await playMany(count, Number(SOAK_SEED) + block);
    total.histories += histories;
    for (const [ending, times] of Object.entries(endings)) total.endings[ending] = (total.endings[ending] ?? 0) + times;
    process.stderr.write(`${String(total.histories)} histories kept every rule\n`);
    writeFileSync(SOAK_REPORT, JSON.stringify(total));
  }
});
