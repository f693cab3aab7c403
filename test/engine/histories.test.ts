import fc from "fast-check";
import { histories } from "./commands";
import { play } from "./play";

jest.setTimeout(100_000);
test("h", async () => {
  const t = performance.now(); let n = 0;
  try {
  await fc.assert(fc.asyncProperty(histories, async (h) => { n++; await play(h); }), { numRuns: Number(process.env["N"] ?? 100), seed: Number(process.env["S"] ?? 1) });
  } finally { console.log(n, (performance.now()-t)/n); }
});
