import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";
import { call } from "../client";
import { INSTANCE, Tat, base64 } from "../tat";

const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
let emulator: Emulator;
let api: Api;
let tat: Tat;
beforeAll(async () => {
  emulator = await createEmulator({ clock: () => NOW });
  api = new Api(emulator, () => emulator.clock.now());
  tat = new Tat(api);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const WANTED = { CommandName: "reload", Content: base64("systemctl reload keepalived") };
const CUSTOM = { ...WANTED, Content: base64("echo {{word}}"), EnableParameter: true };
const LETTERS = Array.from("abcdefghijk");
const json = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${String(index)}`, "v"])));

describe("a command", () => {
  it("has what the request leaves out from the document", async () => {
    const CommandId = await tat.create(WANTED);
    expect(CommandId).toMatch(/^cmd-[a-z0-9]{8}$/);
    expect(await tat.commands()).toEqual([
      {
        CommandId,
        ...WANTED,
        ...{ Description: "", CommandType: "SHELL", WorkingDirectory: "/root", Timeout: 60, Username: "root" },
        ...{ CreatedTime: "2026-11-22T08:00:00Z", UpdatedTime: "2026-11-22T08:00:00Z", CreatedBy: "USER" },
        ...{ EnableParameter: false, DefaultParameters: "", DefaultParameterConfs: [], Scenes: [], Tags: [] },
        ...{ FormattedDescription: "", OutputCOSBucketUrl: "", OutputCOSKeyPrefix: "" },
      },
    ]);
  });

  it.each(["POWERSHELL", "BAT"])("of the type %s runs as System in the agent's folder", async (CommandType) => {
    await tat.create({ CommandType });
    const WorkingDirectory = "C:\\Program Files\\qcloud\\tat_agent\\workdir";
    expect(await tat.commands()).toMatchObject([{ CommandType, Username: "System", WorkingDirectory }]);
  });

  it("is changed where the request says so, and has its time of change", async () => {
    const CommandId = await tat.create({ ...CUSTOM, DefaultParameters: JSON.stringify({ word: "a", other: "b" }) });
    emulator.clock.advance(5_000);
    const DefaultParameters = JSON.stringify({ word: "c" });
    await api.ok("ModifyCommand", { CommandId, Timeout: 90, DefaultParameters });
    expect(await tat.commands()).toMatchObject([
      { ...CUSTOM, Timeout: 90, DefaultParameters, UpdatedTime: "2026-11-22T08:00:05Z", Username: "root" },
    ]);
  });

  it("is deleted, but not while it is executed", async () => {
    const CommandId = await tat.create();
    emulator.attachAgent(INSTANCE, () => new Promise(() => undefined));
    const { InvocationId } = await api.ok("InvokeCommand", { CommandId, InstanceIds: [INSTANCE] });
    expect(await api.code("DeleteCommand", { CommandId })).toBe("ResourceUnavailable.CommandInExecuting");
    await api.ok("CancelInvocation", { InvocationId });
    await api.ok("DeleteCommand", { CommandId });
    expect(await tat.commands()).toEqual([]);
  });

  it("belongs to its region", async () => {
    const CommandId = await tat.create();
    const elsewhere = await api.ok("DescribeCommands", { CommandIds: [CommandId] }, "ap-shanghai");
    expect(elsewhere).toMatchObject({ TotalCount: 0 });
    expect(await api.code("DeleteCommand", { CommandId }, "ap-shanghai")).toBe("ResourceNotFound.CommandNotFound");
  });

  it.each([
    ["command-id", "cmd-00000000"],
    ["command-name", "other"],
    ["command-type", "BAT"],
    ["scene-id", "sc-00000000"],
    ["created-by", "TAT"],
    ["tag-key", "other"],
    ["tag-value", "other"],
    ["tag:team", "other"],
  ])("is searched for by %s", async (Name, other) => {
    const CommandId = await tat.create({ Tags: [{ Key: "team", Value: "web" }] });
    const Values: Record<string, string> = {
      ...{ "command-id": CommandId, "command-name": "reload", "command-type": "SHELL", "created-by": "USER" },
      ...{ "tag-key": "team", "tag-value": "web", "tag:team": "web" },
    };
    expect(await tat.commands({ Filters: [{ Name, Values: [other] }] })).toEqual([]);
    const value = Values[Name];
    // No command here belongs to a scene.
    if (value === undefined) expect(Name).toBe("scene-id");
    else expect(await tat.commands({ Filters: [{ Name, Values: [other, value] }] })).toHaveLength(1);
  });

  it("is shown twenty to a page, and a hundred at most", async () => {
    for (let number = 0; number < 21; number += 1) await tat.create({ CommandName: `c${String(number)}` });
    expect(await api.ok("DescribeCommands")).toMatchObject({ TotalCount: 21, CommandSet: { length: 20 } });
    expect(await tat.commands({ Offset: 20, Limit: 100 })).toMatchObject([{ CommandName: "c20" }]);
    expect(await api.code("DescribeCommands", { Limit: 101 })).toBe("InvalidParameterValue");
  });

  it.each([
    [
      "ids and filters",
      { CommandIds: ["cmd-00000000"], Filters: [{ Name: "command-name", Values: ["a"] }] },
      "InvalidParameter.ConflictParameter",
    ],
    ["an unknown filter", { Filters: [{ Name: "colour", Values: ["red"] }] }, "InvalidParameterValue.InvalidFilter"],
    [
      "six values of a filter",
      { Filters: [{ Name: "command-name", Values: LETTERS.slice(0, 6) }] },
      "InvalidParameterValue.InvalidFilter",
    ],
    ["a malformed id", { CommandIds: ["command-1"] }, "InvalidParameterValue.InvalidCommandId"],
  ])("is not searched for with %s", async (_name, parameters, code) => {
    expect(await api.code("DescribeCommands", parameters)).toBe(code);
  });
});

describe("a command is refused with", () => {
  it.each([
    ["a name of other characters", { CommandName: "a b" }, "InvalidParameterValue.InvalidCommandName"],
    ["a name of 61 bytes", { CommandName: "重".repeat(20) + "a" }, "InvalidParameterValue.TooLong"],
    ["no script", { Content: "" }, "InvalidParameterValue.CommandContentInvalid"],
    ["what is no base64", { Content: "echo hello" }, "InvalidParameterValue.CommandContentInvalid"],
    ["base64 without its padding", { Content: "cHdkCg" }, "InvalidParameterValue.CommandContentInvalid"],
    ["more than 64 KB of base64", { Content: base64("x".repeat(49_153)) }, "InvalidParameterValue.TooLong"],
    ["a description of 121 characters", { Description: "字".repeat(121) }, "InvalidParameterValue.TooLong"],
    ["an unknown type", { CommandType: "PYTHON" }, "InvalidParameterValue"],
    ["a relative folder", { WorkingDirectory: "root" }, "InvalidParameterValue.InvalidWorkingDirectory"],
    [
      "a folder of another system",
      { CommandType: "BAT", WorkingDirectory: "/root" },
      "InvalidParameterValue.InvalidWorkingDirectory",
    ],
    ["no time", { Timeout: 0 }, "InvalidParameterValue.Range"],
    ["more than a day", { Timeout: 86_401 }, "InvalidParameterValue.Range"],
    ["an empty user", { Username: "" }, "InvalidParameterValue.InvalidUsername"],
    ["a user of 257 characters", { Username: "u".repeat(257) }, "InvalidParameterValue.InvalidUsername"],
    ["eleven tags", { Tags: LETTERS.slice(0, 11).map((Key) => ({ Key, Value: "" })) }, "InvalidParameterValue"],
    ["a bucket, which is not emulated", { OutputCOSBucketUrl: "https://b.cos" }, "UnsupportedOperation"],
  ])("%s", async (_name, parameters, code) => {
    expect(await api.code("CreateCommand", { ...WANTED, ...parameters })).toBe(code);
    expect(await tat.commands()).toEqual([]);
  });

  it.each([
    ["a name of 60 bytes", { CommandName: "重载" + "a".repeat(54) }],
    ["64 KB of base64", { Content: base64("x".repeat(49_152)) }],
    ["a description of 120 characters", { Description: "字".repeat(120) }],
    ["one second", { Timeout: 1 }],
    ["a whole day", { Timeout: 86_400 }],
    ["ten tags", { Tags: LETTERS.slice(0, 10).map((Key) => ({ Key, Value: "" })) }],
  ])("no less than that: %s will do", async (_name, parameters) => {
    await tat.create(parameters);
  });

  it("the name of another", async () => {
    await tat.create({ CommandName: "first" });
    const CommandId = await tat.create({ CommandName: "second" });
    const code = "InvalidParameterValue.CommandNameDuplicated";
    expect(await api.code("CreateCommand", { ...WANTED, CommandName: "first" })).toBe(code);
    expect(await api.code("ModifyCommand", { CommandId, CommandName: "first" })).toBe(code);
    await api.ok("ModifyCommand", { CommandId, CommandName: "second" });
  });

  it.each([
    ["no JSON", "{", "ParameterInvalidJsonFormat"],
    ["a JSON list", "[]", "ParameterInvalidJsonFormat"],
    ["a number for a value", '{"a":1}', "ParameterValueNotString"],
    ["a key of other characters", '{"a.b":""}', "ParameterKeyContainsInvalidChar"],
    ["a key of 65 characters", `{"${"k".repeat(65)}":""}`, "ParameterKeyLenExceeded"],
    ["one key twice", '{"a":"\\"","\\u0061":"2"}', "ParameterKeyDuplicated"],
    ["21 keys", json(21), "ParameterNumberExceeded"],
  ])("defaults that have %s", async (_name, DefaultParameters, code) => {
    expect(await api.code("CreateCommand", { ...CUSTOM, DefaultParameters })).toBe(`InvalidParameterValue.${code}`);
  });

  it("defaults one by one of which two have one name", async () => {
    const DefaultParameterConfs = ["a", "b"].map((ParameterValue) => ({ ParameterName: "word", ParameterValue }));
    const code = "InvalidParameterValue.ParameterKeyDuplicated";
    expect(await api.code("CreateCommand", { ...CUSTOM, DefaultParameterConfs })).toBe(code);
  });

  it("defaults in both forms, or without custom parameters", async () => {
    const both = { DefaultParameters: json(20), DefaultParameterConfs: [] };
    expect(await api.code("CreateCommand", { ...CUSTOM, ...both })).toBe("InvalidParameter");
    const code = "InvalidParameterValue.SupportParametersOnlyIfEnableParameter";
    expect(await api.code("CreateCommand", { ...WANTED, DefaultParameters: json(1) })).toBe(code);
    const CommandId = await tat.create();
    expect(await api.code("ModifyCommand", { CommandId, DefaultParameters: json(1) })).toBe(code);
  });

  it("the reason in both languages", async () => {
    const reason = async (language: string): Promise<string | undefined> => {
      const variation = { timestamp: String(NOW / 1000), headers: { "x-tc-language": language } };
      const { Error } = await call(emulator, "DeleteCommand", { CommandId: "cmd-00000000" }, variation);
      return Error?.Message;
    };
    expect(await reason("en-US")).toBe("The command `cmd-00000000` does not exist in ap-guangzhou.");
    expect(await reason("zh-CN")).toBe("命令 `cmd-00000000` 在地域 ap-guangzhou 中不存在。");
  });
});

describe("ids of commands", () => {
  it.each(["ModifyCommand", "DeleteCommand", "InvokeCommand"] as const)("%s refuses", async (action) => {
    const rest = action === "InvokeCommand" ? { InstanceIds: [INSTANCE] } : {};
    const code = (CommandId: string): Promise<string> => api.code(action, { CommandId, ...rest });
    expect(await code("command-1")).toBe("InvalidParameterValue.InvalidCommandId");
    expect(await code("cmd-00000000")).toBe("ResourceNotFound.CommandNotFound");
  });
});
