import type { Instance } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

const NOW = Date.UTC(2026, 10, 22);
const InstanceIds = ["ins-00000001"];
let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => NOW });
  api = new Api(emulator, () => NOW);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const instances = async (parameters: Record<string, unknown> = { InstanceIds }): Promise<Instance[]> =>
  (await api.ok("DescribeInstances", parameters))["InstanceSet"] as Instance[]; // True where it succeeds.

describe("ModifyInstancesAttribute", () => {
  it("changes what it is given, and nothing else", async () => {
    const before = await instances({});
    const change = { InstanceName: "renamed", CamRoleName: "node", DisableApiTermination: true };
    const { RequestId } = await api.ok("ModifyInstancesAttribute", {
      InstanceIds,
      ...change,
      SecurityGroups: ["sg-9"],
    });
    const operation = { LatestOperation: "ModifyInstancesAttribute", LatestOperationState: "SUCCESS" };
    const [first, ...others] = before;
    expect(await instances({})).toEqual([
      { ...first, ...change, ...operation, LatestOperationRequestId: RequestId, SecurityGroupIds: ["sg-9"] },
      ...others,
    ]);
  });

  it("takes a role away by an empty name", async () => {
    await api.ok("ModifyInstancesAttribute", { InstanceIds, CamRoleName: "node" });
    await api.ok("ModifyInstancesAttribute", { InstanceIds, CamRoleName: "" });
    expect(await instances()).toMatchObject([{ CamRoleName: "" }]);
  });

  it("changes the user data", async () => {
    const UserData = Buffer.from("#!/bin/sh\n").toString("base64");
    await api.ok("ModifyInstancesAttribute", { InstanceIds, UserData });
    expect(await api.ok("DescribeInstancesAttributes", { InstanceIds, Attributes: ["UserData"] })).toMatchObject({
      InstanceSet: [{ Attributes: { UserData } }],
    });
  });

  it.each([
    [undefined, "REBOOTING"],
    [true, "REBOOTING"],
    [false, "RUNNING"],
  ])("with a host name and AutoReboot %s leaves an instance that ran %s", async (AutoReboot, state) => {
    emulator.behave({ tasks: { delayMs: 1_000 } });
    const more = AutoReboot === undefined ? {} : { AutoReboot };
    await api.ok("ModifyInstancesAttribute", { InstanceIds, HostName: "db-1", ...more });
    expect(await instances()).toMatchObject([{ InstanceState: state }]);
    expect(emulator.state().instances[0]).toMatchObject({ HostName: "db-1" });
  });

  it.each([
    ["nothing", {}, "MissingParameter"],
    ["a name of 61 characters", { InstanceName: "x".repeat(61) }, "InvalidInstanceName.TooLong"],
    ["a host name that is none", { HostName: "-" }, "InvalidParameterValue.IllegalHostName"],
    ["user data that is none", { UserData: "?" }, "InvalidParameterValue.InvalidUserDataFormat"],
    ["a role that is none", { CamRoleName: "?" }, "InvalidParameterValue.CamRoleNameMalformed"],
    ["jumbo frames", { EnableJumboFrame: true }, "UnsupportedOperation"],
  ])("is refused with %s", async (_name, change, code) => {
    expect(await api.code("ModifyInstancesAttribute", { InstanceIds, ...change })).toBe(code);
  });
});

describe("the other changes of an instance", () => {
  it("ModifyInstancesProject moves it into a project", async () => {
    await api.ok("ModifyInstancesProject", { InstanceIds, ProjectId: 7 });
    const Filters = [{ Name: "project-id", Values: ["7"] }];
    expect(await instances({ Filters })).toMatchObject([{ InstanceId: "ins-00000001", Placement: { ProjectId: 7 } }]);
  });

  it.each(["ResetInstancesType", "ResetInstancesPassword"] as const)(
    "%s needs it stopped, or force",
    async (action) => {
      const more = action === "ResetInstancesType" ? { InstanceType: "S5.2XLARGE16" } : { Password: "Secret-2026" };
      expect(await api.code(action, { InstanceIds, ...more })).toBe("UnsupportedOperation.InstanceStateRunning");
      await api.ok(action, { InstanceIds, ...more, ForceStop: true });
      expect(await instances()).toMatchObject([{ InstanceState: "RUNNING", LatestOperation: action }]);
      await api.ok("StopInstances", { InstanceIds });
      await api.ok(action, { InstanceIds, ...more });
      expect(await instances()).toMatchObject([{ InstanceState: "STOPPED", LatestOperationState: "SUCCESS" }]);
    },
  );

  it("ResetInstancesType shows the cores and the memory of the new type, of one instance at a time", async () => {
    await api.ok("ResetInstancesType", { InstanceIds, InstanceType: "S5.2XLARGE16", ForceStop: true });
    expect(await instances()).toMatchObject([{ InstanceType: "S5.2XLARGE16", CPU: 8, Memory: 16 }]);
    const two = { InstanceIds: ["ins-00000001", "ins-00000002"], InstanceType: "S5.SMALL1" };
    expect(await api.code("ResetInstancesType", two)).toBe("InvalidParameterValue.LimitExceeded");
  });

  it("ResetInstancesPassword refuses a weak one", async () => {
    const weak = { InstanceIds, Password: "aaaaaaaa", ForceStop: true };
    expect(await api.code("ResetInstancesPassword", weak)).toBe("InvalidParameterValue.InvalidPassword");
  });
});

describe("DescribeInstances finds by", () => {
  beforeEach(async () => {
    const Tags = [{ Key: "team", Value: "web" }];
    await api.ok("RunInstances", {
      ...{ Placement: { Zone: "ap-guangzhou-3" }, ImageId: "img-00000001", InstanceName: "new" },
      ...{ InstanceChargeType: "SPOTPAID", SecurityGroupIds: ["sg-9"] },
      VirtualPrivateCloud: { VpcId: "vpc-00000001", SubnetId: "subnet-00000002" },
      TagSpecification: [{ ResourceType: "instance", Tags }],
    });
    await api.ok("StopInstances", { InstanceIds: ["ins-00000003"] });
  });

  it.each([
    ["instance-charge-type", "SPOTPAID", ["new"]],
    ["subnet-id", "subnet-00000002", ["new"]],
    ["security-group-id", "sg-9", ["new"]],
    ["instance-name", "new", ["new"]],
    ["private-ip-address", "10.0.1.2", ["new"]],
    ["tag-key", "team", ["new"]],
    ["tag-value", "web", ["new"]],
    ["tag:team", "web", ["new"]],
    ["instance-state", "STOPPED", ["node-3"]],
    ["instance-id", "ins-00000002", ["node-2"]],
    ["creation-start-time", "2026-11-22 08:00:00", ["node-1", "node-2", "node-3", "new"]],
    ["creation-start-time", "2026-11-22 08:00:01", []],
    ["creation-end-time", "2026-11-22 07:59:59", []],
    ["project-id", "1", []],
    ["public-ip-address", "203.0.113.2", []],
  ])("%s %s", async (Name, value, names) => {
    const found = await instances({ Filters: [{ Name, Values: [value] }] });
    expect(found.map((one) => one.InstanceName)).toEqual(names);
  });

  it("its uuid", async () => {
    const [first] = await instances({});
    expect(first?.Uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const found = await instances({ Filters: [{ Name: "uuid", Values: [first?.Uuid] }] });
    expect(found.map((one) => one.InstanceId)).toEqual([first?.InstanceId]);
  });

  it("no time that is none, and nothing that is not documented", async () => {
    const code = (Name: string, value: string): Promise<string> =>
      api.code("DescribeInstances", { Filters: [{ Name, Values: [value] }] });
    expect(await code("creation-end-time", "yesterday")).toBe("InvalidParameterValue.InvalidTimeFormat");
    expect(await code("colour", "red")).toBe("InvalidFilter");
  });
});
