import { isResourceId } from "../../core/ids";
import type { World } from "../../core/emulator";
import { CommandError } from "../io";

/** What one exported state says of HAVIPs. */
export interface StackState {
  /** Where it came from, for the reader: the stack's name or the file's. */
  source: string;
  /** Ids of the stack's identity: one, or none in a stack that never had a HAVIP of ours. */
  identities: readonly string[];
  holdings: readonly Holding[];
  pendingCreates: readonly PendingCreate[];
  /** How many of its HAVIPs carry no tags, because their site of the cloud knows none. */
  unmarked: number;
}

/** A resource that has a HAVIP: ours, one that is only read (`Havip.get`), or one of another package. */
export interface Holding {
  urn: string;
  id: string;
  /** Absent where there is none, or where it cannot be read: then the id alone speaks. */
  record?: HoldingRecord;
  region?: string;
  /** Only read: whatever its tags say by now, somebody relies on it. */
  external: boolean;
}

export interface HoldingRecord {
  world: World;
  account: string;
  owner: string;
  generation: string;
}

/** A create that began and of which the engine never noted an end. If the cloud made something, it carries the owner. */
export interface PendingCreate {
  urn: string;
  owner: string;
  region?: string;
}

/**
 * Reads what `pulumi stack export` prints: deployments of version 3, and of version 4, which only adds to it
 * (sdk/go/common/apitype/core.go of pulumi 3.259). Encrypted values stay closed: nothing that is needed is a secret.
 */
export function readStackState(text: string, source: string): StackState {
  const deployment = deploymentIn(text, source);
  const resources = records(deployment["resources"]);
  const operations = records(deployment["pending_operations"]);
  const pending = operations.map(({ resource }) => resource).filter(isRecord);
  const creating = operations.filter(({ type }) => type === "creating").map(({ resource }) => resource);
  return {
    source,
    identities: resources.filter((resource) => isKind(resource, "StackIdentity")).map(({ id }) => textOf(id)),
    holdings: [...resources, ...pending].filter(hasHavip).map(holdingOf),
    unmarked: resources.filter(isUnmarked).length,
    pendingCreates: creating
      .filter((resource) => isRecord(resource) && isKind(resource, "Havip"))
      .flatMap((resource) =>
        // True because the filter before lets only records pass.
        pendingCreate(resource as Json, source),
      ),
  };
}

type Json = Readonly<Record<string, unknown>>;

const NEWEST_VERSION = 4;

function deploymentIn(text: string, source: string): Json {
  const refuse = (reason: string): CommandError =>
    new CommandError(`${source} ${reason}. Give what this prints: pulumi stack export --stack <name>`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse(text.trim() === "" ? "is empty" : "is not JSON");
  }
  if (!isRecord(parsed) || typeof parsed["version"] !== "number" || !("deployment" in parsed)) {
    throw refuse("is not an exported state");
  }
  const { version, deployment } = parsed;
  if (version < 3) throw refuse(`has the layout ${String(version)} of an old Pulumi; 3 and 4 are known`);
  if (version > NEWEST_VERSION) {
    throw new CommandError(
      `${source} has the layout ${String(version)}, which is newer than this package knows (3 and 4), so it was not read. ` +
        `Upgrade the package: npm install pulumi-tencentcloud-havip@latest`,
    );
  }
  // A stack that was never deployed may have none.
  if (deployment === null) return {};
  if (!isRecord(deployment)) throw refuse("has a deployment that is no object");
  return deployment;
}

/** Dynamic now, native one day: the alias of the class makes either the other. */
function isKind(resource: Json, kind: "Havip" | "StackIdentity"): boolean {
  const { type } = resource;
  return type === `pulumi-nodejs:dynamic/tencentcloud:${kind}` || type === `tencentcloud-havip:index:${kind}`;
}

function hasHavip({ id }: Json): boolean {
  return typeof id === "string" && isResourceId("havip", id);
}

function isUnmarked(resource: Json): boolean {
  const { outputs } = resource;
  return isKind(resource, "Havip") && isRecord(outputs) && outputs["marked"] === false;
}

function holdingOf(resource: Json): Holding {
  const outputs = isRecord(resource["outputs"]) ? resource["outputs"] : {};
  const record = isKind(resource, "Havip") ? recordIn(outputs) : undefined;
  const region = outputs["region"];
  return {
    urn: textOf(resource["urn"]),
    id: textOf(resource["id"]),
    ...(record === undefined ? {} : { record }),
    ...(record !== undefined && typeof region === "string" ? { region } : {}),
    external: resource["external"] === true,
  };
}

function recordIn({ world, account, owner, generation }: Json): HoldingRecord | undefined {
  if (typeof account !== "string" || typeof owner !== "string" || typeof generation !== "string") return undefined;
  if (world !== "tencentcloud" && !isEmulatorWorld(world)) return undefined;
  return { world, account, owner, generation };
}

function isEmulatorWorld(world: unknown): world is World {
  return typeof world === "string" && world.startsWith("emulator:");
}

/** Without an owner nothing can have been made: `create` refuses it. */
function pendingCreate(resource: Json, source: string): PendingCreate[] {
  const urn = textOf(resource["urn"]);
  const inputs = isRecord(resource["inputs"]) ? resource["inputs"] : {};
  const { owner, region } = inputs;
  if (owner === undefined) return [];
  if (typeof owner !== "string") {
    throw new CommandError(
      `${source} keeps the owner of ${urn} encrypted, so what its interrupted create left cannot be told. Give what this ` +
        `prints: pulumi stack export --show-secrets`,
    );
  }
  return [{ urn, owner, ...(typeof region === "string" ? { region } : {}) }];
}

function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
