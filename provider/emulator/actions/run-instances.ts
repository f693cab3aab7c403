import type { Request } from "../../api/actions";
import { isoTime } from "../resources/clock";
import { networkInterface } from "../resources/interfaces";
import { CVM_TAG_CODES, newTags } from "../resources/tagging";
import type { DiskRow, InstanceRow } from "../store/state";
import { ApiError } from "../words/errors";
import { withToken } from "./client-token";
import type { Handler } from "./handler";
import { newDisks } from "./instance-disks";
import { internetOf } from "./instance-internet";
import { namesOf } from "./instance-names";
import { addressesIn, subnetOf } from "./instance-place";
import { groupsOf, settingsOf } from "./instance-settings";
import { beginInstanceTask } from "./instance-tasks";
import { unusedIds } from "./lookup";

/**
 * Instances of one subnet, each with a primary network interface and its disks. Asynchronous.
 * https://cloud.tencent.com/document/api/213/15730
 */
export const runInstances: Handler<"RunInstances"> = withToken("RunInstances", (state, request, context) => {
  const { Placement, VirtualPrivateCloud: network, ImageId, InstanceCount: count = 1, MinCount = 1 } = request;
  if (Placement === undefined) throw missing("Placement");
  if (ImageId === undefined) throw missing("ImageId");
  if (network === undefined) throw missing("VirtualPrivateCloud");
  checkRange("InstanceCount", count, 500);
  checkRange("MinCount", MinCount, count);
  if ((network.Ipv6AddressCount ?? 0) > 0) throw withoutIpv6();
  const subnet = subnetOf(state, network, Placement.Zone, context);
  const addresses = addressesIn(state, subnet, network.PrivateIpAddresses, count, context);
  const placement = { Zone: Placement.Zone, ProjectId: Placement.ProjectId ?? 0 };
  const { random, region } = context;
  const shared = {
    ...settingsOf(request),
    InstanceState: "PENDING",
    InstanceType: request.InstanceType ?? context.assumptions.defaultInstanceType,
    ImageId,
    CreatedTime: isoTime(context.now),
    Placement: placement,
    VirtualPrivateCloud: {
      VpcId: subnet.VpcId,
      SubnetId: subnet.SubnetId,
      AsVpcGateway: network.AsVpcGateway ?? false,
    },
    SecurityGroupIds: groupsOf(request.SecurityGroupIds ?? [], "SecurityGroupIds", context),
    Tags: newTags(tagsOf(request), CVM_TAG_CODES),
    Region: region,
  };
  const internet = internetOf(state, request.InternetAccessible, count, context);
  const disks = newDisks(request, placement, context);
  const ids = unusedIds(state.instances, "instance", count, random);
  const knownInterfaces = { has: (id: string) => networkInterface(state, id) !== undefined };
  const interfaceIds = unusedIds(knownInterfaces, "networkInterface", count, random);
  const diskIds = unusedIds(state.disks, "disk", count * disks.length, random);
  const rows = ids.map((InstanceId, index): InstanceRow => {
    const address = addresses[index] ?? "";
    return {
      ...shared,
      ...namesOf(request, { index, count, address }),
      ...internet[index],
      InstanceId,
      PrivateIpAddresses: [address],
      NetworkInterfaceId: interfaceIds[index] ?? "",
      DiskIds: diskIds.slice(index * disks.length, (index + 1) * disks.length),
    };
  });
  const diskRows = rows.flatMap(({ InstanceId, DiskIds = [] }) =>
    disks.map((disk, index): DiskRow => ({ ...disk, InstanceId, DiskId: DiskIds[index] ?? "" })),
  );
  if (request.DryRun === true) throw passedDryRun();
  const changes = beginInstanceTask(rows, "RunInstances", "run", context);
  return {
    response: { InstanceIdSet: ids },
    changes: [...changes, ...diskRows.map((row) => ({ table: "disks" as const, id: row.DiskId, row }))],
  };
});

/** One kind of resource is made here, so the tags are its. */
function tagsOf({ TagSpecification = [] }: Request<"RunInstances">): { Key: string; Value?: string }[] {
  const other = TagSpecification.find((one) => one.ResourceType !== "instance");
  if (other === undefined) return TagSpecification.flatMap((one) => one.Tags);
  throw new ApiError(
    "InvalidParameterValue",
    `The \`TagSpecification.ResourceType\` \`${other.ResourceType}\` is not \`instance\`.`,
    `参数\`TagSpecification.ResourceType\`的取值\`${other.ResourceType}\`错误，此处仅支持\`instance\`。`,
  );
}

/** The common error codes have it: "the request would have succeeded, but DryRun was given". */
function passedDryRun(): ApiError {
  const message = "The request would have succeeded, but the `DryRun` parameter was given.";
  return new ApiError("DryRunOperation", message, "DryRun操作，代表请求将会是成功的，只是多传了`DryRun`参数。");
}

function missing(parameter: string): ApiError {
  const message = `The request is missing a required parameter \`${parameter}\`.`;
  return new ApiError("MissingParameter", message, `缺少必要参数\`${parameter}\`。`);
}

function withoutIpv6(): ApiError {
  return new ApiError(
    "InvalidParameterValue.VpcNotSupportIpv6Address",
    "The VPC does not support IPv6, which this emulator does not have; leave out `Ipv6AddressCount`.",
    "该VPC不支持IPv6（本模拟器不模拟IPv6），请勿指定`Ipv6AddressCount`。",
  );
}

function checkRange(name: string, value: number, most: number): void {
  if (value >= 1 && value <= most) return;
  throw new ApiError(
    "InvalidParameterValue.Range",
    `The \`${name}\` ${String(value)} is not in the range 1 to ${String(most)}.`,
    `参数\`${name}\`的取值${String(value)}不在1到${String(most)}的范围内。`,
  );
}
