import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../../sdk/ha/problems";
import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { shapeProblems } from "../../../sdk/keepalived/shape";
import { VrrpProfile } from "../../../sdk/keepalived/draft";
import { filesOf, GOLDEN, HAVIP, MEMBERS, PAIR } from "./clusters";

const CLUSTER = { havips: [HAVIP], members: PAIR };
const CHECK = { command: "/usr/bin/true" };

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
