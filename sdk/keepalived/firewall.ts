import type { Member } from "../ha/model";

/**
 * A rule of a security group, for traffic to the members. Its properties are those of an ingress of the bridged provider's
 * `SecurityGroupRuleSet`.
 */
export interface SecurityGroupRule {
  readonly action: string;
  readonly cidrBlock: string;
  readonly protocol: string;
  readonly port: string;
  readonly description: string;
}

/** Commands that let the peers' VRRP into a member, as root on its machine: those of the firewall that it has. */
export interface GuestFirewall {
  /** For a table `inet filter` with a chain `input`, as Debian's and the nftables wiki's samples have it. */
  readonly nftables: readonly string[];
  /** For the default zone, now and after a restart. */
  readonly firewalld: readonly string[];
  /** For the chain INPUT. */
  readonly iptables: readonly string[];
}

/**
 * What a security group that all members are in must let in. VRRP is IP protocol 112, and the cloud's rules know TCP, UDP, ICMP,
 * ICMPv6, GRE and ALL only: so ALL, from each member.
 */
export function securityGroupRules(members: readonly Member[]): SecurityGroupRule[] {
  return members.map(({ instanceId, privateIp }) => ({
    action: "ACCEPT",
    cidrBlock: privateIp,
    protocol: "ALL",
    port: "ALL",
    description: `VRRP (IP protocol 112) from ${instanceId}`,
  }));
}

/** Every member's, by instance id. */
export function guestFirewalls(members: readonly Member[]): Record<string, GuestFirewall> {
  return Object.fromEntries(
    members.map((member) => {
      const peers = members.filter((other) => other !== member).map(({ privateIp }) => privateIp);
      return [member.instanceId, guestFirewall(peers)];
    }),
  );
}

function guestFirewall(peers: readonly string[]): GuestFirewall {
  return {
    // Inserted, not appended: what a rule before it has dropped is never seen.
    nftables: peers.map((peer) => `nft insert rule inet filter input ip saddr ${peer} ip protocol 112 accept`),
    firewalld: [
      ...peers.map((peer) => {
        const rule = `rule family="ipv4" source address="${peer}" protocol value="vrrp" accept`;
        return `firewall-cmd --permanent --add-rich-rule='${rule}'`;
      }),
      "firewall-cmd --reload",
    ],
    iptables: peers.map((peer) => `iptables -I INPUT -s ${peer} -p 112 -j ACCEPT`),
  };
}
