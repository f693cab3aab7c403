// Network namespaces that live and die with one process. That process is the first of a PID namespace, so the kernel ends
// everything in it together, also after a SIGKILL, and a namespace without processes and names is gone. It is made to die
// with its parent, and that one with us. The root namespaces are never written to.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createInterface } from "node:readline";
import { run } from "../setup/run.cjs";

const IS_ROOT = process.getuid?.() === 0;

/** Root needs no user namespace; everybody else becomes root in one of their own, where the kernel allows that. */
const USER = IS_ROOT ? [] : ["--user", "--map-root-user"];

/** Prefix of a command that is to end with SIGKILL when the process that started it ends. */
const DIES_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL"];

/** The first process of a PID namespace with its own /proc: it dies with its parent, and all in the namespace with it. */
const FIRST_PROCESS = ["unshare", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"];

/**
 * A machine of its own would not wait for what else this one has to do, such as other suites of a test run: where that is
 * allowed, real time comes before all of it.
 */
const REAL_TIME = ["chrt", "--rr", "10"];
const FIRST_IN_LINE = spawnSync(REAL_TIME[0], [...REAL_TIME.slice(1), "true"]).status === 0 ? REAL_TIME : [];

/** A space with nothing in it but its first process and a loopback interface. */
export function openSpace() {
  // Entering a user namespace makes the kernel forget who is to be told of a parent's death, so it is told again.
  return openRoom([...DIES_WITH_PARENT, "unshare", ...USER, "--mount", "--net", "--uts", ...DIES_WITH_PARENT], "");
}

/**
 * Starts a room: the namespaces of a new first process.
 * - `spawn(program, ...arguments)`: a program in it, as a ChildProcess with pipes
 * - `run(...)`: the same to its end, `{ code, stdout, stderr }`; `runOrFail(...)`: its output, or an error
 * - `lines(heard, program, ...arguments)`: a program that keeps talking
 * - `openRoom(name, script)`: a room inside: its own machine, so to say. `script` is run there first
 * - `pid`: what a program in the room around it calls it
 * - `close()`: ends all that runs in it
 */
async function openRoom(prefix, script) {
  const command = [
    ...prefix,
    ...FIRST_PROCESS,
    "sh",
    "-c",
    `set -e; ip link set lo up; ${script} echo ready; exec sleep infinity`,
  ];
  const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "pipe"], env: environment() });
  let complaint = "";
  child.stderr.on("data", (text) => (complaint += text));
  const ended = once(child, "close").catch((error) => (complaint += error.message));
  const ready = await Promise.race([once(child.stdout, "data"), ended.then(() => undefined)]);
  if (ready === undefined) throw new Error(`No namespaces could be made here: ${complaint.trim()}`);
  return roomOf(firstProcessBelow(child.pid), ended);
}

function roomOf(first, ended) {
  const enter = [...(IS_ROOT ? [] : ["--user", "--preserve-credentials"]), "--mount", "--net", "--uts", "--pid"];
  const inside = (...command) => ["nsenter", "--target", String(first), ...enter, ...FIRST_IN_LINE, ...command];
  const options = () => ({ env: environment(), timeoutMs: 30_000 });
  const started = (...command) => {
    const [program, ...given] = inside(...command);
    return spawn(program, given, { stdio: ["ignore", "pipe", "pipe"], env: environment() });
  };
  const ran = (...command) => run(inside()[0], inside(...command).slice(1), options());
  return {
    pid: pidInside(first),
    spawn: started,
    run: ran,
    runOrFail: async (...command) => {
      const { code, stdout, stderr } = await ran(...command);
      if (code === 0) return stdout;
      throw new Error(`${command.join(" ")} ended with code ${code}: ${stderr}${stdout}`.trim());
    },
    lines: (heard, ...command) => {
      const child = started(...command);
      createInterface({ input: child.stdout }).on("line", heard);
      createInterface({ input: child.stderr }).on("line", heard);
      return child;
    },
    openRoom: (name, script) => openRoom(inside("unshare", "--mount", "--net", "--uts"), `hostname ${name}; ${script}`),
    close: async () => {
      killIfThere(first);
      await ended;
    },
  };
}

/** The last one of a chain of processes with one child each. */
function firstProcessBelow(pid) {
  const [child] = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return child === undefined ? pid : firstProcessBelow(Number(child));
}

/** The last but one of its numbers: its last is the one in the namespace that it is the first of, which is 1. */
function pidInside(pid) {
  const numbers = /^NSpid:\s*(.*)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1].split(/\s+/);
  return Number(numbers.at(-2));
}

function killIfThere(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** System programs stand in folders that a user's PATH often leaves out; their words are not translated. */
function environment() {
  return { PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`, LC_ALL: "C", HOME: "/" };
}
