import { isDeepStrictEqual } from "node:util";

/**
 * A world is what one client knows to be in its region: for each kind a row by id. A row that was read is known whole; of
 * one whose making was only answered, the fields are known that were asked for or answered.
 */
export const KINDS = {
  vpcs: {
    action: "DescribeVpcs",
    set: "VpcSet",
    paging: { Limit: "100" },
    id: "VpcId",
    row: (r) => ({ ...pick(r, ["VpcName", "CidrBlock", "EnableMulticast", "CreatedTime"]), Tags: tagsOf(r.TagSet) }),
  },
  subnets: {
    action: "DescribeSubnets",
    set: "SubnetSet",
    paging: { Limit: "100" },
    id: "SubnetId",
    row: (r) => ({
      ...pick(r, ["SubnetName", "VpcId", "CidrBlock", "Zone", "RouteTableId", "CreatedTime"]),
      Tags: tagsOf(r.TagSet),
    }),
  },
  instances: {
    service: "cvm",
    action: "DescribeInstances",
    set: "InstanceSet",
    paging: { Limit: 100 },
    id: "InstanceId",
    row: (r) => ({
      ...pick(r, ["InstanceState", "PrivateIpAddresses", "CreatedTime"]),
      // Several that are made at once have their number behind the name that was given.
      InstanceName: r.InstanceName.replace(/(?<=测试)\d+$/, ""),
      SubnetId: r.VirtualPrivateCloud.SubnetId,
      Tags: tagsOf(r.Tags),
    }),
  },
  havips: {
    action: "DescribeHaVips",
    set: "HaVipSet",
    paging: { Limit: 100 },
    id: "HaVipId",
    row: (r) => ({
      ...pick(r, ["HaVipName", "Vip", "VpcId", "SubnetId", "AddressIp", "State", "InstanceId", "CreatedTime"]),
      Range: r.HaVipAssociationSet.map((member) => member.InstanceId),
      Tags: tagsOf(r.TagSet),
    }),
  },
  eips: {
    action: "DescribeAddresses",
    set: "AddressSet",
    paging: { Limit: 100 },
    id: "AddressId",
    row: (r) => ({
      ...pick(r, ["AddressName", "AddressIp", "AddressStatus", "InstanceId", "InstanceType", "CreatedTime"]),
      Tags: tagsOf(r.TagSet),
    }),
  },
  interfaces: {
    action: "DescribeNetworkInterfaces",
    set: "NetworkInterfaceSet",
    paging: { Limit: 100 },
    id: "NetworkInterfaceId",
    row: (r) => ({
      ...pick(r, ["NetworkInterfaceName", "SubnetId", "State", "NetworkInterfaceState", "CreatedTime"]),
      Addresses: r.PrivateIpAddressSet.map((address) => address.PrivateIpAddress),
      InstanceId: r.Attachment?.InstanceId ?? "",
      Tags: tagsOf(r.TagSet),
    }),
    // The primary ones are made and go with their instances: see agreement.mjs.
    keep: (r) => !r.Primary,
  },
};

/** Tokens and tasks are kept by the client alone: what it may ask again, and what must have ended well. */
export function emptyWorld() {
  return { ...Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, {}])), tokens: [], tasks: [] };
}

/** Everything in the region: the rows that make a world, and as they were answered. */
export async function readRegion(client, region) {
  const entries = Object.entries(KINDS).map(async ([kind, { service, action, set, paging }]) => {
    const all = [];
    for (;;) {
      const Offset = typeof paging.Limit === "string" ? String(all.length) : all.length;
      const { refusal, response } = await client.call({ service, action, parameters: { ...paging, Offset } }, region);
      if (refusal !== undefined) throw new Error(`${action} was refused: ${refusal}`);
      all.push(...response[set]);
      if (response[set].length === 0 || all.length >= response.TotalCount) return [kind, all];
    }
  });
  const answered = Object.fromEntries(await Promise.all(entries));
  return {
    answered,
    rows: Object.fromEntries(Object.entries(answered).map(([kind, all]) => [kind, rowsOf(kind, all)])),
  };
}

/** Rows by their ids, from what an action answered. */
export function rowsOf(kind, answered) {
  const { id, row, keep = () => true } = KINDS[kind];
  return Object.fromEntries(answered.filter(keep).map((one) => [one[id], row(one)]));
}

/** What a region has that a world does not, and the reverse, as `{ id, text }`. Only known fields are compared. */
export function differences(world, rows) {
  return Object.keys(KINDS).flatMap((kind) => {
    const [known, found] = [world[kind], rows[kind]];
    const missing = Object.keys(known).filter((id) => !Object.hasOwn(found, id));
    const surplus = Object.keys(found).filter((id) => !Object.hasOwn(known, id));
    const changed = Object.keys(known).flatMap((id) =>
      Object.entries(Object.hasOwn(found, id) ? known[id] : {})
        .filter(([field, value]) => !isDeepStrictEqual(value, found[id][field]))
        .map(([field, value]) => ({ id, text: `${id}: ${field} is ${show(found[id][field])}, not ${show(value)}` })),
    );
    return [
      ...missing.map((id) => ({ id, text: `${id} is not there: ${show(known[id])}` })),
      ...surplus.map((id) => ({ id, text: `${id} is there, and nobody asked for it: ${show(found[id])}` })),
      ...changed,
    ];
  });
}

const show = (value) => JSON.stringify(value);

const pick = (row, names) => Object.fromEntries(names.map((name) => [name, row[name]]));

const tagsOf = (tags) => Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]));
