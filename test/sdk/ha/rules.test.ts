import { groupDraft, type HavipLike, type MemberArgs } from "../../../sdk/ha/args";
import type { Problem } from "../../../sdk/ha/problems";
import { groupProblems } from "../../../sdk/ha/validate";

const FIRST: MemberArgs = { instanceId: "ins-00000001", privateIp: "10.0.0.11" };
const MEMBERS: MemberArgs[] = [FIRST, { instanceId: "ins-00000002", privateIp: "10.0.0.12" }];
const HAVIP = { address: "10.0.0.100", subnetCidr: "10.0.0.0/24", vpcId: "vpc-00000001" };

function problems(members: MemberArgs[], havips: HavipLike[]): Problem[] {
  return groupProblems(groupDraft(members, havips));
}

/** The pair with the second member changed. */
function second(change: Partial<MemberArgs>): MemberArgs[] {
  return MEMBERS.map((member, index) => (index === 1 ? { ...member, ...change } : member));
}

function many(count: number): MemberArgs[] {
  return Array.from({ length: count }, (_, index) => ({
    instanceId: `ins-000000${String(10 + index)}`,
    privateIp: `10.0.0.${String(11 + index)}`,
    priority: 100 - index,
  }));
}

function havips(count: number): HavipLike[] {
  return Array.from({ length: count }, (_, index) => ({ ...HAVIP, address: `10.0.0.${String(100 + index)}` }));
}

const SECOND = "members[1] (ins-00000002)";

describe("a group", () => {
  it.each<[string, MemberArgs[], HavipLike[]]>([
    ["of a pair and one HAVIP", MEMBERS, [HAVIP]],
    ["of 10 members", many(10), [HAVIP]],
    ["of 10 HAVIPs", MEMBERS, havips(10)],
    ["whose HAVIP says neither subnet nor VPC", MEMBERS, [{ address: "10.9.9.9" }]],
    ["with an interface of 15 characters", second({ interface: "a23456789012345" }), [HAVIP]],
    [
      "with the lowest and the highest priority",
      [{ ...FIRST, priority: 254 }, ...second({ priority: 1 }).slice(1)],
      [HAVIP],
    ],
  ])("%s has no problem", (_, members, addresses) => {
    expect(problems(members, addresses)).toEqual([]);
  });

  it.each<[string, MemberArgs[], string, string]>([
    ["only one member", MEMBERS.slice(0, 1), "members", "nowhere to move"],
    ["11 members", many(11), "members", "too large"],
    [
      "a malformed instance id",
      second({ instanceId: "i-00000002" }),
      "members[1] (i-00000002)",
      "not the id of an instance",
    ],
    [
      "an instance id with a line break",
      second({ instanceId: "ins-0000000\n" }),
      "members[1] (ins-0000000\\n)",
      "not the id",
    ],
    [
      "an instance twice",
      second({ instanceId: "ins-00000001" }),
      "members[1] (ins-00000001)",
      "also that of members[0]",
    ],
    [
      "an address twice, so that a member is its own peer",
      second({ privateIp: "10.0.0.11" }),
      SECOND,
      "also that of members[0]",
    ],
    ["a malformed address", second({ privateIp: "10.0.0" }), `${SECOND}.privateIp`, "not an IPv4 address"],
    ["an IPv6 address", second({ privateIp: "fd00::2" }), `${SECOND}.privateIp`, "IPv6"],
    ["an address with a mask", second({ privateIp: "10.0.0.12/24" }), `${SECOND}.privateIp`, "is a range"],
    ["an address with a leading zero", second({ privateIp: "10.0.0.012" }), `${SECOND}.privateIp`, "leading zero"],
    ["a multicast address", second({ privateIp: "224.0.0.18" }), `${SECOND}.privateIp`, "no host can have"],
    ["a loopback address", second({ privateIp: "127.0.0.1" }), `${SECOND}.privateIp`, "no host can have"],
    [
      "a member outside the subnet",
      second({ privateIp: "10.0.1.12" }),
      `${SECOND}.privateIp`,
      "outside the subnet 10.0.0.0/24",
    ],
    ["a member at the gateway", second({ privateIp: "10.0.0.1" }), `${SECOND}.privateIp`, "is the gateway"],
    ["a member with the HAVIP as its own", second({ privateIp: "10.0.0.100" }), SECOND, "the address of havips[0]"],
    ["priority 0", second({ priority: 0 }), `${SECOND}.priority`, "0 is not a whole number from 1 to 254"],
    ["priority 255, which nopreempt excludes", second({ priority: 255 }), `${SECOND}.priority`, "255 is not"],
    ["a broken priority", second({ priority: 99.5 }), `${SECOND}.priority`, "99.5 is not a whole number"],
    ["a priority twice", second({ priority: 110 }), SECOND, "priority 110 is also that of members[0]"],
    [
      "an interface of 16 characters",
      second({ interface: "a234567890123456" }),
      SECOND,
      "not a name of a network interface",
    ],
    ["an interface with a brace", second({ interface: "eth0}" }), SECOND, "not a name of a network interface"],
    ["an interface alias", second({ interface: "eth0:1" }), SECOND, "not a name of a network interface"],
    ["the loopback interface", second({ interface: "lo" }), SECOND, "is the loopback"],
    ["an empty interface", second({ interface: "" }), SECOND, "not a name of a network interface"],
  ])("with %s is refused, naming place and remedy", (_, members, where, what) => {
    const found = problems(members, [HAVIP]);
    expect(found).toEqual([{ where, what: expect.stringContaining(what), remedy: expect.stringMatching(/.{10}/) }]);
  });

  it.each<[string, HavipLike[], string, string]>([
    ["no HAVIP", [], "havips", "none given"],
    ["11 HAVIPs", havips(11), "havips", "11 given"],
    ["a HAVIP outside its subnet", [{ ...HAVIP, address: "10.0.1.100" }], "havips[0].address", "outside the subnet"],
    [
      "the network address as HAVIP",
      [{ ...HAVIP, address: "10.0.0.0" }],
      "havips[0].address",
      "is the network address",
    ],
    ["the gateway as HAVIP", [{ ...HAVIP, address: "10.0.0.1" }], "havips[0].address", "is the gateway"],
    [
      "the broadcast address as HAVIP",
      [{ ...HAVIP, address: "10.0.0.255" }],
      "havips[0].address",
      "is the broadcast address",
    ],
    ["an IPv6 HAVIP", [{ ...HAVIP, address: "fd00::1" }], "havips[0].address", "IPv6"],
    ["a HAVIP with a mask", [{ ...HAVIP, address: "10.0.0.100/32" }], "havips[0].address", "is a range"],
    ["a multicast HAVIP", [{ address: "239.0.0.1" }], "havips[0].address", "no host can have"],
    ["no address at all", [{ address: "" }], "havips[0].address", "not an IPv4 address"],
    ["a HAVIP twice", [HAVIP, HAVIP], "havips[1]", "also that of havips[0]"],
    [
      "HAVIPs of two subnets",
      [HAVIP, { address: "10.0.0.101", subnetCidr: "10.0.0.0/25" }],
      "havips[1]",
      "is in the subnet",
    ],
    ["HAVIPs of two VPCs", [HAVIP, { address: "10.0.0.101", vpcId: "vpc-00000002" }], "havips[1]", "is in the VPC"],
    ["a malformed subnet", [{ ...HAVIP, subnetCidr: "10.0.0.0" }], "havips[0].subnetCidr", "not an IPv4 range"],
    ["a subnet with host bits", [{ ...HAVIP, subnetCidr: "10.0.0.5/24" }], "havips[0].subnetCidr", "host bits"],
    ["a malformed VPC id", [{ ...HAVIP, vpcId: "vpc-1" }], "havips[0].vpcId", "not the id of a VPC"],
  ])("with %s is refused, naming place and remedy", (_, addresses, where, what) => {
    const found = problems(MEMBERS, addresses);
    expect(found).toEqual([{ where, what: expect.stringContaining(what), remedy: expect.stringMatching(/.{10}/) }]);
  });

  it("is not told to give more HAVIPs to the same instances by a second cluster, whose files would overwrite its own", () => {
    expect(problems(MEMBERS, havips(11))[0]?.remedy).toContain("use a cluster of other instances for more");
  });

  it("shows all its problems at once", () => {
    const found = problems(second({ privateIp: "10.0.1.12", priority: 300 }), [{ ...HAVIP, address: "10.0.0.1" }]);
    expect(found.map(({ where }) => where)).toEqual([`${SECOND}.priority`, "havips[0].address", `${SECOND}.privateIp`]);
  });

  it("is not complained about for what is not known yet", () => {
    const later = Promise.resolve("anything");
    expect(problems([FIRST, { instanceId: later, privateIp: later }], [{ address: later, vpcId: later }])).toEqual([]);
  });

  it("is checked for what is known while other values are not", () => {
    const later = Promise.resolve("anything");
    const found = problems(second({ instanceId: later, privateIp: "10.0.1.12" }), [{ ...HAVIP, address: later }]);
    expect(found.map(({ where }) => where)).toEqual(["members[1] (id not known yet).privateIp"]);
  });

  it("takes eth0 and 110, 100, 90 where a member says neither interface nor priority", () => {
    const drafted = groupDraft([...MEMBERS, { instanceId: "ins-00000003", privateIp: "10.0.0.13" }], [HAVIP]).members;
    expect(drafted.map((member) => [member.interface, member.priority])).toEqual([
      ["eth0", 110],
      ["eth0", 100],
      ["eth0", 90],
    ]);
  });
});
