// One run of Stryker, in a copy of the project outside of it.
import { createRequire } from "node:module";
import path from "node:path";
import { Stryker } from "@stryker-mutator/core";

const ROOT = path.join(import.meta.dirname, "../..");
const { projects } = createRequire(import.meta.url)("../../jest.config.js");
const unit = projects.find(({ displayName }) => displayName === "unit");

/** What became of each mutant of a group, as Stryker tells it. */
export async function mutate({ files, tests }, tempDirName) {
  process.chdir(ROOT); // Stryker works where it is started.
  const results = await new Stryker({
    mutate: files,
    testRunner: "jest",
    plugins: [import.meta.resolve("@stryker-mutator/jest-runner")],
    // One project, as `npm run test:unit` runs it, and of its tests the group's own.
    jest: { config: { ...unit, projects: [], testMatch: tests.map((pattern) => `<rootDir>/${pattern}`) } },
    coverageAnalysis: "perTest",
    timeoutMS: 10_000,
    concurrency: 2,
    ignorePatterns: ["dist", "examples"],
    tempDirName,
    cleanTempDir: "always",
    reporters: [],
    logLevel: "error",
    fileLogLevel: "off",
    allowConsoleColors: false,
  }).runMutationTest();
  return results.filter(({ status }) => status !== "Ignored");
}
