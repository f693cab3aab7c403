import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { shapeProblems } from "../../../sdk/keepalived/shape";
import { filesOf, GOLDEN, PAIR } from "./clusters";
import { keywords } from "./structure";

const README = readFileSync(join(__dirname, "../../../sdk/keepalived/README.md"), "utf8");

/** What stands in backquotes in the first column of the tables of a section. */
function listed(heading: string): string[] {
  const [, section = ""] = README.split(`\n## ${heading}\n`);
  const [own = ""] = section.split("\n## ");
  const rows = own.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => Array.from(row.split("|")[1]?.matchAll(/`([^`]+)`/g) ?? [], ([, word = ""]) => word));
}

/** Every keyword of the golden files but those of extraConfig: they are of every kind. */
function rendered(): string[] {
  const clusters = Object.values<{ name: string; args: KeepalivedClusterArgs }>(GOLDEN);
  const words = clusters.flatMap(({ name, args }) => {
    const instances = args.instances?.map((instance) => ({ ...instance, extraConfig: undefined }));
    // What was a cluster is one without its extra lines.
    const plain = { ...args, instances, extraConfig: undefined } as KeepalivedClusterArgs;
    return Object.values(filesOf(name, plain)).flatMap(({ content }) => keywords(content).map((word) => word.trim()));
  });
  return [...new Set(words)].filter((word) => word !== "<entry>");
}

/** The inputs that an object may have, as the error about a misspelt one says. */
function inputsOf(args: object, where: string): string[] {
  const remedy = shapeProblems(args).find((problem) => problem.where === where)?.remedy ?? "";
  return remedy.replace("the inputs here are ", "").split(", ");
}

describe("the page about keepalived", () => {
  it("says of every rendered line why it is there, and of no other", () => {
    expect(listed("Why each line is there").sort()).toEqual(rendered().sort());
  });

  it("lists every input", () => {
    const names = inputsOf({ havips: [], members: PAIR, x: 1 }, "x");
    expect(names.length).toBeGreaterThan(10);
    const found = new Set(listed("Inputs").map((name) => name.split(/[[.]/)[0]));
    expect(names.filter((name) => !found.has(name))).toEqual([]);
  });

  it("lists every input of an instance", () => {
    const args = { members: PAIR, instances: [{ name: "blue", havips: [], x: 1 }] };
    const names = inputsOf(args, "instances[0] (blue).x");
    const found = listed("Several instances").map((name) => /^instances\[\]\.(\w+)/.exec(name)?.[1] ?? "");
    expect([...new Set(found)].sort()).toEqual(names.sort());
  });
});
