import { nearbyCvmRole } from "../../../../provider/api/credentials/cvm-role";
import { accessTo } from "../support/access";
import { open } from "../support/client";
import { raw, startCloud } from "../support/cloud";
import { environmentOf } from "../support/environment";
import { type World, openWorld } from "../support/roles";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.emulator.reset();
  world.restart();
});
afterAll(() => world.emulator.close());

const bind = (roleName: string): void => {
  world.emulator.metadata({ roleName });
};

describe("the role of the machine", () => {
  test("is used where nothing else is found", async () => {
    bind("deployer");
    const credential = await world.find({});
    expect(await world.userOf(credential)).toBe("deployer:ins-00000001");
    expect(credential.source).toBe("the CVM role deployer of this machine");
  });

  test("is not used where there are credentials", async () => {
    bind("deployer");
    const { secretId, secretKey } = world.emulator.credentials;
    expect((await world.find({ secretId, secretKey })).secretId).toBe(secretId);
  });

  test("is not used in the place of a profile that is named", async () => {
    bind("deployer");
    await expect(world.find({ profile: "prod" })).rejects.toThrow("No credentials of the profile `prod`");
  });

  test("is passed over where there is none", async () => {
    bind("");
    await expect(world.find({})).rejects.toThrow(
      "the CVM role of this machine, from its instance metadata (no role is bound to it)",
    );
  });

  test.each([
    [404, "Not Found"],
    [200, "Not Found"],
    [200, "<html></html>"],
    [200, ""],
  ])("is not seen in what something else answers there: %d %j", async (status, page) => {
    const other = await startCloud();
    other.answersProbes(raw(status, page));
    const search = { ...accessTo(other.url), environment: environmentOf(), region: () => "ap-guangzhou", signal: open };
    const lookup = await nearbyCvmRole({ ...search, endpoint: { endpoint: "", domain: "", protocol: "" } })();
    expect(lookup).toMatchObject({ kind: "absent", looked: expect.stringContaining("no role is bound to it") });
    await other.close();
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ["tencentcloud:camRoleName", { camRoleName: "deployer" }, {}],
    ["TENCENTCLOUD_CAM_ROLE_NAME", {}, { TENCENTCLOUD_CAM_ROLE_NAME: "deployer" }],
  ])("is used before all keys where %s asks for it", async (_, settings, variables) => {
    bind("deployer");
    const { secretId, secretKey } = world.emulator.credentials;
    const credential = await world.find({ ...settings, secretId, secretKey }, variables);
    expect(await world.userOf(credential)).toBe("deployer:ins-00000001");
  });

  test("is used where tccli's profile says so", async () => {
    bind("deployer");
    const files = { "/home/me/.tccli/default.credential": '{"type":"cvm-role"}' };
    expect(await world.userOf(await world.find({}, {}, files))).toBe("deployer:ins-00000001");
  });

  test("that is asked for and not bound is an error with the remedy, whatever else there is", async () => {
    bind("other");
    const { secretId, secretKey } = world.emulator.credentials;
    await expect(world.find({ camRoleName: "deployer", secretId, secretKey })).rejects.toThrow(
      "The role `deployer` of this machine, which tencentcloud:camRoleName asks for, gives no credentials: it has no role deployer\n" +
        "Bind the role to the instance in the console (CVM)",
    );
  });
});

describe("its credentials", () => {
  test("are asked for once, by many at a time and later", async () => {
    bind("deployer");
    const found = await Promise.all([world.find({}), world.find({})]);
    expect(new Set([...found, await world.find({})]).size).toBe(1);
  });

  test("are asked for again some minutes before they expire, by the clock of the cloud", async () => {
    bind("deployer");
    const first = await world.find({});
    world.pass(7_200_000 - 301_000);
    expect(await world.find({})).toBe(first);
    world.pass(2_000);
    const second = await world.find({});
    expect(second.secretId).not.toBe(first.secretId);
    expect(await world.userOf(second)).toBe("deployer:ins-00000001");
  });

  test("are asked for again once the cloud has called them expired", async () => {
    bind("deployer");
    const first = await world.find({});
    world.access().temporaries.discard(first);
    expect((await world.find({})).secretId).not.toBe(first.secretId);
  });
});
