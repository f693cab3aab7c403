import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { nodeBinary } from "../setup/node.cjs";
import { exampleProject } from "../setup/project.cjs";
import { runOrFail } from "../setup/run.cjs";

/** The range of the peer dependency is what is tested: the oldest claimed, the newest for Node 20, the newest. */
const LEGS = [
  { pulumiVersion: "3.229.0", nodeMajor: 20 },
  { pulumiVersion: "3.248.0", nodeMajor: 20 },
  { pulumiVersion: "3.270.0", nodeMajor: 22 },
];

const nameOf = (leg) => `@pulumi/pulumi ${leg.pulumiVersion} on Node ${leg.nodeMajor}`;
let firstClosure;

export const legs = LEGS.map((leg) => ({
  name: `${nameOf(leg)}: a program constructs a Havip, and stores the same text`,
  run: async () => {
    const cwd = await exampleProject(leg);
    const { version } = JSON.parse(fs.readFileSync(path.join(cwd, "node_modules/@pulumi/pulumi/package.json"), "utf8"));
    assert.equal(version, leg.pulumiVersion);
    const script = path.join(import.meta.dirname, "leg.cjs");
    const { stdout } = await runOrFail(await nodeBinary(leg.nodeMajor), [script], { cwd });
    const { nodeVersion, closure } = JSON.parse(stdout);
    assert.match(nodeVersion, new RegExp(`^v${leg.nodeMajor}\\.`));
    // Another text for another SDK would be a difference in every user's state after an upgrade.
    firstClosure ??= closure;
    assert.equal(closure, firstClosure);
  },
}));
