"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { run } = require("./run.cjs");
const { findTool } = require("./tools.cjs");

/**
 * Has keepalived itself read a member's configuration: `{ checked: false, why }` where it cannot, or
 * `{ checked: true, accepted, output }`.
 * `keepalived -t` asks the machine for the interface and its address, so it runs in a network namespace of its own
 * that looks like the member; making one needs root.
 */
async function checkWithKeepalived({ text, privateIp, prefixLength = 24 }) {
  const [keepalived, unshare, ip] = ["keepalived", "unshare", "ip"].map(findTool);
  if (keepalived === undefined || unshare === undefined || ip === undefined) {
    return { checked: false, why: "keepalived, unshare and ip are not all installed" };
  }
  if (process.getuid() !== 0) return { checked: false, why: "a network namespace needs root" };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "havip-keepalived-"));
  try {
    const file = path.join(folder, "keepalived.conf");
    fs.writeFileSync(file, text, { mode: 0o600 });
    const script = `
      "$1" link add eth0 type veth peer name peer0 &&
      "$1" address add "$2" dev eth0 && "$1" link set eth0 up && exec "$3" -t -f "$4"`;
    const args = ["-n", "sh", "-c", script, "sh", ip, `${privateIp}/${prefixLength}`, keepalived, file];
    const { code, stdout, stderr } = await run(unshare, args, { timeoutMs: 30_000 });
    return { checked: true, accepted: code === 0, output: `${stdout}${stderr}`.trim() };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { checkWithKeepalived };
