import type * as pulumi from "@pulumi/pulumi";
import type { HavipLike } from "../../../sdk/ha/args";
import { refuseIfAny } from "../../../sdk/ha/problems";
import { type KeepalivedClusterArgs, keepalivedDraft } from "../../../sdk/keepalived/args";
import { completed } from "../../../sdk/keepalived/draft";
import type { KeepalivedModel } from "../../../sdk/keepalived/model";
import { type MemberFile, renderFiles } from "../../../sdk/keepalived/render";
import { keepalivedProblems } from "../../../sdk/keepalived/validate";

/** The members of the emulator's seeded network. */
export const MEMBERS = [
  { instanceId: "ins-00000001", privateIp: "10.0.0.11" },
  { instanceId: "ins-00000002", privateIp: "10.0.0.12" },
  { instanceId: "ins-00000003", privateIp: "10.0.0.13" },
] as const;
export const PAIR = [MEMBERS[0], MEMBERS[1]] as const;

export const SUBNET = { subnetCidr: "10.0.0.0/24", vpcId: "vpc-00000001" } as const;
export const HAVIP = { address: "10.0.0.100", ...SUBNET } as const;

/** `count` HAVIPs from 10.0.0.100 on. */
export function havips(count: number): { address: string; subnetCidr: string; vpcId: string }[] {
  return Array.from({ length: count }, (_, index) => ({ address: `10.0.0.${String(100 + index)}`, ...SUBNET }));
}

/** A text of a cluster that is made of plain values. */
export function plain(input: pulumi.Input<string>): string {
  if (typeof input === "string") return input;
  throw new Error("The cluster of a test has a value that is not plain.");
}

/** The files of a cluster of plain values, as the component renders them; throws where it refuses. */
export function filesOf(name: string, args: KeepalivedClusterArgs): Record<string, MemberFile> {
  return renderFiles(modelOf(name, args));
}

/** Its model, with router ids from 51 on where it leaves them open. */
export function modelOf(name: string, args: KeepalivedClusterArgs): KeepalivedModel {
  const draft = keepalivedDraft(name, args);
  const instances = draft.instances.map((instance, index) => ({
    ...instance,
    virtualRouterId: instance.virtualRouterId ?? 51 + index,
  }));
  refuseIfAny(name, keepalivedProblems({ ...draft, instances }));
  const model = completed({ ...draft, instances });
  if (model === undefined) throw new Error("The cluster of a test has a value that is not known.");
  return model;
}

/** The HAVIPs of every instance. */
export function havipsByInstance(args: KeepalivedClusterArgs): (readonly HavipLike[])[] {
  return args.instances === undefined ? [args.havips] : args.instances.map((instance) => instance.havips);
}

/** The clusters behind the golden files of test/fixtures/keepalived. */
export const GOLDEN = {
  "two-members": { name: "web", args: { havips: [HAVIP], members: PAIR } },
  "three-members": {
    name: "web",
    args: {
      havips: havips(2),
      members: [
        { ...MEMBERS[0], interface: "ens5", priority: 50 },
        { ...MEMBERS[1], priority: 200 },
        { ...MEMBERS[2], priority: 100 },
      ],
      virtualRouterId: 7,
      authPass: "h4v1pk3y",
      preempt: true,
      preemptDelay: 30,
      healthCheck: { command: "/usr/bin/pgrep -x haproxy", interval: 5, timeout: 3, fall: 3, rise: 1, weight: -160 },
      notify: "/usr/bin/true",
    },
  },
  fast: {
    name: "web",
    args: { havips: [HAVIP], members: PAIR, profile: "fast", healthCheck: { command: "/usr/bin/true" } },
  },
  "six-havips": { name: "2 webs/übung", args: { havips: havips(6), members: PAIR } },
  "active-active": {
    name: "web",
    args: {
      members: PAIR,
      instances: [
        { name: "blue", havips: havips(1), preferredMembers: ["ins-00000001"] },
        { name: "green", havips: [{ ...HAVIP, address: "10.0.0.101" }], preferredMembers: ["ins-00000002"] },
      ],
      preempt: true,
      preemptDelay: 30,
      trackProcesses: [
        { name: "haproxy", delay: 0.5 },
        { name: "nginx", quorum: 2 },
      ],
    },
  },
  "three-instances": {
    name: "web",
    args: {
      members: MEMBERS,
      instances: [
        { name: "one", havips: havips(4), preferredMembers: ["ins-00000001", "ins-00000002"] },
        { name: "two", havips: havips(6).slice(4, 5), preferredMembers: ["ins-00000002", "ins-00000003"] },
        {
          name: "three",
          havips: havips(6).slice(5),
          preferredMembers: ["ins-00000003", "ins-00000001"],
          virtualRouterId: 200,
          extraConfig: { vrrpInstance: "virtual_rules {\n  from 10.0.0.105 table 100 preference 100\n}" },
        },
      ],
      authPass: "h4v1pk3y",
      healthCheck: { command: "/usr/bin/true" },
      notifyOn: {
        master: "/usr/bin/true master",
        backup: "/usr/bin/true backup",
        fault: "/usr/bin/true fault",
        stop: "/usr/bin/true stop",
      },
      notifyFifo: { path: "/run/keepalived.fifo", script: "/usr/bin/true fifo" },
      extraConfig: { vrrpInstance: "accept", file: "global_defs {\n  vrrp_garp_interval 0.001\n}" },
      minimumVersion: "2.2",
    },
  },
} satisfies Record<string, { name: string; args: KeepalivedClusterArgs }>;
