import fc from "fast-check";
import { type History, histories } from "./commands";
import { play } from "./play";

export interface Played {
  histories: number;
  /** Of the commands of the engine, by how they ended. */
  endings: Record<string, number>;
}

/** Plays so many histories, always the same of a seed. Throws where one breaks a rule: shrunk, and as a test to be run. */
export async function playMany(count: number, seed: number): Promise<Played> {
  const played: Played = { histories: 0, endings: {} };
  const property = fc.asyncProperty(histories, async (history) => {
    const endings = await play(history);
    played.histories += 1;
    for (const ending of endings) played.endings[ending] = (played.endings[ending] ?? 0) + 1;
  });
  const details = await fc.check(property, { numRuns: count, seed });
  if (!details.failed) return played;
  const [history] = details.counterexample ?? [];
  const reason = details.errorInstance instanceof Error ? details.errorInstance.message : "it did not end";
  const after = `History ${String(details.numRuns)} of the seed ${String(seed)}, shrunk ${String(details.numShrinks)} times`;
  throw new Error(`${after}: ${reason}\n\n${history === undefined ? "" : asTest(history, reason)}`);
}

/** The history as a file of test/engine. */
export function asTest({ seed, commands }: History, reason: string): string {
  const [rule = ""] = reason.split("\n");
  const lines = commands.map((command) => `      ${JSON.stringify(command)},`);
  return [
    `import { play } from "./play";`,
    ``,
    `test(${JSON.stringify(rule)}, async () => {`,
    `  await play({`,
    `    seed: ${String(seed)},`,
    `    commands: [`,
    ...lines,
    `    ],`,
    `  });`,
    `});`,
  ].join("\n");
}
