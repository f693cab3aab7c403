import { text } from "./texts.js";

/** What the page knows of its region: tables of rows by id, as the emulator told them. */
export class Knowledge {
  constructor() {
    this.clear();
  }

  clear() {
    this.tables = { havips: new Map(), vpcs: new Map(), subnets: new Map(), instances: new Map(), tasks: new Map() };
  }

  learn({ first, changes }) {
    if (first) this.clear();
    for (const { table, id, row } of changes) {
      if (row === null) this.tables[table].delete(id);
      else this.tables[table].set(id, row);
    }
  }

  /** The HAVIPs as they are shown. */
  rows() {
    const effects = new Map([...this.tables.tasks.values()].map((task) => [task.HaVipId, task.Effect]));
    return [...this.tables.havips.values()].map((havip) => this.row(havip, effects.get(havip.HaVipId)));
  }

  row(havip, effect) {
    const { vpcs, subnets, instances } = this.tables;
    const { HaVipId: id, HaVipName: name, InstanceId: host } = havip;
    const status = effect?.kind === "delete" ? "deleting" : havip.State === "AVAILABLE" ? "bound" : "unbound";
    return {
      id,
      name,
      vip: havip.Vip,
      host: nonEmpty([host, instances.get(host)?.InstanceName]).join(" "),
      status,
      // In the order of COLUMNS; each one is a text, and a smaller one below it.
      cells: [
        [id, name],
        [text(status)],
        [havip.Vip],
        [havip.NetworkInterfaceId],
        [host, instances.get(host)?.InstanceName],
        [eipText(havip.AddressIp, effect)],
        [havip.VpcId, vpcs.get(havip.VpcId)?.VpcName],
        [havip.SubnetId, subnets.get(havip.SubnetId)?.SubnetName],
        [havip.CreatedTime],
        [havip.FlushedTime === NEVER ? text("never") : havip.FlushedTime],
      ],
    };
  }
}

export const COLUMNS = ["Id", "Status", "Address", "Eni", "Host", "Eip", "Vpc", "Subnet", "Created", "Moved"];

/** How the API writes that a HAVIP never moved. */
const NEVER = "0000-00-00 00:00:00";

/** As in the vendor's console: by id, name or address. */
export function matches({ id, name, vip }, search) {
  const wanted = search.trim().toLowerCase();
  return [id, name, vip].some((value) => value.toLowerCase().includes(wanted));
}

/** What happened between two lists of rows, in words. */
export function differences(before, after) {
  const old = new Map(before.map((row) => [row.id, row]));
  const now = new Set(after.map((row) => row.id));
  const gone = before.filter((row) => !now.has(row.id)).map((row) => text("nowGone", row));
  const changed = after.flatMap((row) => {
    const earlier = old.get(row.id);
    if (earlier === undefined) return [text("nowNew", row)];
    if (earlier.host === row.host) return [];
    return [text(row.host === "" ? "nowFree" : "nowHeld", row)];
  });
  return [...gone, ...changed];
}

function eipText(bound, effect) {
  if (effect?.kind === "associate") return text("associate", { eip: effect.AddressIp });
  if (effect?.kind === "disassociate") return text("disassociate", { eip: bound });
  return bound;
}

function nonEmpty(values) {
  return values.filter((value) => value !== undefined && value !== "");
}
