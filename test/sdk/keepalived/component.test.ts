import * as pulumi from "@pulumi/pulumi";
import type { MemberArgs } from "../../../sdk/ha/args";
import { Havip } from "../../../sdk/havip";
import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { KeepalivedCluster } from "../../../sdk/keepalived/component";
import { routerIdOf } from "../../../sdk/keepalived/router-id";
import { filesOf, HAVIP, MEMBERS, PAIR, SUBNET } from "./clusters";

const CLUSTER = { havips: [HAVIP], members: PAIR } satisfies KeepalivedClusterArgs;
const URN = "urn:pulumi:stack::project::tencentcloud-havip:index:KeepalivedCluster::web";

/** What the engine was asked to register. */
let registered: pulumi.runtime.MockResourceArgs[];
/** What the engine says that every resource has become. */
let state: Record<string, unknown>;

/** A run of the program: an update, or a preview in which new resources have unknown outputs. */
async function startRun(kind: "update" | "preview"): Promise<void> {
  // What the previous run has yet to tell its engine, the next one's would not understand.
  await pulumi.runtime.disconnect();
  registered = [];
  state = {};
  const newResource = (args: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult => {
    registered.push(args);
    return { id: `${args.name}-id`, state };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "project", "stack", kind === "preview");
}

/** The parts of an output that its public type leaves out, and that the SDK itself goes by. */
interface Parts<T> {
  promise(): Promise<T>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  allResources: Promise<unknown>;
}

function parts<T>(output: pulumi.Output<T>): Parts<T> {
  // Every Output has them (output.d.ts of the SDK, "internal").
  return output as unknown as Parts<T>;
}

/** What a program or the engine sees of an output. */
async function seen<T>(output: pulumi.Output<T>): Promise<{ known: boolean; secret: boolean; value: T | undefined }> {
  const { isKnown, isSecret } = parts(output);
  const [known, secret] = [await isKnown, await isSecret];
  return { known, secret, value: known ? await parts(output).promise() : undefined };
}

/**
 * The message of a cluster whose outputs fail. In a program such a failure ends the process as an unhandled rejection, once
 * for everything that hangs on the output; here all of it is looked after, and nothing is sent to the engine.
 */
async function failure(args: KeepalivedClusterArgs, name = "web"): Promise<string> {
  const registerOutputs = jest.spyOn(KeepalivedCluster.prototype, "registerOutputs" as never);
  registerOutputs.mockImplementation(() => undefined as never);
  const cluster = new KeepalivedCluster(name, args);
  const outputs = Object.values(cluster)
    .filter((value) => pulumi.Output.isInstance(value))
    .map(parts);
  await Promise.allSettled(outputs.flatMap(({ isKnown, isSecret, allResources }) => [isKnown, isSecret, allResources]));
  registerOutputs.mockRestore();
  return parts(cluster.configs)
    .promise()
    .then(
      () => "",
      (error: unknown) => (pulumi.ResourceError.isInstance(error) ? error.message : String(error)),
    );
}

function unknown(): pulumi.Output<string> {
  // As the SDK makes outputs of resources that a preview would create.
  const make = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
  const none = Promise.resolve(undefined);
  return new make(new Set(), none, Promise.resolve(false), Promise.resolve(false), Promise.resolve(new Set()));
}

describe("a KeepalivedCluster", () => {
  beforeEach(() => startRun("update"));

  it("is what its args were when it was made, whatever becomes of them", async () => {
    const members: MemberArgs[] = PAIR.map((member) => ({ ...member }));
    const args = { havips: [{ ...SUBNET, address: "10.0.0.100" }], members, virtualRouterId: 51 };
    const expected = filesOf("web", structuredClone(args))["ins-00000001"]?.content;
    const cluster = new KeepalivedCluster("web", args);
    args.virtualRouterId = 52;
    args.havips = [{ ...SUBNET, address: "10.0.0.101" }];
    members.push({ ...MEMBERS[2], interface: "ens9" });
    expect((await seen(cluster.configs)).value?.["ins-00000001"]).toBe(expected);
    expect((await seen(cluster.virtualRouterId)).value).toBe(51);
  });

  it("reads objects of classes, too, whose properties are getters", async () => {
    class Machine {
      constructor(
        readonly instanceId: string,
        readonly privateIp: string,
      ) {}
      get interface(): string {
        return "ens9";
      }
      get priority(): number {
        return this.privateIp.endsWith("1") ? 50 : 200;
      }
    }
    const members = PAIR.map(({ instanceId, privateIp }) => new Machine(instanceId, privateIp));
    const { value } = await seen(new KeepalivedCluster("web", { havips: [HAVIP], members }).configs);
    expect(value?.["ins-00000001"]).toMatch(/interface ens9[^]*priority 50\n/);
  });

  it("offers every member's text, file and the router id", async () => {
    const cluster = new KeepalivedCluster("web", CLUSTER);
    const files = filesOf("web", { ...CLUSTER, virtualRouterId: routerIdOf(URN) });
    expect(await seen(cluster.files)).toEqual({ known: true, secret: false, value: files });
    expect((await seen(cluster.configs)).value).toEqual({
      "ins-00000001": files["ins-00000001"]?.content,
      "ins-00000002": files["ins-00000002"]?.content,
    });
    expect((await seen(cluster.virtualRouterId)).value).toBe(routerIdOf(URN));
  });

  it("is a component of the pinned type without inputs, so that no plain password is stored", async () => {
    const cluster = new KeepalivedCluster("web", { ...CLUSTER, authPass: "secret" });
    await seen(cluster.files);
    expect(registered).toEqual([
      expect.objectContaining({ type: "tencentcloud-havip:index:KeepalivedCluster", name: "web", inputs: {} }),
    ]);
  });

  it("takes addresses and ids that are outputs, of HAVIPs as resources offer them", async () => {
    const havip = {
      address: pulumi.output("10.0.0.100"),
      subnetCidr: pulumi.output<string | undefined>(undefined),
      vpcId: pulumi.output("vpc-00000001"),
      subnetId: pulumi.output("subnet-00000001"),
    };
    const members = PAIR.map(({ instanceId, privateIp }) => ({
      instanceId: pulumi.output(instanceId),
      privateIp: Promise.resolve(privateIp),
    }));
    const cluster = new KeepalivedCluster("web", { havips: [havip], members, virtualRouterId: 9 });
    expect((await seen(cluster.files)).value).toEqual(filesOf("web", { ...CLUSTER, virtualRouterId: 9 }));
  });

  it("takes the Havip of the same program", async () => {
    state = { address: "10.0.0.100", vpcId: "vpc-00000001" };
    const vip = new Havip("web", { vpcId: "vpc-00000001", subnetId: "subnet-00000001" });
    const cluster = new KeepalivedCluster("web", { havips: [vip], members: PAIR, virtualRouterId: 9 });
    expect((await seen(cluster.files)).value).toEqual(filesOf("web", { ...CLUSTER, virtualRouterId: 9 }));
  });

  it("keeps its router id when address and members change", async () => {
    const havips = [{ ...HAVIP, address: "10.0.0.200" }];
    const cluster = new KeepalivedCluster("web", { havips, members: MEMBERS });
    expect((await seen(cluster.virtualRouterId)).value).toBe(routerIdOf(URN));
  });

  it("keeps texts secret if there is a password, even a plain one, but not the router id", async () => {
    const cluster = new KeepalivedCluster("web", { ...CLUSTER, authPass: "h4v1pk3y" });
    expect((await seen(cluster.configs)).secret).toBe(true);
    expect((await seen(cluster.files)).secret).toBe(true);
    expect((await seen(cluster.virtualRouterId)).secret).toBe(false);
    expect((await seen(cluster.configs)).value?.["ins-00000001"]).toContain('auth_pass "h4v1pk3y"');
  });

  it("tells failover times, and what lets the members hear each other, in clear even if there is a password", async () => {
    const cluster = new KeepalivedCluster("web", { ...CLUSTER, authPass: "h4v1pk3y" });
    const times = await seen(cluster.failoverTimes);
    expect(times).toMatchObject({ known: true, secret: false });
    expect(times.value?.["web"]?.["ins-00000001"]?.powerOff).toEqual({ shortest: 2.609, longest: 3.609 });
    const rules = await seen(cluster.securityGroupRules);
    expect(rules).toMatchObject({ secret: false, value: [{ cidrBlock: "10.0.0.11" }, { cidrBlock: "10.0.0.12" }] });
    const firewalls = await seen(cluster.guestFirewalls);
    expect([firewalls.secret, Object.keys(firewalls.value ?? {})]).toEqual([false, ["ins-00000001", "ins-00000002"]]);
  });

  it("may have several instances, whose HAVIPs and preferred members are outputs", async () => {
    const plain = [
      { name: "blue", havips: [HAVIP], preferredMembers: ["ins-00000001"], virtualRouterId: 7 },
      { name: "green", havips: [{ address: "10.0.0.101" }], preferredMembers: ["ins-00000002"] },
    ];
    const ids = { blue: 7, green: routerIdOf(`${URN}::green`) };
    const instances = plain.map(({ havips, preferredMembers, ...rest }) => ({
      ...rest,
      havips: havips.map((havip) => ({ ...havip, address: pulumi.output(havip.address) })),
      preferredMembers: preferredMembers.map((id) => pulumi.output(id)),
    }));
    const cluster = new KeepalivedCluster("web", { members: PAIR, instances });
    expect((await seen(cluster.virtualRouterIds)).value).toEqual(ids);
    expect((await seen(cluster.virtualRouterId)).value).toBe(7);
    const numbered = plain.map((instance) => ({
      ...instance,
      virtualRouterId: ids[instance.name === "blue" ? "blue" : "green"],
    }));
    expect((await seen(cluster.files)).value).toEqual(filesOf("web", { members: PAIR, instances: numbered }));
    expect(Object.keys((await seen(cluster.failoverTimes)).value ?? {})).toEqual(["blue", "green"]);
  });

  it("refuses a preferred member that an output names and that is none", async () => {
    const instances = [{ name: "blue", havips: [HAVIP], preferredMembers: [pulumi.output("ins-0000000f")] }];
    expect(await failure({ members: PAIR, instances })).toContain('preferredMembers[0]: "ins-0000000f" is no member');
  });

  it("refuses the router id of one instance of another cluster", async () => {
    const instances = [{ name: "blue", havips: [HAVIP], virtualRouterId: 9 }];
    await seen(new KeepalivedCluster("web", { members: PAIR, instances }).files);
    expect(await failure({ ...CLUSTER, virtualRouterId: 9 }, "db")).toContain("virtual router id 9 in vpc-00000001");
  });

  it("refuses bad plain inputs at once, before anything is registered", () => {
    expect(() => new KeepalivedCluster("web", { havips: [HAVIP], members: [MEMBERS[0], MEMBERS[0]] })).toThrow(
      'KeepalivedCluster "web": no configuration was rendered, its inputs have 2 problems:',
    );
    expect(registered).toEqual([]);
  });

  it("refuses bad outputs when they are known", async () => {
    const havips = [{ ...SUBNET, address: pulumi.output("10.0.1.1") }];
    expect(await failure({ ...CLUSTER, havips })).toContain("havips[0].address: 10.0.1.1 is outside the subnet");
  });

  it("refuses an instance that two outputs name", async () => {
    const members = [MEMBERS[0], { ...MEMBERS[1], instanceId: pulumi.output("ins-00000001") }];
    expect(await failure({ ...CLUSTER, members })).toContain("also that of members[0] (ins-00000001)");
  });

  it("refuses a bad password that is an output, without showing it", async () => {
    const message = await failure({ ...CLUSTER, authPass: pulumi.secret("hunter2 and more") });
    expect(message).toContain("the password has 16 bytes");
    expect(message).not.toContain("hunter2");
  });

  it.each<[string, object, string]>([
    ["an address", { havips: [{ address: pulumi.output(42) }] }, "havips[0].address: is a number; give a text"],
    ["a VPC", { havips: [{ ...HAVIP, vpcId: pulumi.output(null) }] }, "havips[0].vpcId: is null; give a text"],
    ["a password", { authPass: pulumi.secret(12345678) }, "authPass: is a number; give a text"],
    [
      "a member's address",
      { members: [MEMBERS[0], { ...MEMBERS[1], privateIp: pulumi.output(undefined) }] },
      "members[1] (ins-00000002).privateIp: is missing; give a text",
    ],
  ])("refuses %s that resolves to something else than a text, naming it", async (_, args, message) => {
    const refusal = await failure({ ...CLUSTER, ...args });
    expect(refusal).toContain(message);
    expect(refusal).not.toContain("12345678");
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "args: is missing; give { havips, members }"],
    ["members in an Output", { ...CLUSTER, members: pulumi.output([...PAIR]) }, "members: is an Output"],
    ["a member that is null", { ...CLUSTER, members: [MEMBERS[0], null] }, "members[1]: is null"],
    ["a health check that is null", { ...CLUSTER, healthCheck: null }, "healthCheck: is null"],
  ])("refuses %s at once with its place and remedy", (_, args, message) => {
    // A program without type checks.
    expect(() => new KeepalivedCluster("web", args as KeepalivedClusterArgs)).toThrow(message);
    expect(registered).toEqual([]);
  });

  it("takes the Havip in an Output, as an apply returns it", async () => {
    const havips = [pulumi.output(HAVIP)];
    const cluster = new KeepalivedCluster("web", { havips, members: PAIR, virtualRouterId: 9 });
    expect((await seen(cluster.files)).value).toEqual(filesOf("web", { ...CLUSTER, virtualRouterId: 9 }));
  });

  it("refuses the router id of another cluster in the same VPC, naming both", async () => {
    await seen(new KeepalivedCluster("web", { ...CLUSTER, virtualRouterId: 9 }).files);
    const message = await failure({ ...CLUSTER, virtualRouterId: 9 }, "db");
    expect(message).toMatch(/virtual router id 9 in vpc-00000001: .*::db and .*::web\. Set virtualRouterId/);
  });

  it("refuses the HAVIP of another cluster: two groups would take it from each other for ever", async () => {
    await seen(new KeepalivedCluster("web", { ...CLUSTER, virtualRouterId: 9 }).files);
    const others = [
      { instanceId: "ins-0000000a", privateIp: "10.0.0.21" },
      { instanceId: "ins-0000000b", privateIp: "10.0.0.22" },
    ];
    const message = await failure({ ...CLUSTER, members: others, virtualRouterId: 10 }, "db");
    expect(message).toMatch(
      /have the HAVIP 10\.0\.0\.100 in vpc-00000001: .*::db and .*::web\. Let one cluster have it/,
    );
  });

  it("refuses a member of another cluster: its one configuration file would be overwritten", async () => {
    await seen(new KeepalivedCluster("web", { ...CLUSTER, virtualRouterId: 9 }).files);
    const havips = [{ ...SUBNET, address: "10.0.0.101" }];
    const message = await failure({ ...CLUSTER, havips, virtualRouterId: 10 }, "db");
    expect(message).toMatch(/have the member ins-00000001 in vpc-00000001: .* has one keepalived\.conf/);
  });

  it("does not see the clusters of another run", async () => {
    await seen(new KeepalivedCluster("web", { ...CLUSTER, virtualRouterId: 9 }).files);
    await startRun("update");
    expect((await seen(new KeepalivedCluster("db", { ...CLUSTER, virtualRouterId: 9 }).files)).known).toBe(true);
  });

  it("may have resources below it that use its texts", async () => {
    const cluster = new KeepalivedCluster("web", CLUSTER);
    class File extends pulumi.CustomResource {
      constructor() {
        super("test:index:File", "file", { content: cluster.configs }, { parent: cluster });
      }
    }
    await seen(new File().urn);
    expect(registered.map(({ name }) => name)).toEqual(["web", "file"]);
  });
});

describe("in a preview, a KeepalivedCluster", () => {
  beforeEach(() => startRun("preview"));

  it("is rendered if everything is known", async () => {
    expect((await seen(new KeepalivedCluster("web", CLUSTER).configs)).known).toBe(true);
  });

  it("has unknown texts and a known router id while the cloud has not chosen the address", async () => {
    const cluster = new KeepalivedCluster("web", { ...CLUSTER, havips: [{ ...SUBNET, address: unknown() }] });
    expect((await seen(cluster.configs)).known).toBe(false);
    expect((await seen(cluster.virtualRouterId)).value).toBe(routerIdOf(URN));
  });

  it("has known failover times and rules while the cloud has not chosen the address", async () => {
    const cluster = new KeepalivedCluster("web", { ...CLUSTER, havips: [{ ...SUBNET, address: unknown() }] });
    const found = [seen(cluster.failoverTimes), seen(cluster.securityGroupRules), seen(cluster.guestFirewalls)];
    expect((await Promise.all<{ known: boolean }>(found)).map(({ known }) => known)).toEqual([true, true, true]);
  });

  it("is refused for a router id in use while the address is not known", async () => {
    const later = { ...CLUSTER, havips: [{ ...SUBNET, address: unknown() }], virtualRouterId: 9 };
    await seen(new KeepalivedCluster("web", later).virtualRouterId);
    expect(await failure(later, "db")).toContain("virtual router id 9 in vpc-00000001");
  });

  it("is refused for what is known while the address is not", () => {
    const members = [MEMBERS[0], { ...MEMBERS[1], privateIp: "10.0.1.12" }];
    const havips = [{ ...SUBNET, address: unknown() }];
    expect(() => new KeepalivedCluster("web", { havips, members })).toThrow("10.0.1.12 is outside the subnet");
  });
});
