"use strict";
// The emulator as a user has it: a process of its own, started and stopped by the `havip` command of the package that
// is installed in a project.
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const { cloudCall } = require("./cloud-call.cjs");
const { runOrFail } = require("./run.cjs");

const REGION = "ap-guangzhou";

/**
 * Starts it on a free port and returns
 * - `url`, `token` (of its control API), and `variables`: what `eval "$(havip emulator env)"` sets
 * - `call(action, parameters)`: a signed API call, as another tool would send it
 * - `actions()`: the names of all actions it was asked for so far, in order
 * - `stop()`
 * `env` names its run folder (HAVIP_EMULATOR_RUN_DIR), so that it is nobody else's emulator.
 */
async function startEmulator({ projectDir, env, region = REGION }) {
  const havip = (...args) =>
    runOrFail(path.join(projectDir, "node_modules", ".bin", "havip"), args, {
      cwd: projectDir,
      env,
      timeoutMs: 60_000,
    });
  const port = ["--port", String(await freePort())];
  await havip("emulator", "start", ...port);
  const stop = () => havip("emulator", "stop", ...port);
  try {
    return { ...(await connect(havip, port, env, region)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function connect(havip, port, env, region) {
  const { url, token } = readRunFile(env.HAVIP_EMULATOR_RUN_DIR);
  const variables = await evaluate((await havip("emulator", "env", ...port)).stdout, env);
  const credentials = {
    endpoint: variables.TENCENTCLOUD_ENDPOINT,
    secretId: variables.TENCENTCLOUD_SECRET_ID,
    secretKey: variables.TENCENTCLOUD_SECRET_KEY,
    region,
  };
  return {
    url,
    token,
    variables,
    call: (action, parameters = {}) => cloudCall(credentials, action, parameters),
    actions: () => readActions(url, token),
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function readRunFile(folder) {
  const name = fs.readdirSync(folder).find((file) => file.endsWith(".json"));
  if (name === undefined) throw new Error(`havip emulator start left no run file in ${folder}.`);
  return JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
}

/** What a shell has set after evaluating the exports: so their quoting is tested too. */
async function evaluate(exports, env) {
  const { stdout } = await runOrFail("sh", ["-c", 'eval "$1" && env', "sh", exports], { env: { PATH: env.PATH } });
  const lines = stdout.split("\n").filter((line) => line.startsWith("TENCENTCLOUD_"));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

async function readActions(url, token) {
  const answer = await fetch(`${url}/_emulator/calls`, { headers: { "X-Havip-Emulator-Token": token } });
  if (!answer.ok) throw new Error(`${url}/_emulator/calls: HTTP ${answer.status}: ${await answer.text()}`);
  const { calls } = await answer.json();
  return calls.map(({ action }) => action);
}

module.exports = { startEmulator };
