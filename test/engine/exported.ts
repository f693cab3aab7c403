import { type StackState, readStackState } from "../../provider/cli/orphans/stack-state";
import { digestOf, nameOf } from "./program";
import type { Resource, Snapshot } from "./snapshot";

/** What `pulumi stack export` prints of a stack, as `havip orphans` reads it. */
export function exported({ resources, pendingCreates }: Snapshot, source: string): StackState {
  const identity = resources.find(({ kind }) => kind === "stackIdentity")?.id ?? "";
  const deployment = {
    resources: resources.map((resource) => ({ ...resource, type: typeOf(resource) })),
    pending_operations: pendingCreates.map((urn) => ({
      type: "creating",
      resource: { urn, type: typeOf({ kind: "havip" }), inputs: { owner: `${identity}/${digestOf(nameOf(urn))}` } },
    })),
  };
  return readStackState(JSON.stringify({ version: 3, deployment }), source);
}

function typeOf({ kind }: Pick<Resource, "kind">): string {
  return `pulumi-nodejs:dynamic/tencentcloud:${kind === "havip" ? "Havip" : "StackIdentity"}`;
}
