import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { linesById, page, pageOf } from "./results";
import { ROWS } from "./rows";

it("RESULTS.md has one line for each row of the matrix, in its order, and nothing else", () => {
  expect([...linesById().keys()]).toEqual(ROWS);
  expect(page()).toBe(pageOf(linesById()));
});

it("every row has one test", () => {
  const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".test.ts"),
  );
  const sources = files.map((file) => readFileSync(join(__dirname, file), "utf8")).join("\n");
  const tested = [...sources.matchAll(/^row\(\s*"(\w+)"/gm)].map(([, id]) => id);
  expect(tested.sort()).toEqual([...ROWS].sort());
});
