// Measures the emulator and the provider as built, and compares with what is asked of it: exits with 1 where it falls short.
// With --record the table is written to RESULTS.md, unless the machine has so much else to do that it would mislead.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { engineFigures } from "./engine-figures.mjs";
import { figures } from "./figures.mjs";
import { providerFigures } from "./provider-figures.mjs";
import { renderFigures } from "./render-figures.mjs";

const QUIET_LOAD = 1.5;
const RESULTS = path.join(import.meta.dirname, "RESULTS.md");

const [load] = os.loadavg();
const measured = [...(await figures()), ...(await providerFigures()), ...renderFigures(), ...(await engineFigures())];
const machine = `Node ${process.versions.node}, ${os.cpus().length} x ${os.cpus()[0]?.model ?? os.arch()}`;
const heading = `${new Date().toISOString().slice(0, 10)}, ${machine}, load before ${load.toFixed(2)}`;
const table = ["| figure | asked | measured | |", "| --- | --- | --- | --- |", ...measured.map(row)].join("\n");
console.log(`${heading}\n\n${table}`);

if (process.argv.includes("--record")) record();
process.exitCode = measured.every(isMet) ? 0 : 1;

function row(figure) {
  const { name, unit, limit, atLeast, measured: value } = figure;
  const asked = `${atLeast ? ">=" : "<="} ${limit} ${unit}`.trim();
  const text = `${value >= 100 ? Math.round(value) : value.toFixed(value < 10 ? 2 : 1)} ${unit}`.trim();
  return `| ${name} | ${asked} | ${text} | ${isMet(figure) ? "met" : "**missed**"} |`;
}

function isMet({ limit, atLeast, measured: value }) {
  return atLeast ? value >= limit : value <= limit;
}

function record() {
  if (load >= QUIET_LOAD) {
    console.error(`\nNot recorded: the load of this machine was ${load.toFixed(2)}, and must be below ${QUIET_LOAD}.`);
    return;
  }
  const intro =
    "Figures of the emulator and the provider, written by `npm run bench -- --record` on a machine that had little else to do.";
  fs.writeFileSync(RESULTS, `# Results\n\n${intro}\n\n${heading}\n\n${table}\n`);
}
