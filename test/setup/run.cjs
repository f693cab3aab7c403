"use strict";
// The one way in which the set-up scripts start other programs. Without dependencies: it runs before `npm ci`.
const { spawn } = require("node:child_process");
const path = require("node:path");

/** The folder of the repository. */
const ROOT = path.resolve(__dirname, "..", "..");

/** What a script started must not outlive it, however it ends. SIGTERM: what is told to end may clean up. */
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGTERM");
});

/** How long a program that took too long may clean up. */
const GRACE_MS = 15_000;

/**
 * Runs a program to its end and returns `{ code, stdout, stderr }`; never throws for a non-zero exit code.
 * `code` is -1 when it could not be started or did not end within `timeoutMs`; `stderr` then says so.
 */
function run(command, args, { cwd = ROOT, env = process.env, timeoutMs = 600_000, onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        output[name] += text;
        onOutput?.(text);
      });
    }
    let failure = "";
    const timers = [
      setTimeout(() => {
        failure = `${command} did not end within ${timeoutMs / 1000} s and was stopped.\n`;
        child.kill("SIGTERM");
      }, timeoutMs),
      setTimeout(() => child.kill("SIGKILL"), timeoutMs + GRACE_MS),
    ];
    const end = (code) => {
      timers.forEach(clearTimeout);
      running.delete(child);
      resolve({ code: failure === "" && code !== null ? code : -1, ...output, stderr: output.stderr + failure });
    };
    child.on("error", (error) => {
      failure = `${command} could not be started: ${error.message}\n`;
      end(-1);
    });
    child.on("close", end);
  });
}

/** Like `run`, but a non-zero exit code is an error that holds the command and all it printed. */
async function runOrFail(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  throw new Error(
    `${[command, ...args].join(" ")} (in ${options.cwd ?? ROOT}) ended with code ${result.code}:\n` +
      `${result.stdout}${result.stderr}`.trim(),
  );
}

/** Ends what is still running and waits for it, so that its files can be removed. */
async function stopRunning() {
  const ends = [...running].map((child) => new Promise((resolve) => child.once("close", resolve)));
  for (const child of running) child.kill("SIGTERM");
  const force = setTimeout(() => [...running].forEach((child) => child.kill("SIGKILL")), GRACE_MS);
  await Promise.all(ends);
  clearTimeout(force);
}

module.exports = { ROOT, run, runOrFail, stopRunning };
