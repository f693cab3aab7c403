import type { State } from "../../../../provider/havip/schema";

/** States as `pulumi stack export` prints them: the shape is that of CLI 3.259. */
export const STACK = "3e3877e14e3151644f2b";
export const OWNER = `${STACK}/${"a".repeat(32)}`;
export const URN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/tencentcloud:Havip::web";

const HAVIP = "pulumi-nodejs:dynamic/tencentcloud:Havip";
const IDENTITY = "pulumi-nodejs:dynamic/tencentcloud:StackIdentity";

export type Resource = Record<string, unknown>;

/** The text of a whole export. */
export function exported(resources: Resource[], pending: Resource[] = []): string {
  const manifest = { time: "2026-11-23T03:47:25.5Z", magic: "ab35920a", version: "v3.259.0" };
  const operations = pending.length === 0 ? {} : { pending_operations: pending };
  return JSON.stringify({ version: 3, deployment: { manifest, resources, ...operations, metadata: {} } });
}

export function identity(id = STACK): Resource {
  const urn = `urn:pulumi:dev::shop::${IDENTITY}::tencentcloud-havip`;
  return { urn, custom: true, id, type: IDENTITY, inputs: {}, outputs: { stackId: id } };
}

/** A HAVIP in the state. */
export function holding(id: string, outputs: Partial<State> = {}, more: Resource = {}): Resource {
  return { urn: URN, custom: true, id, type: HAVIP, inputs: {}, outputs, ...more };
}

/** A create of which the engine noted the beginning only. */
export function interruptedCreate(inputs: Resource = { owner: OWNER }, urn = URN): Resource {
  return { resource: { urn, custom: true, type: HAVIP, inputs }, type: "creating" };
}
