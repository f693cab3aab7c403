import type { Address } from "../../../../provider/api/actions";
import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

const DELAY = 1_000;
let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22);
const later = (): void => {
  now += DELAY;
};

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: DELAY });
  api = new Api(emulator, () => now);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const found = async (): Promise<Address[]> => (await api.ok("DescribeAddresses"))["AddressSet"] as Address[]; // True where it succeeds.
const eip = async (): Promise<string> => {
  const { AddressSet } = await api.ok("AllocateAddresses", { AddressName: "web" });
  later();
  return (AddressSet as string[])[0] ?? ""; // True where it succeeds.
};

describe("ModifyAddressAttribute", () => {
  const rename = (AddressId: string, parameters: Record<string, unknown>): Promise<string> =>
    api.code("ModifyAddressAttribute", { AddressId, ...parameters });

  it("renames an EIP, and changes nothing else", async () => {
    const id = await eip();
    const [before] = await found();
    expect(await rename(id, { AddressName: "高可用-api_1" })).toBe("");
    expect(await found()).toEqual([{ ...before, AddressName: "高可用-api_1" }]);
    expect(await rename(id, {})).toBe("");
    expect(await found()).toEqual([{ ...before, AddressName: "高可用-api_1" }]);
  });

  it("leaves a task that is under way alone", async () => {
    const id = await eip();
    await api.ok("AssociateAddress", { AddressId: id, InstanceId: "ins-00000001" });
    expect(await rename(id, { AddressName: "api" })).toBe("");
    later();
    expect(await found()).toMatchObject([{ AddressName: "api", AddressStatus: "BIND", InstanceId: "ins-00000001" }]);
  });

  it.each([
    ["a name of 129 characters", { AddressName: "n".repeat(129) }, "InvalidParameterValue.TooLong"],
    ["a name with a blank", { AddressName: "a b" }, "InvalidParameterValue"],
    ["an empty name", { AddressName: "" }, "InvalidParameterValue"],
    ["an unknown one", { AddressId: "eip-99999999" }, "InvalidAddressId.NotFound"],
    ["a malformed id", { AddressId: "eip-1" }, "InvalidParameterValue.AddressIdMalformed"],
    ["the direct connection", { EipDirectConnection: "TRUE" }, "UnsupportedOperation"],
  ])("refuses %s", async (_name, parameters, code) => {
    expect(await rename(await eip(), parameters)).toBe(code);
  });

  it("takes a name of 128 characters", async () => {
    expect(await rename(await eip(), { AddressName: "n".repeat(128) })).toBe("");
  });
});

describe("ModifyAddressesBandwidth", () => {
  const widen = (AddressIds: string[], InternetMaxBandwidthOut: number): Promise<string> =>
    api.code("ModifyAddressesBandwidth", { AddressIds, InternetMaxBandwidthOut });

  it("changes the bandwidth of bound and unbound EIPs, by a task that DescribeTaskResult knows", async () => {
    const [bound, unbound] = [await eip(), await eip()];
    await api.ok("AssociateAddress", { AddressId: bound, InstanceId: "ins-00000001" });
    later();
    const given = { AddressIds: [bound, unbound], InternetMaxBandwidthOut: 20 };
    const { TaskId } = await api.ok("ModifyAddressesBandwidth", given);
    expect(await api.ok("DescribeTaskResult", { TaskId: Number(TaskId) })).toMatchObject({ Result: "RUNNING" });
    later();
    expect(await api.ok("DescribeTaskResult", { TaskId: Number(TaskId) })).toMatchObject({ Result: "SUCCESS" });
    expect(await found()).toMatchObject([
      { AddressId: bound, Bandwidth: 20, AddressStatus: "BIND" },
      { AddressId: unbound, Bandwidth: 20, AddressStatus: "UNBIND" },
    ]);
  });

  it("changes all of them or none", async () => {
    const id = await eip();
    expect(await widen([id, "eip-99999999"], 20)).toBe("InvalidAddressId.NotFound");
    expect(await found()).toMatchObject([{ Bandwidth: 1 }]);
  });

  it("refuses none at all, too many EIPs, and one with a task under way", async () => {
    const id = await eip();
    expect(await widen([id], 0)).toBe("InvalidParameterValue.BandwidthTooSmall");
    expect(
      await widen(
        Array.from({ length: 101 }, () => id),
        5,
      ),
    ).toBe("InvalidParameterValue.LimitExceeded");
    await api.ok("AssociateAddress", { AddressId: id, InstanceId: "ins-00000001" });
    expect(await widen([id], 5)).toBe("OperationDenied.MutexTaskRunning");
  });
});
