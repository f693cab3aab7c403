import type * as pulumi from "@pulumi/pulumi";
import { refuseIfAny } from "../../../sdk/ha/problems";
import { type KeepalivedClusterArgs, keepalivedDraft } from "../../../sdk/keepalived/args";
import { completed } from "../../../sdk/keepalived/draft";
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
  const draft = keepalivedDraft(name, args);
  refuseIfAny(name, keepalivedProblems(draft));
  const model = completed(draft, args.virtualRouterId ?? 51);
  if (model === undefined) throw new Error("The cluster of a test has a value that is not known.");
  return renderFiles(model);
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
      healthCheck: { command: "/usr/bin/pgrep -x haproxy", interval: 5, timeout: 3, fall: 3, rise: 1, weight: -120 },
      notify: "/usr/bin/true",
    },
  },
  fast: {
    name: "web",
    args: { havips: [HAVIP], members: PAIR, profile: "fast", healthCheck: { command: "/usr/bin/true" } },
  },
  "six-havips": { name: "2 webs/übung", args: { havips: havips(6), members: PAIR } },
} satisfies Record<string, { name: string; args: KeepalivedClusterArgs }>;
