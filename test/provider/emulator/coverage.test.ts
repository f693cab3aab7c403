import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { SERVED_ACTIONS } from "../../../provider/emulator/actions/table";
import { COVERAGE, coverage } from "./coverage";

const REWRITE = "WRITE_COVERAGE=1 npx jest --selectProjects unit --testPathPatterns emulator/coverage";

describe("COVERAGE.md", () => {
  it("is what the code says", () => {
    const expected = coverage();
    if (process.env["WRITE_COVERAGE"] === "1") writeFileSync(COVERAGE, expected);
    if (existsSync(COVERAGE) && readFileSync(COVERAGE, "utf8") === expected) return;
    throw new Error(`provider/emulator/COVERAGE.md is not what the code says. This rewrites it:\n  ${REWRITE}`);
  });

  it.each(SERVED_ACTIONS)("has a line for %s", (action) => {
    const lines = coverage().split("\n");
    expect(lines.filter((line) => /^\| \[?`(\w+)`/.exec(line)?.[1] === action)).toHaveLength(1);
  });

  it("links to the API documents that the code names", () => {
    expect(coverage()).toContain("[`DescribeHaVips`](https://cloud.tencent.com/document/api/215/30650)");
  });

  it("has the assumptions, the rules among them", () => {
    expect(coverage()).toContain("| `codes.havipTags.duplicateKey` | `InvalidParameterValue.Duplicate` |");
    expect(coverage()).toMatch(/^- Lists are answered in the order of creation/m);
  });
});
