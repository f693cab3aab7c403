"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { withLock } = require("./lock.cjs");
const { runFolder } = require("./run-folder.cjs");
const { runOrFail } = require("./run.cjs");

/** This process's Node, or one of that release line from npm (the package `node` brings the binary). */
async function nodeBinary(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const dir = path.join(runFolder(), `node-${major}`);
  const binary = path.join(dir, "node_modules", ".bin", "node");
  return withLock(`${dir}.lock`, async () => {
    if (fs.existsSync(binary)) return binary;
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, "package.json"), JSON.stringify({ private: true }));
    // With its install script: that is what puts the binary of this platform into place.
    await runOrFail("npm", ["install", "--no-audit", "--no-fund", `node@${major}`], { cwd: dir });
    return binary;
  });
}

module.exports = { nodeBinary };
