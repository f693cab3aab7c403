import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, createEmulator } from "../../../../provider/emulator";
import { ASSUMPTIONS } from "../../../../provider/emulator/words/assumptions";
import { Api, PLACE } from "../api";
import { codeOf, raw } from "../client";

describe("an assumption of the emulator", () => {
  it.each([
    [{ codes: { occupiedAddress: "A.B" } }, "CreateHaVip", { ...PLACE, HaVipName: "web", Vip: "10.0.0.11" }, "A.B"],
    [{ codes: { emptyName: "A.B" } }, "CreateHaVip", { ...PLACE, HaVipName: "" }, "A.B"],
    [
      { codes: { havipTags: { empty: "A.B" } } },
      "CreateHaVip",
      { ...PLACE, HaVipName: "web", Tags: [{ Key: "" }] },
      "A.B",
    ],
    [{ minPageSize: 0 }, "DescribeHaVips", { Limit: 0 }, ""],
    [{ maxIds: 0 }, "DescribeHaVips", { HaVipIds: ["havip-00000000"] }, ASSUMPTIONS.codes.tooManyIds],
    [{ codes: { limitOutOfRange: "A.B" } }, "DescribeVpcs", { Limit: "0" }, "A.B"],
    [{ vpcsPerRegion: 1 }, "CreateVpc", { VpcName: "v", CidrBlock: "10.1.0.0/16" }, "LimitExceeded"],
    [{ codes: { unknownTaggedResource: "A.B" } }, "ModifyResourceTags", tagged("vpc-00000009"), "A.B"],
    [{ codes: { taskUnknown: "A.B" } }, "DescribeTaskResult", { TaskId: 7 }, "A.B"],
  ] as const)("can be switched: %j", async (assumptions, action, parameters, code) => {
    await using emulator = await createEmulator({ assumptions });
    const api = new Api(emulator);
    expect(await api.code(action, { ...parameters })).toBe(code);
  });

  it("can be switched where it is about no action, but about every request", async () => {
    await using emulator = await createEmulator({ assumptions: { codes: { bodyNotJson: "A.B", scopeDate: "C.D" } } });
    expect(await codeOf(emulator, "DescribeHaVips", {}, { body: "[]" })).toBe("A.B");
    expect(await codeOf(emulator, "DescribeHaVips", {}, { date: "2000-01-01" })).toBe("C.D");
  });

  it("is the time zone of times without one, wherever such a time is shown", async () => {
    await using emulator = await createEmulator({ assumptions: { createdTimeOffsetHours: 0 } });
    const api = new Api(emulator);
    const today = new Date(emulator.clock.now()).toISOString().slice(0, 13).replace("T", " ");
    const first = async (action: "DescribeVpcs" | "DescribeSubnets" | "DescribeNetworkInterfaces", list: string) =>
      ((await api.ok(action))[list] as { CreatedTime: string }[])[0]?.CreatedTime.slice(0, 13); // They list rows.
    expect([
      await first("DescribeVpcs", "VpcSet"),
      await first("DescribeSubnets", "SubnetSet"),
      await first("DescribeNetworkInterfaces", "NetworkInterfaceSet"),
      (await api.havip()).CreatedTime.slice(0, 13),
    ]).toEqual([today, today, today, today]);
  });

  it("is what it was in every other emulator of the process", async () => {
    await using one = await createEmulator({ assumptions: { codes: { emptyName: "A.B" } } });
    await using other = await createEmulator();
    const code = (emulator: Emulator): Promise<string> =>
      new Api(emulator).code("CreateHaVip", { ...PLACE, HaVipName: "" });
    expect([await code(one), await code(other)]).toEqual(["A.B", ASSUMPTIONS.codes.emptyName]);
  });

  it("is shown by the control API, as it is in this emulator", async () => {
    await using emulator = await createEmulator({ assumptions: { maxRangeMembers: 3 } });
    const headers = { "x-havip-emulator-token": emulator.token };
    const { text } = await raw(`${emulator.url}/_emulator/info`, "GET", headers);
    expect(JSON.parse(text)).toMatchObject({ assumptions: { ...ASSUMPTIONS, maxRangeMembers: 3 } });
  });

  it.each([
    [{ maxRangeMember: 3 }, /assumptions has maxRangeMember, which is unknown/],
    [{ codes: { nothing: "A" } }, /assumptions\.codes has nothing, which is unknown/],
    [{ codes: { emptyName: 7 } }, /assumptions\.codes\.emptyName is no text/],
    [{ maxIds: "many" }, /assumptions\.maxIds is not a whole number/],
    [{ maxIds: -1 }, /assumptions\.maxIds is not a whole number/],
    [{ createdTimeOffsetHours: 99 }, /createdTimeOffsetHours is not a whole number -12 to 14/],
  ])("is refused by name where it is none: %j", async (assumptions, message) => {
    const options = { assumptions } as EmulatorOptions; // What a caller without types could send.
    await expect(createEmulator(options)).rejects.toThrow(message);
  });

  it("is read by no action but from its context, which is what makes it switchable", () => {
    const folder = join(__dirname, "..", "..", "..", "..", "provider", "emulator");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const reading = files.filter((name) => /\bASSUMPTIONS\b/.test(readFileSync(join(folder, name), "utf8")));
    expect(reading.sort()).toEqual(["words/assumptions.ts", "words/chosen-assumptions.ts"]);
  });
});

function tagged(id: string): object {
  const Resource = `qcs::vpc:ap-guangzhou:uin/:vpc/${id}`;
  return { Resource, ReplaceTags: [{ TagKey: "a", TagValue: "b" }] };
}
