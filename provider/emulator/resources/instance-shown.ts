import { createHash } from "node:crypto";
import type { Instance } from "../../api/actions";
import type { Assuming } from "../words/chosen-assumptions";
import { IMAGES, sizeOf } from "./catalogue";
import { disksOf, shownDataDisk, shownSystemDisk } from "./disks";
import { addressAt } from "./interfaces";
import type { InstanceRow, State } from "../store/state";

/** As the API shows it: with its disks, and with the public addresses of its primary network interface. */
export function shownInstance(state: State, row: InstanceRow, context: Assuming): Instance {
  const [system, ...data] = disksOf(state, row, context);
  const size = sizeOf(row.InstanceType);
  const { ImageId = "", DisasterRecoverGroupIds = [] } = row;
  const publicAddresses = publicAddressesOf(state, row);
  return {
    InstanceId: row.InstanceId,
    InstanceName: row.InstanceName,
    InstanceState: row.InstanceState,
    InstanceType: row.InstanceType,
    CPU: size?.cpu ?? null,
    Memory: size?.memory ?? null,
    CreatedTime: row.CreatedTime,
    ExpiredTime: null,
    RenewFlag: null,
    RestrictState: "NORMAL",
    IsolatedSource: "NOTISOLATED",
    InstanceChargeType: row.InstanceChargeType ?? "POSTPAID_BY_HOUR",
    StopChargingMode: row.InstanceState === "STOPPED" ? (row.StopChargingMode ?? "KEEP_CHARGING") : "NOT_APPLICABLE",
    ImageId,
    OsName: IMAGES.find((image) => image.ImageId === ImageId)?.OsName ?? "",
    LicenseType: "TencentCloud",
    Uuid: uuidOf(row),
    Placement: row.Placement,
    VirtualPrivateCloud: row.VirtualPrivateCloud,
    PrivateIpAddresses: row.PrivateIpAddresses,
    PublicIpAddresses: publicAddresses.length === 0 ? null : publicAddresses,
    IPv6Addresses: null,
    InternetAccessible: row.InternetAccessible ?? noBandwidth(context),
    SecurityGroupIds: row.SecurityGroupIds,
    SystemDisk: shownSystemDisk(system),
    DataDisks: data.map(shownDataDisk),
    LoginSettings: row.LoginSettings ?? { KeyIds: [] },
    Tags: row.Tags,
    CamRoleName: row.CamRoleName ?? "",
    DisasterRecoverGroupId: DisasterRecoverGroupIds[0] ?? "",
    DisasterRecoverGroupIds,
    DisableApiTermination: row.DisableApiTermination ?? false,
    DedicatedClusterId: "",
    HpcClusterId: "",
    LatestOperation: row.LatestOperation ?? null,
    LatestOperationState: row.LatestOperationState ?? null,
    LatestOperationRequestId: row.LatestOperationRequestId ?? null,
    LatestOperationErrorMsg: null,
  };
}

/** "The address that came with the instance, and EIPs bound to it later" (the filter public-ip-address). */
export function publicAddressesOf(state: State, row: InstanceRow): string[] {
  const eips = row.PrivateIpAddresses.flatMap((address) => addressAt(state, row.NetworkInterfaceId, address) ?? []);
  return [...(row.WanIpAddress === undefined ? [] : [row.WanIpAddress]), ...eips.map((eip) => eip.AddressIp)];
}

function noBandwidth({ assumptions }: Assuming): NonNullable<InstanceRow["InternetAccessible"]> {
  return { InternetChargeType: assumptions.internetChargeType, InternetMaxBandwidthOut: 0 };
}

/** The same for an instance every time. */
export function uuidOf({ InstanceId }: InstanceRow): string {
  const digits = createHash("sha256").update(`uuid of ${InstanceId}`).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}
