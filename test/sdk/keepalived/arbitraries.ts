import fc from "fast-check";
import type {
  AnyPreemptArgs,
  ClusterExtraConfigArgs,
  FastProfileArgs,
  HealthCheckArgs,
  KeepalivedClusterArgs,
  NotifyFifoArgs,
  NotifyOnArgs,
  OneInstanceArgs,
  PreemptArgs,
  SeveralInstancesArgs,
  StandardProfileArgs,
  TrackProcessArgs,
} from "../../../sdk/keepalived/args";
import type { HavipLike } from "../../../sdk/ha/args";
import type { WholeSeconds } from "../../../sdk/keepalived/whole-seconds";
import { havipsByInstance } from "./clusters";

/** A cluster and the position of the member whose file is looked at. */
export interface GeneratedCluster {
  readonly name: string;
  readonly args: KeepalivedClusterArgs;
  readonly position: number;
}

/** Clusters of every shape that must be rendered. */
export const anyCluster: fc.Arbitrary<GeneratedCluster> = fc
  .record({
    name: fc.oneof(
      fc.constantFrom("web", "db-1", "_", "9"),
      fc.string({ minLength: 1, maxLength: 60, unit: "binary" }),
    ),
    hosts: fc.uniqueArray(fc.integer({ min: 2, max: 254 }), { minLength: 3, maxLength: 20 }),
    memberCount: fc.integer({ min: 2, max: 10 }),
    priorities: fc.option(fc.uniqueArray(fc.integer({ min: 2, max: 253 }), { minLength: 10, maxLength: 10 })),
    interfaces: fc.array(fc.constantFrom("eth0", "ens5", "bond0.100", "br-lan_1", "a23456789012345"), {
      minLength: 10,
      maxLength: 10,
    }),
    saysSubnet: fc.boolean(),
    virtualRouterId: fc.integer({ min: 1, max: 255 }),
    protocol: fc.oneof(standardProtocol(), fastProtocol()),
    takeover: fc.oneof(noPreempt(), preempt()),
    others: fc.record(
      {
        notify: command(),
        notifyOn: notifyOn(),
        notifyFifo: notifyFifo(),
        trackProcesses: trackProcesses(),
        extraConfig: extraConfig(),
        minimumVersion: fc.constantFrom("2.0" as const, "2.2" as const),
      },
      { requiredKeys: [] },
    ),
    places: fc.option(fc.array(fc.nat(2), { minLength: 10, maxLength: 10 })),
    wanted: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    position: fc.nat(9),
  })
  .map(({ name, hosts, memberCount, priorities, interfaces, saysSubnet, virtualRouterId, position, ...rest }) => {
    const addresses = hosts.map((host) => `10.0.0.${String(host)}`);
    const count = Math.min(memberCount, addresses.length - 1);
    // All weights but the lowest suit the default priorities only.
    const ownPriorities = (rest.takeover.healthCheck?.weight ?? -253) === -253 ? priorities : null;
    const members = addresses.slice(0, count).map((privateIp, index) => ({
      instanceId: `ins-0000000${String(index)}`,
      privateIp,
      interface: interfaces[index],
      priority: ownPriorities?.[index],
    }));
    const havips = addresses.slice(count, count + 10).map((address) => {
      return saysSubnet ? { address, subnetCidr: "10.0.0.0/24", vpcId: "vpc-00000001" } : { address };
    });
    const wanted = rest.wanted.flatMap((index) => members[index]?.instanceId ?? []);
    const where =
      rest.places === null ? { havips, virtualRouterId } : instancesOf(havips, rest.places, wanted, virtualRouterId);
    return { name, args: { members, ...where, ...rest.others, ...rest.protocol, ...rest.takeover }, position };
  });

/** The HAVIPs, each in the instance that its place says; the last instance wants other members than the first. */
function instancesOf(
  havips: readonly HavipLike[],
  places: readonly number[],
  wanted: readonly string[],
  firstId: number,
): SeveralInstancesArgs {
  const used = [...new Set(havips.map((_, index) => places[index] ?? 0))];
  return {
    instances: used.map((place, index) => ({
      name: `VI_${String(place)}`,
      havips: havips.filter((_, position) => (places[position] ?? 0) === place),
      preferredMembers: index === 0 ? wanted : wanted.toReversed(),
      virtualRouterId: ((firstId + index) % 255) + 1,
      extraConfig: index === 0 ? { vrrpInstance: "garp_lower_prio_delay 10" } : undefined,
    })),
  };
}

/** Clusters in which one text comes from somebody careless or malicious. */
export const hostileCluster: fc.Arbitrary<GeneratedCluster> = fc
  .tuple(anyCluster, hostileText(), fc.nat(9), fc.constantFrom(...hostilePlaces()))
  .map(([cluster, text, index, place]) => ({ ...cluster, args: place(cluster.args, text, index) }));

function standardProtocol(): fc.Arbitrary<StandardProfileArgs> {
  return fc.record({
    // That they are whole is what the type says.
    advertInterval: fc.option(fc.integer({ min: 1, max: 255 }) as fc.Arbitrary<WholeSeconds>, { nil: undefined }),
    authPass: fc.option(word(8), { nil: undefined }),
  });
}

function fastProtocol(): fc.Arbitrary<FastProfileArgs> {
  return fc.record({
    profile: fc.constant("fast" as const),
    advertInterval: fc.option(
      fc.integer({ min: 1, max: 4095 }).map((hundredths) => hundredths / 100),
      { nil: undefined },
    ),
  });
}

function noPreempt(): fc.Arbitrary<AnyPreemptArgs> {
  return fc.record({ healthCheck: fc.option(healthCheck(), { nil: undefined }) });
}

function preempt(): fc.Arbitrary<PreemptArgs> {
  return fc.record({
    preempt: fc.constant(true as const),
    preemptDelay: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
    // Enough for a sick one of ten members to be weaker than all others, and not so much that healthy ones would become equal.
    healthCheck: fc.option(
      fc
        .tuple(healthCheck(), fc.constantFrom(-253, -91, 91, 153, undefined))
        .map(([check, weight]) => ({ ...check, weight })),
      { nil: undefined },
    ),
  });
}

function healthCheck(): fc.Arbitrary<HealthCheckArgs> {
  const seconds = fc.integer({ min: 1, max: 3600 });
  const times = fc.integer({ min: 1, max: 100 });
  return fc.record({ command: command(), interval: seconds, timeout: seconds, fall: times, rise: times });
}

function trackProcesses(): fc.Arbitrary<TrackProcessArgs[]> {
  const name = fc.constantFrom("haproxy", "nginx", "a23456789012345", "0", "redis-server_1.x");
  const quorum = fc.integer({ min: 1, max: 1000 });
  const delay = fc.integer({ min: 0, max: 360_000 }).map((hundredths) => hundredths / 100);
  const process = fc.record({ name: name.map((each) => each.slice(0, 15)), quorum, delay });
  return fc.uniqueArray(process, { selector: (each) => each.name, maxLength: 5 });
}

function notifyOn(): fc.Arbitrary<NotifyOnArgs> {
  return fc.record({ master: command(), backup: command(), fault: command(), stop: command() }, { requiredKeys: [] });
}

function notifyFifo(): fc.Arbitrary<NotifyFifoArgs> {
  const path = word(90).map((name) => `/run/${name}.fifo`);
  return fc.record({ path, script: command() }, { requiredKeys: ["path"] });
}

/** What keepalived knows, so that it consents. */
function extraConfig(): fc.Arbitrary<ClusterExtraConfigArgs> {
  const vrrpInstance = fc.constantFrom("accept", "virtual_rules {\n\tfrom 10.0.0.100 table 100 preference 100\r\n}\n");
  const server =
    "virtual_server 10.0.0.100 80 {\n  delay_loop 6\n  lb_algo rr\n  lb_kind NAT\n  protocol TCP\n  real_server 10.0.0.9 80 {\n    weight 1\n  }\n}";
  const file = fc.constantFrom(
    'global_defs {\n  smtp_helo_name "a b"\n  max_auto_priority 10\n  vrrp_garp_interval 0.001\n}',
    server,
  );
  const tracked = "track_file f {\n  file /run/x\n  weight 0\n}\nbfd_instance b {\n  neighbor_ip 10.0.0.12\n}";
  const tracking = { vrrpInstance: "track_file {\n  f\n}\ntrack_bfd {\n  b\n}", file: `${server}\n${tracked}` };
  return fc.oneof(fc.record({ vrrpInstance, file }, { requiredKeys: [] }), fc.constant(tracking));
}

/** Commands whose program exists, as keepalived drops a check without one. */
function command(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom("/usr/bin/true", "/usr/bin/pgrep"), fc.array(word(90), { maxLength: 8 }))
    .map((words) => words.flat().join(" "));
}

function word(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...Array.from("abcXYZ019_.:/%+=,-"));
  return fc.string({ unit, minLength: 1, maxLength });
}

function hostileText(): fc.Arbitrary<string> {
  const samples = [
    "x} priority 250",
    "x\npriority 250",
    "${_PWD}",
    "${_HASH}",
    "$A",
    "a#b",
    "!x",
    "@host x",
    "~SEQ(a,1,2)",
  ];
  const more = [
    '"',
    '" "',
    "'",
    "\\",
    "\\#",
    "include /etc/passwd",
    "a b",
    " ",
    "",
    "é",
    "\0",
    "\r",
    "\uFEFF",
    "x;y",
    "a&&b",
  ];
  const unit = fc.constantFrom(...Array.from("ab01 \t\n\r\"'\\{}$#!@~;&|<>()[]*?`_.:/%+=,-é"));
  const tame = fc.string({ unit: fc.constantFrom(...Array.from("ab01_.:/%+=,-")), minLength: 1, maxLength: 8 });
  return fc.oneof(
    fc.constantFrom(...samples, ...more),
    fc.string({ unit, maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constant("x".repeat(1_100)),
    { weight: 2, arbitrary: tame },
  );
}

/** Keywords that no extra line may begin with, wherever it stands: they overrule an input, or a HAVIP does not work with them. */
export const OVERRULING =
  "router_id vrrp_version vrrp_instance vrrp_sync_group static_ipaddress no_accept use_vmac quorum_up".split(" ");

/** One of them, hidden behind what keepalived may split it from. */
function hiddenKeyword(): fc.Arbitrary<string> {
  const hidings = ['""', '"250"', '"" 250', '"250', '" 250"', '""x', '"VI_2" {', " 250", "\t250", "{"];
  return fc.tuple(fc.constantFrom(...OVERRULING), fc.constantFrom(...hidings)).map((parts) => parts.join(""));
}

/** Lines of a configuration by somebody careless or malicious; some are harmless. */
export function hostileLines(): fc.Arbitrary<string> {
  const harmless = fc.constantFrom("accept", "a b", "a {", "}", "  c 1.2.3.4/24", 'd "e f"', "");
  const line = fc.oneof({ weight: 6, arbitrary: harmless }, hostileText(), hiddenKeyword());
  const definition =
    "accept\ntrack_file f {\nfile /run/x\nweight 0\n}\nbfd_instance b {\nneighbor_ip 10.0.0.12\n}\na b";
  const blocks = fc.constantFrom("a {\nb c\n}", "a {\nb {\n}\n}", "accept\nd 5", "track_file {\nf\n}", definition);
  return fc.oneof(
    blocks,
    fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n")),
  );
}

type Place = (args: KeepalivedClusterArgs, text: string, index: number) => KeepalivedClusterArgs;

/** Where a text of a user can stand. */
function hostilePlaces(): Place[] {
  const inMember = (property: "instanceId" | "privateIp" | "interface"): Place => {
    return (args, text, index) => ({
      ...args,
      members: args.members.map((member, position) => {
        return position === index % args.members.length ? { ...member, [property]: text } : member;
      }),
    });
  };
  const inHavip = (property: "address" | "subnetCidr" | "vpcId"): Place => {
    return (args, text, index) => {
      const havips = havipsByInstance(args).flat();
      return {
        ...common(args),
        havips: havips.map((havip, position) => {
          return position === index % havips.length ? { ...havip, [property]: text } : havip;
        }),
      };
    };
  };
  const common = (args: KeepalivedClusterArgs): OneInstanceArgs & Pick<KeepalivedClusterArgs, "members"> => ({
    havips: havipsByInstance(args).flat(),
    members: args.members,
  });
  const several = (args: KeepalivedClusterArgs, change: object): KeepalivedClusterArgs => {
    const { havips, members } = common(args);
    return { members, instances: [{ name: "web", havips, ...change }] };
  };
  return [
    inMember("instanceId"),
    inMember("privateIp"),
    inMember("interface"),
    inHavip("address"),
    inHavip("subnetCidr"),
    inHavip("vpcId"),
    (args, authPass) => ({ ...common(args), authPass }),
    (args, text) => ({ ...common(args), healthCheck: { command: `/usr/bin/true ${text}` } }),
    (args, text) => ({ ...common(args), notify: `/usr/bin/true ${text}` }),
    // keepalived does not look for the program of a notification, so its path may be anything, too.
    (args, text) => ({ ...common(args), notify: `/usr/bin/true${text}` }),
    (args, text) => ({ ...common(args), notifyOn: { master: `/usr/bin/true ${text}` } }),
    (args, text) => ({ ...common(args), notifyFifo: { path: `/run/${text}` } }),
    (args, text) => ({ ...common(args), notifyFifo: { path: "/run/fifo", script: `/usr/bin/true ${text}` } }),
    (args, name) => ({ ...common(args), trackProcesses: [{ name }] }),
    (args, name) => several(args, { name }),
    (args, text) => several(args, { preferredMembers: [text] }),
  ];
}
