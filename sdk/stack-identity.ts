import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { stackIdentityClosure } from "./closure";
import { thisRun } from "./run";

/**
 * The random id of the stack, held in its state. The `Havip` class makes it, once per stack and before the first
 * HAVIP; every HAVIP is tagged with it. A program never makes one itself.
 */
class StackIdentity extends pulumi.dynamic.Resource {
  declare readonly stackId: pulumi.Output<string>;

  constructor() {
    super(stackIdentityClosure, "tencentcloud-havip", { stackId: undefined }, {}, "tencentcloud", "StackIdentity");
  }
}

/**
 * One identity a run. Kept with the process and not with the module, as a program may have loaded two copies of this
 * package: a second resource of the same name would be refused by the engine.
 */
function stackIdentity(): StackIdentity {
  const key = Symbol.for("pulumi-tencentcloud-havip.stackIdentities");
  // Only this function writes that property.
  const global = globalThis as unknown as Record<symbol, WeakMap<object, StackIdentity> | undefined>;
  const identities = (global[key] ??= new WeakMap());
  const identity = identities.get(thisRun()) ?? new StackIdentity();
  identities.set(thisRun(), identity);
  return identity;
}

/**
 * Whose a resource is: the stack's identity and a digest of the resource's URN. The URN is that of the native type
 * `tencentcloud-havip:index:<type>`, so that it stays the same when the resource is served natively one day.
 * Absent, not wrong, in a targeted run that leaves the identity out.
 */
export function ownerOf(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): pulumi.Output<string | undefined> {
  const urn = pulumi.createUrn(name, `tencentcloud-havip:index:${type}`, parent);
  return pulumi.all([stackIdentity().stackId, urn]).apply(([stackId, text]: [string | undefined, string]) => {
    if (stackId === undefined) return undefined;
    return `${stackId}/${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
  });
}
