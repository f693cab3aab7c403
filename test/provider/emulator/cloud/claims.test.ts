import { type Emulator, createEmulator } from "../../../../provider/emulator";
import { Api } from "../api";

let emulator: Emulator;
let api: Api;
beforeAll(async () => {
  emulator = await createEmulator();
  api = new Api(emulator);
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

/** A second network interface in the other subnet, where it is asked for attached to the first instance. */
async function second(attached: boolean): Promise<string> {
  const { NetworkInterface } = await api.ok("CreateNetworkInterface", {
    VpcId: "vpc-00000001",
    SubnetId: "subnet-00000002",
    NetworkInterfaceName: "second",
  });
  // True because a CreateNetworkInterface that succeeds answers one.
  const { NetworkInterfaceId } = NetworkInterface as { NetworkInterfaceId: string };
  if (attached) await api.ok("AttachNetworkInterface", { NetworkInterfaceId, InstanceId: "ins-00000001" });
  return NetworkInterfaceId;
}

describe("a claim by a second network interface", () => {
  it("is one from its subnet, by the instance that it is attached to", async () => {
    const NetworkInterfaceId = await second(true);
    const { HaVipId: haVipId } = await api.havip({ SubnetId: "subnet-00000002" });
    emulator.announce({ haVipId, networkInterfaceId: NetworkInterfaceId });
    expect(await api.found()).toMatchObject([{ InstanceId: "ins-00000001", NetworkInterfaceId }]);
  });

  it("is found where only the instance is named", async () => {
    const NetworkInterfaceId = await second(true);
    const { HaVipId: haVipId } = await api.havip({ SubnetId: "subnet-00000002" });
    emulator.announce({ haVipId, instanceId: "ins-00000001" });
    expect(await api.found()).toMatchObject([{ NetworkInterfaceId }]);
  });

  it("is refused while it is attached to nothing", async () => {
    const networkInterfaceId = await second(false);
    const { HaVipId: haVipId } = await api.havip({ SubnetId: "subnet-00000002" });
    expect(() => {
      emulator.announce({ haVipId, networkInterfaceId });
    }).toThrow(/is not attached to an instance/);
  });
});
