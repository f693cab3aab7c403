import type { Change, InstanceRow, State } from "../store/state";
import type { Assumptions } from "../words/chosen-assumptions";
import { ControlError } from "../words/errors";
import { fields, refusal, textOf } from "../words/given";
import { type Folder, metadataTree } from "./metadata-tree";

/** Who asks for metadata, and under which role its credentials are. Each field that is given replaces the present one. */
export interface MetadataChange {
  /** The instance that asks where a request does not say it. */
  instanceId?: string;
  /** The CAM role of that instance; "" for none. */
  roleName?: string;
}

/** What the metadata need of the cloud that they are about. */
interface Source {
  settle: () => void;
  store: { state: State };
  commit: (changes: readonly Change[]) => void;
  clock: { now: () => number };
  assumptions: Assumptions;
}

/**
 * The metadata of instances. In the cloud a machine is known by its address; here all clients are one machine, so that
 * somebody has to say which instance asks. Where nobody does, it is the oldest one.
 */
export class Metadata {
  private chosen: string | undefined;

  constructor(
    private readonly source: Source,
    private readonly random: () => number,
  ) {}

  /** The value at a path below `/latest/meta-data`, or the names in a folder. */
  read(path: string, asking: string | undefined): string {
    const state = this.state();
    const instance = this.instance(state, asking);
    const context = { now: this.source.clock.now(), random: this.random, assumptions: this.source.assumptions };
    const names = path.split("/").filter((name) => name !== "");
    const found = names.reduce<Folder | Folder[string] | undefined>(
      (at, name) => (typeof at === "object" && Object.hasOwn(at, name) ? at[name] : undefined),
      metadataTree(state, instance, context),
    );
    if (found === undefined || (typeof found === "function" && path.endsWith("/"))) throw notFound(path, instance);
    return typeof found === "function" ? found() : listed(found);
  }

  /** The instance that asks, and its role. */
  setting(): Required<MetadataChange> {
    const { InstanceId, CamRoleName = "" } = this.instance(this.state(), undefined);
    return { instanceId: InstanceId, roleName: CamRoleName };
  }

  /** What is not understood is refused, and changes nothing. */
  set(change: unknown): void {
    const { instanceId, roleName } = fields(change, "The metadata", ["instanceId", "roleName"]);
    const asking = instanceId === undefined ? undefined : textOf(instanceId, "The instanceId");
    const row = this.instance(this.state(), asking);
    if (roleName !== undefined) {
      this.source.commit([{ table: "instances", id: row.InstanceId, row: { ...row, CamRoleName: roleOf(roleName) } }]);
    }
    if (asking !== undefined) this.chosen = asking;
  }

  clear(): void {
    this.chosen = undefined;
  }

  private state(): State {
    this.source.settle();
    return this.source.store.state;
  }

  private instance({ instances }: State, asking = this.chosen): InstanceRow {
    const [oldest] = instances.keys();
    const id = asking ?? oldest;
    const row = id === undefined ? undefined : instances.get(id);
    if (row !== undefined) return row;
    if (id === undefined) throw new ControlError(404, "There is no instance that could ask for its metadata.");
    const known = [...instances.keys()].join(", ") || "none";
    throw new ControlError(404, `The instance ${id.slice(0, 100)} does not exist. There are: ${known}.`);
  }
}

/** Folders end in a slash. The order is the alphabet's, as in the document's own example. */
function listed(folder: Folder): string {
  const names = Object.entries(folder).map(([name, entry]) => (typeof entry === "function" ? name : `${name}/`));
  return names.sort().join("\n");
}

function notFound(path: string, { InstanceId, CamRoleName = "" }: InstanceRow): ControlError {
  const role =
    CamRoleName === "" && /(^|\/)cam(\/|$)/.test(path)
      ? " It has no role (CamRoleName); PUT /_emulator/metadata gives it one."
      : "";
  return new ControlError(404, `The metadata of ${InstanceId} have no ${path.slice(0, 200)}.${role}`);
}

/** The characters are those of the description of the code InvalidParameterValue.CamRoleNameMalformed. */
function roleOf(value: unknown): string {
  if (typeof value === "string" && /^[A-Za-z0-9+=,.@_-]{0,128}$/.test(value)) return value;
  throw refusal("The roleName is neither empty nor made of letters, digits and the characters + = , . @ _ -.");
}
