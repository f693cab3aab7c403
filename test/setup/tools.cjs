"use strict";
// System programs that tests need and npm cannot install.
const { findOnPath } = require("./pulumi-probe.cjs");
const { withProgress } = require("./progress.cjs");
const { runOrFail } = require("./run.cjs");

/** Program -> Debian package. */
const TOOLS = {
  keepalived: "keepalived",
  chromium: "chromium",
  ip: "iproute2",
  pgrep: "procps",
  unshare: "util-linux",
  nft: "nftables",
  tcpdump: "tcpdump",
  perl: "perl",
  fping: "fping",
};

/** System programs stand in folders that a user's PATH often leaves out. */
const SYSTEM_PATH = [process.env.PATH, "/usr/local/sbin", "/usr/sbin", "/sbin"].join(":");

const findTool = (name) => findOnPath(name, SYSTEM_PATH);

/** The names of the missing ones. */
const missingTools = () => Object.keys(TOOLS).filter((name) => findTool(name) === undefined);

/** What a person types to install them. */
function installCommand(missing) {
  return `apt-get update && apt-get install -y ${packagesOf(missing).join(" ")}`;
}

/** Installs the missing ones; only root can, and only where there is apt. */
async function installTools(log) {
  const missing = missingTools();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || findTool("apt-get") === undefined) {
    throw new Error(`Installing ${missing.join(", ")} needs root and apt-get. As root: ${installCommand(missing)}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await withProgress(log, `Installing ${packagesOf(missing).join(" ")}`, async () => {
    await runOrFail("apt-get", ["-q", "update"], { env });
    await runOrFail("apt-get", ["-q", "install", "-y", "--no-install-recommends", ...packagesOf(missing)], { env });
  });
}

const packagesOf = (missing) => [...new Set(missing.map((name) => TOOLS[name]))];

module.exports = { findTool, installCommand, installTools, missingTools };
