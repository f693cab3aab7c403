import { setImmediate } from "node:timers/promises";
import { EMULATOR_ACCOUNT } from "../../provider/core/emulator";
import { type Emulator, createEmulator } from "../../provider/emulator";
import { type Connection, type Runtime, createRuntime } from "../../provider/runtime";
import { type Cloud, answer, refuse, startCloud } from "./api/support/cloud";
import { open, rejection } from "./api/support/client";
import { configurationOf, environmentOf } from "./api/support/environment";
import { ROLE, identityToken } from "./api/support/roles";

const HOURS = 3_600_000;
const TWO_HOURS = 2 * HOURS;
const FILE = "/token";

let emulator: Emulator;
let warnings: string[];
beforeAll(async () => {
  emulator = await createEmulator();
});
beforeEach(async () => {
  await emulator.reset();
  emulator.clock.setOffset(0);
  warnings = [];
});
afterAll(() => emulator.close());

/** A process with credentials that end after two hours, and whose own clock stands where the emulator's began. */
function start(settings: Record<string, string>, variables: Record<string, string> = {}): Runtime {
  const timing = { now: Date.now, random: Math.random, sleep: () => setImmediate() };
  const files = { [FILE]: identityToken(Date.now() + 100 * HOURS) };
  const environment = environmentOf({ TENCENTCLOUD_ENDPOINT: emulator.url, ...variables }, files);
  const runtime = createRuntime(environment, { timing, warn: (message) => warnings.push(message) });
  runtime.configure(configurationOf({ region: "ap-guangzhou", ...settings }));
  return runtime;
}

const user = async ({ client }: Connection): Promise<string> =>
  (await client.call("GetCallerIdentity", {}, open)).response.UserId;
const answers = (action: string): string[] =>
  emulator.calls().flatMap((call) => (call.action === action ? [call.code] : []));

const assumeRole = JSON.stringify({ roleArn: ROLE, sessionName: "ci" });
const ways: [string, (keys: Emulator["credentials"]) => Record<string, string>, string, string][] = [
  ["a role that is taken on", (keys) => ({ ...keys, assumeRole }), "deployer:ci", "AssumeRole"],
  [
    "a role for an identity provider's token",
    () => ({ assumeRoleWithWebIdentity: JSON.stringify({ roleArn: ROLE, webIdentityTokenFile: FILE }) }),
    "deployer:pulumi-tencentcloud-havip",
    "AssumeRoleWithWebIdentity",
  ],
  ["the machine's role", () => ({ camRoleName: "havip-emulator-role" }), "havip-emulator-role:ins-00000001", ""],
];

describe.each(ways)("the credentials of %s", (_, settings, who, action) => {
  test("are those of all connections of a run, and obtained once", async () => {
    const runtime = start(settings(emulator.credentials));
    const [one, two] = await Promise.all(["ap-tokyo", "ap-tokyo"].map((region) => runtime.connect(region, open)));
    expect(one?.client).toBe(two?.client);
    expect(await user(await runtime.connect(undefined, open))).toBe(who);
    expect(answers(action)).toEqual(action === "" ? [] : [""]);
  });

  test("A2: are renewed once when the cloud says they have expired, for all calls in all regions that meet it", async () => {
    const runtime = start(settings(emulator.credentials));
    const connections = await Promise.all(["ap-tokyo", "ap-seoul"].map((region) => runtime.connect(region, open)));
    await Promise.all(connections.map((each) => each.identity(open)));
    // This process's clock stays behind: nothing tells it that they are over but the cloud.
    emulator.clock.advance(TWO_HOURS);
    const calls = [...connections, ...connections].map(user);
    expect(await Promise.all(calls)).toEqual([who, who, who, who]);
    if (action !== "") expect(answers(action).filter((code) => code === "")).toHaveLength(2);
    // And whoever connects later gets those that hold.
    const before = emulator.calls().length;
    expect(await user(await runtime.connect("ap-tokyo", open))).toBe(who);
    const codes = emulator
      .calls()
      .slice(before)
      .map(({ code }) => code);
    expect(codes).not.toContain("AuthFailure.TokenFailure");
  });
});

test("A2: a role that may no longer be taken on ends the call with the role, the setting and what the cloud said", async () => {
  const connection = await start({ ...emulator.credentials, assumeRole }).connect(undefined, open);
  emulator.clock.advance(TWO_HOURS);
  const refusal = { phase: "before", kind: "error", code: "AuthFailure.UnauthorizedOperation" } as const;
  emulator.faults.next({ action: "AssumeRole", ...refusal });
  const error = await rejection(user(connection));
  expect(error).toMatchObject({ name: "ConfigurationError", message: expect.stringContaining(`The role ${ROLE}`) });
  expect(error).toMatchObject({ message: expect.stringContaining("may not call AssumeRole") });
});

test("the account that is allowed is that of the role", async () => {
  const runtime = start({ ...emulator.credentials, assumeRole, allowedAccountIds: EMULATOR_ACCOUNT });
  const { client } = await runtime.connect(undefined, open);
  const { response } = await client.call("CreateHaVip", { VpcId: "vpc-00000001", HaVipName: "web" }, open);
  expect(response.HaVip.HaVipId).toMatch(/^havip-/);
});

test("a caller that gives up does not end it for the others", async () => {
  const runtime = start({ ...emulator.credentials, assumeRole });
  const stop = new AbortController();
  emulator.faults.next({ action: "AssumeRole", phase: "before", kind: "slow", delayMs: 30 });
  const [impatient, patient] = [runtime.connect(undefined, stop.signal), runtime.connect(undefined, open)];
  setTimeout(() => {
    stop.abort(new Error("enough"));
  }, 0);
  const [first, second] = await Promise.allSettled([impatient, patient]);
  expect(second.status).toBe("fulfilled");
  expect(first).toMatchObject({
    reason: { message: expect.stringContaining(`Gave up taking on the role ${ROLE}: enough`) as string },
  });
});

test.each([
  ["AssumeRole", { assumeRole }, `taking on the role ${ROLE}`],
  ["GetCallerIdentity", {}, "asking the cloud whose credentials these are"],
] as const)("H3: who gives up on a throttled %s that others wait for is told so", async (action, settings, purpose) => {
  const runtime = start({ ...emulator.credentials, ...settings });
  emulator.faults.next({ action, phase: "before", kind: "error", code: "RequestLimitExceeded", times: 100_000 });
  const ask = async (signal: AbortSignal): Promise<unknown> =>
    (await runtime.connect(undefined, signal)).identity(signal);
  const [first, last] = [ask(AbortSignal.timeout(600)), ask(AbortSignal.timeout(700))].map(rejection);
  expect(String(await first)).toMatch(
    new RegExp(
      `Gave up ${purpose}.*: ${action} .*RequestLimitExceeded: .*\\(request id .*, \\d+ attempts?, \\d\\.\\d s\\)`,
    ),
  );
  expect(String(await last)).toContain("RequestLimitExceeded");
});

describe("A2: in a cloud with several accounts, which the emulator is not,", () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.close());

  test("credentials of another account than that which the run began with are not used", async () => {
    let role = 0;
    cloud.answersBy(({ headers }) => {
      const token = String(headers["x-tc-token"]);
      if (headers["x-tc-action"] === "AssumeRole") {
        role += 1;
        return answer({ Credentials: { TmpSecretId: "AKIDrole", TmpSecretKey: "role-key", Token: String(role) } });
      }
      if (headers["x-tc-action"] === "GetCallerIdentity") return answer({ AccountId: token });
      return token === "1" ? refuse("AuthFailure.TokenFailure") : answer({});
    });
    const runtime = start({ endpoint: cloud.url, secretId: "AKIDbase", secretKey: "base-key", assumeRole });
    const connection = await runtime.connect(undefined, open);
    await connection.identity(open);
    await expect(connection.client.call("DescribeHaVips", {}, open)).rejects.toThrow(
      "belong to the account 2, not to 1. Set credentials of the account that this run began with.",
    );
  });
});
