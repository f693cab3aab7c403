import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A text to be judged by keepalived, on a machine that has this interface with this address. */
export interface Candidate {
  readonly content: string;
  readonly interface: string;
  readonly address: string;
}

/** What `keepalived -t` said. Code 0 is consent; 5 is any error or warning (scheduler.h of 2.2.7). */
export interface Verdict {
  readonly code: number;
  readonly log: string;
}

/**
 * Lets the real keepalived test every candidate, all in one network namespace of their own: the test wants the interface
 * to exist and to have the address. About 25 ms each.
 */
export function judge(candidates: readonly Candidate[], env: NodeJS.ProcessEnv = process.env): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), "havip-keepalived-"));
  try {
    candidates.forEach(({ content }, index) => {
      writeFileSync(join(folder, `${String(index)}.conf`), content, { mode: 0o600 });
    });
    writeFileSync(join(folder, "run.sh"), script(candidates));
    const run = spawnSync("unshare", ["--net", "sh", "-eu", "run.sh"], { cwd: folder, encoding: "utf8", env });
    if (run.error !== undefined || run.status !== 0) throw unusable(run.error?.message ?? run.stderr);
    return candidates.map((_, index) => ({
      code: Number(readFileSync(join(folder, `${String(index)}.code`), "utf8")),
      log: readFileSync(join(folder, `${String(index)}.log`), "utf8"),
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function script(candidates: readonly Candidate[]): string {
  const interfaces = [...new Set(candidates.map((candidate) => candidate.interface))];
  const addresses = [...new Set(candidates.map((candidate) => `${candidate.address}/32 dev ${candidate.interface}`))];
  return [
    "command -v keepalived && command -v ip",
    "ip link set lo up",
    ...interfaces.map((name, index) => `ip link add name ${name} type veth peer name peer${String(index)}`),
    ...interfaces.map((name) => `ip link set dev ${name} up`),
    ...addresses.map((address) => `ip address add ${address}`),
    ...candidates.map((_, index) => {
      const file = String(index);
      // keepalived consents to a file that does not exist; and there are files with which it never ends (2.2.7).
      return `test -s ${file}.conf; code=0; timeout 20 keepalived -l -t -f ${file}.conf > ${file}.log 2>&1 || code=$?; echo $code > ${file}.code`;
    }),
  ].join("\n");
}

function unusable(cause: string): Error {
  return new Error(
    `keepalived could not be run in a network namespace of its own: ${cause.trim() || "a tool is missing"}. ` +
      "This test needs root and the packages keepalived and iproute2: apt-get install keepalived iproute2",
  );
}
