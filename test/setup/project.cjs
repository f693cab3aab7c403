"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { withLock } = require("./lock.cjs");
const { installTarball } = require("./pack.cjs");
const { runFolder } = require("./run-folder.cjs");
const { ROOT } = require("./run.cjs");

/** The SDK that the package is developed with: the newest for Node 20. */
const PULUMI_VERSION = "3.248.0";

/**
 * A copy of `examples/ha-pair` as a user has it after `npm install`: the package from its tarball, the Pulumi SDK,
 * TypeScript. Installed once a run for each SDK version and then shared: a test with a program of its own puts it into
 * a new folder below, from where Node finds the same node_modules.
 */
async function exampleProject({ pulumiVersion = PULUMI_VERSION } = {}) {
  const dir = path.join(runFolder(), `ha-pair-${pulumiVersion}`);
  return withLock(`${dir}.lock`, async () => {
    if (!fs.existsSync(dir)) await installExample(dir, pulumiVersion);
    return dir;
  });
}

async function installExample(dir, pulumiVersion) {
  const making = `${dir}.making`;
  fs.rmSync(making, { recursive: true, force: true });
  copyExample(making);
  await installTarball(making, [`@pulumi/pulumi@${pulumiVersion}`]);
  fs.renameSync(making, dir);
}

/** An example's own files, without what a developer's trial left in it. */
function copyExample(dir, name = "ha-pair") {
  const left = new Set(["node_modules", "package-lock.json"]);
  const filter = (file) => !left.has(path.basename(file));
  fs.cpSync(path.join(ROOT, "examples", name), dir, { recursive: true, filter });
}

module.exports = { copyExample, exampleProject };
