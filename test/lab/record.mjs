import fs from "node:fs";
import path from "node:path";

/** Writes what was measured, and how, to RESULTS.md. */
export function record({ heading, misses, tables }) {
  const missed =
    misses.length === 0
      ? "Everything that was asked for was met."
      : `Missed:\n\n${misses.map((one) => `- ${one}`).join("\n")}`;
  const text = [INTRODUCTION, `${heading}.`, "", missed, "", tables, ""].join("\n");
  fs.writeFileSync(path.join(import.meta.dirname, "RESULTS.md"), text);
}

const INTRODUCTION = `# The lab

Written by \`npm run lab -- --record\`. A VPC of network namespaces on one machine: a bridge whose rules (nftables, bridge
family) are those of the emulator's state, a machine of namespaces for each member, and a client. Each member runs keepalived
on its rendered file as it is. A claim that the bridge lets pass is told the emulator, so the holder at the end of each event is
read from \`DescribeHaVips\`, and compared with who has the address on its interface.

- **power-off**: every packet of the member is dropped and every process of it gets SIGKILL; **link loss**: its port is down;
  **graceful stop**: SIGTERM, as \`systemctl stop\`; **service failure**: the process that the health check looks for is killed;
  **partition**: every packet of the holder is dropped, its link stays up; **heal**: that ends.
- After a lost member's return, and after a heal, there is one holder, and it has not moved back. A heal moves the address
  where the stronger member was the one cut off: VRRP decides between two holders by priority.
- A **cold start** is right if it is claimed within 20 ms before and 150 ms after its theory: keepalived takes a while to start.
- Of the mistakes below, **equal priorities** did no harm in this lab. They are refused because nothing promises that: of two
  holders with one rank the addresses decide, and the loser's announcement may be the last on the wire.
- Where the kernel allows it, the lab's processes run in real time (\`chrt --rr\`), so that other work on the machine counts less.

**Not proven:** how long the cloud itself takes to move a HAVIP after a claim. The vendor says about 10 s in one place and 4 s
in another; what is measured here is what keepalived and the network of one machine take.
`;
