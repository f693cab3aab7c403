import { EMULATOR_TEMPORARY_ID_PREFIX } from "../../../../provider/core/emulator";
import { ROLE, type World, openWorld } from "../support/roles";

let world: World;
let keys: { secretId: string; secretKey: string };
beforeAll(async () => {
  world = await openWorld();
  keys = world.emulator.credentials;
});
beforeEach(async () => {
  await world.emulator.reset();
  world.restart();
});
afterAll(() => world.emulator.close());

const asked = (parts: object = {}): string => JSON.stringify({ roleArn: ROLE, ...parts });
const request = (): unknown => world.emulator.calls().find(({ action }) => action === "AssumeRole")?.parameters;

describe("a role", () => {
  test("of the stack configuration is taken on with the credentials that are found", async () => {
    const credential = await world.find({ ...keys, assumeRole: asked({ sessionName: "ci" }) });
    expect(credential.secretId).toMatch(EMULATOR_TEMPORARY_ID_PREFIX);
    expect(await world.userOf(credential)).toBe("deployer:ci");
    expect(credential.source).toContain(`the role ${ROLE}, which tencentcloud:assumeRole names`);
    expect(credential.source).toContain("with the credentials from the stack configuration");
  });

  test("is asked for as the settings say", async () => {
    const parts = { sessionName: "ci", sessionDuration: 900, externalId: "team", policy: '{"version":"2.0"}' };
    await world.find({ ...keys, assumeRole: asked(parts) });
    expect(request()).toEqual({
      RoleArn: ROLE,
      RoleSessionName: "ci",
      DurationSeconds: 900,
      ExternalId: "team",
      Policy: "%7B%22version%22%3A%222.0%22%7D",
    });
  });

  test.each(["TENCENTCLOUD_ASSUME_ROLE", "TENCENTCLOUD_ROLE"])("of the environment, by %s_ARN", async (prefix) => {
    const credential = await world.find(keys, { [`${prefix}_ARN`]: ROLE, [`${prefix}_SESSION_NAME`]: "ci" });
    expect(await world.userOf(credential)).toBe("deployer:ci");
  });

  test("of tccli's profile is taken on with the profile's keys", async () => {
    const profile = JSON.stringify({ ...keys, "role-arn": ROLE, "role-session-name": "ci" });
    const credential = await world.find({}, {}, { "/home/me/.tccli/default.credential": profile });
    expect(await world.userOf(credential)).toBe("deployer:ci");
  });

  test("of tccli's profile without keys is an error", async () => {
    const files = { "/home/me/.tccli/default.credential": JSON.stringify({ "role-arn": ROLE }) };
    await expect(world.find({}, {}, files)).rejects.toThrow("names a role, but no key pair to take it on with");
  });

  test("is taken on with the machine's role where that is asked for too", async () => {
    world.emulator.metadata({ roleName: "machine" });
    const credential = await world.find({ camRoleName: "machine", assumeRole: asked() });
    expect(await world.userOf(credential)).toBe("deployer:pulumi-tencentcloud-havip");
    expect(credential.source).toContain("with the credentials from the CVM role machine");
  });

  test("is taken on once for all who need it at the same time and later", async () => {
    const settings = { ...keys, assumeRole: asked() };
    const found = await Promise.all(Array.from({ length: 5 }, () => world.find(settings)));
    expect(new Set([...found, await world.find(settings)]).size).toBe(1);
    expect(world.answers("AssumeRole")).toHaveLength(1);
  });

  test("is another one for another session, and for other credentials", async () => {
    const one = await world.find({ ...keys, assumeRole: asked() });
    const two = await world.find({ ...keys, assumeRole: asked({ sessionName: "ci" }) });
    const base = await world.find({ ...keys, assumeRole: asked({ sessionName: "base" }) });
    const { secretKey, token } = base.reveal();
    const temporary = { secretId: base.secretId, secretKey, securityToken: token };
    const three = await world.find({ ...temporary, assumeRole: asked() });
    expect(new Set([one, two, three].map(({ secretId }) => secretId)).size).toBe(3);
  });

  test.each([
    [7_200, 301, 2],
    [100, 11, 2],
  ])("of %d s is taken on again some time before its end", async (sessionDuration, before, later) => {
    const settings = { ...keys, assumeRole: asked({ sessionDuration }) };
    const first = await world.find(settings);
    world.pass((sessionDuration - before) * 1_000);
    expect(await world.find(settings)).toBe(first);
    world.pass(later * 1_000);
    expect(await world.userOf(await world.find(settings))).toBe("deployer:pulumi-tencentcloud-havip");
    expect(world.answers("AssumeRole")).toHaveLength(2);
  });

  test("is taken on with fresh credentials of the machine where the cloud calls those at hand expired", async () => {
    world.emulator.metadata({ roleName: "machine" });
    const first = await world.find({ camRoleName: "machine" });
    // The cloud's time alone goes on: this process believes that they hold.
    world.emulator.clock.advance(7_200_000);
    const credential = await world.find({ camRoleName: "machine", assumeRole: asked() });
    expect(world.answers("AssumeRole")).toEqual(["AuthFailure.SignatureExpire", "AuthFailure.TokenFailure", ""]);
    expect(await world.userOf(credential)).toBe("deployer:pulumi-tencentcloud-havip");
    expect((await world.find({ camRoleName: "machine" })).secretId).not.toBe(first.secretId);
  });
});

describe("a role that cannot be taken on", () => {
  const foreign = ROLE.replace("100000000001", "7");

  test("is an error with the setting, the role, and what the cloud said", async () => {
    const failed = world.find({ ...keys, assumeRole: asked({ roleArn: foreign }) });
    await expect(failed).rejects.toThrow(`The role ${foreign}, which tencentcloud:assumeRole names, is not taken on`);
    await expect(failed).rejects.toThrow("ResourceNotFound.RoleNotFound");
  });

  test("is asked for again the next time", async () => {
    world.emulator.faults.next({
      action: "AssumeRole",
      phase: "before",
      kind: "error",
      code: "AuthFailure.UnauthorizedOperation",
    });
    const settings = { ...keys, assumeRole: asked() };
    await expect(world.find(settings)).rejects.toThrow("may not call AssumeRole");
    expect(await world.userOf(await world.find(settings))).toContain("deployer");
  });

  test("W1: other keys than the emulator's are not sent to it for a role either", async () => {
    const failed = world.find({ secretId: "AKIDreal", secretKey: "real-secret-key", assumeRole: asked() });
    await expect(failed).rejects.toThrow("is an emulator, but the credentials (from the stack configuration");
    expect(world.answers("AssumeRole")).toHaveLength(0);
  });
});
