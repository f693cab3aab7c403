import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

/** Asynchronous actions: they answer at once, and what they do happens a second later. */
const DELAY = 1_000;

let emulator: Emulator;
let api: Api;
let now = Date.UTC(2026, 10, 22);

beforeAll(async () => {
  emulator = await createEmulator({ clock: () => now, taskDelayMs: DELAY });
  api = new Api(emulator, () => now);
});
beforeEach(async () => {
  await emulator.reset();
  await api.ok("AllocateAddresses", { AddressCount: 2 });
  later();
});
afterAll(() => emulator.close());

const later = (): void => {
  now += DELAY;
};
const status = async (TaskId: string): Promise<unknown> =>
  (await api.ok("DescribeVpcTaskResult", { TaskId }))["Status"];
const eip = async (HaVipId: string): Promise<string | undefined> =>
  (await api.found({ HaVipIds: [HaVipId] }))[0]?.AddressIp;
/** The first two addresses that the emulator gives. */
const [EIP, OTHER_EIP] = ["203.0.113.2", "203.0.113.3"];
const bind = (HaVipId: string, AddressIp = EIP): Promise<string> =>
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
    const binding = await api.ok("HaVipAssociateAddressIp", { HaVipId, AddressIp: EIP });
    expect([await status(binding.RequestId), await eip(HaVipId)]).toEqual(["RUNNING", ""]);
    later();
    expect([await status(binding.RequestId), await eip(HaVipId)]).toEqual(["SUCCESS", EIP]);
    await api.ok("HaVipDisassociateAddressIp", { HaVipId });
    expect(await eip(HaVipId)).toBe(EIP);
    later();
    expect(await eip(HaVipId)).toBe("");
  });

  it("is refused to a HAVIP that has one", async () => {
    const { HaVipId } = await api.havip();
    await bind(HaVipId);
    later();
    expect(await bind(HaVipId, OTHER_EIP)).toBe("UnsupportedOperation.BindEIP");
  });

  it("that another HAVIP has is refused", async () => {
    await bind((await api.havip()).HaVipId);
    later();
    expect(await bind((await api.havip()).HaVipId)).toBe("UnsupportedOperation.BindEIP");
  });

  it("is refused while a task on the HAVIP, or on the EIP, is running", async () => {
    const [one, other] = [await api.havip(), await api.havip()];
    await bind(one.HaVipId);
    expect(await bind(one.HaVipId, OTHER_EIP)).toBe("UnsupportedOperation.MutexOperationTaskRunning");
    expect(await bind(other.HaVipId)).toBe("UnsupportedOperation.MutexOperationTaskRunning");
    const unbound = await api.code("HaVipDisassociateAddressIp", { HaVipId: one.HaVipId });
    expect(unbound).toBe("UnsupportedOperation.MutexOperationTaskRunning");
  });

  it("must be one of the account, in the region of the request", async () => {
    const { HaVipId } = await api.havip();
    expect(await bind(HaVipId, "203.0.113.250")).toBe("ResourceNotFound");
    await api.ok("AllocateAddresses", {}, "ap-shanghai");
    later();
    expect(await bind(HaVipId, "203.0.113.4")).toBe("ResourceNotFound");
  });

  it("that an instance has is refused", async () => {
    const { AddressSet } = await api.ok("DescribeAddresses", { Filters: [{ Name: "address-ip", Values: [EIP] }] });
    const [{ AddressId }] = AddressSet as [{ AddressId: string }]; // True because the first was allocated above.
    await api.ok("AssociateAddress", { AddressId, InstanceId: "ins-00000001" });
    later();
    expect(await bind((await api.havip()).HaVipId)).toBe("UnsupportedOperation.BindEIP");
  });

  it("shows the HAVIP that it is bound to, and each state on the way", async () => {
    const { HaVipId, Vip } = await api.havip();
    const seen = async (): Promise<unknown> => {
      const { AddressSet } = await api.ok("DescribeAddresses", { Filters: [{ Name: "address-ip", Values: [EIP] }] });
      return (AddressSet as unknown[])[0]; // True of every DescribeAddresses that succeeds.
    };
    await bind(HaVipId);
    expect(await seen()).toMatchObject({ AddressStatus: "BINDING" });
    later();
    const bound = { InstanceId: HaVipId, InstanceType: "HAVIP", PrivateAddressIp: Vip };
    expect(await seen()).toMatchObject({ AddressStatus: "BIND", ...bound });
    await api.ok("HaVipDisassociateAddressIp", { HaVipId });
    expect(await seen()).toMatchObject({ AddressStatus: "UNBINDING" });
    later();
    expect(await seen()).toMatchObject({ AddressStatus: "UNBIND", InstanceId: "", PrivateAddressIp: null });
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
