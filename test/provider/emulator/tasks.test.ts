import { type Emulator, createEmulator } from "../../../provider/emulator";
import { Api } from "./api";

/** Asynchronous actions: they answer at once, and what they do happens a second later. */
const DELAY = 1_000;

let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22);

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: DELAY });
  api = new Api(emulator, () => now);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const later = (): void => {
  now += DELAY;
};
const status = async (TaskId: string): Promise<unknown> =>
  (await api.ok("DescribeVpcTaskResult", { TaskId }))["Status"];
const eip = async (HaVipId: string): Promise<string | undefined> =>
  (await api.found({ HaVipIds: [HaVipId] }))[0]?.AddressIp;
const bind = (HaVipId: string, AddressIp = "203.0.113.7"): Promise<string> =>
  api.code("HaVipAssociateAddressIp", { HaVipId, AddressIp });

describe("DeleteHaVip", () => {
  it("removes the HAVIP when its task is done, and not before", async () => {
    const { HaVipId } = await api.havip();
    const { RequestId } = await api.ok("DeleteHaVip", { HaVipId });
    expect([await status(RequestId), await api.found()]).toEqual(["RUNNING", [expect.objectContaining({ HaVipId })]]);
    later();
    expect([await status(RequestId), await api.found()]).toEqual(["SUCCESS", []]);
  });

  it("of an unknown HAVIP is refused", async () => {
    expect(await api.code("DeleteHaVip", { HaVipId: "havip-99999999" })).toBe("ResourceNotFound");
  });

  it("while another deletion is under way is refused, and after it there is nothing to delete", async () => {
    const { HaVipId } = await api.havip();
    await api.ok("DeleteHaVip", { HaVipId });
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("UnsupportedOperation");
    later();
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("ResourceNotFound");
  });

  it("while an instance holds the HAVIP is refused, naming the holder, until it is given up", async () => {
    const { HaVipId } = await api.havip();
    emulator.announce({ haVipId: HaVipId, instanceId: "ins-00000002" });
    expect((await api.answer("DeleteHaVip", { HaVipId })).Error).toEqual({
      Code: "UnsupportedOperation",
      Message: expect.stringContaining("ins-00000002"),
    });
    emulator.release({ haVipId: HaVipId });
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("");
  });

  it("while an EIP is bound, or being unbound, is refused", async () => {
    const { HaVipId } = await api.havip();
    await bind(HaVipId);
    later();
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("UnsupportedOperation");
    await api.ok("HaVipDisassociateAddressIp", { HaVipId });
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("UnsupportedOperation");
    later();
    expect(await api.code("DeleteHaVip", { HaVipId })).toBe("");
  });

  it("frees the address", async () => {
    const { HaVipId } = await api.havip({ Vip: "10.0.0.100" });
    await api.ok("DeleteHaVip", { HaVipId });
    later();
    expect((await api.havip({ Vip: "10.0.0.100" })).HaVipId).not.toBe(HaVipId);
  });
});

describe("an EIP", () => {
  it("is bound and unbound when the tasks are done", async () => {
    const { HaVipId } = await api.havip();
    const binding = await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp: "203.0.113.7" });
    expect([await status(binding.RequestId), await eip(HaVipId)]).toEqual(["RUNNING", ""]);
    later();
    expect([await status(binding.RequestId), await eip(HaVipId)]).toEqual(["SUCCESS", "203.0.113.7"]);
    await api.ok("HaVipDisassociateAddressIp", { HaVipId });
    expect(await eip(HaVipId)).toBe("203.0.113.7");
    later();
    expect(await eip(HaVipId)).toBe("");
  });

  it("is refused to a HAVIP that has one", async () => {
    const { HaVipId } = await api.havip();
    await bind(HaVipId);
    later();
    expect(await bind(HaVipId, "203.0.113.8")).toBe("UnsupportedOperation.BindEIP");
  });

  it("that another HAVIP has is refused", async () => {
    await bind((await api.havip()).HaVipId);
    later();
    expect(await bind((await api.havip()).HaVipId)).toBe("UnsupportedOperation.BindEIP");
  });

  it("is refused while a task on the HAVIP, or on the EIP, is running", async () => {
    const [one, other] = [await api.havip(), await api.havip()];
    await bind(one.HaVipId);
    expect(await bind(one.HaVipId, "203.0.113.8")).toBe("UnsupportedOperation.MutexOperationTaskRunning");
    expect(await bind(other.HaVipId)).toBe("UnsupportedOperation.MutexOperationTaskRunning");
    const unbound = await api.code("HaVipDisassociateAddressIp", { HaVipId: one.HaVipId });
    expect(unbound).toBe("UnsupportedOperation.MutexOperationTaskRunning");
  });

  it("cannot be unbound where there is none", async () => {
    const { HaVipId } = await api.havip();
    expect(await api.code("HaVipDisassociateAddressIp", { HaVipId })).toBe("UnsupportedOperation.UnbindEIP");
  });

  it("must be an address", async () => {
    expect(await bind((await api.havip()).HaVipId, "eip-00000001")).toBe("InvalidParameterValue.Malformed");
  });
});

describe("DescribeVpcTaskResult", () => {
  it("of an unknown task, or one of another region, is refused", async () => {
    const { HaVipId } = await api.havip();
    const { RequestId } = await api.ok("DeleteHaVip", { HaVipId });
    expect(await api.code("DescribeVpcTaskResult", { TaskId: "unknown" })).toBe("ResourceNotFound");
    expect(await api.code("DescribeVpcTaskResult", { TaskId: RequestId }, "ap-shanghai")).toBe("ResourceNotFound");
  });
});
