import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROWS } from "./rows";

export interface Result {
  injected: string;
  happened: string;
  calls: string;
}

const PAGE = join(__dirname, "RESULTS.md");
/** One at a time: every row rewrites its line. */
const REWRITE = "WRITE_RESULTS=1 npx jest --selectProjects faults faults-engine --runInBand";
const HEAD = [
  "# The fault matrix, as it was met",
  "",
  "Written by the tests of this folder, which fail where it is not what happens. Calls are those that the emulator's log " +
    "has, in order; in brackets the code that was answered, or what became of the answer. A create asks once a process " +
    "whose credentials these are (`GetCallerIdentity`) and which HAVIPs the VPC has (`DescribeHaVips`).",
  "",
  "| row | injected | happened | calls made |",
  "| --- | --- | --- | --- |",
];

/** Compares what happened with the row's line on the page; with WRITE_RESULTS=1 it becomes that line. */
export function keepResult(id: string, { injected, happened, calls }: Result): void {
  const line = `| ${[id, injected, happened, calls].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const lines = linesById();
  if (process.env["WRITE_RESULTS"] === "1") {
    lines.set(id, line);
    writeFileSync(PAGE, pageOf(lines));
    return;
  }
  const kept = lines.get(id) ?? "no line";
  if (kept === line) return;
  throw new Error(`RESULTS.md says of ${id}:\n  ${kept}\nbut it was:\n  ${line}\nThis rewrites it:\n  ${REWRITE}`);
}

/** The lines of the table by the ids of their rows. */
export function linesById(): Map<string, string> {
  const text = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  const lines = [...text.matchAll(/^\| (\w\d+) \| .*$/gm)];
  return new Map(lines.map(([line, id = ""]) => [id, line]));
}

/** The page with these lines, in the order of the matrix. */
export function pageOf(lines: ReadonlyMap<string, string>): string {
  const rows = ROWS.flatMap((id) => lines.get(id) ?? []);
  return `${[...HEAD, ...rows].join("\n")}\n`;
}

export function page(): string {
  return readFileSync(PAGE, "utf8");
}
