import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const words = (text: string): string[] => text.split(" ");

/** What the emulator's answers lack, by the interface that declares it. */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  // "Only an EIP that is paid by the month shows it", and those are not served.
  Address: ["RenewFlag"],
  // What no instance here has: graphics, RDMA, IPv6, a host of its own, a login that anybody could use.
  Instance: words(
    "CpuTopology DefaultLoginPort DefaultLoginUser EnableJumboFrame GPUInfo Metadata PartitionNumber PublicIPv6Addresses RdmaIpAddresses",
  ),
  Placement: words(
    "DedicatedResourcePackIds DedicatedResourcePackTenancy HostId HostIds RackId CageId CdcId CdcName DedicatedClusterId ProjectName",
  ),
  VirtualPrivateCloud: words("Ipv6AddressCount PrivateIpAddresses"),
  InternetAccessible: words(
    "AntiDDoSPackageId BandwidthPackageId IPv4AddressType IPv6AddressType InternetServiceProvider PublicIpAssigned",
  ),
  LoginSettings: words("KeepImageLogin Password"),
  DataDisk: ["BurstPerformance"],
  Image: ["CdcCacheStatus"],
  InstanceTypeConfig: words("GpuMemory GpuType"),
  InstanceTypeQuotaItem: words(
    "CpuType Externals Frequency InstanceBandwidth InstancePps NetworkCard Price Remark StorageBlockAmount",
  ),
  // Disks are entries in a list: no contract, no snapshots.
  Disk: words(
    "AttachMode AutoRenewFlagError AutoSnapshotPolicyIds BackupDisk BurstPerformance DeadlineError DeadlineTime DeleteSnapshot DifferDaysOfDeadline DiskBackupCount DiskBackupQuota EncryptType ErrorPrompt IsReturnable LastAttachInsId MigratePercent RenewFlag ReturnFailCode RollbackPercent SnapshotAbility",
  ),
};

/** The interfaces that the official SDK declares for the answers of one product. */
export class DeclaredShapes {
  private readonly interfaces = new Map<string, Map<string, string>>();

  constructor(models: string) {
    const path = join(dirname(require.resolve("tencentcloud-sdk-nodejs/package.json")), models);
    const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
    source.forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) this.interfaces.set(node.name.text, fieldsOf(node));
    });
  }

  /**
   * What an answer has and the declaration has not, lacks without being known to, or has of another type. That the SDK
   * marks a field as optional says nothing: it does so with nearly all of them.
   */
  deviations(type: string, value: unknown, path = type): string[] {
    const element = /^Array<(.*)>$/.exec(type)?.[1];
    if (element !== undefined) {
      if (!Array.isArray(value)) return [`${path} is not a list`];
      return value.flatMap((item, index) => this.deviations(element, item, `${path}[${String(index)}]`));
    }
    const fields = this.interfaces.get(type);
    if (fields === undefined) return typeof value === type ? [] : [`${path} is ${typeof value}, not ${type}`];
    if (typeof value !== "object" || value === null) return [`${path} is not an object`];
    const given = Object.entries(value);
    const missing = [...fields.keys()].filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.filter((name) => !ABSENT[type]?.includes(name)).map((name) => `${path}.${name} is missing`),
      ...given.flatMap(([name, content]) => {
        const field = fields.get(name);
        if (field === undefined) return [`${path}.${name} is not declared`];
        return content === null ? [] : this.deviations(field, content, `${path}.${name}`);
      }),
    ];
  }

  /** The parameters of a request, as the SDK declares them. */
  fieldNames(type: string): string[] {
    return [...(this.interfaces.get(type)?.keys() ?? [])];
  }
}

/** The type of each field. */
function fieldsOf(declaration: ts.InterfaceDeclaration): Map<string, string> {
  return new Map(
    declaration.members
      .filter(ts.isPropertySignature)
      .map((member) => [member.name.getText(), member.type?.getText() ?? "unknown"]),
  );
}
