"use strict";
// What tcpdump, fping and ip print, read.

const ARP =
  /^(\d+\.\d+) ([0-9a-f:]{17}) > .*, ethertype ARP [^:]*: Request who-has ([\d.]+) (?:\([0-9a-f:]+\) )?tell ([\d.]+),/;
const VRRP =
  /^(\d+\.\d+) ([0-9a-f:]{17}) > .*: ([\d.]+) > ([\d.]+): VRRPv(\d), Advertisement, .*vrid (\d+), prio (\d+)/;

/**
 * A line of `tcpdump -n -e -tt`: a claim (a gratuitous ARP: the sender asks for its own address), an advertisement of VRRP,
 * or undefined for anything else. `at` is in milliseconds since 1970, by the clock of the kernel.
 */
function packetOf(line) {
  const arp = ARP.exec(line);
  if (arp !== null) {
    const [, at, mac, asked, sender] = arp;
    return asked === sender ? { kind: "claim", at: milliseconds(at), mac, address: sender } : undefined;
  }
  const vrrp = VRRP.exec(line);
  if (vrrp === null) return undefined;
  const [, at, mac, from, to, version, routerId, priority] = vrrp;
  return {
    kind: "advertisement",
    at: milliseconds(at),
    mac,
    from,
    to,
    version: Number(version),
    routerId: Number(routerId),
    priority: Number(priority),
  };
}

/** A line of `fping --timestamp --loop`: when a reply came, in milliseconds since 1970; undefined for anything else. */
function replyAt(line) {
  const at = /^\[(\d+\.\d+)\] \S+ : \[\d+\], \d+ bytes,/.exec(line)?.[1];
  return at === undefined ? undefined : milliseconds(at);
}

/** A line of `ip -o monitor address`: an IPv4 address that an interface has just got or lost; undefined for anything else. */
function addressChange(line) {
  const [, deleted, address] = /^(Deleted )?\d+: \S+\s+inet ([\d.]+)\//.exec(line) ?? [];
  return address === undefined ? undefined : { address, isThere: deleted === undefined };
}

const milliseconds = (seconds) => Number(seconds) * 1_000;

module.exports = { addressChange, packetOf, replyAt };
