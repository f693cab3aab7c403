import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActionName } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { SERVED } from "../../../../provider/emulator/actions/table";
import { defaultSeed } from "../../../../provider/emulator/resources/seed";
import { Store } from "../../../../provider/emulator/store/store";
import { ASSUMPTIONS } from "../../../../provider/emulator/words/assumptions";
import { Api, PLACE } from "../api";

/** A client that got no answer asks again with its ClientToken; the id of that request is the one that it follows. */
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const status = async (TaskId: string, of = api): Promise<unknown> =>
  (await of.ok("DescribeVpcTaskResult", { TaskId }))["Status"];
const CREATE = { ...PLACE, NetworkInterfaceName: "second", ClientToken: "t" };
const ClientToken = "t";
const InstanceId = "ins-00000001";

describe("the request id of a repetition", () => {
  const id = async (instance?: string): Promise<string> => (await api.networkInterface(instance)).NetworkInterfaceId;
  it.each<[ActionName, () => Promise<Record<string, unknown>>]>([
    ["CreateNetworkInterface", () => Promise.resolve(CREATE)],
    ["AttachNetworkInterface", async () => ({ NetworkInterfaceId: await id(), InstanceId, ClientToken })],
    ["DetachNetworkInterface", async () => ({ NetworkInterfaceId: await id(InstanceId), InstanceId, ClientToken })],
    [
      "AssignPrivateIpAddresses",
      async () => ({ NetworkInterfaceId: await id(), SecondaryPrivateIpAddressCount: 1, ClientToken }),
    ],
  ])("leads to the task of the first request, while it runs and after: %s", async (action, prepare) => {
    const request = await prepare();
    emulator.behave({ tasks: { stuck: true } });
    const [first, second] = [await api.ok(action, request), await api.ok(action, request)];
    expect(second.RequestId).not.toBe(first.RequestId);
    expect(await status(second.RequestId)).toBe("RUNNING");
    emulator.behave({ tasks: { stuck: false } });
    expect([await status(first.RequestId), await status(second.RequestId)]).toEqual(["SUCCESS", "SUCCESS"]);
    expect(await status((await api.ok(action, request)).RequestId)).toBe("SUCCESS");
  });

  it("leads to one that failed", async () => {
    emulator.behave({ tasks: { outcome: "FAILED" } });
    await api.ok("CreateNetworkInterface", CREATE);
    emulator.behave({ tasks: { outcome: "SUCCESS" } });
    expect(await status((await api.ok("CreateNetworkInterface", CREATE)).RequestId)).toBe("FAILED");
  });

  it("is none of a task where the action has none", async () => {
    const request = { ...PLACE, HaVipName: "web", ClientToken };
    const [first, second] = [await api.ok("CreateHaVip", request), await api.ok("CreateHaVip", request)];
    for (const { RequestId: TaskId } of [first, second]) {
      expect(await api.code("DescribeVpcTaskResult", { TaskId })).toBe("ResourceNotFound");
    }
  });

  it("is forgotten as results are: the oldest of a thousand first", () => {
    const store = Store.inMemory("0123456789abcdef", () => defaultSeed(0, { assumptions: ASSUMPTIONS }));
    const clientTokens = { honoured: true, lifetimeMs: 86_400_000 };
    const settings = { taskDelayMs: 0, havipsPerVpc: 10, clientTokens };
    const agents = { environmentOf: () => undefined, lastSeen: () => undefined };
    const calm = { region: "ap-guangzhou", now: 0, language: "en-US", role: undefined, agents } as const;
    for (let n = 0; n <= ASSUMPTIONS.keptTaskResults + 1; n += 1) {
      const of = {
        ...calm,
        random: Math.random,
        settings,
        assumptions: ASSUMPTIONS,
        requestId: `request-${String(n)}`,
      };
      store.commit(SERVED.CreateNetworkInterface.handle(store.state, CREATE, of).changes ?? []);
    }
    const kept = [...store.state.repeatedTasks.keys()];
    expect([kept.length, kept[0]]).toEqual([ASSUMPTIONS.keptTaskResults, "request-2"]);
  });

  it("is kept with the data", async () => {
    const folder = mkdtempSync(join(tmpdir(), "havip-emulator-"));
    try {
      const before = await createEmulator({ data: folder });
      await new Api(before).ok("CreateNetworkInterface", CREATE);
      const { RequestId } = await new Api(before).ok("CreateNetworkInterface", CREATE);
      await before.close();
      await using after = await createEmulator({ data: folder });
      expect(await status(RequestId, new Api(after))).toBe("SUCCESS");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it("a repetition may have the fields of its parameters in another order", async () => {
  const one = { PrivateIpAddress: "10.0.0.50", Primary: true, Description: "of the pair" };
  const other = { Description: "of the pair", Primary: true, PrivateIpAddress: "10.0.0.50" };
  const first = await api.ok("CreateNetworkInterface", { ...CREATE, PrivateIpAddresses: [one] });
  const second = await api.ok("CreateNetworkInterface", { PrivateIpAddresses: [other], ...CREATE });
  expect(second["NetworkInterface"]).toEqual(first["NetworkInterface"]);
});
