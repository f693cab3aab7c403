import { asList, change, idsOf, making, newTags, one, removal } from "./change.mjs";
import { rowsOf } from "../world.mjs";

export const createVpc = (world, { name }, random) => {
  if (idsOf(world.vpcs).length >= 3) return undefined;
  const Tags = newTags(random);
  return {
    action: "CreateVpc",
    parameters: { VpcName: name, CidrBlock: "10.0.0.0/16", Tags: asList(Tags) },
    ...making("vpcs", 1, { VpcName: name, CidrBlock: "10.0.0.0/16", Tags }),
    ids: ({ Vpc }) => [Vpc.VpcId],
    rows: ({ Vpc }) => rowsOf("vpcs", [Vpc]),
  };
};

export const createSubnet = (world, { name, region }, random) => {
  const VpcId = one(idsOf(world.vpcs), random);
  if (VpcId === undefined) return undefined;
  const taken = Object.values(world.subnets).filter((row) => row.VpcId === VpcId);
  const CidrBlock = `10.0.${random.below(40)}.0/24`;
  if (taken.length >= 4 || taken.some((row) => row.CidrBlock === CidrBlock)) return undefined;
  const place = { VpcId, CidrBlock, Zone: `${region}-3` };
  return {
    action: "CreateSubnet",
    parameters: { SubnetName: name, ...place },
    ...making("subnets", 1, { SubnetName: name, ...place, Tags: {} }),
    ids: ({ Subnet }) => [Subnet.SubnetId],
    rows: ({ Subnet }) => rowsOf("subnets", [Subnet]),
  };
};

export const deleteSubnet = removal("DeleteSubnet", "subnets", "SubnetId");
export const deleteVpc = removal("DeleteVpc", "vpcs", "VpcId");

const TAGGED = [
  ["havips", "vpc", "havip"],
  ["subnets", "vpc", "subnet"],
  ["vpcs", "vpc", "vpc"],
  ["interfaces", "vpc", "eni"],
  ["eips", "cvm", "eip"],
  ["instances", "cvm", "instance"],
];

/** Things of several kinds at once. */
export const tag = (world, { region }, random) => {
  const all = TAGGED.flatMap(([kind, service, prefix]) =>
    idsOf(world[kind]).map((id) => ({ kind, id, name: `qcs::${service}:${region}:uin/:${prefix}/${id}` })),
  );
  if (all.length === 0) return undefined;
  const chosen = random.some(all, 8);
  const ResourceList = chosen.map(({ name }) => name);
  const removing = random.happens(0.3);
  const Tags = removing ? {} : { ...newTags(random), mark: String(random.below(2 ** 32)) };
  const tagsAfter = ({ team, mark, ...others }) => (removing ? others : { ...others, team, mark, ...Tags });
  const defined = (tags) => Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined));
  return {
    service: "tag",
    action: removing ? "UnTagResources" : "TagResources",
    parameters: removing
      ? { ResourceList, TagKeys: ["team", "mark"] }
      : { ResourceList, Tags: Object.entries(Tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
    then: (before) =>
      chosen.reduce(
        (changed, { kind, id }) =>
          change(changed, kind, { [id]: { Tags: defined(tagsAfter(changed[kind][id].Tags)) } }),
        before,
      ),
  };
};
