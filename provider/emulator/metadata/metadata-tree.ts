import { isoTime, vpcTime } from "../resources/clock";
import { interfacesOf, shownInterface } from "../resources/interfaces";
import { EMULATOR_ACCOUNT } from "../../core/emulator";
import type { Assuming } from "../words/chosen-assumptions";
import { rangeOf } from "../resources/network";
import type { InstanceRow, NetworkInterfaceRow, State } from "../store/state";
import { issue } from "../resources/temporary";

/** A folder of the metadata. What has no value is not in it. */
export interface Folder {
  readonly [name: string]: Folder | Value;
}
/** Made when it is read: credentials are new ones each time. */
type Value = () => string;

export interface TreeContext extends Assuming {
  now: number;
  random: () => number;
}

/**
 * What an instance can learn about itself: https://cloud.tencent.com/document/product/213/4934, as far as the emulator
 * knows it. The credentials of its role are where the vendor's SDKs look for them (cvm_role_provider.go).
 */
export function metadataTree(state: State, instance: InstanceRow, context: TreeContext): Folder {
  const interfaces = interfacesOf(state, instance.InstanceId).filter((row) => row.State !== "ATTACHING");
  const first = interfaces.find((row) => row.Primary);
  const { CamRoleName = "", ImageId = "" } = instance;
  return {
    ...text("instance-id", instance.InstanceId),
    ...text("instance-name", instance.InstanceName),
    ...text("local-ipv4", instance.PrivateIpAddresses[0]),
    ...text("public-ipv4", first && publicAddress(state, first, instance.PrivateIpAddresses[0], context)),
    ...text("mac", first && macOf(first)),
    placement: { ...text("region", instance.Region), ...text("zone", instance.Placement.Zone) },
    instance: { ...text("instance-type", instance.InstanceType), ...text("image-id", ImageId) },
    payment: text("create-time", vpcTime(Date.parse(instance.CreatedTime), context)),
    network: {
      interfaces: {
        macs: Object.fromEntries(interfaces.map((row) => [macOf(row), interfaceFolder(state, row, context)])),
      },
    },
    ...(CamRoleName === ""
      ? {}
      : { cam: { "security-credentials": { [CamRoleName]: () => credentials(CamRoleName, instance, context) } } }),
  };
}

function interfaceFolder(state: State, row: NetworkInterfaceRow, context: Assuming): Folder {
  const addresses = row.PrivateIpAddressSet.map((address) => address.PrivateIpAddress);
  const published = shownInterface(state, row, context).PrivateIpAddressSet.map((address) => address.PublicIpAddress);
  return {
    ...text("mac", macOf(row)),
    ...text("primary-local-ipv4", row.PrivateIpAddressSet.find((address) => address.Primary)?.PrivateIpAddress),
    ...text("public-ipv4s", published.filter((address) => address !== "").join("\n")),
    ...text("vpc-id", row.VpcId),
    ...text("subnet-id", row.SubnetId),
    "local-ipv4s": Object.fromEntries(
      addresses.map((address) => [address, addressFolder(state, row, address, context)]),
    ),
  };
}

function addressFolder(state: State, row: NetworkInterfaceRow, address: string, context: Assuming): Folder {
  const published = publicAddress(state, row, address, context);
  const subnet = state.subnets.get(row.SubnetId);
  const range = subnet && rangeOf(subnet);
  return {
    ...text("local-ipv4", address),
    ...text("gateway", range?.gateway),
    ...text("subnet-mask", range && maskOf(range.prefixLength)),
    ...text("public-ipv4", published),
    ...text("public-ipv4-mode", published && "NAT"),
  };
}

function publicAddress(
  state: State,
  row: NetworkInterfaceRow,
  address: string | undefined,
  context: Assuming,
): string | undefined {
  const shown = shownInterface(state, row, context).PrivateIpAddressSet.find((one) => one.PrivateIpAddress === address);
  return shown?.PublicIpAddress;
}

/** In capitals, as in the document. Paths are case-sensitive, so the names of the folders are written the same way. */
function macOf(row: NetworkInterfaceRow): string {
  return row.MacAddress.toUpperCase();
}

function maskOf(prefixLength: number): string {
  const bytes = [0, 8, 16, 24].map((before) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefixLength - before))));
  return bytes.join(".");
}

function credentials(role: string, { InstanceId }: InstanceRow, { now, random, assumptions }: TreeContext): string {
  const ExpiredTime = Math.floor(now / 1000) + assumptions.instanceCredentialsSeconds;
  const roleArn = `qcs::cam::uin/${EMULATOR_ACCOUNT}:roleName/${role}`;
  const issued = issue({ roleArn, sessionName: InstanceId }, ExpiredTime, random);
  return JSON.stringify({ ...issued, ExpiredTime, Expiration: isoTime(ExpiredTime * 1000), Code: "Success" });
}

function text(name: string, value: string | undefined): Folder {
  return value === undefined || value === "" ? {} : { [name]: () => value };
}
