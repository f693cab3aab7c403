import { EMULATOR_ACCOUNT, EMULATOR_SECRET_ID, EMULATOR_SECRET_KEY, STORE_HEADER } from "../../provider/core/emulator";
import { type Runtime, createRuntime } from "../../provider/runtime";
import { type Cloud, answer, raw, refuse, startCloud } from "./api/support/cloud";
import { open, rejection } from "./api/support/client";
import { configurationOf, environmentOf } from "./api/support/environment";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
  cloud.answers(answer({ AccountId: EMULATOR_ACCOUNT }, { [STORE_HEADER]: "store-1" }));
});
afterEach(() => cloud.close());

const emulatorKeys = { TENCENTCLOUD_SECRET_ID: EMULATOR_SECRET_ID, TENCENTCLOUD_SECRET_KEY: EMULATOR_SECRET_KEY };

/** A process as `eval "$(npx havip emulator env)"` leaves it, with the given stack configuration. */
function start(settings: Record<string, string> = {}): Runtime {
  const variables = { ...emulatorKeys, TENCENTCLOUD_ENDPOINT: cloud.url, TENCENTCLOUD_REGION: "ap-guangzhou" };
  const runtime = createRuntime(environmentOf(variables));
  runtime.configure(configurationOf(settings));
  return runtime;
}

const actions = (): string[] => cloud.received.map(({ action }) => action);

describe("connecting", () => {
  test("gives the region of the settings, or the one asked for", async () => {
    expect((await start().connect(undefined, open)).region).toBe("ap-guangzhou");
    expect((await start().connect("ap-tokyo", open)).region).toBe("ap-tokyo");
  });

  test("asks the cloud nothing", async () => {
    await start().connect(undefined, open);
    expect(cloud.received).toHaveLength(0);
  });

  test("works in a process that was never configured", async () => {
    const variables = { ...emulatorKeys, TENCENTCLOUD_ENDPOINT: cloud.url, TENCENTCLOUD_REGION: "ap-guangzhou" };
    expect((await createRuntime(environmentOf(variables)).connect(undefined, open)).region).toBe("ap-guangzhou");
  });

  test("uses one client for each region", async () => {
    const runtime = start();
    const [a, b, c] = await Promise.all(
      ["ap-tokyo", "ap-tokyo", "ap-seoul"].map((region) => runtime.connect(region, open)),
    );
    expect(a?.client).toBe(b?.client);
    expect(a?.client).not.toBe(c?.client);
  });

  test("sends the calls of a connection to its region", async () => {
    const { client } = await start().connect("ap-tokyo", open);
    await client.call("DescribeHaVips", {}, open);
    expect(cloud.received[0]?.headers["x-tc-region"]).toBe("ap-tokyo");
  });

  test("fails on a malformed endpoint before any call", async () => {
    await expect(start({ endpoint: "http://10.0.0.1" }).connect(undefined, open)).rejects.toThrow(
      "plain http to another machine",
    );
  });

  test("is refused to a caller who has given up", async () => {
    await expect(start().connect(undefined, AbortSignal.abort(new Error("enough")))).rejects.toThrow(
      /before anything was called: enough\. .*timeouts: \{/,
    );
  });
});

describe("configuring", () => {
  test("resolves nothing: bad settings are told by the first connection", async () => {
    const runtime = start({ region: "Nowhere" });
    await expect(runtime.connect(undefined, open)).rejects.toThrow("The region `Nowhere`");
  });

  test("takes effect at once, for the next connection", async () => {
    const runtime = start({ region: "ap-tokyo" });
    runtime.configure(configurationOf({ region: "ap-seoul" }));
    expect((await runtime.connect(undefined, open)).region).toBe("ap-seoul");
  });

  test("again with the same settings keeps clients and identity", async () => {
    const runtime = start();
    const first = await runtime.connect(undefined, open);
    await first.identity(open);
    runtime.configure(configurationOf());
    const second = await runtime.connect(undefined, open);
    await second.identity(open);
    expect(second.client).toBe(first.client);
    expect(actions()).toEqual(["GetCallerIdentity"]);
  });
});

describe("the identity", () => {
  test("is the account and the world that the cloud answers from", async () => {
    const connection = await start().connect(undefined, open);
    expect(await connection.identity(open)).toEqual({ world: "emulator:store-1", account: EMULATOR_ACCOUNT });
  });

  test("is asked for once a process, whatever the region, also by many at a time", async () => {
    const runtime = start();
    const connections = await Promise.all(
      ["ap-tokyo", "ap-tokyo", "ap-seoul"].map((region) => runtime.connect(region, open)),
    );
    await Promise.all(connections.map((each) => each.identity(open)));
    expect(actions()).toEqual(["GetCallerIdentity"]);
  });

  test("is asked for again after a failure", async () => {
    cloud.answers(refuse("AuthFailure.TokenFailure"), answer({ AccountId: "1" }));
    const connection = await start().connect(undefined, open);
    expect(await rejection(connection.identity(open))).toMatchObject({ code: "AuthFailure.TokenFailure" });
    expect(await connection.identity(open)).toEqual({ world: "tencentcloud", account: "1" });
  });

  test("does not fail for the others when one caller gives up", async () => {
    const connection = await start().connect(undefined, open);
    const [patient, impatient] = await Promise.allSettled([
      connection.identity(open),
      connection.identity(AbortSignal.abort(new Error("enough"))),
    ]);
    const message = expect.stringMatching(/\(GetCallerIdentity\): enough\. .*timeouts: \{/) as string;
    expect(impatient).toMatchObject({ reason: { message } });
    expect(patient).toMatchObject({ status: "fulfilled" });
  });
});

describe("the accounts that are allowed", () => {
  const create = { VpcId: "vpc-00000001", HaVipName: "web" };

  test("let an account on the list pass", async () => {
    const connection = await start({ allowedAccountIds: EMULATOR_ACCOUNT }).connect(undefined, open);
    expect(await connection.identity(open)).toMatchObject({ account: EMULATOR_ACCOUNT });
  });

  test.each([{ allowedAccountIds: "1" }, { forbiddenAccountIds: EMULATOR_ACCOUNT }])(
    "stop another one: %j",
    async (rules) => {
      const connection = await start(rules).connect(undefined, open);
      await expect(connection.identity(open)).rejects.toThrow(`belong to the account ${EMULATOR_ACCOUNT}, which is`);
    },
  );

  test("stop every change by another one, even if nobody asks who it is", async () => {
    const { client } = await start({ allowedAccountIds: "1" }).connect(undefined, open);
    await expect(client.call("CreateHaVip", create, open)).rejects.toThrow(
      "is not in tencentcloud:allowedAccountIds (1)",
    );
    expect(actions()).toEqual(["GetCallerIdentity"]);
  });

  test("are asked about once for many changes, and not for reads", async () => {
    const { client } = await start({ allowedAccountIds: EMULATOR_ACCOUNT }).connect(undefined, open);
    await client.call("DescribeHaVips", {}, open);
    await client.call("CreateHaVip", create, open);
    await client.call("CreateHaVip", create, open);
    expect(actions()).toEqual(["DescribeHaVips", "GetCallerIdentity", "CreateHaVip", "CreateHaVip"]);
  });
});

test("W1: real keys left in the stack configuration are not sent to the emulator", async () => {
  const runtime = start({ secretId: "AKIDreal", secretKey: "real-key" });
  cloud.answersProbes(raw(404, "", { [STORE_HEADER]: "store-1" }));
  const { client } = await runtime.connect(undefined, open);
  const error = await rejection(client.call("DescribeHaVips", {}, open));
  expect(error).toMatchObject({ attempts: 0, cloudMessage: expect.stringContaining("the stack configuration") });
  expect(cloud.received.map(({ method, headers }) => [method, headers.authorization])).toEqual([["GET", undefined]]);
});

describe("A2: credentials that expire while the process runs", () => {
  const FILE = "/home/me/.tencentcloud/credentials";
  const profile = (token: string): string => `[default]\nsecret_id = AKID1\nsecret_key = key-1\ntoken = ${token}\n`;
  const accountOf = new Map<unknown, string>([
    ["fresh", "1"],
    ["foreign", "2"],
  ]);

  /** A process whose credentials the cloud takes for a while; what takes their place in the file is what it finds then. */
  async function expired(replacement: string, asked: boolean) {
    const files = { [FILE]: profile("old") };
    const variables = { TENCENTCLOUD_ENDPOINT: cloud.url, TENCENTCLOUD_REGION: "ap-guangzhou" };
    const connection = await createRuntime(environmentOf(variables, files)).connect(undefined, open);
    cloud.answers(answer({ AccountId: "1" }));
    if (asked) await connection.identity(open);
    files[FILE] = profile(replacement);
    cloud.answersBy(({ headers }) => {
      const account = accountOf.get(headers["x-tc-token"]);
      return account === undefined ? refuse("AuthFailure.TokenFailure") : answer({ AccountId: account });
    });
    cloud.received.length = 0;
    return connection;
  }

  test("are read again where they were found, once for all who met it", async () => {
    const { client } = await expired("fresh", false);
    await Promise.all([1, 2, 3].map(() => client.call("DescribeHaVips", {}, open)));
    expect(actions().filter((action) => action === "DescribeHaVips")).toHaveLength(6);
  });

  test("fail at once where nothing new is there", async () => {
    const { client } = await expired("old", false);
    expect(await rejection(client.call("DescribeHaVips", {}, open))).toMatchObject({ attempts: 1 });
  });

  test("may be followed by others of the account that this run began with", async () => {
    const { client } = await expired("fresh", true);
    await client.call("DescribeHaVips", {}, open);
    expect(actions().at(-1)).toBe("DescribeHaVips");
  });

  test("are not followed by those of another account: nothing is done with them", async () => {
    const { client } = await expired("foreign", true);
    const create = { VpcId: "vpc-00000001", HaVipName: "web" };
    await expect(client.call("CreateHaVip", create, open)).rejects.toThrow("belong to the account 2, not to 1");
    const tokens = cloud.received
      .filter(({ action }) => action === "CreateHaVip")
      .map(({ headers }) => headers["x-tc-token"]);
    expect(tokens).toEqual(["old"]);
  });
});
