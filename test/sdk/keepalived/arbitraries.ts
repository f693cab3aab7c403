import fc from "fast-check";
import type {
  AnyPreemptArgs,
  AnyProfileArgs,
  HealthCheckArgs,
  KeepalivedClusterArgs,
  PreemptArgs,
  StandardProfileArgs,
} from "../../../sdk/keepalived/args";

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
    notify: fc.option(command(), { nil: undefined }),
    position: fc.nat(9),
  })
  .map(
    ({ name, hosts, memberCount, priorities, interfaces, saysSubnet, virtualRouterId, notify, position, ...rest }) => {
      const addresses = hosts.map((host) => `10.0.0.${String(host)}`);
      const count = Math.min(memberCount, addresses.length - 1);
      // The positive weights suit the default priorities.
      const ownPriorities = (rest.takeover.healthCheck?.weight ?? 0) > 0 ? null : priorities;
      const members = addresses.slice(0, count).map((privateIp, index) => ({
        instanceId: `ins-0000000${String(index)}`,
        privateIp,
        interface: interfaces[index],
        priority: ownPriorities?.[index],
      }));
      const havips = addresses.slice(count, count + 10).map((address) => {
        return saysSubnet ? { address, subnetCidr: "10.0.0.0/24", vpcId: "vpc-00000001" } : { address };
      });
      return { name, args: { havips, members, virtualRouterId, notify, ...rest.protocol, ...rest.takeover }, position };
    },
  );

/** Clusters in which one text comes from somebody careless or malicious. */
export const hostileCluster: fc.Arbitrary<GeneratedCluster> = fc
  .tuple(anyCluster, hostileText(), fc.nat(9), fc.constantFrom(...hostilePlaces()))
  .map(([cluster, text, index, place]) => ({ ...cluster, args: place(cluster.args, text, index) }));

function standardProtocol(): fc.Arbitrary<StandardProfileArgs> {
  return fc.record({
    advertInterval: fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
    authPass: fc.option(word(8), { nil: undefined }),
  });
}

function fastProtocol(): fc.Arbitrary<AnyProfileArgs> {
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
    // Enough to change the order of the priorities, and not so much that healthy members would become equal.
    healthCheck: fc.option(
      fc
        .tuple(healthCheck(), fc.constantFrom(-253, 11, 143, undefined))
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
    return (args, text, index) => ({
      ...args,
      havips: args.havips.map((havip, position) => {
        return position === index % args.havips.length ? { ...havip, [property]: text } : havip;
      }),
    });
  };
  const common = ({ havips, members, virtualRouterId }: KeepalivedClusterArgs) => ({
    havips,
    members,
    virtualRouterId,
  });
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
  ];
}
