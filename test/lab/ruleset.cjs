"use strict";
// What the network of the cloud lets pass, as rules of nftables, from the state of the emulator.

const TABLE = "bridge vpc";

/** The port of the bridge that leads to an instance: at most 15 characters. */
const portOf = (instanceId) => instanceId.replace(/^ins-/, "p-").slice(0, 15);

/** Each machine's MAC address has its IP address in it, so that a packet tells who sent it. */
function macOf(address) {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return ["52", "54", ...bytes].join(":");
}

/**
 * The network before any machine is plugged in. Nothing passes but IPv4 and its ARP, from addresses that the sender may
 * use. What is dropped is counted, ARP by port and address.
 */
const NETWORK = `
table ${TABLE} {
  set own { type ifname . ether_addr . ipv4_addr; }
  set havips { type ifname . ether_addr . ipv4_addr; }
  # Cut off without losing their link.
  set cut { type ifname; }
  # Whose security group does not let VRRP in.
  set without_vrrp { type ifname; }
  set dropped_claims { type ifname . ipv4_addr; flags dynamic; size 1024; counter; }
  counter multicast { }
  counter vrrp { }
  counter spoofed { }
  chain from_machine {
    type filter hook prerouting priority -300; policy drop;
    iifname @cut drop
    ether type arp jump arp_from_machine
    ether type ip jump ip_from_machine
  }
  chain arp_from_machine {
    # Asking for a free address (RFC 5227) claims nothing.
    arp saddr ip 0.0.0.0 accept
    iifname . arp saddr ether . arp saddr ip @own accept
    iifname . arp saddr ether . arp saddr ip @havips accept
    add @dropped_claims { iifname . arp saddr ip } drop
  }
  chain ip_from_machine {
    # The network of a VPC does not carry it.
    ip daddr 224.0.0.0/4 counter name multicast drop
    iifname . ether saddr . ip saddr @own accept
    iifname . ether saddr . ip saddr @havips accept
    counter name spoofed drop
  }
  chain to_machine {
    type filter hook forward priority 0; policy accept;
    oifname @cut drop
    oifname @without_vrrp ip protocol vrrp counter name vrrp drop
  }
}`;

/**
 * Who may send with which address: instances with their own ones, and with those HAVIPs of their subnet that they may
 * claim, which are all of them but where CheckAssociate limits them to a range.
 */
function allowed(state, instanceIds) {
  const machines = state.instances.filter(({ InstanceId }) => instanceIds.includes(InstanceId));
  const element = ({ InstanceId, PrivateIpAddresses }, address) =>
    `"${portOf(InstanceId)}" . ${macOf(PrivateIpAddresses[0])} . ${address}`;
  return {
    own: machines.flatMap((machine) => machine.PrivateIpAddresses.map((address) => element(machine, address))),
    havips: state.havips.flatMap((havip) =>
      machines.filter((machine) => mayClaim(machine, havip)).map((machine) => element(machine, havip.Vip)),
    ),
  };
}

function mayClaim({ InstanceId, NetworkInterfaceId, VirtualPrivateCloud }, havip) {
  if (VirtualPrivateCloud.SubnetId !== havip.SubnetId) return false;
  if (!havip.CheckAssociate) return true;
  const range = havip.HaVipAssociationSet.map((member) => member.InstanceId);
  return [InstanceId, NetworkInterfaceId].some((id) => range.includes(id));
}

/** The commands that make the sets what is allowed: all at once or not at all, so nothing is dropped in between. */
function replacing({ own, havips }) {
  const fill = (set, elements) => [
    `flush set ${TABLE} ${set}`,
    ...(elements.length === 0 ? [] : [`add element ${TABLE} ${set} { ${elements.join(", ")} }`]),
  ];
  return [...fill("own", own), ...fill("havips", havips)].join("\n");
}

module.exports = { NETWORK, TABLE, allowed, macOf, portOf, replacing };
