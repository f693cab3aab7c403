"use strict";
const { withProgress } = require("./progress.cjs");
const { runOrFail } = require("./run.cjs");

const SITE = "https://get.pulumi.com/install.sh";
const CONNECT_MS = 30_000;
const DOWNLOAD_MS = 300_000;

/** Downloads the CLI to `<home>/bin` with the installer of the Pulumi SDK (`PulumiCommand.install`, Automation API). */
async function downloadWithSdk(home, version, log) {
  await expectAnswer();
  await withProgress(log, `Downloading the Pulumi CLI ${version}`, () =>
    // In a process of its own: the installer has no timeout and no way to be stopped.
    runOrFail(process.execPath, ["-e", INSTALL, home, version], { timeoutMs: DOWNLOAD_MS }),
  );
}

/** The installer waits without end for a site that a firewall silently drops; asked first, with a limit, it cannot. */
async function expectAnswer() {
  try {
    const answer = await fetch(SITE, { method: "HEAD", signal: AbortSignal.timeout(CONNECT_MS) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  } catch (error) {
    throw new Error(`${SITE} cannot be reached: ${error.cause?.message ?? error.message}`, { cause: error });
  }
}

const INSTALL = `
  const { PulumiCommand } = require("@pulumi/pulumi/automation");
  const [root, version] = process.argv.slice(1);
  PulumiCommand.install({ root, version, skipVersionCheck: true }).catch((error) => {
    console.error(error);
    process.exit(1);
  });
`;

module.exports = { downloadWithSdk };
