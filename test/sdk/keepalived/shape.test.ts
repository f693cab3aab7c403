import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../../sdk/ha/problems";
import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { shapeProblems } from "../../../sdk/keepalived/shape";
import { VrrpProfile } from "../../../sdk/keepalived/draft";
import { filesOf, GOLDEN, HAVIP, MEMBERS, PAIR } from "./clusters";

const CLUSTER = { havips: [HAVIP], members: PAIR };
const CHECK = { command: "/usr/bin/true" };
const BLUE = { name: "blue", havips: [HAVIP] };

function problems(args: object): Problem[] {
  return shapeProblems({ ...CLUSTER, ...args });
}

/** The pair with the second member changed. */
function second(change: object): object {
  return { members: [MEMBERS[0], { ...MEMBERS[1], ...change }] };
}

const SECOND = "members[1] (ins-00000002)";
const wrongTexts = [null, 42, true, ["x"], { text: "x" }, Symbol("x"), 1n, () => "x"];
const wrongNumbers = [null, "1", true, [1], {}, Symbol("x"), 1n, () => 1, pulumi.output(1), Promise.resolve(1)];

describe("args of a keepalived cluster", () => {
  it.each(Object.entries(GOLDEN))("as in the golden %s have the right shape", (_, { args }) => {
    expect(shapeProblems(args)).toEqual([]);
  });

  it("may hold Outputs and promises of ids, addresses and the password, and Outputs of HAVIPs", () => {
    const members = [
      { instanceId: pulumi.output("ins-00000001"), privateIp: Promise.resolve("10.0.0.11") },
      { instanceId: pulumi.secret("ins-00000002"), privateIp: pulumi.interpolate`10.0.0.${"12"}` },
    ];
    const havips = [pulumi.output(HAVIP), { address: pulumi.output("10.0.0.101"), vpcId: undefined }];
    expect(shapeProblems({ members, havips, authPass: pulumi.secret("h4v1pk3y") })).toEqual([]);
  });

  it.each([
    ["healtCheck", { healtCheck: CHECK }, "healthCheck"],
    ["healthCheck.comand", { healthCheck: { ...CHECK, comand: "/usr/bin/false" } }, "command"],
    [`${SECOND}.prio`, second({ prio: 5 }), "priority"],
  ])("with a misspelt input, here %s, are refused: it would silently mean its default", (where, args, meant) => {
    const [problem, ...others] = problems(args);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ where, what: "is no input" });
    expect(problem?.remedy).toContain(meant);
  });

  it.each([
    ["virtualRouterId", wrongNumbers],
    ["advertInterval", wrongNumbers],
    ["preemptDelay", wrongNumbers],
    ["preempt", [null, 0, 1, "false", [], {}, pulumi.output(false)]],
    ["profile", [...wrongTexts, pulumi.output("fast")]],
    ["notify", [...wrongTexts, pulumi.output("/bin/true")]],
    ["minimumVersion", [...wrongTexts, pulumi.output("2.2")]],
    ["notifyOn", [null, "/bin/true", [], pulumi.output({})]],
    ["notifyFifo", [null, "/run/fifo", [], pulumi.output({})]],
    ["extraConfig", [null, "accept", [], pulumi.output({})]],
    ["trackProcesses", [null, "haproxy", {}, pulumi.output([])]],
    ["authPass", wrongTexts],
    ["healthCheck", [null, false, "/bin/true", [], pulumi.output(CHECK)]],
  ])("with a %s of another kind are refused by its name", (name, values) => {
    const found = values.map((value) => problems({ [name]: value }).map(({ where }) => where));
    expect(found).toEqual(values.map(() => [name]));
  });

  it.each([
    ["command", [undefined, ...wrongTexts, pulumi.interpolate`/bin/true`]],
    ["interval", wrongNumbers],
    ["timeout", wrongNumbers],
    ["fall", wrongNumbers],
    ["rise", wrongNumbers],
    ["weight", wrongNumbers],
  ])("with a health check's %s of another kind are refused by its name", (name, values) => {
    const found = values.map((value) => problems({ healthCheck: { ...CHECK, [name]: value } }));
    expect(found.map((each) => each.map(({ where }) => where))).toEqual(values.map(() => [`healthCheck.${name}`]));
  });

  it.each([
    ["privateIp", [undefined, ...wrongTexts]],
    ["interface", [...wrongTexts, pulumi.output("eth0")]],
    ["priority", wrongNumbers],
  ])("with a member's %s of another kind are refused, naming the member", (name, values) => {
    const found = values.map((value) => problems(second({ [name]: value })).map(({ where }) => where));
    expect(found).toEqual(values.map(() => [`${SECOND}.${name}`]));
  });

  it.each<[string, object, string]>([
    ["members that are missing", { members: undefined }, "members"],
    ["members that are an object", { members: MEMBERS[0] }, "members"],
    ["members in an Output", { members: pulumi.output([...PAIR]) }, "members"],
    ["a member that is a text", { members: ["ins-00000001", MEMBERS[1]] }, "members[0]"],
    ["a member in an Output", { members: [MEMBERS[0], pulumi.output(MEMBERS[1])] }, "members[1]"],
    ["a hole between members", { members: Object.assign([], { 0: MEMBERS[0], 2: MEMBERS[1] }) }, "members[1]"],
    ["a member without id", second({ instanceId: undefined }), "members[1].instanceId"],
    ["HAVIPs in a promise", { havips: Promise.resolve([HAVIP]) }, "havips"],
    ["a router id beside instances", { havips: undefined, instances: [BLUE], virtualRouterId: 5 }, "virtualRouterId"],
    ["instances that are one", { havips: undefined, instances: BLUE }, "instances"],
    ["instances in an Output", { havips: undefined, instances: pulumi.output([BLUE]) }, "instances"],
    ["an instance that is a text", { havips: undefined, instances: ["blue"] }, "instances[0]"],
    ["an instance without a name", { havips: undefined, instances: [{ havips: [HAVIP] }] }, "instances[0].name"],
    ["an instance without HAVIPs", { havips: undefined, instances: [{ name: "blue" }] }, "instances[0] (blue).havips"],
    [
      "an instance with a misspelt input",
      { havips: undefined, instances: [{ ...BLUE, preferred: [] }] },
      "instances[0] (blue).preferred",
    ],
    [
      "a preferred member that is no text",
      { havips: undefined, instances: [{ ...BLUE, preferredMembers: [1] }] },
      "instances[0] (blue).preferredMembers[0]",
    ],
    [
      "an instance's extra lines that are a text",
      { havips: undefined, instances: [{ ...BLUE, extraConfig: "accept" }] },
      "instances[0] (blue).extraConfig",
    ],
    ["a process that is a text", { trackProcesses: ["haproxy"] }, "trackProcesses[0]"],
    ["a process without a name", { trackProcesses: [{ quorum: 1 }] }, "trackProcesses[0].name"],
    ["a delay that is a text", { trackProcesses: [{ name: "a", delay: "1" }] }, "trackProcesses[0].delay"],
    ["a pipe without a path", { notifyFifo: {} }, "notifyFifo.path"],
    ["an unknown state", { notifyOn: { deleted: "/bin/true" } }, "notifyOn.deleted"],
    ["lines in an Output", { extraConfig: { file: pulumi.output("a") } }, "extraConfig.file"],
    ["a HAVIP that is only its address", { havips: ["10.0.0.100"] }, "havips[0]"],
    ["a HAVIP without address", { havips: [{ vpcId: "vpc-00000001" }] }, "havips[0].address"],
    ["a HAVIP whose VPC is null", { havips: [{ ...HAVIP, vpcId: null }] }, "havips[0].vpcId"],
    ["a HAVIP whose subnet is a number", { havips: [{ ...HAVIP, subnetCidr: 24 }] }, "havips[0].subnetCidr"],
  ])("with %s are refused by place", (_, args, where) => {
    expect(problems(args).map((problem) => problem.where)).toEqual([where]);
  });

  it.each([undefined, null, [], "web", pulumi.output(CLUSTER)])("that are no object are refused", (args) => {
    expect(shapeProblems(args).map(({ where }) => where)).toEqual(["args"]);
  });

  it("are told what was found and what to give, but never the value, which may be a password", () => {
    expect(problems({ authPass: ["hunter2"], ...second({ priority: "100" }) })).toEqual([
      {
        where: `${SECOND}.priority`,
        what: "is a text",
        remedy: "give a number, without quotes, that is known when the program runs",
      },
      { where: "authPass", what: "is a list", remedy: "give a text, or an Output or promise of one" },
    ]);
  });

  it("are told of an Output that was made a text by the language instead of by Pulumi", () => {
    const output = pulumi.output("10.0.0.12");
    // JavaScript lets an Output be added to a text.
    for (const privateIp of ["".concat(output as unknown as string), JSON.stringify(output)]) {
      expect(problems(second({ privateIp }))).toEqual([
        expect.objectContaining({ where: `${SECOND}.privateIp`, remedy: expect.stringContaining("interpolate") }),
      ]);
    }
  });

  it("may have preempt and profile in variables", () => {
    const preempt: boolean = JSON.parse("true") === true;
    const profile: VrrpProfile = preempt ? VrrpProfile.fast : VrrpProfile.standard;
    const args: KeepalivedClusterArgs = { ...CLUSTER, preempt, profile, healthCheck: CHECK };
    expect(filesOf("web", args)["ins-00000001"]?.content).not.toContain("nopreempt");
  });
});
