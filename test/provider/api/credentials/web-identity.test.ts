import { Credential } from "../../../../provider/api/credentials/credential";
import { clientFor, open } from "../support/client";
import { answer, startCloud } from "../support/cloud";
import { ROLE, type World, identityToken, openWorld } from "../support/roles";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.emulator.reset();
  world.emulator.metadata({ roleName: "" });
  world.restart();
});
afterAll(() => world.emulator.close());

const FILE = "/var/run/secrets/token";
const token = (): string => identityToken(world.timing.now() + 3_600_000);
const configured = (parts: object): Record<string, string> => ({
  assumeRoleWithWebIdentity: JSON.stringify({ roleArn: ROLE, sessionName: "ci", ...parts }),
});

describe("a role for the token of an identity provider", () => {
  test("of the stack configuration needs no key, and keys that are there are not used", async () => {
    const credential = await world.find({
      ...configured({ webIdentityToken: token(), providerId: "github" }),
      secretId: "AKIDreal",
      secretKey: "real-key",
    });
    expect(await world.userOf(credential)).toBe("deployer:ci");
    expect(credential.source).toContain("taken on with the token of github");
  });

  test("is taken on with the token in a file, alone or in the bridged provider's JSON", async () => {
    const given = configured({ webIdentityTokenFile: FILE });
    expect(await world.userOf(await world.find(given, {}, { [FILE]: `${token()}\n` }))).toBe("deployer:ci");
    world.restart();
    const json = JSON.stringify({ web_identity_token: token() });
    expect(await world.userOf(await world.find(given, {}, { [FILE]: json }))).toBe("deployer:ci");
  });

  test("of the environment", async () => {
    const variables = {
      TENCENTCLOUD_ASSUME_ROLE_ARN: ROLE,
      TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "ci",
      TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN: token(),
    };
    const credential = await world.find({}, variables);
    expect(await world.userOf(credential)).toBe("deployer:ci");
    expect(credential.source).toContain("taken on with the token of OIDC");
  });

  test("is taken on once for all, and again before it ends with the token that is in the file then", async () => {
    const given = configured({ webIdentityTokenFile: FILE });
    const first = token();
    await Promise.all([1, 2, 3].map(() => world.find(given, {}, { [FILE]: first })));
    world.pass(7_200_000 - 299_000);
    await world.find(given, {}, { [FILE]: token() });
    expect(world.answers("AssumeRoleWithWebIdentity")).toEqual(["", ""]);
  });

  test.each<[string, string | undefined, string]>([
    ["is not there", undefined, `There is no file ${FILE}`],
    ["is empty", "", `${FILE} holds no token`],
    ["holds other JSON", '{"token":"very-secret"}', `${FILE} holds no token`],
    ["holds broken JSON", '{"token":"very-secret"', `${FILE} holds no token`],
  ])("is an error where the file %s, without a word of its content", async (_, text, message) => {
    const files: Record<string, string> = text === undefined ? {} : { [FILE]: text };
    const failed = world.find(configured({ webIdentityTokenFile: FILE }), {}, files);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.not.toThrow("very-secret");
  });

  test("A5: is refused without the token in the error", async () => {
    const expired = identityToken(world.timing.now() - 1_000);
    world.emulator.faults.next({
      action: "AssumeRoleWithWebIdentity",
      phase: "before",
      kind: "error",
      code: "InvalidParameter.WebIdentityTokenError",
      message: `You sent ${expired}`,
    });
    const failed = world.find(configured({ webIdentityToken: expired }));
    await expect(failed).rejects.toThrow("is not taken on: AssumeRoleWithWebIdentity in ap-guangzhou");
    await expect(failed).rejects.toThrow("You sent [redacted]");
  });
});

test("the call for it is one request, without a signature and with the token in its body alone", async () => {
  const cloud = await startCloud();
  cloud.answers(answer({ Credentials: {} }));
  const client = clientFor(cloud.url, { credential: new Credential("", "", "identity-token", "a test") });
  const names = { ProviderId: "OIDC", RoleArn: ROLE, RoleSessionName: "ci" };
  await client.call("AssumeRoleWithWebIdentity", { ...names, WebIdentityToken: "identity-token" }, open);
  expect(cloud.received).toHaveLength(1);
  expect(cloud.received[0]?.headers.authorization).toBe("SKIP");
  expect(JSON.stringify(cloud.received[0]?.headers)).not.toContain("identity-token");
  expect(cloud.received[0]?.body).toContain("identity-token");
  await cloud.close();
});

describe("the identity of a TKE pod", () => {
  const pod = { TKE_ROLE_ARN: ROLE, TKE_PROVIDER_ID: "tke", TKE_WEB_IDENTITY_TOKEN_FILE: FILE, TKE_REGION: "ap-tokyo" };
  const regionsOf = (action: string): string[] =>
    world.emulator.calls().flatMap((call) => (call.action === action ? [call.region] : []));

  test("is used where nothing else is found, in its own region", async () => {
    const credential = await world.find({}, pod, { [FILE]: token() });
    expect(await world.userOf(credential)).toBe("deployer:pulumi-tencentcloud-havip");
    expect(regionsOf("AssumeRoleWithWebIdentity")).toEqual(["ap-tokyo"]);
  });

  test("comes after the role of the machine, as the official SDKs have it", async () => {
    world.emulator.metadata({ roleName: "machine" });
    expect(await world.userOf(await world.find({}, pod, { [FILE]: token() }))).toBe("machine:ins-00000001");
  });

  test("comes first where tencentcloud:enablePodOidc says so", async () => {
    world.emulator.metadata({ roleName: "machine" });
    const credential = await world.find({ enablePodOidc: "true" }, pod, { [FILE]: token() });
    expect(await world.userOf(credential)).toMatch(/^deployer:/);
  });

  test("that is asked for where there is none is an error", async () => {
    const { secretId, secretKey } = world.emulator.credentials;
    await expect(world.find({ enablePodOidc: "true", secretId, secretKey })).rejects.toThrow(
      "tencentcloud:enablePodOidc is true, but there is no identity of a TKE pod",
    );
  });

  test("that is incomplete ends the search, with what is lacking", async () => {
    await expect(world.find({}, { TKE_ROLE_ARN: ROLE, TKE_PROVIDER_ID: "tke" })).rejects.toThrow(
      "TKE_WEB_IDENTITY_TOKEN_FILE of the pod's identity",
    );
  });
});
