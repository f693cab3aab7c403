// The table of a run and its survivors in RESULTS.md, between two marks; what people wrote around them stays.
import fs from "node:fs";
import path from "node:path";
import { explanationOf, percent, place } from "./judge.mjs";

const FILE = path.join(import.meta.dirname, "RESULTS.md");
const [BEGIN, END] = ["begin", "end"].map((edge) => `<!-- run: ${edge} -->`);

export function record(heading, judged) {
  const [head, rest] = fs.readFileSync(FILE, "utf8").split(BEGIN);
  const tail = rest?.split(END)[1];
  if (tail === undefined) throw new Error(`${FILE} has lost its marks ${BEGIN} and ${END}.`);
  const survivors = judged.flatMap((group) => group.survivors);
  const content = [`${heading}:`, table(judged), "## Survivors", survivors.map(survivorLine).join("\n")].join("\n\n");
  fs.writeFileSync(FILE, `${head}${BEGIN}\n\n${content}\n\n${END}${tail}`);
}

export function table(judged) {
  return [
    "| file | mutants | killed | by timeout | survived | never run | noticed |",
    "|---|---|---|---|---|---|---|",
    ...judged.flatMap(({ rows, total }) => [...rows.map(tableRow), tableRow({ ...total, name: `**${total.name}**` })]),
  ].join("\n");
}

function tableRow(row) {
  const { name, mutants, killed, timeout, survived, uncovered } = row;
  return `| ${[name, mutants, killed, timeout, survived, uncovered, percent(row)].join(" | ")} |`;
}

function survivorLine(survivor) {
  return `- ${place(survivor)}: ${code(survivor.from)} → ${code(survivor.to)}. ${explanationOf(survivor).why}`;
}

/** Text with backticks in it stands between two of them. */
function code(text) {
  const short = text.length > 120 ? `${text.slice(0, 117)}...` : text;
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}
