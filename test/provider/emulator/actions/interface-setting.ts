import { type Api, PLACE } from "../api";

/** What tests of network interfaces begin with. `later` lets tasks end. */
export class InterfaceSetting {
  constructor(
    private readonly api: Api,
    private readonly later: () => void,
  ) {}

  /** A secondary network interface of the first instance, with a secondary address. */
  async attached(): Promise<string> {
    const { NetworkInterfaceId } = await this.api.networkInterface(undefined, { SecondaryPrivateIpAddressCount: 1 });
    this.later();
    await this.api.ok("AttachNetworkInterface", { NetworkInterfaceId, InstanceId: "ins-00000001" });
    this.later();
    return NetworkInterfaceId;
  }

  async addresses(id: string): Promise<string[]> {
    return (await this.api.interface(id)).PrivateIpAddressSet.map((address) => address.PrivateIpAddress);
  }

  /** A new EIP at that address. */
  async bindEip(NetworkInterfaceId: string, PrivateIpAddress: string): Promise<void> {
    const { AddressSet } = await this.api.ok("AllocateAddresses");
    this.later();
    const [AddressId] = AddressSet as string[]; // True where it succeeds, like the others below.
    await this.api.ok("AssociateAddress", { AddressId, NetworkInterfaceId, PrivateIpAddress });
    this.later();
  }

  /** An instance in a VPC or a zone of its own. */
  async instanceIn(where: "another VPC" | "another zone"): Promise<string> {
    const Zone = where === "another zone" ? "ap-guangzhou-4" : "ap-guangzhou-3";
    const { Vpc } = await this.api.ok("CreateVpc", { VpcName: "other", CidrBlock: "172.16.0.0/16" });
    const [VpcId, CidrBlock] =
      where === "another zone" ? [PLACE.VpcId, "10.0.9.0/24"] : [(Vpc as { VpcId: string }).VpcId, "172.16.0.0/24"];
    const { Subnet } = await this.api.ok("CreateSubnet", { VpcId, SubnetName: "s", CidrBlock, Zone });
    const { SubnetId } = Subnet as { SubnetId: string };
    const run = { Placement: { Zone }, ImageId: "img-00000001", VirtualPrivateCloud: { VpcId, SubnetId } };
    const { InstanceIdSet } = await this.api.ok("RunInstances", run);
    this.later();
    return (InstanceIdSet as string[])[0] ?? "";
  }
}
