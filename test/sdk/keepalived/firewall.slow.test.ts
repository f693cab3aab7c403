import { spawnSync } from "node:child_process";
import { guestFirewalls } from "../../../sdk/keepalived/firewall";
import { HAVIP, MEMBERS, modelOf } from "./clusters";

const { members } = modelOf("web", { havips: [HAVIP], members: MEMBERS }).group;

describe("the commands for nftables", () => {
  it("put the peers before everything that Debian's table may drop", () => {
    const { nftables = [] } = guestFirewalls(members)["ins-00000001"] ?? {};
    const script = [
      "nft add table inet filter",
      "nft 'add chain inet filter input { type filter hook input priority 0; policy drop; }'",
      "nft add rule inet filter input ip protocol 112 drop",
      ...nftables,
      "nft list chain inet filter input",
    ].join("\n");
    // A network namespace of its own: no rule of this machine is touched.
    const run = spawnSync("unshare", ["--net", "sh", "-eu", "-c", script], { encoding: "utf8" });
    if (run.status !== 0) {
      const cause = run.error?.message ?? run.stderr;
      throw new Error(`${cause} This test needs root and the package nftables: apt-get install nftables`);
    }
    const rules = run.stdout.split("\n").filter((line) => line.includes("vrrp"));
    expect(rules.map((line) => line.trim())).toEqual([
      "ip saddr 10.0.0.13 ip protocol vrrp accept",
      "ip saddr 10.0.0.12 ip protocol vrrp accept",
      "ip protocol vrrp drop",
    ]);
  });
});
