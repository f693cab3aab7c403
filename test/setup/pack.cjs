"use strict";
// The package as users get it: examples and tests install the tarball. A link would give them two copies of the
// Pulumi SDK, and would hide files that the tarball lacks.
const fs = require("node:fs");
const path = require("node:path");
const { npm } = require("./npm.cjs");
const { runFolder } = require("./run-folder.cjs");
const { runOrFail } = require("./run.cjs");

/**
 * The path of the packed package. Packed once a run: `npm test` passes HAVIP_TARBALL to all that it starts;
 * without it the sources are built first, so that nothing stale is tested.
 */
async function packTarball() {
  if (process.env.HAVIP_TARBALL) return process.env.HAVIP_TARBALL;
  await runOrFail(process.execPath, [path.join(__dirname, "build.mjs")]);
  const folder = fs.mkdtempSync(path.join(runFolder(), "pack-"));
  const { stdout } = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder]);
  const [{ filename }] = JSON.parse(stdout);
  process.env.HAVIP_TARBALL = path.join(folder, filename);
  return process.env.HAVIP_TARBALL;
}

/** Installs the tarball and other packages (`name@version`) into the project at `dir`. */
async function installTarball(dir, extraDeps = []) {
  const options = ["--no-package-lock", "--ignore-scripts", "--prefer-offline"];
  await npm(["install", ...options, await packTarball(), ...extraDeps], { cwd: dir });
}

module.exports = { installTarball, packTarball };
