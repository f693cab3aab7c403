// What the mutants of a group tell: a table, those that nobody noticed, and what must not be so.
import fs from "node:fs";
import path from "node:path";

/** Of the mutants of each group. */
const ASKED_PERCENT = 90;

const ROOT = path.join(import.meta.dirname, "../..");
const NOTICED = ["Killed", "Timeout"];
const UNNOTICED = ["Survived", "NoCoverage"];

const explanations = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "survivors.json"), "utf8"));

export function judge(group, mutants) {
  const rows = group.files.map((file) => row(file, mutants.filter(isIn(file))));
  const total = row(group.name, mutants);
  const survivors = mutants.filter(({ status }) => UNNOTICED.includes(status)).map(described);
  // On a busy machine a survivor may run out of time: an explanation is wrong only where a test really notices.
  const perhaps = mutants.filter(({ status }) => status !== "Killed").map(described);
  const explained = explanations.filter(({ file }) => group.files.includes(file));
  const problems = [
    ...(total.score >= ASKED_PERCENT ? [] : [`${group.name}: ${percent(total)}; ${String(ASKED_PERCENT)} % are asked`]),
    ...mutants.filter(({ status }) => ![...NOTICED, ...UNNOTICED].includes(status)).map(unjudged),
    ...survivors
      .filter((survivor) => explanationOf(survivor) === undefined)
      .map((survivor) => `${place(survivor)}: no test notices this, and nobody says why:\n${asKey(survivor)}`),
    ...explained
      .filter((explanation) => !perhaps.some((mutant) => explanationOf(mutant) === explanation))
      .map((explanation) => `explained in survivors.json, but there is no such survivor:\n${asKey(explanation)}`),
  ];
  return { rows, total, survivors, problems };
}

/** By the words of the line and of the change, so that it still holds where the line has moved. */
export function explanationOf({ file, line, from, to }) {
  return explanations.find((one) => one.file === file && one.line === line && one.from === from && one.to === to);
}

export const place = ({ file, number }) => `${file}:${String(number)}`;
export const percent = ({ score }) => `${score.toFixed(1)} %`;

const asKey = ({ file, line, from, to }) => JSON.stringify({ file, line, from, to }, null, 2);
const isIn = (file) => (mutant) => path.relative(ROOT, mutant.fileName) === file;
const unjudged = (mutant) =>
  `${place(described(mutant))}: ${mutant.status}: ${mutant.statusReason ?? "no reason given"}`;

function row(name, mutants) {
  const count = (status) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timeout, survived, uncovered] = [...NOTICED, ...UNNOTICED].map(count);
  const score = (100 * (killed + timeout)) / mutants.length;
  return { name, mutants: mutants.length, killed, timeout, survived, uncovered, score };
}

function described({ fileName, location: { start, end }, replacement }) {
  const lines = fs
    .readFileSync(fileName, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  const line = lines[0].trim();
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  const file = path.relative(ROOT, fileName);
  return { file, number: start.line, line, from: oneLine(lines.join(" ")), to: oneLine(replacement) };
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
