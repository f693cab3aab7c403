/** Credentials of roles in the provider process of the Pulumi SDK, over gRPC, against the emulator. */
import { type Bag } from "./provider-process";
import { type Setting, configurationFor, openSetting } from "./setting";

const ROLE = "qcs::cam::uin/100000000001:roleName/deployer";
/** As `pulumi config set --path tencentcloud:assumeRole.roleArn ...` stores it and the engine hands it on. */
const ASSUME_ROLE = { "tencentcloud:assumeRole": JSON.stringify({ roleArn: ROLE, sessionName: "ci" }) };

let setting: Setting;

beforeAll(async () => {
  setting = await openSetting();
}, 180_000);

afterAll(async () => {
  await setting.close();
});

beforeEach(async () => {
  await setting.emulator.reset();
  setting.emulator.clock.setOffset(0);
});

function inputs(given: Bag = {}): Bag {
  const place = { vpcId: "vpc-00000001", subnetId: "subnet-00000001", owner: "stack-1/resource-1" };
  return { name: "web", ...place, ...given, __provider: setting.closure };
}

const calls = (action: string): number => setting.emulator.calls().filter((call) => call.action === action).length;

it("creates under an assumed role, which is taken on once, and leaves no secret anywhere", async () => {
  const provider = await setting.restart({ ...configurationFor(setting.emulator), ...ASSUME_ROLE });
  const owners = ["a", "b", "c"].map((name) => inputs({ name, owner: `stack-1/${name}` }));
  const created = await Promise.all(owners.map((each) => provider.create(each)));
  expect(new Set(created.map(({ id }) => id)).size).toBe(3);
  expect(created[0]?.state).toMatchObject({ account: "100000000001", world: `emulator:${setting.emulator.storeId}` });
  expect(calls("AssumeRole")).toBe(1);
  // The emulator's temporary ids begin like this; the keys are hexadecimal digests, the token base64.
  const seen = JSON.stringify(created) + provider.output;
  expect(seen).not.toMatch(/AKIDhavipEmulatorTemporary|[0-9a-f]{64}|eyJ/);
}, 30_000);

it("A2: goes on under the role when its credentials expire between two operations", async () => {
  const provider = await setting.restart({ ...configurationFor(setting.emulator), ...ASSUME_ROLE });
  const { id, state } = await provider.create(inputs());
  setting.emulator.clock.advance(7_200_000);
  const updated = await provider.update(id, state, inputs({ name: "renamed" }));
  expect(updated).toMatchObject({ name: "renamed" });
  await provider.delete(id, updated);
  expect(setting.emulator.state().havips).toEqual([]);
  expect(calls("AssumeRole")).toBeGreaterThan(1);
}, 30_000);

it("creates under the role of the machine where nothing else is set", async () => {
  const { "tencentcloud:endpoint": endpoint, "tencentcloud:region": region } = configurationFor(setting.emulator);
  const provider = await setting.restart({ "tencentcloud:endpoint": endpoint, "tencentcloud:region": region });
  const { id } = await provider.create(inputs());
  expect(id).toMatch(/^havip-/);
}, 30_000);
