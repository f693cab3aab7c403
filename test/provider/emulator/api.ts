import type { ActionName, HaVip } from "../../../provider/api/actions";
import type { NetworkInterface } from "../../../provider/api/network-actions";
import { type Envelope, type Target, call } from "./client";

export const PLACE = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" };

/** The emulator's API as the tests of its rules use it: correctly signed, at the time that the emulator's clock says. */
export class Api {
  constructor(
    private readonly emulator: Target,
    private readonly clock: () => number = Date.now,
  ) {}

  answer(action: ActionName, parameters: Record<string, unknown> = {}, region = "ap-guangzhou"): Promise<Envelope> {
    return call(this.emulator, action, parameters, { region, timestamp: String(Math.floor(this.clock() / 1000)) });
  }

  /** The code that the call is refused with; "" where it succeeds. */
  async code(action: ActionName, parameters: Record<string, unknown> = {}, region?: string): Promise<string> {
    return (await this.answer(action, parameters, region)).Error?.Code ?? "";
  }

  /** The answer of a call that must succeed. */
  async ok(action: ActionName, parameters: Record<string, unknown> = {}, region?: string): Promise<Envelope> {
    const answer = await this.answer(action, parameters, region);
    if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code}: ${answer.Error.Message}`);
    return answer;
  }

  /** A new HAVIP in the first subnet of the seed. */
  async havip(parameters: Record<string, unknown> = {}): Promise<HaVip> {
    const { HaVip } = await this.ok("CreateHaVip", { ...PLACE, HaVipName: "web", ...parameters });
    return HaVip as HaVip; // True because a CreateHaVip that succeeds answers one.
  }

  /** The HAVIPs that DescribeHaVips finds. */
  async found(parameters: Record<string, unknown> = {}): Promise<HaVip[]> {
    const { HaVipSet } = await this.ok("DescribeHaVips", parameters);
    return HaVipSet as HaVip[]; // True because a DescribeHaVips that succeeds answers them.
  }

  async names(parameters: Record<string, unknown> = {}): Promise<string[]> {
    return (await this.found(parameters)).map((havip) => havip.HaVipName);
  }

  /** The address of a new EIP. */
  async eip(): Promise<string> {
    const { AddressSet } = await this.ok("AllocateAddresses");
    const { AddressSet: found } = await this.ok("DescribeAddresses", { AddressIds: AddressSet });
    // True because AllocateAddresses makes one unless told otherwise, and both succeeded.
    return (found as { AddressIp: string }[])[0]?.AddressIp ?? "";
  }

  /** A new secondary network interface in the first subnet of the seed; attached where an instance is given. */
  async networkInterface(instance?: string, parameters: Record<string, unknown> = {}): Promise<NetworkInterface> {
    const given = { ...PLACE, NetworkInterfaceName: "second", ...parameters };
    const { NetworkInterface } = await this.ok("CreateNetworkInterface", given);
    const { NetworkInterfaceId } = NetworkInterface as NetworkInterface; // True of every one that succeeds.
    if (instance !== undefined) {
      await this.ok("AttachNetworkInterface", { NetworkInterfaceId, InstanceId: instance });
    }
    return this.interface(NetworkInterfaceId);
  }

  async interface(id: string): Promise<NetworkInterface> {
    const { NetworkInterfaceSet } = await this.ok("DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] });
    const [found] = NetworkInterfaceSet as NetworkInterface[]; // True of every one that succeeds.
    if (found === undefined) throw new Error(`DescribeNetworkInterfaces does not find ${id}.`);
    return found;
  }
}
