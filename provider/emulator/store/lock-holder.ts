import { readFileSync, readlinkSync } from "node:fs";
import { isRecord } from "../words/parameters";

/** The process that a lock belongs to. What an older emulator, or a system without /proc, did not note is empty. */
export interface Holder {
  pid: number;
  /** When the process began, so that another one that got the same pid later is not taken for it. */
  began: string;
  /** The process namespace in which the pid means something: containers have one each (pid_namespaces(7)). */
  namespace: string;
  /** Since when the machine is up on which it is: an id (proc_sys_kernel(5), random/boot_id). */
  boot: string;
}

export function holderOf(pid: number): Holder {
  return { pid, began: stat(pid).began, namespace: ownNamespace(), boot: ownBoot() };
}

export function parseHolder(text: string): Holder | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isRecord(parsed)) return undefined;
    const { pid, began, namespace = "", boot = "" } = parsed;
    if (typeof pid !== "number" || ![began, namespace, boot].every((each) => typeof each === "string"))
      return undefined;
    return { pid, began: String(began), namespace: String(namespace), boot: String(boot) };
  } catch {
    return undefined;
  }
}

/**
 * What became of the holder of a lock. `unknown`: its process cannot be seen from here. It may be at work in another
 * container or on another machine that shares the folder, or have ended with an earlier boot of this one.
 */
export function fateOf(holder: Holder): "alive" | "dead" | "unknown" {
  if (differ(holder.boot, ownBoot()) || differ(holder.namespace, ownNamespace())) return "unknown";
  return isAlive(holder) ? "alive" : "dead";
}

function differ(noted: string, own: string): boolean {
  return noted !== "" && own !== "" && noted !== own;
}

function ownNamespace(): string {
  return orEmpty(() => readlinkSync("/proc/self/ns/pid"));
}

function ownBoot(): string {
  return orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
}

function isAlive({ pid, began: noted }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but another user's.
    if (!isRecord(error) || error["code"] !== "EPERM") return false;
  }
  const { condition, began } = stat(pid);
  // A zombie has died already; in a container without an init process, nobody ever asks how.
  if (condition === "Z" || condition === "X") return false;
  return !differ(noted, began);
}

/**
 * Fields 3 and 22 of /proc/<pid>/stat: how the process is, and when it began in clock ticks since boot
 * (proc_pid_stat(5)). Both empty where there is no /proc.
 */
function stat(pid: number): { condition: string; began: string } {
  const text = orEmpty(() => readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
  // The second field, the program's name in parentheses, may hold blanks: count from behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { condition: fields[0] ?? "", began: fields[19] ?? "" };
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
