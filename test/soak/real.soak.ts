/** Started by run.mjs: histories on the real engine. */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { histories } from "../engine/commands";
import { asTest } from "../engine/play-many";
import { Engine } from "../lifecycle/stack";
import { playReal } from "./real-history";

const { SOAK_REAL = "0", SOAK_SEED = "0", SOAK_REPORT = "" } = process.env;
const MOST_COMMANDS = 8;

jest.setTimeout(2_147_483_647);

test("random histories come to rest on the real engine", async () => {
  const engine = await Engine.start();
  const total = { histories: 0, endings: {} as Record<string, number> };
  try {
    for (const { seed, commands } of fc.sample(histories, { numRuns: Number(SOAK_REAL), seed: Number(SOAK_SEED) })) {
      const history = {
        seed,
        commands: commands.filter((each) => !("stack" in each) || each.stack === 0).slice(0, MOST_COMMANDS),
      };
      const endings = await playReal(engine, history).catch((error: unknown) => {
        throw new Error(`${String(error)}\n\n${asTest(history, String(error))}`, { cause: error });
      });
      total.histories += 1;
      for (const ending of endings) total.endings[ending] = (total.endings[ending] ?? 0) + 1;
      process.stderr.write(`${String(total.histories)} histories of the real engine came to rest\n`);
      writeFileSync(SOAK_REPORT, JSON.stringify(total));
    }
  } finally {
    await engine.stop();
  }
});
