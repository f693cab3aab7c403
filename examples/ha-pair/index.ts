import * as pulumi from "@pulumi/pulumi";
import { Havip, KeepalivedCluster } from "pulumi-tencentcloud-havip";

interface Member {
  instanceId: string;
  privateIp: string;
}

const config = new pulumi.Config();

// Applies for the HAVIP. Everything that is not configured is left to the cloud.
const vip = new Havip("web", {
  vpcId: config.require("vpcId"),
  subnetId: config.require("subnetId"),
  subnetCidr: config.require("subnetCidr"),
  name: config.get("name"),
  address: config.get("address"),
  checkAssociate: config.getBoolean("checkAssociate"),
});

// Renders the keepalived.conf of each machine, with the HAVIP as its virtual address.
const cluster = new KeepalivedCluster("web", {
  havips: [vip],
  members: config.requireObject<Member[]>("members"),
});

export const havipId = vip.id;
export const address = vip.address;
export const state = vip.state;
// Who holds the address is decided by the machines (gratuitous ARP), never by Pulumi; empty while nobody does.
export const holder = vip.holderInstanceId;
// /etc/keepalived/keepalived.conf by instance: pulumi stack output configs
export const configs = cluster.configs;
// How long the HAVIP is missed when a machine fails, in seconds.
export const failoverTimes = cluster.failoverTimes;
// What the machines' security group must let in.
export const securityGroupRules = cluster.securityGroupRules;
// What opens each machine's own firewall, if it has one, to the others.
export const guestFirewalls = cluster.guestFirewalls;
