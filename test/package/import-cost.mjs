import assert from "node:assert/strict";
import path from "node:path";
import { exampleProject } from "../setup/project.cjs";
import { runOrFail } from "../setup/run.cjs";

const ALLOWED_MS = 30;
/** Odd, and enough that a run disturbed by other work on the machine does not decide. */
const RUNS = 7;

/** What `import "pulumi-tencentcloud-havip"` adds to a program that has the Pulumi SDK loaded anyway. */
export const importCost = [
  {
    name: `importing the package adds at most ${ALLOWED_MS} ms to the Pulumi SDK and loads no axios`,
    run: async () => {
      const cwd = await exampleProject();
      const measured = [];
      for (let i = 0; i < RUNS; i += 1) measured.push(await measure(cwd));
      const milliseconds = measured.map((run) => run.milliseconds).sort((a, b) => a - b);
      const median = milliseconds[(RUNS - 1) / 2];
      console.log(`        import: ${median.toFixed(1)} ms (median of ${RUNS}), ${measured[0].modules} modules`);
      assert.ok(median <= ALLOWED_MS, `median ${median} ms of ${milliseconds.join(", ")}`);
      assert.deepEqual(measured[0].heavy, [], "modules that only a request or the emulator needs");
    },
  },
];

async function measure(cwd) {
  const script = path.join(import.meta.dirname, "measure-import.cjs");
  const { stdout } = await runOrFail(process.execPath, [script], { cwd });
  return JSON.parse(stdout);
}
