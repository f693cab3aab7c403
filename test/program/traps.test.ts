/**
 * The provider process of the Pulumi SDK, over gRPC, against the emulator: each trap of that process that would lose or
 * double a HAVIP, or make its state unusable. The package is the packed one, installed in a project.
 */
import { UNKNOWN } from "../../provider/core/unknown";
import { cloudCall } from "../setup/cloud-call.cjs";
import { type Bag, RpcError } from "./provider-process";
import { type Setting, configurationFor, openSetting } from "./setting";

const CHANGES_NO = 1; // DiffResponse.DiffChanges.DIFF_NONE
const CHANGES_YES = 2; // DIFF_SOME

let setting: Setting;

beforeAll(async () => {
  setting = await openSetting();
}, 180_000);

afterAll(async () => {
  await setting.close();
});

beforeEach(async () => {
  await setting.emulator.reset();
  await setting.restart();
}, 30_000);

/** Inputs as the class sends them and `check` leaves them. */
function inputs(given: Bag = {}): Bag {
  return {
    name: "web",
    vpcId: "vpc-00000001",
    subnetId: "subnet-00000001",
    owner: "stack-1/resource-1",
    ...given,
    __provider: setting.closure,
  };
}

function callsOf(action: string): number {
  return setting.emulator.calls().filter((call) => call.action === action).length;
}

async function failureOf(operation: Promise<unknown>): Promise<RpcError> {
  const outcome: unknown = await operation.catch((error: unknown) => error);
  if (outcome instanceof RpcError) return outcome;
  throw new Error(`The call should have failed, but answered ${JSON.stringify(outcome)}`);
}

describe("configure", () => {
  it("is in force for creates that start while it has not ended: three at once all succeed", async () => {
    const creates = ["a", "b", "c"].map((name) => setting.provider.create(inputs({ name, owner: `s/${name}` })));
    const created = await Promise.all(creates);
    expect(new Set(created.map(({ id }) => id)).size).toBe(3);
  });

  it("tells nothing wrong before a call needs it; then the error names keys, variables and the emulator", async () => {
    setting.emulator.metadata({ roleName: "" });
    const provider = await setting.restart({ "tencentcloud:endpoint": setting.emulator.url });
    expect((await provider.check({}, inputs())).failures).toEqual([]);
    const { message } = await failureOf(provider.create(inputs({ region: "ap-guangzhou" })));
    expect(message).toMatch(/tencentcloud:secretId/);
    expect(message).toMatch(/TENCENTCLOUD_SECRET_ID/);
    expect(message).toMatch(/havip emulator start/);
  });
});

describe("check and diff", () => {
  it("do no I/O: they answer where nothing is configured and nothing is reachable", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const provider = await setting.restart({ "tencentcloud:endpoint": "http://127.0.0.1:9" });
    expect((await provider.check(inputs(), inputs())).failures).toEqual([]);
    expect((await provider.diff(id, state, inputs())).changes).toBe(CHANGES_NO);
  });

  it("treat an unknown as valid in check and as changed in diff", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const unknown = inputs({ vpcId: UNKNOWN, name: UNKNOWN });
    expect((await setting.provider.check(inputs(), unknown)).failures).toEqual([]);
    expect(await setting.provider.diff(id, state, unknown)).toMatchObject({
      changes: CHANGES_YES,
      replaces: ["vpcId"],
    });
  });

  it("report invalid inputs as failures of their properties", async () => {
    const { failures } = await setting.provider.check({}, inputs({ address: "10.0.0.256", vip: "x" }));
    expect(failures.map(({ property }) => property)).toEqual(["address", "vip"]);
  });

  it("see a stored closure of another text as a change, which an update takes in without a call", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const older = { ...state, __provider: `${setting.closure}\n// older` };
    expect(await setting.provider.diff(id, older, inputs())).toEqual({
      changes: CHANGES_YES,
      replaces: [],
      deleteFirst: false,
    });
    const before = setting.emulator.calls().length;
    const updated = await setting.provider.update(id, older, inputs());
    expect(updated).toEqual(state);
    expect(setting.emulator.calls()).toHaveLength(before);
  });
});

describe("create", () => {
  it("writes the complete record into the state", async () => {
    const { id, state } = await setting.provider.create(inputs({ address: "10.0.0.100", tags: { team: "web" } }));
    expect(state).toEqual({
      name: "web",
      vpcId: "vpc-00000001",
      subnetId: "subnet-00000001",
      address: "10.0.0.100",
      region: "ap-guangzhou",
      tags: { team: "web" },
      checkAssociate: false,
      state: "UNBIND",
      eipAddress: "",
      createdTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      holderInstanceId: "",
      holderNetworkInterfaceId: "",
      lastMoved: "",
      schemaVersion: 1,
      world: `emulator:${setting.emulator.storeId}`,
      account: "100000000001",
      owner: "stack-1/resource-1",
      generation: expect.stringMatching(/^[0-9a-f]{32}$/),
      addressGiven: true,
      initialized: true,
      __provider: setting.closure,
    });
    expect(id).toMatch(/^havip-[a-z0-9]{8}$/);
  });

  it("marks the HAVIP with stack, resource and generation by the call that makes it", async () => {
    const { state } = await setting.provider.create(inputs());
    const call = setting.emulator.calls().find(({ action }) => action === "CreateHaVip");
    expect(call?.parameters["Tags"]).toEqual([
      { Key: "pulumi-havip:stack", Value: "stack-1" },
      { Key: "pulumi-havip:resource", Value: "resource-1" },
      { Key: "pulumi-havip:generation", Value: state["generation"] },
    ]);
    expect(call?.parameters["ClientToken"]).toMatch(/^[0-9a-f]{64}$/);
  });

  it("invoked twice in one process, as an error hook does, makes one HAVIP", async () => {
    const first = await setting.provider.create(inputs());
    const second = await setting.provider.create(inputs());
    expect(second).toEqual(first);
    expect(callsOf("CreateHaVip")).toBe(1);
  });

  it("whose answer is lost after the cloud made it finds it by its tags", async () => {
    setting.emulator.faults.next({ action: "CreateHaVip", phase: "after-commit", kind: "reset" });
    const { id } = await setting.provider.create(inputs());
    expect(setting.emulator.state().havips.map((havip) => havip.HaVipId)).toEqual([id]);
  });

  it("without the stack's identity is refused before any call, with the target to add", async () => {
    const { owner: _left, ...rest } = inputs();
    const { message } = await failureOf(setting.provider.create(rest));
    expect(message).toMatch(/--target .*StackIdentity/);
    expect(setting.emulator.calls()).toEqual([]);
  });

  it("that fails once the HAVIP exists keeps its id and the inputs, and the next run's update finishes it", async () => {
    const tags = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key-${String(i)}`, "value"]));
    setting.emulator.faults.next({
      action: "ModifyResourceTags",
      phase: "before",
      kind: "error",
      code: "UnauthorizedOperation",
    });
    const failure = await failureOf(setting.provider.create(inputs({ tags })));
    const [made] = setting.emulator.state().havips;
    expect(failure.partial).toMatchObject({
      id: made?.HaVipId,
      reasons: [expect.stringMatching(/UnauthorizedOperation/)],
      properties: { __provider: setting.closure, owner: "stack-1/resource-1", initialized: false },
    });
    const { id, properties } = failure.partial ?? { id: "", properties: {} };
    const provider = await setting.restart();
    const updated = await provider.update(id, properties, inputs({ tags }));
    expect(updated).toMatchObject({ initialized: true, tags, state: "UNBIND" });
    expect((await provider.diff(id, updated, inputs({ tags }))).changes).toBe(CHANGES_NO);
    await provider.delete(id, updated);
    expect(setting.emulator.state().havips).toEqual([]);
  });

  it("at the quota tells the limit and the count", async () => {
    for (let made = 0; made < 10; made++) await setting.provider.create(inputs({ owner: `s/${String(made)}` }));
    const { message, partial } = await failureOf(setting.provider.create(inputs({ owner: "s/10" })));
    expect(message).toMatch(/vpc-00000001 has 10 HAVIPs and its limit is 10/);
    expect(partial).toBeUndefined();
  });

  it("for an address that another HAVIP has names that HAVIP and the ways out", async () => {
    const taken = await setting.provider.create(inputs({ address: "10.0.0.100" }));
    const { message } = await failureOf(setting.provider.create(inputs({ address: "10.0.0.100", owner: "s/other" })));
    expect(message).toContain(`10.0.0.100 is taken by the HAVIP ${taken.id}`);
    expect(message).toMatch(/cannot be adopted: \S+ belongs to another Pulumi resource/);
  });

  it("writes more tags than one call takes", async () => {
    const tags = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`key-${String(i)}`, "value"]));
    const { state } = await setting.provider.create(inputs({ tags }));
    expect(state["tags"]).toEqual(tags);
    expect(setting.emulator.state().havips[0]?.TagSet).toHaveLength(28);
  });
});

describe("update", () => {
  it("returns the complete state, so that nothing is wiped", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const updated = await setting.provider.update(id, state, inputs({ name: "web2", tags: { team: "web" } }));
    expect(updated).toEqual({ ...state, name: "web2", tags: { team: "web" } });
  });

  it("manages only the tags the program named", async () => {
    const { id, state } = await setting.provider.create(inputs({ tags: { a: "1", b: "2" } }));
    const provider = await setting.restart();
    const updated = await provider.update(id, state, inputs({ tags: { b: "3" } }));
    expect(updated["tags"]).toEqual({ b: "3" });
    const keys = setting.emulator
      .state()
      .havips[0]?.TagSet.map(({ Key }) => Key)
      .filter((key) => !key.startsWith("pulumi-havip:"));
    expect(keys).toEqual(["b"]);
  });

  it("of time limits and subnetCidr makes no call", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const before = setting.emulator.calls().length;
    const local = { timeouts: { delete: "10m" }, subnetCidr: "10.0.0.0/24" };
    expect(await setting.provider.update(id, state, inputs(local))).toEqual({ ...state, ...local });
    expect(setting.emulator.calls()).toHaveLength(before);
  });

  it("of the owner retags in place", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const updated = await setting.provider.update(id, state, inputs({ owner: "stack-1/renamed" }));
    expect(updated["owner"]).toBe("stack-1/renamed");
    expect(setting.emulator.state().havips[0]?.TagSet).toContainEqual({
      Key: "pulumi-havip:resource",
      Value: "renamed",
    });
  });

  it("that fails half way keeps what is true, and the next one does the rest", async () => {
    const { id, state } = await setting.provider.create(inputs());
    setting.emulator.faults.next({
      action: "ModifyResourceTags",
      phase: "before",
      kind: "error",
      code: "UnauthorizedOperation",
    });
    const news = inputs({ name: "web2", tags: { team: "web" } });
    const { partial } = await failureOf(setting.provider.update(id, state, news));
    expect(partial).toMatchObject({ id, properties: { name: "web2", tags: {}, initialized: false } });
    const updated = await setting.provider.update(id, partial?.properties ?? {}, news);
    expect(updated).toEqual({ ...state, name: "web2", tags: { team: "web" } });
  });

  it("of a HAVIP with another generation's tag fails naming both, and changes nothing", async () => {
    const { id, state } = await setting.provider.create(inputs());
    const { message } = await failureOf(
      setting.provider.update(id, { ...state, generation: "mine" }, inputs({ name: "x" })),
    );
    expect(message).toContain(`generation ${String(state["generation"])}`);
    expect(message).toContain("generation mine");
    expect(setting.emulator.state().havips[0]?.HaVipName).toBe("web");
  });
});

describe("read", () => {
  it("of a HAVIP that is gone answers an empty id", async () => {
    const { id, state } = await setting.provider.create(inputs());
    await setting.provider.delete(id, state);
    expect(await setting.provider.read(id, state)).toMatchObject({ id: "" });
  });

  it("renews what a failover moved and turns nothing of it into an input or a difference", async () => {
    const { id, state } = await setting.provider.create(inputs());
    setting.emulator.announce({ haVipId: id, instanceId: "ins-00000002" });
    const read = await setting.provider.read(id, state);
    expect(read.state).toMatchObject({
      state: "AVAILABLE",
      holderInstanceId: "ins-00000002",
      holderNetworkInterfaceId: "eni-00000002",
    });
    expect(read.state["lastMoved"]).not.toBe("");
    expect(read.inputs).toBeUndefined();
    expect((await setting.provider.diff(id, read.state, inputs())).changes).toBe(CHANGES_NO);
  });

  it("without a record, as Havip.get asks, fails clearly for an id that is not there", async () => {
    const ask = { region: "ap-guangzhou", __provider: setting.closure };
    const { message } = await failureOf(setting.provider.read("havip-99999999", ask));
    expect(message).toMatch(/no HAVIP havip-99999999 in ap-guangzhou/);
    expect((await failureOf(setting.provider.read("web", ask))).message).toMatch(/havip-xxxxxxxx/);
  });

  it("without a record shows every attribute, and the tags that are not ours", async () => {
    const { id, state } = await setting.provider.create(inputs({ tags: { team: "web" } }));
    const read = await setting.provider.read(id, { __provider: setting.closure });
    expect(read.state).toMatchObject({ address: state["address"], tags: { team: "web" }, world: state["world"] });
  });

  it("of a HAVIP with another generation's tag says it is gone, with a warning", async () => {
    const { id, state } = await setting.provider.create(inputs());
    expect(await setting.provider.read(id, { ...state, generation: "mine" })).toMatchObject({ id: "" });
    expect(setting.provider.output).toMatch(new RegExp(`warning:.*${id} is treated as gone`));
  });
});

describe("delete", () => {
  it("releases the HAVIP and returns when it is gone", async () => {
    const { id, state } = await setting.provider.create(inputs());
    await setting.provider.delete(id, state);
    expect(setting.emulator.state().havips).toEqual([]);
  });

  it("of what is gone succeeds", async () => {
    const { id, state } = await setting.provider.create(inputs());
    await setting.provider.delete(id, state);
    await setting.provider.delete(id, state);
    expect(callsOf("DeleteHaVip")).toBe(1);
  });

  it("leaves a HAVIP with another generation's tag alone, with a notice", async () => {
    const { id, state } = await setting.provider.create(inputs());
    await setting.provider.delete(id, { ...state, generation: "mine" });
    expect(setting.emulator.state().havips).toHaveLength(1);
    expect(setting.provider.output).toMatch(new RegExp(`warning:.*${id} was not released`));
  });

  it("waits for members that still hold it, then releases it", async () => {
    const { id, state } = await setting.provider.create(inputs());
    setting.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const deleted = setting.provider.delete(id, state);
    setTimeout(() => {
      setting.emulator.release({ haVipId: id });
    }, 500);
    await deleted;
    expect(setting.emulator.state().havips).toEqual([]);
    expect(callsOf("DeleteHaVip")).toBeGreaterThan(1);
  });

  it("of a HAVIP that stays held fails in the time given, quoting the refusal and naming the holder", async () => {
    const { id, state } = await setting.provider.create(inputs({ timeouts: { delete: "2s" } }));
    setting.emulator.announce({ haVipId: id, instanceId: "ins-00000001" });
    const { message } = await failureOf(setting.provider.delete(id, state));
    expect(message).toMatch(/held by ins-00000001/);
    expect(message).toMatch(/UnsupportedOperation/);
    expect(message).toMatch(/systemctl stop keepalived/);
    expect(setting.emulator.state().havips).toHaveLength(1);
  });

  it("with credentials that no longer work names --run-program", async () => {
    const { id, state } = await setting.provider.create(inputs());
    setting.emulator.faults.next({
      action: "DeleteHaVip",
      phase: "before",
      kind: "error",
      code: "AuthFailure.TokenFailure",
    });
    const { message } = await failureOf(setting.provider.delete(id, state));
    expect(message).toMatch(/--run-program/);
  });
});

describe("the world guard", () => {
  it.each(["read", "update", "delete"] as const)("refuses to %s a HAVIP of another store", async (operation) => {
    const { id, state } = await setting.provider.create(inputs());
    const foreign = { ...state, world: "tencentcloud" };
    await setting.provider.delete(id, state);
    const attempt = {
      read: () => setting.provider.read(id, foreign),
      update: () => setting.provider.update(id, foreign, inputs({ name: "x" })),
      delete: () => setting.provider.delete(id, foreign),
    }[operation];
    const { message } = await failureOf(attempt());
    expect(message).toMatch(/account 100000000001 of Tencent Cloud.*emulator store/s);
  });

  it("refuses to call a HAVIP of another account gone", async () => {
    const { id, state } = await setting.provider.create(inputs());
    await setting.provider.delete(id, state);
    const { message } = await failureOf(setting.provider.read(id, { ...state, account: "42" }));
    expect(message).toMatch(/account 42/);
  });
});

describe("adopt", () => {
  /** A HAVIP that somebody made by hand: without any tag. */
  async function handMade(): Promise<string> {
    const { url, credentials } = setting.emulator;
    const cloud = { endpoint: url, ...credentials, region: "ap-guangzhou" };
    const request = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001", HaVipName: "by-hand", Vip: "10.0.0.100" };
    const { HaVip } = await cloudCall(cloud, "CreateHaVip", request);
    return HaVip.HaVipId;
  }

  it("refuses a HAVIP of another owner, and changes nothing", async () => {
    const { id } = await setting.provider.create(inputs({ owner: "stack-2/resource-1" }));
    const { message } = await failureOf(setting.provider.create(inputs({ adopt: id })));
    expect(message).toMatch(/belongs to another Pulumi resource/);
  });

  it("refuses a HAVIP that differs in what cannot change, telling both values", async () => {
    const id = await handMade();
    const other = inputs({ adopt: id, owner: "s/mine", address: "10.0.0.101" });
    expect((await failureOf(setting.provider.create(other))).message).toMatch(
      /address is 10\.0\.0\.100, not 10\.0\.0\.101/,
    );
  });

  it("of an id that is not there says so", async () => {
    const { message } = await failureOf(setting.provider.create(inputs({ adopt: "havip-99999999" })));
    expect(message).toMatch(/no HAVIP havip-99999999/);
  });

  it("takes over one without tags: renamed, marked as ours, and released by destroy", async () => {
    const id = await handMade();
    const adopted = await setting.provider.create(inputs({ adopt: id, name: "taken" }));
    expect(adopted).toMatchObject({ id, state: { name: "taken", owner: "stack-1/resource-1", address: "10.0.0.100" } });
    await setting.provider.delete(id, adopted.state);
    expect(setting.emulator.state().havips).toEqual([]);
  });
});

describe("secrets", () => {
  it("reach neither state, nor errors, nor the process's output", async () => {
    const { secretKey } = setting.emulator.credentials;
    const { state } = await setting.provider.create(inputs());
    setting.emulator.faults.next({
      action: "CreateHaVip",
      phase: "before",
      kind: "error",
      code: "AuthFailure.SignatureFailure",
    });
    const failure = await failureOf(setting.provider.create(inputs({ owner: "s/2" })));
    const wrong = { ...configurationFor(setting.emulator), "tencentcloud:secretKey": "wrong-key-0123456789" };
    const provider = await setting.restart(wrong);
    const refused = await failureOf(provider.create(inputs({ owner: "s/3" })));
    const sinks = JSON.stringify([
      state,
      failure.message,
      failure.partial,
      refused.message,
      provider.output,
      setting.closure,
    ]);
    expect(sinks).not.toContain(secretKey);
    expect(sinks).not.toContain("wrong-key-0123456789");
  });
});
