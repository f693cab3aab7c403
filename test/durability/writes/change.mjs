// What the writes of a client have in common: choosing among rows, and a world with some of them changed.

export const one = (list, random) => (list.length === 0 ? undefined : random.one(list));
export const idsOf = (rows, test = () => true) => Object.keys(rows).filter((id) => test(rows[id]));

/** The world with some rows of a kind changed, or (null) gone. */
export function change(world, kind, changes) {
  const rows = { ...world[kind] };
  for (const [id, fields] of Object.entries(changes)) {
    if (fields === null) delete rows[id];
    else rows[id] = { ...rows[id], ...fields };
  }
  return { ...world, [kind]: rows };
}
export const each = (ids, fields) => Object.fromEntries(ids.map((id) => [id, fields]));
export const changing = (kind, ids, fields) => (world) => change(world, kind, each(ids, fields));
export const making = (kind, count, fields) => ({
  makes: { kind, count },
  then: (world, ids) => change(world, kind, each(ids, fields)),
});

/** Half of what may have a ClientToken has one. */
export const token = (random) => (random.happens(0.5) ? { ClientToken: `token-${random.below(2 ** 32)}` } : {});
export const newTags = (random) => ({ team: random.one(["网络", "a", "b"]), run: String(random.below(1_000)) });
export const asList = (tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
/** The task of an action of HAVIPs or network interfaces is named by its request. */
export const vpcTask = ({ RequestId }) => ({ action: "DescribeVpcTaskResult", TaskId: RequestId });
export const eipTask = ({ TaskId }) => ({ action: "DescribeTaskResult", TaskId: Number(TaskId) });

/** What an EIP is like that is bound to nothing. */
export const UNBOUND = { AddressStatus: "UNBIND", InstanceId: "", InstanceType: null };

/** What may be refused because something is still in it is tried all the same: a refusal changes nothing. */
export const removal = (action, kind, parameter, task) => (world, _place, random) => {
  const id = one(idsOf(world[kind]), random);
  if (id === undefined || random.happens(0.5)) return undefined;
  return { action, parameters: { [parameter]: id }, then: changing(kind, [id], null), ...(task ? { task } : {}) };
};
