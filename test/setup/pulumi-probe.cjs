"use strict";
// Questions to programs of the Pulumi CLI that may or may not be there.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { run } = require("./run.cjs");

/** The version that `pulumi version` prints, without its `v`; undefined when there is no such working program. */
async function cliVersion(pulumi) {
  const { code, stdout } = await run(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: 30_000,
  });
  return code === 0 ? /^v?(\S+)\s*$/.exec(stdout)?.[1] : undefined;
}

/** The first executable of that name in a PATH; undefined when there is none. */
function findOnPath(name, searchPath = "") {
  const extensions = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const folder of searchPath.split(path.delimiter).filter((entry) => entry !== "")) {
    for (const extension of extensions) {
      const candidate = path.join(folder, name + extension);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Whether a language host starts and serves: it prints the port it listens on.
 * It wants an engine's address and dials it only when used, so any address does.
 */
function answeringHost(host) {
  return new Promise((resolve) => {
    const child = spawn(host, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "ignore"] });
    const end = (answers) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      resolve(answers);
    };
    const timer = setTimeout(() => end(false), 10_000);
    child.stdout.once("data", (text) => end(/^\d+\s*$/.test(String(text))));
    child.once("error", () => end(false));
    child.once("exit", () => end(false));
  });
}

module.exports = { answeringHost, cliVersion, findOnPath };
