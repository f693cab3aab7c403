import { resolveSettings } from "../../../provider/api/settings";
import { accessTo } from "./support/access";
import { open } from "./support/client";
import { configurationOf, environmentOf } from "./support/environment";

type Texts = Readonly<Record<string, string>>;
const keys = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key" };
const CONFIGURE = "/home/me/.tccli/default.configure";
const tccli = { [CONFIGURE]: JSON.stringify({ _sys_param: { region: "ap-tokyo", output: "json" }, vpc: {} }) };

// Nobody asks for it here.
const access = accessTo("http://127.0.0.1:9");

const resolve = (settings: Texts, variables: Texts = {}, files: Texts = {}, region?: string) =>
  resolveSettings(configurationOf(settings), environmentOf({ ...keys, ...variables }, files), region, access, open);

describe("the region", () => {
  const configured = { region: "ap-guangzhou" };
  const inEnvironment = { TENCENTCLOUD_REGION: "ap-beijing" };

  test.each<[string, string, Texts, Texts, string | undefined]>([
    ["the one that is asked for", "eu-frankfurt", configured, inEnvironment, "eu-frankfurt"],
    ["else that of the stack configuration", "ap-guangzhou", configured, inEnvironment, undefined],
    ["else that of the environment", "ap-beijing", {}, inEnvironment, undefined],
    ["else that of the tccli profile", "ap-tokyo", {}, {}, undefined],
  ])("is %s", async (_, expected, settings, variables, asked) => {
    expect(await resolve(settings, variables, tccli, asked)).toMatchObject({ region: expected });
  });

  test("of a named profile is that profile's", async () => {
    const files = {
      "/home/me/.tccli/prod.configure": '{"_sys_param":{"region":"ap-seoul"}}',
      "/home/me/.tccli/prod.credential": '{"secretId":"a","secretKey":"b"}',
    };
    expect(await resolve({ profile: "prod" }, {}, files)).toMatchObject({ region: "ap-seoul" });
  });

  test("is not needed in the settings where one is asked for", async () => {
    expect(await resolve({}, {}, {}, "ap-guangzhou")).toMatchObject({ region: "ap-guangzhou" });
  });

  test("that is nowhere is an error that names all places", async () => {
    const failed = resolve({});
    for (const part of ["tencentcloud:region", "TENCENTCLOUD_REGION", CONFIGURE, "npx havip emulator start"]) {
      await expect(failed).rejects.toThrow(part);
    }
  });

  test.each(["Guangzhou", "ap guangzhou", "ap-guangzhou.evil.example", "AP-GUANGZHOU"])(
    "%s is refused",
    async (region) => {
      await expect(resolve({ region })).rejects.toThrow(`The region \`${region}\` is not of the form ap-guangzhou`);
    },
  );
});

test("endpoint, domain and protocol come from the configuration, else from the environment", async () => {
  const variables = {
    TENCENTCLOUD_REGION: "ap-guangzhou",
    TENCENTCLOUD_ENDPOINT: "e2",
    TENCENTCLOUD_DOMAIN: "d2",
    TENCENTCLOUD_PROTOCOL: "p2",
  };
  expect(await resolve({}, variables)).toMatchObject({ endpoint: { endpoint: "e2", domain: "d2", protocol: "p2" } });
  expect(await resolve({ endpoint: "e1", domain: "d1", protocol: "p1" }, variables)).toMatchObject({
    endpoint: { endpoint: "e1", domain: "d1", protocol: "p1" },
  });
});

describe("the accounts that may be used", () => {
  const region = "ap-guangzhou";

  test.each([
    ["a JSON list", '["100000000001", "100000000002"]'],
    ["a JSON list of numbers", "[100000000001,100000000002]"],
    ["a list with commas", "100000000001, 100000000002"],
  ])("may be %s", async (_, allowedAccountIds) => {
    expect(await resolve({ region, allowedAccountIds })).toMatchObject({
      accounts: { allowed: ["100000000001", "100000000002"], forbidden: [] },
    });
  });

  test("may be all but some", async () => {
    expect(await resolve({ region, forbiddenAccountIds: "1" })).toMatchObject({
      accounts: { allowed: [], forbidden: ["1"] },
    });
  });

  test("are all where nothing is set", async () => {
    expect(await resolve({ region })).toMatchObject({ accounts: { allowed: [], forbidden: [] } });
  });

  // A rule that cannot be read must not end up as no rule.
  test.each(["[]", "[", '["name"]', "1,,2", "1 2", "{}", " "])("cannot be %j", async (allowedAccountIds) => {
    await expect(resolve({ region, allowedAccountIds })).rejects.toThrow(
      "tencentcloud:allowedAccountIds must be a list of account numbers",
    );
  });
});
