import fc from "fast-check";
import { type Problem, InvalidClusterError } from "../../../sdk/ha/problems";
import { type KeepalivedClusterArgs, keepalivedDraft } from "../../../sdk/keepalived/args";
import { shapeProblems } from "../../../sdk/keepalived/shape";
import { keepalivedProblems } from "../../../sdk/keepalived/validate";
import { filesOf, HAVIP, MEMBERS, PAIR } from "./clusters";

const CLUSTER = { havips: [HAVIP], members: PAIR };
const CHECK = { command: "/usr/bin/true" };

function problems(args: object): Problem[] {
  // Programs without type checks exist: these are the rules that stop them.
  return keepalivedProblems(keepalivedDraft("web", { ...CLUSTER, ...args }));
}

describe("a keepalived cluster", () => {
  it.each<[string, object]>([
    ["nothing said", {}],
    ["the lowest router id", { virtualRouterId: 1 }],
    ["the highest router id", { virtualRouterId: 255 }],
    ["advertisements every 255 s", { advertInterval: 255 }],
    ["fast advertisements every 0.29 s", { profile: "fast", advertInterval: 0.29 }],
    ["fast advertisements every 40.95 s", { profile: "fast", advertInterval: 40.95 }],
    ["a password of 8 bytes", { authPass: "h4v1pk3y" }],
    ["a password of 1 byte", { authPass: "x" }],
    ["a check without preemption", { healthCheck: CHECK }],
    ["a weighted check with preemption", { preempt: true, healthCheck: { ...CHECK, weight: -11 } }],
    ["a weighted check that rewards health", { preempt: true, healthCheck: { ...CHECK, weight: 11 } }],
    ["a weighted check that lifts the strongest to the top", { preempt: true, healthCheck: { ...CHECK, weight: 153 } }],
    ["a delay with preemption", { preempt: true, preemptDelay: 1000 }],
    ["a command with arguments", { notify: "/opt/ha/notify.sh --to=ops@example.com -v" }],
    ["fast advertisements every 0.1 s", { profile: "fast", advertInterval: 0.1 }],
    ["a tracked process with a delay", { trackProcesses: [{ name: "haproxy", quorum: 2, delay: 0.25 }] }],
    ["a process name of 15 characters", { trackProcesses: [{ name: "a23456789012345" }] }],
    ["commands for every state", { notifyOn: { master: "/a", backup: "/b", fault: "/c", stop: "/d" } }],
    ["a pipe with a reader", { notifyFifo: { path: "/run/keepalived.fifo", script: "/usr/local/bin/reader -v" } }],
    ["the lines of other keywords", { extraConfig: { vrrpInstance: "accept", file: "static_routes {\n}" } }],
    ["at least keepalived 2.2", { minimumVersion: "2.2" }],
  ])("with %s has no problem", (_, args) => {
    expect(problems(args)).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ["router id 0", { virtualRouterId: 0 }, "virtualRouterId", "1 to 255"],
    ["router id 256", { virtualRouterId: 256 }, "virtualRouterId", "1 to 255"],
    ["a broken router id", { virtualRouterId: 5.5 }, "virtualRouterId", "whole number"],
    ["advertisements every 0.2 s in VRRPv2", { advertInterval: 0.2 }, "advertInterval", "whole number"],
    ["advertisements every 256 s", { advertInterval: 256 }, "advertInterval", "1 to 255"],
    ["fast advertisements in thousandths", { profile: "fast", advertInterval: 0.015 }, "advertInterval", "hundredths"],
    ["fast advertisements every 40.96 s", { profile: "fast", advertInterval: 40.96 }, "advertInterval", "40.95"],
    ["fast advertisements without a pause", { profile: "fast", advertInterval: 0 }, "advertInterval", "0.01"],
    ["no number as interval", { profile: "fast", advertInterval: NaN }, "advertInterval", "NaN is not in hundredths"],
    ["an unknown profile", { profile: "faster" }, "profile", "unknown"],
    ["a password with VRRPv3", { profile: "fast", authPass: "secret" }, "authPass", "VRRPv3"],
    ["a password of 9 bytes", { authPass: "123456789" }, "authPass", "9 bytes"],
    ["a password of 9 bytes in 5 characters", { authPass: "üüüüx" }, "authPass", "9 bytes"],
    ["an empty password", { authPass: "" }, "authPass", "0 bytes"],
    ["a password with a brace", { authPass: "x}" }, "authPass", "interpret"],
    ["a password with a quote", { authPass: 'x"y' }, "authPass", "interpret"],
    ["a password with a comment", { authPass: "a#b" }, "authPass", "interpret"],
    ["a password with the other comment", { authPass: "a!b" }, "authPass", "interpret"],
    ["a password with a line break", { authPass: "a\nb" }, "authPass", "interpret"],
    ["a password that ends in a line break", { authPass: "ab\n" }, "authPass", "interpret"],
    ["a password with a substitution", { authPass: "${_PWD}" }, "authPass", "interpret"],
    ["a password that begins with a condition", { authPass: "@host" }, "authPass", "interpret"],
    ["a password that begins with a loop", { authPass: "~SEQ" }, "authPass", "interpret"],
    [
      "a weighted check without preemption",
      { healthCheck: { ...CHECK, weight: -20 } },
      "healthCheck.weight",
      "never moves",
    ],
    [
      "a weight of 0",
      { preempt: true, healthCheck: { ...CHECK, weight: 0 } },
      "healthCheck.weight",
      "the sick member of priority 110 counts 110, not less than 100 of the healthy one of priority 100; give at least 11 or at most -11",
    ],
    [
      "a weight that only makes equal",
      { preempt: true, healthCheck: { ...CHECK, weight: -10 } },
      "healthCheck.weight",
      "the sick member of priority 110 counts 100, not less than 100 of the healthy one of priority 100",
    ],
    [
      "a weight that only makes the first of three equal to the third",
      { members: MEMBERS, preempt: true, healthCheck: { ...CHECK, weight: -20 } },
      "healthCheck.weight",
      "the sick member of priority 110 counts 90, not less than 90 of the healthy one of priority 90; give at least 21 or at most -21",
    ],
    [
      "a reward that leaves the third of three behind a sick first",
      { members: MEMBERS, preempt: true, healthCheck: { ...CHECK, weight: 15 } },
      "healthCheck.weight",
      "the sick member of priority 110 counts 110, not less than 105 of the healthy one of priority 90",
    ],
    [
      "a weight where nothing is below the weakest",
      { members: [MEMBERS[0], { ...MEMBERS[1], priority: 1 }], preempt: true, healthCheck: { ...CHECK, weight: -200 } },
      "healthCheck.weight",
      "the sick member of priority 110 counts 1, not less than 1 of the healthy one of priority 1",
    ],
    [
      "a weight of -254",
      { preempt: true, healthCheck: { ...CHECK, weight: -254 } },
      "healthCheck.weight",
      "-253 to 253",
    ],
    [
      "a weight that makes healthy members equal",
      { preempt: true, healthCheck: { ...CHECK, weight: 200 } },
      "healthCheck.weight",
      "200 makes healthy members equally strong",
    ],
    ["a delay without preemption", { preemptDelay: 10 }, "preemptDelay", "no effect"],
    ["a delay of 1001 s", { preempt: true, preemptDelay: 1001 }, "preemptDelay", "0 to 1000"],
    ["a check every 0.5 s", { healthCheck: { ...CHECK, interval: 0.5 } }, "healthCheck.interval", "whole number"],
    ["a check with no time", { healthCheck: { ...CHECK, timeout: 0 } }, "healthCheck.timeout", "1 to 3600"],
    ["a check that never fails", { healthCheck: { ...CHECK, fall: 0 } }, "healthCheck.fall", "1 to 100"],
    ["a check that never recovers", { healthCheck: { ...CHECK, rise: 101 } }, "healthCheck.rise", "1 to 100"],
    ["a check by relative path", { healthCheck: { command: "pgrep haproxy" } }, "healthCheck.command", "absolute path"],
    [
      "a check that needs a shell",
      { healthCheck: { command: "/bin/a && /bin/b" } },
      "healthCheck.command",
      "interpret",
    ],
    ["a check that substitutes", { healthCheck: { command: "/bin/a ${_PWD}" } }, "healthCheck.command", "interpret"],
    ["a check that ends its quotes", { healthCheck: { command: '/bin/a" x' } }, "healthCheck.command", "interpret"],
    ["a check with a second line", { healthCheck: { command: "/bin/a\nuser x" } }, "healthCheck.command", "interpret"],
    ["a check with a backslash", { healthCheck: { command: "/bin/a \\" } }, "healthCheck.command", "interpret"],
    ["a check that is a folder", { healthCheck: { command: "/usr/bin/" } }, "healthCheck.command", "interpret"],
    [
      "a check longer than a line",
      { healthCheck: { command: `/${"x".repeat(800)}` } },
      "healthCheck.command",
      "801 bytes",
    ],
    ["a notification with a brace", { notify: "/bin/a } priority 250" }, "notify", "interpret"],
    ["a notification by relative path", { notify: "notify.sh" }, "notify", "absolute path"],
    ["a command for a state by relative path", { notifyOn: { fault: "x.sh" } }, "notifyOn.fault", "absolute path"],
    ["a pipe by relative path", { notifyFifo: { path: "fifo" } }, "notifyFifo.path", "not a path"],
    ["a pipe with a blank", { notifyFifo: { path: "/run/a b" } }, "notifyFifo.path", "not a path"],
    ["a pipe that is a folder", { notifyFifo: { path: "/run/" } }, "notifyFifo.path", "not a path"],
    [
      "a reader that needs a shell",
      { notifyFifo: { path: "/run/fifo", script: "/bin/a | /bin/b" } },
      "notifyFifo.script",
      "interpret",
    ],
    [
      "a process by path",
      { trackProcesses: [{ name: "/bin/x" }] },
      "trackProcesses[0].name",
      "not the name of a process",
    ],
    [
      "a process name of 16 characters, which the kernel cuts",
      { trackProcesses: [{ name: "a234567890123456" }] },
      "trackProcesses[0].name",
      "1 to 15",
    ],
    ["a process twice", { trackProcesses: [{ name: "a" }, { name: "a" }] }, "trackProcesses[1]", "tracked already"],
    ["no process needed", { trackProcesses: [{ name: "a", quorum: 0 }] }, "trackProcesses[0].quorum", "1 to 1000"],
    ["a negative delay", { trackProcesses: [{ name: "a", delay: -1 }] }, "trackProcesses[0].delay", "hundredths"],
    [
      "11 processes",
      { trackProcesses: Array.from({ length: 11 }, (_, index) => ({ name: `p${String(index)}` })) },
      "trackProcesses",
      "10 at most",
    ],
    ["an include", { extraConfig: { vrrpInstance: "include x" } }, "extraConfig.vrrpInstance", "includes a file"],
    ["an open block", { extraConfig: { file: "a {" } }, "extraConfig.file", "not closed"],
    ["an unknown version", { minimumVersion: "1.3" }, "minimumVersion", 'give "2.0" or "2.2"'],
  ])("with %s is refused, naming place and remedy", (_, args, where, what) => {
    const found = problems(args).map((problem) => ({
      where: problem.where,
      text: `${problem.what}; ${problem.remedy}`,
    }));
    expect(found).toEqual([{ where, text: expect.stringContaining(what) }]);
  });

  it("takes exactly the weights with which every sick member is weaker than every healthy one, and the healthy ones differ", () => {
    const clamped = (priority: number): number => Math.max(1, Math.min(254, priority));
    let accepted = 0;
    const priorities = fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(priorities, fc.integer({ min: -253, max: 253 }), (own, weight) => {
        const members = own.map((priority, index) => ({
          instanceId: `ins-0000000${String(index)}`,
          privateIp: `10.0.0.${String(11 + index)}`,
          priority,
        }));
        const sick = own.map((priority) => clamped(priority + Math.min(0, weight)));
        const healthy = own.map((priority) => clamped(priority + Math.max(0, weight)));
        const isSound =
          new Set(healthy).size === own.length &&
          sick.every((one, index) => healthy.every((other, position) => position === index || one < other));
        const found = problems({ members, preempt: true, healthCheck: { ...CHECK, weight } });
        expect(found).toHaveLength(isSound ? 0 : 1);
        accepted += isSound ? 1 : 0;
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it("never shows a refused password", () => {
    const message = JSON.stringify(problems({ authPass: "hunter2 and more" }));
    expect(message).toContain("16 bytes");
    expect(message).not.toContain("hunter2");
  });

  it("is refused in one error that lists every problem with its remedy", () => {
    const broken = {
      ...CLUSTER,
      members: [MEMBERS[0], { ...MEMBERS[1], privateIp: "10.0.0.11" }],
      advertInterval: 0.5,
    };
    // A program without type checks.
    const refused = (): unknown => filesOf("web", broken as object as KeepalivedClusterArgs);
    expect(refused).toThrow(InvalidClusterError);
    expect(refused).toThrow(
      [
        "web: no configuration was rendered, its inputs have 2 problems:",
        '  - members[1] (ins-00000002): privateIp "10.0.0.11" is also that of members[0] (ins-00000001); ' +
          "each member needs its own address, or it would be its own peer.",
        '  - advertInterval: 0.5 is not a whole number from 1 to 255; give 1 to 255 seconds, or use profile "fast".',
      ].join("\n"),
    );
  });

  it("cannot be written with an interval below a second and VRRPv2, whether it says so or not", () => {
    // @ts-expect-error Fractions of a second need profile: "fast".
    const silent: KeepalivedClusterArgs = { ...CLUSTER, advertInterval: 0.2 };
    // @ts-expect-error The same, with the profile said.
    const outspoken: KeepalivedClusterArgs = { ...CLUSTER, profile: "standard", advertInterval: 0.2 };
    for (const args of [silent, outspoken]) expect(() => filesOf("web", args)).toThrow("advertInterval");
    const fast: KeepalivedClusterArgs = { ...CLUSTER, profile: "fast", advertInterval: 0.1 };
    expect(filesOf("web", fast)["ins-00000001"]?.content).toContain("advert_int 0.1\n");
  });

  it("cannot be written with a delay and without preemption", () => {
    // @ts-expect-error A delay needs preempt: true.
    const args: KeepalivedClusterArgs = { ...CLUSTER, preemptDelay: 30 };
    expect(() => filesOf("web", args)).toThrow("preemptDelay");
  });

  it("cannot be written with HAVIPs of its own beside instances, or with neither", () => {
    // @ts-expect-error Either havips or instances.
    const both: KeepalivedClusterArgs = { ...CLUSTER, instances: [{ name: "blue", havips: [HAVIP] }] };
    // @ts-expect-error One of them there must be.
    const neither: KeepalivedClusterArgs = { members: PAIR };
    expect(shapeProblems(both).map(({ where }) => where)).toEqual(["havips"]);
    expect(shapeProblems(neither).map(({ where }) => where)).toEqual(["havips"]);
  });

  it("cannot be written with a weighted check and without preemption", () => {
    const check = { command: "/usr/bin/true", weight: -20 };
    // @ts-expect-error A weight needs preempt: true.
    const args: KeepalivedClusterArgs = { ...CLUSTER, healthCheck: check };
    expect(() => filesOf("web", args)).toThrow("healthCheck.weight");
  });

  it("cannot be written with a password and VRRPv3", () => {
    // @ts-expect-error VRRPv3 has no passwords.
    const args: KeepalivedClusterArgs = { ...CLUSTER, profile: "fast", authPass: "secret" };
    expect(() => filesOf("web", args)).toThrow("authPass");
  });
});
