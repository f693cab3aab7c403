import { addressChange, packetOf, replyAt } from "./packets.cjs";

// Lines of tcpdump 4.99 and iproute2 6.1 as they were printed in the lab.
const ARP = "1795725734.178231 52:54:0a:00:00:0b > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request";

describe("a line of tcpdump", () => {
  it("is a claim when the sender asks for its own address", () => {
    const line = `${ARP} who-has 10.0.0.100 (ff:ff:ff:ff:ff:ff) tell 10.0.0.100, length 28`;
    expect(packetOf(line)).toEqual({
      kind: "claim",
      at: 1795725734178.231,
      mac: "52:54:0a:00:00:0b",
      address: "10.0.0.100",
    });
  });

  it("is no claim when it asks for another one, though with the HAVIP as sender", () => {
    expect(packetOf(`${ARP} who-has 10.0.0.13 tell 10.0.0.100, length 28`)).toBeUndefined();
  });

  it.each([
    ["VRRPv2", "authtype none, intvl 1s", 2],
    ["VRRPv2", 'authtype simple, intvl 1s, length 20, auth "h4v1pk3y"', 2],
    ["VRRPv3", "intvl 20cs", 3],
  ])("is an advertisement of %s with %s", (protocol, rest, version) => {
    const ends = "52:54:0a:00:00:0b > 52:54:0a:00:00:0c, ethertype IPv4 (0x0800), length 54: 10.0.0.11 > 10.0.0.12";
    const line = `1795725734.177823 ${ends}: ${protocol}, Advertisement, vrid 51, prio 110, ${rest}, length 20`;
    expect(packetOf(line)).toEqual({
      kind: "advertisement",
      at: 1795725734177.823,
      mac: "52:54:0a:00:00:0b",
      from: "10.0.0.11",
      to: "10.0.0.12",
      version,
      routerId: 51,
      priority: 110,
    });
  });

  it("is nothing of interest otherwise", () => {
    expect(packetOf("listening on br0, link-type EN10MB (Ethernet), snapshot length 262144 bytes")).toBeUndefined();
  });
});

describe("a line of fping", () => {
  it("tells when a reply came", () => {
    const line = "[1795738760.21666] 10.0.0.100 : [7], 64 bytes, 0.046 ms (0.046 avg, 0% loss)";
    expect(replyAt(line)).toBe(1795738760216.66);
  });

  it.each([
    "[1795738760.21666] 10.0.0.100 : [7], timed out (NaN avg, 100% loss)",
    "[1795738760.21666] 10.0.0.100 : duplicate for [7], 64 bytes, 0.046 ms",
    "ICMP Host Unreachable from 10.0.0.250 for ICMP Echo sent to 10.0.0.100",
  ])("tells of no reply otherwise: %s", (line) => {
    expect(replyAt(line)).toBeUndefined();
  });
});

describe("a line of ip -o monitor address", () => {
  it("tells of an address that came", () => {
    const line = "2: eth0    inet 10.0.0.100/32 scope global eth0\\       valid_lft forever preferred_lft forever";
    expect(addressChange(line)).toEqual({ address: "10.0.0.100", isThere: true });
  });

  it("tells of one that went", () => {
    const line = "Deleted 2: eth0    inet 10.0.0.100/32 scope global eth0\\       valid_lft forever";
    expect(addressChange(line)).toEqual({ address: "10.0.0.100", isThere: false });
  });

  it("tells nothing of IPv6", () => {
    expect(addressChange("2: eth0    inet6 fe80::5054:aff:fe00:b/64 scope link")).toBeUndefined();
  });
});
