import { ConfigurationError } from "../../../../provider/api/configuration-error";
import { findCredential } from "../../../../provider/api/credentials/chain";
import { profilePlace } from "../../../../provider/api/credentials/profile";
import { accessTo } from "../support/access";
import { open } from "../support/client";
import { configurationOf, environmentOf } from "../support/environment";
import { refusedPort } from "../support/tcp";

type Texts = Readonly<Record<string, string>>;

let nobody: string;
beforeAll(async () => {
  nobody = `http://127.0.0.1:${String(await refusedPort())}`;
});

/** What is found on a machine without instance metadata. */
async function find(settings: Texts, variables: Texts = {}, files: Readonly<Record<string, string | Error>> = {}) {
  const [configuration, environment] = [configurationOf(settings), environmentOf(variables, files)];
  const credential = await findCredential({
    ...accessTo(nobody),
    configuration,
    environment,
    profile: profilePlace(configuration, environment),
    endpoint: { endpoint: "", domain: "", protocol: "" },
    region: () => "ap-guangzhou",
    signal: open,
  });
  return { secretId: credential.secretId, ...credential.reveal(), source: credential.source };
}

const SHARED = "/home/me/.tencentcloud/credentials";
const SYSTEM = "/etc/tencentcloud/credentials";
const TCCLI = "/home/me/.tccli/default.credential";

const inConfiguration = { secretId: "conf-id", secretKey: "conf-key", securityToken: "conf-token" };
const inEnvironment = { TENCENTCLOUD_SECRET_ID: "env-id", TENCENTCLOUD_SECRET_KEY: "env-key" };
const ini = (id: string, section = "default"): string =>
  `[${section}]\nsecret_id = ${id}\nsecret_key = ${id}-key\ntoken = ${id}-token\n`;
const json = (id: string, more: object = {}): string =>
  JSON.stringify({ secretId: id, secretKey: `${id}-key`, token: `${id}-token`, ...more });

describe("credentials are taken from the first place that has them", () => {
  const everywhere = { [SHARED]: ini("shared-id"), [SYSTEM]: ini("system-id"), [TCCLI]: json("tccli-id") };

  test("1. the stack configuration", async () => {
    expect(await find(inConfiguration, inEnvironment, everywhere)).toMatchObject({
      secretId: "conf-id",
      secretKey: "conf-key",
      token: "conf-token",
    });
  });

  test("2. the environment", async () => {
    expect(await find({}, inEnvironment, everywhere)).toMatchObject({
      secretId: "env-id",
      secretKey: "env-key",
      token: "",
    });
  });

  test("3. the shared file of the user", async () => {
    expect(await find({}, {}, everywhere)).toEqual({
      secretId: "shared-id",
      secretKey: "shared-id-key",
      token: "shared-id-token",
      source: `${SHARED}, section [default]`,
    });
  });

  test("4. the shared file of the machine", async () => {
    expect(await find({}, {}, { ...everywhere, [SHARED]: "" })).toMatchObject({ secretId: "system-id" });
  });

  test("5. tccli's default profile", async () => {
    expect(await find({}, {}, { [TCCLI]: json("tccli-id") })).toEqual({
      secretId: "tccli-id",
      secretKey: "tccli-id-key",
      token: "tccli-id-token",
      source: TCCLI,
    });
  });

  test("a variable that is set to nothing counts as not set", async () => {
    const empty = { TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: "" };
    expect(await find({}, empty, everywhere)).toMatchObject({ secretId: "shared-id" });
  });
});

describe("the token in the environment", () => {
  test.each(["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN"])(
    "may be called %s",
    async (name) => {
      expect(await find({}, { ...inEnvironment, [name]: "a-token" })).toMatchObject({ token: "a-token" });
    },
  );

  test("may stand under several names if it is one and the same", async () => {
    const twice = { TENCENTCLOUD_TOKEN: "a-token", TENCENTCLOUD_SESSION_TOKEN: "a-token" };
    expect(await find({}, { ...inEnvironment, ...twice })).toMatchObject({ token: "a-token" });
  });

  test("must not contradict itself", async () => {
    const twice = { TENCENTCLOUD_TOKEN: "a-token", TENCENTCLOUD_SESSION_TOKEN: "b-token" };
    await expect(find({}, { ...inEnvironment, ...twice })).rejects.toThrow(
      "TENCENTCLOUD_SESSION_TOKEN and TENCENTCLOUD_TOKEN are set to different tokens",
    );
  });

  test("does not go with a key pair from elsewhere", async () => {
    expect(await find({ secretId: "conf-id", secretKey: "conf-key" }, { TENCENTCLOUD_TOKEN: "a-token" })).toMatchObject(
      { token: "" },
    );
  });
});

describe("a profile", () => {
  const files = {
    [SHARED]: ini("shared-id") + ini("shared-prod-id", "prod"),
    [TCCLI]: json("tccli-id"),
    "/home/me/.tccli/prod.credential": json("tccli-prod-id"),
    "/home/me/.tccli/only.credential": json("tccli-only-id"),
    "/home/me/keys/default.credential": json("folder-id"),
  };

  test("of the stack configuration chooses section and file", async () => {
    expect(await find({ profile: "prod" }, {}, files)).toMatchObject({ secretId: "shared-prod-id" });
    expect(await find({ profile: "only" }, {}, files)).toMatchObject({ secretId: "tccli-only-id" });
  });

  test("of the environment does so if the configuration has none", async () => {
    expect(await find({}, { TENCENTCLOUD_PROFILE: "only" }, files)).toMatchObject({ secretId: "tccli-only-id" });
    expect(await find({ profile: "prod" }, { TENCENTCLOUD_PROFILE: "only" }, files)).toMatchObject({
      secretId: "shared-prod-id",
    });
  });

  test("may have a dot in its name", async () => {
    expect(await find({ profile: "team.prod" }, {}, { [SHARED]: ini("dotted-id", "team.prod") })).toMatchObject({
      secretId: "dotted-id",
    });
  });

  test("that is named and does not exist is an error, with the setting and all places", async () => {
    const missing = find({}, { TENCENTCLOUD_PROFILE: "nobody" }, files);
    await expect(missing).rejects.toThrow(
      /`nobody`, which TENCENTCLOUD_PROFILE names[\s\S]*section \[nobody\][\s\S]*nobody\.credential/,
    );
  });

  test("cannot lead out of the folder", async () => {
    await expect(find({ profile: "../x" }, {}, files)).rejects.toThrow(
      "The profile that tencentcloud:profile names may contain",
    );
  });

  test("is looked for in the folder that is named, and only there", async () => {
    expect(await find({ sharedCredentialsDir: "~/keys" }, {}, files)).toMatchObject({ secretId: "folder-id" });
    expect(await find({}, { TENCENTCLOUD_SHARED_CREDENTIALS_DIR: "/home/me/keys" }, files)).toMatchObject({
      secretId: "folder-id",
    });
    await expect(find({ sharedCredentialsDir: "/empty" }, {}, files)).rejects.toThrow(
      "in the folder that tencentcloud:sharedCredentialsDir names",
    );
  });
});

describe("something wrong in a place ends the search there", () => {
  const fallback = { [TCCLI]: json("tccli-id") };
  const denied = Object.assign(new Error("permission denied"), { code: "EACCES" });

  test.each<[string, Texts, Texts, Record<string, string | Error>, string]>([
    [
      "half a pair in the configuration",
      { secretId: "x" },
      inEnvironment,
      {},
      "tencentcloud:secretId is set, tencentcloud:secretKey is not",
    ],
    [
      "half a pair in the environment",
      {},
      { TENCENTCLOUD_SECRET_KEY: "x" },
      {},
      "TENCENTCLOUD_SECRET_KEY is set, TENCENTCLOUD_SECRET_ID is not",
    ],
    [
      "half a pair in the shared file",
      {},
      {},
      { [SHARED]: "[default]\nsecret_id = x" },
      `Half a key pair in ${SHARED}`,
    ],
    ["half a pair in tccli's file", {}, {}, { [TCCLI]: '{"secretKey":"x"}' }, `Half a key pair in ${TCCLI}`],
    ["an unreadable file", {}, {}, { [SHARED]: denied }, `${SHARED} cannot be read (EACCES)`],
    [
      "a shared file of another format",
      {},
      {},
      { [SHARED]: '{"secretId":"x"}' },
      `${SHARED} is not a credentials file`,
    ],
    ["tccli's file in another format", {}, {}, { [TCCLI]: "secretId: x" }, `${TCCLI} is not a JSON object`],
    [
      "a line break in a key",
      {},
      { ...inEnvironment, TENCENTCLOUD_SECRET_KEY: "x\n" },
      {},
      "The secretKey in the environment",
    ],
  ])("%s", async (_, settings, variables, files, message) => {
    const failed = find(settings, variables, { ...fallback, ...files });
    await expect(failed).rejects.toThrow(ConfigurationError);
    await expect(failed).rejects.toThrow(message);
  });

  test("and what is wrong is not quoted", async () => {
    const failed = find({}, {}, { [TCCLI]: '{"secretKey":"very-secret"' });
    await expect(failed).rejects.not.toThrow("very-secret");
  });
});

test("without any credentials, one error names all places and the emulator", async () => {
  const failed = find({});
  for (const part of [
    "tencentcloud:secretId and tencentcloud:secretKey",
    "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
    SHARED,
    SYSTEM,
    TCCLI,
    `the CVM role of this machine, from its instance metadata (${nobody} does not answer)`,
    "the identity of a TKE pod, TKE_ROLE_ARN, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE",
    "npx havip emulator start",
    'eval "$(npx havip emulator env)"',
  ]) {
    await expect(failed).rejects.toThrow(part);
  }
});
