"use strict";
// Where demo and tests get the real Pulumi CLI from.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { withLock } = require("./lock.cjs");
const { answeringHost, cliVersion, findOnPath } = require("./pulumi-probe.cjs");
const { buildWithGo } = require("./pulumi-go-build.cjs");
const { downloadWithSdk } = require("./pulumi-download.cjs");
const { ROOT } = require("./run.cjs");

/** What is downloaded or built when nothing suitable is there. */
const VERSION = "3.259.0";
/** A CLI on PATH is used only if it is of the release line that all tests ran with. */
const TESTED = /^3\.259\.\d+$/;
const TESTED_RANGE = "3.259.x";

const executable = (name) => (process.platform === "win32" ? `${name}.exe` : name);

/**
 * A folder with the real Pulumi CLI and its Node language host: `{ binDir, version, how }`.
 * The first of: a `pulumi` on PATH of the tested release line whose Node host answers; what an earlier run left in the
 * cache; a download by the Pulumi SDK's own installer; a build of the published Go modules.
 */
async function obtainPulumi({
  log = console.log,
  cacheDir = defaultCacheDir(),
  path: searchPath = process.env.PATH,
} = {}) {
  const installed = await fromPath(searchPath, log);
  if (installed !== undefined) return installed;
  const home = path.join(cacheDir, `pulumi-${VERSION}-${process.platform}-${process.arch}`);
  const cached = async () =>
    (await isComplete(home)) && { binDir: path.join(home, "bin"), version: VERSION, how: "cache" };
  return (await cached()) || withLock(`${home}.lock`, async () => (await cached()) || fillCache(home, log));
}

function defaultCacheDir() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "pulumi-tencentcloud-havip");
}

async function fromPath(searchPath, log) {
  const pulumi = findOnPath("pulumi", searchPath);
  if (pulumi === undefined) return undefined;
  const version = await cliVersion(pulumi);
  if (version === undefined || !TESTED.test(version)) {
    log(`pulumi on PATH (${pulumi}) is ${version ?? "not running"}; tests use ${TESTED_RANGE}, so it is left alone.`);
    return undefined;
  }
  // The CLI looks for hosts beside itself first, then on PATH.
  const binDir = path.dirname(fs.realpathSync(pulumi));
  const host = findOnPath("pulumi-language-nodejs", [binDir, searchPath].join(path.delimiter));
  if (host === undefined || !(await answeringHost(host))) {
    log(`pulumi on PATH (${pulumi}) has no working pulumi-language-nodejs, so it is left alone.`);
    return undefined;
  }
  return { binDir, version, how: "PATH" };
}

async function isComplete(home) {
  const binDir = path.join(home, "bin");
  const host = path.join(binDir, executable("pulumi-language-nodejs"));
  if ((await cliVersion(path.join(binDir, executable("pulumi")))) !== VERSION || !fs.existsSync(host)) return false;
  copyProviderScript(binDir);
  return true;
}

/** Made in a folder of its own and renamed when it works: an interrupted run leaves no half-made cache. */
async function fillCache(home, log) {
  const making = fs.mkdtempSync(`${home}.making-`);
  const failures = [];
  try {
    for (const [how, make] of [
      ["the Pulumi SDK's installer", downloadWithSdk],
      ["go build", buildWithGo],
    ]) {
      try {
        await make(making, VERSION, log);
        if (!(await isComplete(making))) throw new Error("what was made does not answer `pulumi version`.");
        fs.rmSync(home, { recursive: true, force: true });
        fs.renameSync(making, home);
        return { binDir: path.join(home, "bin"), version: VERSION, how };
      } catch (error) {
        log(`Pulumi CLI by ${how}: ${firstLine(error)}`);
        failures.push(`- ${how}: ${error.message}`);
      }
    }
  } finally {
    fs.rmSync(making, { recursive: true, force: true });
  }
  throw new Error(
    `The Pulumi CLI ${VERSION} could not be obtained:\n${failures.join("\n")}\n` +
      `Remedy: put a pulumi ${TESTED_RANGE} with pulumi-language-nodejs on PATH, or install Go >= 1.25.`,
  );
}

/**
 * The engine starts this script to serve dynamic resources. A release archive has it beside the CLI; it belongs to
 * the SDK, from which a built CLI gets it.
 */
function copyProviderScript(binDir) {
  const name = `pulumi-resource-pulumi-nodejs${process.platform === "win32" ? ".cmd" : ""}`;
  const target = path.join(binDir, name);
  if (fs.existsSync(target)) return;
  const temporary = `${target}.${process.pid}`;
  fs.copyFileSync(path.join(ROOT, "node_modules", "@pulumi", "pulumi", name), temporary);
  fs.chmodSync(temporary, 0o755);
  fs.renameSync(temporary, target);
}

const firstLine = (error) => error.message.split("\n", 1)[0];

module.exports = { obtainPulumi };
