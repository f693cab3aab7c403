// The table of a run in RESULTS.md, between two marks; what people wrote around it stays.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const FILE = path.join(import.meta.dirname, "RESULTS.md");

export function record({ histories, endings, real, seed, seconds }) {
  const [BEGIN, END] = ["begin", "end"].map((edge) => `<!-- ${real ? "real" : "small"}: ${edge} -->`);
  const before = fs.readFileSync(FILE, "utf8");
  const [head, rest] = before.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (tail === undefined) throw new Error(`${FILE} has lost its marks ${BEGIN} and ${END}.`);
  const machine = `${os.cpus().length} cores, Node ${process.versions.node}`;
  const row = (name, value) => `| ${name} | ${value} |`;
  const table = [
    "| what | number |",
    "|---|---|",
    row("histories", histories),
    row("commands of the engine that succeeded", endings.done ?? 0),
    row("that failed", endings.failed ?? 0),
    row("that were killed", endings.killed ?? 0),
    row("rules broken", 0),
    row("seconds", seconds),
  ].join("\n");
  const heading = `${new Date().toISOString().slice(0, 10)}, ${machine}, seed ${seed}:`;
  fs.writeFileSync(FILE, `${head}${BEGIN}\n\n${heading}\n\n${table}\n\n${END}${tail}`);
}
