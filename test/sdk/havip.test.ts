/** What the classes register with the engine, by the Pulumi SDK's own mocks. */
import * as pulumi from "@pulumi/pulumi";
import { EMULATOR_SECRET_KEY } from "../../provider/core/emulator";
import { Havip } from "../../sdk";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

const ARGS = { vpcId: "vpc-00000001", subnetId: "subnet-00000001" };

let registered: Registered[];

/** A new run of a program, with an engine that accepts everything. */
async function newRun(preview = false): Promise<void> {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        registered.push({ type, name, inputs: inputs as Record<string, unknown> });
        if (type.endsWith(":StackIdentity"))
          return { id: "identity", state: preview ? {} : { stackId: "0123456789abcdef0123" } };
        return { id: id ?? "havip-1a2b3c4d", state: { ...(inputs as object), address: "10.0.0.2" } };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    "project",
    "stack",
    preview,
  );
}

function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

async function registeredHavip(vip: Havip): Promise<Registered> {
  await promiseOf(vip.urn);
  const found = registered.find(({ type }) => type.endsWith(":Havip"));
  if (found === undefined) throw new Error("No Havip was registered.");
  return found;
}

beforeEach(() => newRun());

afterEach(() => {
  pulumi.runtime.setAllConfig({});
});

describe("a Havip", () => {
  it("is registered under its own type, with its inputs, its owner and the closure, and nothing else", async () => {
    const vip = new Havip("web", { ...ARGS, tags: { team: "web" } });
    const { type, inputs } = await registeredHavip(vip);
    expect(type).toBe("pulumi-nodejs:dynamic/tencentcloud:Havip");
    expect(inputs).toEqual({
      ...ARGS,
      name: "web",
      tags: { team: "web" },
      owner: expect.stringMatching(/^0123456789abcdef0123\/[0-9a-f]{32}$/),
      __provider: expect.stringContaining('require("pulumi-tencentcloud-havip/provider").havip.create(inputs)'),
    });
  });

  it("leaves the arguments as they are, so that one object can serve several", async () => {
    const args = { ...ARGS };
    const both = [new Havip("a", args), new Havip("b", args)];
    await Promise.all(both.map((vip) => promiseOf(vip.urn)));
    expect(args).toEqual(ARGS);
  });

  it("has every output, also those that the program did not give", async () => {
    const vip = new Havip("web", ARGS);
    expect(await promiseOf(vip.address)).toBe("10.0.0.2");
    const outputs = [
      vip.state,
      vip.eipAddress,
      vip.createdTime,
      vip.holderInstanceId,
      vip.lastMoved,
      vip.region,
      vip.world,
    ];
    for (const output of outputs) expect(pulumi.Output.isInstance(output)).toBe(true);
  });

  it("is owned by its URN: other names and other parents are other owners, the same ones the same", async () => {
    const ownerOf = async (vip: Havip, index: number): Promise<unknown> => {
      await promiseOf(vip.urn);
      return registered.filter(({ type }) => type.endsWith(":Havip"))[index]?.inputs["owner"];
    };
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const first = await ownerOf(new Havip("web", ARGS), 0);
    const other = await ownerOf(new Havip("web2", ARGS), 1);
    const child = await ownerOf(new Havip("web", ARGS, { parent }), 2);
    expect(new Set([first, other, child]).size).toBe(3);
    await newRun();
    expect(await ownerOf(new Havip("web", ARGS), 0)).toBe(first);
  });

  it("shares one stack identity with all others of a run, and none with another run", async () => {
    await Promise.all(["a", "b"].map((name) => promiseOf(new Havip(name, ARGS).urn)));
    expect(registered.filter(({ type }) => type.endsWith(":StackIdentity"))).toHaveLength(1);
    await newRun();
    await promiseOf(new Havip("a", ARGS).urn);
    expect(registered.filter(({ type }) => type.endsWith(":StackIdentity"))).toHaveLength(1);
  });

  it("read by get has no owner and no identity: only its id, region and closure", async () => {
    const vip = Havip.get("shared", "havip-99999999", { region: "ap-beijing" });
    const { inputs } = await registeredHavip(vip);
    expect(Object.keys(inputs).sort()).toEqual(["__provider", "region"]);
    expect(await promiseOf(vip.id)).toBe("havip-99999999");
    expect(registered).toHaveLength(1);
  });
});

describe("a secret key in the stack configuration", () => {
  const KEY = "tencentcloud:secretKey";

  it.each<[string, string, string[], number]>([
    ["unencrypted is warned about, once a run", "real-key", [], 1],
    ["encrypted is not", "real-key", [KEY], 0],
    ["of the emulator is public", EMULATOR_SECRET_KEY, [], 0],
  ])("%s", async (_what, value, secrets, count) => {
    pulumi.runtime.setAllConfig({ [KEY]: value }, secrets);
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
    await Promise.all(["a", "b"].map((name) => promiseOf(new Havip(name, ARGS).urn)));
    const told = warn.mock.calls.map(([text]) => text);
    expect(told).toHaveLength(count);
    for (const text of told) {
      expect(text).toMatch(/pulumi config set --secret/);
      expect(text).not.toContain(value);
    }
    warn.mockRestore();
  });
});
