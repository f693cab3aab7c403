// Source is transformed without a type check (`npm run typecheck` does that) and without Istanbul counters,
// which would end up inside the serialized provider closure: coverage uses V8.
const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch,
  testEnvironment: "node",
  transform: { "^.+\\.ts$": "@swc/jest" },
  setupFilesAfterEnv: ["<rootDir>/test/setup/patience.cjs"],
  ...extra,
});

// Built, packed and installed once for all workers.
const packed = { globalSetup: "<rootDir>/test/setup/jest-setup.cjs" };

/** @type {import("jest").Config} */
module.exports = {
  coverageProvider: "v8",
  projects: [
    // The quick loop: no build, no tools.
    project("unit", ["<rootDir>/test/{provider,sdk,engine,lab}/**/*.test.ts"], {
      testPathIgnorePatterns: ["\\.slow\\.test\\.ts$"],
    }),
    // Needs a tool (keepalived) or the whole official SDK.
    project("slow", ["<rootDir>/test/{provider,sdk,engine}/**/*.slow.test.ts"]),
    // As long as it is told to (`npm run soak`).
    project("soak", ["<rootDir>/test/soak/histories.soak.ts"]),
    project("soak-real", ["<rootDir>/test/soak/real.soak.ts"], packed),
    // Needs the packed tarball installed: the provider process of the Pulumi SDK, driven over gRPC.
    project("program", ["<rootDir>/test/program/**/*.test.ts"], packed),
    project("faults", ["<rootDir>/test/faults/*.test.ts"], packed),
    // Need the real Pulumi CLI as well.
    project("faults-engine", ["<rootDir>/test/faults/engine/*.test.ts"], packed),
    project("lifecycle", ["<rootDir>/test/lifecycle/**/*.test.ts"], packed),
  ],
};
