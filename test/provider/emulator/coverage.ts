import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ASSUMPTIONS } from "../../../provider/emulator/words/assumptions";
import { actionList } from "../../../provider/emulator/control/action-list";

const EMULATOR = join(__dirname, "..", "..", "..", "provider", "emulator");
export const COVERAGE = join(EMULATOR, "COVERAGE.md");

/** The page on what the emulator covers, as the code says it. */
export function coverage(): string {
  const { served, declined } = actionList();
  const documents = documentsByHandler();
  const parts = [
    "# What the emulator covers",
    "Generated from the code; a test keeps it true. A running emulator says the same at `/_emulator/actions`.",
    `## Served actions (${String(served.length)})`,
    "Of a parameter that is not emulated the emulator says so, instead of ignoring it; what is its documented default anyway may be said.",
    ...byService(served).map(([service, actions]) =>
      [
        `### ${service}`,
        table(
          ["action", "parameters", "taken, without effect", "not emulated"],
          actions.map(({ action, parameters, parametersWithoutEffect, notServedParameters }) => [
            linked(action, documents.get(action)),
            listed(parameters.filter((name) => !parametersWithoutEffect.includes(name))),
            listed(parametersWithoutEffect),
            listed(notServedParameters),
          ]),
        ),
      ].join("\n\n"),
    ),
    `## Declined actions (${String(declined.length)})`,
    "Every other action is unknown to it, and refused with the names of those that are served.",
    table(
      ["product", "action", "reason"],
      declined.map(({ service, action, reason }) => [service, `\`${action}\``, reason]),
    ),
    "## Assumptions",
    "What the emulator does where no public source says what the cloud does: unconfirmed, named in one " +
      "file, and switchable by these names: `createEmulator({ assumptions: { maxIds: 20 } })`.",
    table(["name", "what is assumed"], assumptions(ASSUMPTIONS)),
    "Rules without a figure or a code:",
    assumedRules().join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function byService<Row extends { service: string }>(rows: readonly Row[]): [string, Row[]][] {
  const services = [...new Set(rows.map((row) => row.service))];
  return services.map((service) => [service, rows.filter((row) => row.service === service)]);
}

function linked(action: string, document: string | undefined): string {
  return document === undefined ? `\`${action}\`` : `[\`${action}\`](${document})`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The API document of an action, where the comment on its handler names one. */
function documentsByHandler(): Map<string, string> {
  const sources = readdirSync(join(EMULATOR, "actions")).map((name) => source(join("actions", name)));
  // A comment, and right below it the handler of the action whose name stands in its type.
  const commented = /\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const \w+: Handler<"(\w+)">/g;
  const found = sources.flatMap((text) =>
    [...text.matchAll(commented)].flatMap(([, comment = "", action = ""]) => {
      const [document] = /https:\/\/\S+?(?=[.,;)]?(?:\s|$))/.exec(comment) ?? [];
      return document === undefined ? [] : [[action, document] as const];
    }),
  );
  return new Map(found);
}

function assumptions(entries: object, path = ""): string[][] {
  return Object.entries(entries).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? assumptions(value, `${path}${name}.`)
      : [[`\`${path}${name}\``, `\`${String(value)}\``]],
  );
}

/** The list at the end of the file of assumptions. */
function assumedRules(): string[] {
  const [, list = ""] =
    /\/\*\n \* Assumptions that are rules[^\n]*\n([^]*?) \*\//.exec(source(join("words", "assumptions.ts"))) ?? [];
  const text = list.replaceAll(/^ \* /gm, "");
  return text
    .trim()
    .split(/\n(?=- )/)
    .map((rule) => rule.replaceAll(/\n\s+/g, " "));
}

function source(name: string): string {
  return readFileSync(join(EMULATOR, name), "utf8");
}
