"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/**
 * A temporary folder for what one run makes once and several processes use (the tarball, installed projects).
 * The process that asks first makes it, passes it on to what it starts (HAVIP_RUN_FOLDER) and removes it at its end.
 */
function runFolder() {
  if (process.env.HAVIP_RUN_FOLDER) return process.env.HAVIP_RUN_FOLDER;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "havip-run-"));
  process.env.HAVIP_RUN_FOLDER = folder;
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

module.exports = { runFolder };
