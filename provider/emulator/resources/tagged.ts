import type { Tag } from "../../api/actions";
import { EMULATOR_ACCOUNT } from "../../core/emulator";
import type { Assuming } from "../words/chosen-assumptions";
import { ApiError } from "../words/errors";
import { disks } from "./disks";
import { networkInterfaces } from "./interfaces";
import { routeTables } from "./routing";
import type { Change, State } from "../store/state";

/** Anything that can have tags. */
export interface TaggedResource {
  region: string;
  /** The third segment of its name, and what stands before the slash in the sixth. */
  service: string;
  prefix: string;
  id: string;
  tags: readonly Tag[];
  withTags: (tags: Tag[]) => Change;
}

/** The full name: `qcs::vpc:ap-guangzhou:uin/100000000001:havip/havip-xxxxxxxx`. */
export function nameOf(parts: Pick<TaggedResource, "service" | "region" | "prefix" | "id">): string {
  const { service, region, prefix, id } = parts;
  return `qcs::${service}:${region}:uin/${EMULATOR_ACCOUNT}:${prefix}/${id}`;
}

/**
 * The resource that a six-segment name means. The account may be left out (`uin/`), as the vendor's Terraform provider
 * does. https://cloud.tencent.com/document/product/598/10606
 */
export function taggedResource(state: State, name: string, context: Assuming): TaggedResource {
  const [, service, region, account, prefix = "", id] = NAME.exec(name) ?? [];
  const kind = PREFIXES.find((known) => known.service === service && known.prefix === prefix);
  if (kind === undefined || (account !== "" && account !== EMULATOR_ACCOUNT)) {
    const known = PREFIXES.map((one) => `${one.service} ${one.prefix}`).join(", ");
    throw new ApiError(
      "InvalidParameterValue.ResourceDescriptionError",
      `The resource \`${name}\` is not of the form qcs::<service>:<region>:uin/:<type>/<id> ` +
        `with the account ${EMULATOR_ACCOUNT} or none, and one of the types of this emulator: ${known}.`,
      `资源描述 \`${name}\` 格式不正确，应为 qcs::<service>:<region>:uin/:<type>/<id>，` +
        `其中账号为 ${EMULATOR_ACCOUNT} 或留空，资源类型为本模拟器支持的类型之一：${known}。`,
    );
  }
  const resource = kind.all(state, context).find((one) => one.id === id && one.region === region);
  if (resource !== undefined) return resource;
  throw new ApiError(
    context.assumptions.codes.unknownTaggedResource,
    `The resource \`${name}\` does not exist.`,
    `资源 \`${name}\` 不存在。`,
  );
}

/** Everything that can have tags. */
export function taggedResources(state: State, context: Assuming): TaggedResource[] {
  return PREFIXES.flatMap((kind) => kind.all(state, context));
}

const NAME = /^qcs::([a-z]+):([a-z0-9-]+):uin\/(\d*):([a-z]+)\/(.+)$/;

interface Kind {
  service: string;
  prefix: string;
  all: (state: State, context: Assuming) => TaggedResource[];
}

function kind<Row extends { Region: string }>(
  service: string,
  prefix: string,
  rows: (state: State, context: Assuming) => Iterable<Row>,
  parts: (row: Row) => Pick<TaggedResource, "id" | "tags" | "withTags">,
): Kind {
  const all: Kind["all"] = (state, context) =>
    [...rows(state, context)].map((row) => ({ service, prefix, region: row.Region, ...parts(row) }));
  return { service, prefix, all };
}

const PREFIXES: readonly Kind[] = [
  kind(
    "vpc",
    "havip",
    (state) => state.havips.values(),
    (row) => ({
      id: row.HaVipId,
      tags: row.TagSet,
      withTags: (TagSet) => ({ table: "havips", id: row.HaVipId, row: { ...row, TagSet } }),
    }),
  ),
  kind(
    "vpc",
    "vpc",
    (state) => state.vpcs.values(),
    (row) => ({
      id: row.VpcId,
      tags: row.TagSet,
      withTags: (TagSet) => ({ table: "vpcs", id: row.VpcId, row: { ...row, TagSet } }),
    }),
  ),
  kind(
    "vpc",
    "subnet",
    (state) => state.subnets.values(),
    (row) => ({
      id: row.SubnetId,
      tags: row.TagSet,
      withTags: (TagSet) => ({ table: "subnets", id: row.SubnetId, row: { ...row, TagSet } }),
    }),
  ),
  kind("vpc", "rtb", routeTables, (row) => ({
    id: row.RouteTableId,
    tags: row.TagSet,
    withTags: (TagSet) => ({ table: "routeTables", id: row.RouteTableId, row: { ...row, TagSet } }),
  })),
  kind("vpc", "eni", networkInterfaces, (row) => ({
    id: row.NetworkInterfaceId,
    tags: row.TagSet,
    withTags: (TagSet) => ({ table: "networkInterfaces", id: row.NetworkInterfaceId, row: { ...row, TagSet } }),
  })),
  kind(
    "cvm",
    "eip",
    (state) => state.addresses.values(),
    (row) => ({
      id: row.AddressId,
      tags: row.TagSet,
      withTags: (TagSet) => ({ table: "addresses", id: row.AddressId, row: { ...row, TagSet } }),
    }),
  ),
  kind(
    "cvm",
    "instance",
    (state) => state.instances.values(),
    (row) => ({
      id: row.InstanceId,
      tags: row.Tags,
      withTags: (Tags) => ({ table: "instances", id: row.InstanceId, row: { ...row, Tags } }),
    }),
  ),
  // As the vendor's Terraform provider names disks when it tags them with their instance.
  kind("cvm", "volume", disks, (row) => ({
    id: row.DiskId,
    tags: row.Tags,
    withTags: (Tags) => ({ table: "disks", id: row.DiskId, row: { ...row, Tags } }),
  })),
];
