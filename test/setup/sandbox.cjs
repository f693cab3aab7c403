"use strict";
// A place where the real Pulumi CLI runs without touching the user's login, stacks, plugins or credentials.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { runOrFail, run } = require("./run.cjs");

/** All else of the caller's environment (PULUMI_*, TENCENTCLOUD_*, proxies, NODE_OPTIONS ...) stays outside. */
const PASSED_ON = ["LANG", "LC_ALL", "TZ", "TERM", "USER", "LOGNAME", "SystemRoot", "COMSPEC", "PATHEXT"];

/**
 * Makes a sandbox around the CLI in `binDir`:
 * - `dir`: its temporary folder; a program's files go to `dir/work`
 * - `env`: the environment of everything that runs in it, with an empty HOME
 * - `pulumi(args, { cwd, env, timeoutMs })`: runs the CLI; a non-zero exit code is an error
 * - `tryPulumi(...)`: the same, but answers `{ code, stdout, stderr }`
 * - `remove()`: deletes the folder with all stacks in it
 */
function createSandbox({ binDir }) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "havip-sandbox-"));
  for (const name of ["home", "pulumi", "state", "tmp", "work"]) fs.mkdirSync(path.join(dir, name));
  const remove = () => fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  const env = sandboxEnvironment(dir, binDir);
  const withDefaults = (options = {}) => ({
    cwd: path.join(dir, "work"),
    ...options,
    env: { ...env, ...options.env },
  });
  return {
    dir,
    env,
    pulumi: (args, options) => runOrFail("pulumi", [...args, "--non-interactive"], withDefaults(options)),
    tryPulumi: (args, options) => run("pulumi", [...args, "--non-interactive"], withDefaults(options)),
    remove: () => {
      process.removeListener("exit", remove);
      remove();
    },
  };
}

function sandboxEnvironment(dir, binDir) {
  const passedOn = PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const temporary = path.join(dir, "tmp");
  return {
    ...Object.fromEntries(passedOn),
    PATH: [binDir, path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: path.join(dir, "home"),
    USERPROFILE: path.join(dir, "home"),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    PULUMI_HOME: path.join(dir, "pulumi"),
    PULUMI_BACKEND_URL: `file://${path.join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Everything a run needs is here already; a download would be a surprise.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    HAVIP_EMULATOR_RUN_DIR: path.join(dir, "emulator"),
  };
}

module.exports = { createSandbox };
