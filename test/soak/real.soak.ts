/** Started by run.mjs: histories on the real engine. */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import type { History } from "../engine/commands";
import { Engine } from "../lifecycle/stack";
import { realHistories } from "./real-histories";
import { playReal } from "./real-history";

const { SOAK_REAL = "0", SOAK_SEED = "0", SOAK_REPORT = "" } = process.env;

jest.setTimeout(2_147_483_647);

test("random histories come to rest on the real engine", async () => {
  const engine = await Engine.start();
  const total = { histories: 0, endings: {} as Record<string, number> };
  const failures: string[] = [];
  try {
    for (const history of fc.sample(realHistories, { numRuns: Number(SOAK_REAL), seed: Number(SOAK_SEED) })) {
      try {
        const endings = await playReal(engine, history);
        total.histories += 1;
        for (const ending of endings) total.endings[ending] = (total.endings[ending] ?? 0) + 1;
        process.stderr.write(
          `${String(total.histories)} histories of the real engine came to rest: ${endings.join(", ")}\n`,
        );
      } catch (error) {
        failures.push(`${String(error)}\n\n${asTest(history)}`);
        process.stderr.write(`${failures.at(-1) ?? ""}\n`);
      }
      writeFileSync(SOAK_REPORT, JSON.stringify(total));
    }
  } finally {
    await engine.stop();
  }
  if (failures.length > 0) throw new Error(failures.join("\n\n"));
});

/** The history as a file of test/lifecycle. */
function asTest({ seed, commands }: History): string {
  return [
    `import { playReal } from "../soak/real-history";`,
    `import { useEngine } from "./stack";`,
    ``,
    `const run = useEngine();`,
    ``,
    `test("a history comes to rest", async () => {`,
    `  await playReal(run.engine, {`,
    `    seed: ${String(seed)},`,
    `    commands: [`,
    ...commands.map((command) => `      ${JSON.stringify(command)},`),
    `    ],`,
    `  });`,
    `}, 600_000);`,
  ].join("\n");
}
