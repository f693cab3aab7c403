/**
 * The state contract. States of released versions lie in users' backends for ever: what stands in them must keep its
 * meaning. Each file in test/fixtures/state is what the real engine stored with that version (`pulumi stack export`).
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cloudCall } from "../setup/cloud-call.cjs";
import { type Bag, type ProviderProcess } from "./provider-process";
import { type Setting, openSetting } from "./setting";

const FIXTURES = join(__dirname, "../fixtures/state");
const CHANGES_NO = 1;

interface Stored {
  type: string;
  id: string;
  inputs: Bag;
  outputs: Bag;
}

function recorded(version: string): Stored[] {
  // What `pulumi stack export` printed, cut to the resources of this package.
  return JSON.parse(readFileSync(join(FIXTURES, version), "utf8")) as Stored[];
}

const versions = readdirSync(FIXTURES).filter((file) => file.endsWith(".json"));

let setting: Setting;

beforeAll(async () => {
  setting = await openSetting();
}, 180_000);

afterAll(async () => {
  await setting.close();
});

it("begins with the first version", () => {
  expect(versions).toContain("0.1.0.json");
});

describe.each(versions)("the state of %s", (version) => {
  const [havip] = recorded(version).filter(({ type }) => type === "pulumi-nodejs:dynamic/tencentcloud:Havip");
  const [identity] = recorded(version).filter(
    ({ type }) => type === "pulumi-nodejs:dynamic/tencentcloud:StackIdentity",
  );

  /** The recorded HAVIP, made in this emulator: only its id and world are those of today. */
  async function remade(): Promise<{ id: string; state: Bag }> {
    const state: Bag = { ...havip?.outputs, world: `emulator:${setting.emulator.storeId}` };
    const [stack, resource] = String(state["owner"]).split("/");
    const tags = {
      "pulumi-havip:stack": stack,
      "pulumi-havip:resource": resource,
      "pulumi-havip:generation": state["generation"],
    };
    const request = {
      VpcId: state["vpcId"],
      SubnetId: state["subnetId"],
      HaVipName: state["name"],
      Vip: state["address"],
      Tags: Object.entries({ ...tags, ...(state["tags"] as object) }).map(([Key, Value]) => ({ Key, Value })),
    };
    const { url, credentials } = setting.emulator;
    const cloud = { endpoint: url, ...credentials, region: String(state["region"]) };
    return { id: (await cloudCall(cloud, "CreateHaVip", request)).HaVip.HaVipId, state };
  }

  let provider: ProviderProcess;

  beforeEach(async () => {
    await setting.emulator.reset();
    provider = await setting.restart();
  }, 30_000);

  it("stores the very text that the package of today stores", () => {
    expect(havip?.outputs["__provider"]).toBe(setting.closure);
    expect(havip?.inputs["__provider"]).toBe(setting.closure);
    expect(String(identity?.outputs["__provider"])).toBe(setting.closure.replaceAll(").havip.", ").stackIdentity."));
  });

  it("shows no difference, before and after a refresh", async () => {
    const { id, state } = await remade();
    const inputs = havip?.inputs ?? {};
    expect((await provider.check(inputs, inputs)).failures).toEqual([]);
    expect((await provider.diff(id, state, inputs)).changes).toBe(CHANGES_NO);
    const read = await provider.read(id, state);
    expect(read.id).toBe(id);
    expect((await provider.diff(id, read.state, inputs)).changes).toBe(CHANGES_NO);
  });

  it("can be updated and released", async () => {
    const { id, state } = await remade();
    const updated = await provider.update(id, state, { ...havip?.inputs, name: "renamed" });
    expect(updated).toEqual({ ...state, name: "renamed", createdTime: expect.any(String) });
    await provider.delete(id, updated);
    expect(setting.emulator.state().havips).toEqual([]);
  });

  it("keeps the stack's identity", async () => {
    const read = await provider.read(identity?.id ?? "", identity?.outputs ?? {});
    expect(read).toMatchObject({ id: identity?.id, state: { stackId: identity?.id } });
    expect((await provider.diff(read.id, read.state, identity?.inputs ?? {})).changes).toBe(CHANGES_NO);
    await provider.delete(read.id, read.state);
  });
});
