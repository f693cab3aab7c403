import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../setup/run.cjs";
import { connect } from "./client.mjs";

const START_PATIENCE_MS = 20_000;
const PRELOAD = path.join(import.meta.dirname, "preload.cjs");

/** What was started must not outlive this process, however it ends. Each is the leader of a process group. */
const running = new Set();
process.on("exit", () => running.forEach(killGroup));

/**
 * Starts `havip emulator start --foreground` with its state in `data`:
 * - `ready`: settles with a client once it has answered a call, or with undefined if it ended before
 * - `ended`: settles with `{ code, signal, output }`
 * - `kill()`: SIGKILL to its whole process group; settles when it is gone
 * - `folding()`: whether it is, or was at its end, in the middle of a fold; `folds()`: how many it has ended;
 *   `onMark(heard)`: is told "b" when one begins and "e" when it has ended
 * - `dieAt(step, fraction)`: see preload.cjs
 */
export function start({ dist, data, runDir, foldAfter, dieAt }) {
  const began = performance.now();
  const script = path.join(dist ?? path.join(ROOT, "dist"), "provider", "cli", "main.js");
  const args = ["emulator", "start", "--foreground", "--port", "0", "--run-dir", runDir, "--data", data];
  const env = { ...process.env, HAVIP_DURABILITY_FOLD_AFTER: String(foldAfter), HAVIP_DURABILITY_DIE_AT: dieAt ?? "" };
  const stdio = ["ignore", "pipe", "pipe", "pipe", "ipc"];
  const child = spawn(process.execPath, ["--require", PRELOAD, script, ...args], { env, stdio, detached: true });
  running.add(child);
  let output = "";
  let marks = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  child.stdio[3].on("data", (text) => (marks += text));
  // What is said to one that has just died is lost.
  child.on("error", () => {});
  // "close" and not "exit": by then all that it wrote has been read.
  const ended = once(child, "close").then(([code, signal]) => {
    running.delete(child);
    return { code, signal, output };
  });
  return {
    ended,
    ready: answering(child, { runDir, began, ended }),
    kill: () => {
      killGroup(child);
      return ended;
    },
    folding: () => marks.endsWith("b"),
    folds: () => marks.split("e").length - 1,
    onMark: (heard) => child.stdio[3].on("data", (text) => heard(String(text))),
    dieAt: (step, fraction) => child.send({ step, fraction }, () => {}),
  };
}

async function answering(child, { runDir, began, ended }) {
  let isOver = false;
  void ended.then(() => (isOver = true));
  // It says where it answers once it does.
  await Promise.race([once(child.stdout, "data"), ended, sleep(START_PATIENCE_MS, undefined, { ref: false })]);
  if (isOver) return undefined;
  const client = clientOf(child.pid, runDir);
  try {
    if (client === undefined) throw new Error("it left no run file");
    await client.call({ action: "DescribeHaVips" }, "ap-guangzhou");
    return { ...client, restart: { ms: performance.now() - began, cpuMs: cpuTime(child.pid) } };
  } catch (error) {
    client?.close();
    await Promise.race([ended, sleep(1_000)]);
    if (isOver) return undefined;
    throw new Error(`The emulator (process id ${child.pid}) did not answer: ${error.message}`, { cause: error });
  }
}

/** What a process has used of the processor: fields 14 and 15 of its stat, in hundredths of a second (proc_pid_stat(5)). */
function cpuTime(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the program's name in parentheses, may hold blanks: count from behind it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN; // No Linux.
  }
}

function clientOf(pid, runDir) {
  const names = fs.existsSync(runDir) ? fs.readdirSync(runDir).filter((name) => name.endsWith(".json")) : [];
  const files = names.map((name) => JSON.parse(fs.readFileSync(path.join(runDir, name), "utf8")));
  const file = files.find((one) => one.pid === pid);
  return file && { ...connect(file), storeId: file.storeId };
}

function killGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
