import * as pulumi from "@pulumi/pulumi";
import { Havip, KeepalivedCluster } from "pulumi-tencentcloud-havip";

interface Member {
  instanceId: string;
  privateIp: string;
}

const config = new pulumi.Config();
const [first, second] = config.requireObject<[Member, Member]>("members");
const network = {
  vpcId: config.require("vpcId"),
  subnetId: config.require("subnetId"),
  subnetCidr: config.require("subnetCidr"),
};

// Two HAVIPs. Clients use both, for instance by two A records of one name.
const blue = new Havip("blue", network);
const green = new Havip("green", network);

// One keepalived.conf for each machine, with a VRRP instance for each HAVIP. While both machines are well, each holds one.
const cluster = new KeepalivedCluster("web", {
  members: [first, second],
  instances: [
    { name: "blue", havips: [blue], preferredMembers: [first.instanceId] },
    { name: "green", havips: [green], preferredMembers: [second.instanceId] },
  ],
  // Without it a machine that comes back stays idle, and whoever is started first holds both. The delay gives it time to
  // warm up, and a machine that keeps falling over is not followed by the HAVIP each time.
  preempt: true,
  preemptDelay: 30,
  // A machine whose web server is gone gives its HAVIP to the other one.
  trackProcesses: [{ name: "nginx" }],
});

export const addresses = { blue: blue.address, green: green.address };
// Who holds which is decided by the machines (gratuitous ARP), never by Pulumi; empty while nobody does.
export const holders = { blue: blue.holderInstanceId, green: green.holderInstanceId };
// /etc/keepalived/keepalived.conf by instance: pulumi stack output configs
export const configs = cluster.configs;
// How long each HAVIP is missed when a machine fails, in seconds.
export const failoverTimes = cluster.failoverTimes;
// What the machines' security group must let in.
export const securityGroupRules = cluster.securityGroupRules;
// What opens each machine's own firewall, if it has one, to the others.
export const guestFirewalls = cluster.guestFirewalls;
