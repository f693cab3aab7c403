// The proof that nothing of a lab is left, however its process ends, and that the machine's own network is not touched.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runOrFail } from "../setup/run.cjs";
import { findTool } from "../setup/tools.cjs";
import { unless } from "./checks.mjs";

const IS_ROOT = process.getuid?.() === 0;

/** The kernel takes a namespace apart a moment after its last process. */
const PATIENCE_MS = 5_000;

/** What is at least there of a lab while hold.mjs keeps it open. */
const WHOLE = { script: "hold.mjs", least: { processes: 15, spaces: 4 } };

const interrupt = (child) => process.kill(-child.pid, "SIGINT");

const ENDS = [
  { name: "kill -9", end: (child) => child.kill("SIGKILL") },
  { name: "Ctrl-C", end: interrupt },
  {
    name: "Ctrl-C of the demo",
    script: "hold-demo.mjs",
    least: { processes: 10, spaces: 3 },
    end: interrupt,
    lastWord: "cleaned up",
  },
  { name: "SIGTERM", end: (child) => child.kill("SIGTERM") },
  { name: "a crash", given: ["--crash"], end: () => {} },
];

/** Ends labs in every way that a process can end. */
export async function removal({ checks, ends = ENDS.map(({ name }) => name) }) {
  if (!IS_ROOT)
    checks.leaveOut("the machine's own firewall rules stay as they are", "needs root: nft does not list them");
  for (const one of ENDS.filter(({ name }) => ends.includes(name))) {
    await checks.during(`nothing is left after ${one.name}`, () => endOne({ ...WHOLE, ...one }, checks));
  }
}

async function endOne({ name, script, least, given = [], end, lastWord = "open" }, checks) {
  const before = await ownNetwork();
  // The leader of a process group of its own, as a shell makes it: Ctrl-C reaches all of it.
  const options = { stdio: ["ignore", "pipe", "ignore"], detached: true };
  const child = spawn(process.execPath, [path.join(import.meta.dirname, script), ...given], options);
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  const ended = once(child, "close");
  const stop = () => child.kill("SIGKILL");
  process.once("exit", stop);
  try {
    const opened = await Promise.race([once(child.stdout, "data"), ended.then(() => undefined)]);
    if (opened === undefined) throw new Error("The lab did not open.");
    const lab = { processes: descendants(child.pid), during: await ownNetwork() };
    const spaces = networksOf(lab.processes);
    end(child);
    await ended;
    const left = await leftOf(lab.processes, spaces);
    checks.that(`nothing is left after ${name} (of ${lab.processes.length} processes, ${spaces.length} networks)`, [
      ...(lab.processes.length < least.processes || spaces.length < least.spaces ? ["there was less than a lab"] : []),
      ...unless(said.trim().split("\n").at(-1), lastWord, "its last word"),
      ...unless(left, { processes: [], spaces: [] }, "left"),
      ...unless(lab.during, before, "the machine's own network meanwhile"),
      ...unless(await ownNetwork(), before, "the machine's own network afterwards"),
    ]);
  } finally {
    stop();
    process.removeListener("exit", stop);
  }
}

/** What is still there when there is nothing left to wait for. */
async function leftOf(processes, spaces) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const left = {
      processes: processes.filter(isAlive),
      spaces: spaces.filter((one) => networksOf(all()).includes(one)),
    };
    if ((left.processes.length === 0 && left.spaces.length === 0) || Date.now() > until) return left;
    await sleep(50);
  }
}

/** Interfaces, addresses, routes, named namespaces and, for root, all firewall rules of the machine itself. */
async function ownNetwork() {
  const ask = (name, ...given) => runOrFail(findTool(name), given, { timeoutMs: 10_000 }).then(({ stdout }) => stdout);
  const links = JSON.parse(await ask("ip", "-json", "address"));
  return {
    addresses: links.map(({ ifname, addr_info: addresses }) => [ifname, ...addresses.map(({ local }) => local)]),
    links: await ask("ip", "link"),
    routes: await ask("ip", "-4", "route", "show", "table", "all"),
    names: await ask("ip", "netns", "list"),
    // Stateless: counters are not rules.
    ...(IS_ROOT ? { rules: await ask("nft", "--stateless", "list", "ruleset") } : {}),
  };
}

/** The processes that there are: `{ pid, parent, start }`. A pid is used again, but not with the same start. */
function all() {
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    const found = processOf(Number(name));
    return found === undefined ? [] : [found];
  });
}

function processOf(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the program's name in parentheses, may hold blanks: count from behind it (proc_pid_stat(5)).
    const [state, parent, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { pid, parent: Number(parent), start: rest[17], isOver: state === "Z" || state === "X" };
  } catch {
    return undefined; // It has just ended.
  }
}

function isAlive({ pid, start }) {
  const found = processOf(pid);
  return found !== undefined && found.start === start && !found.isOver;
}

function descendants(pid, processes = all()) {
  const children = processes.filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...descendants(child.pid, processes)]);
}

/** The network namespaces of these processes, without that of this one. */
function networksOf(processes) {
  const own = fs.readlinkSync("/proc/self/ns/net");
  const names = processes.map(({ pid }) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
      return own; // It has just ended, or is another user's.
    }
  });
  return [...new Set(names)].filter((name) => name !== own);
}
