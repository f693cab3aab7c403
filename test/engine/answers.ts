import type { Properties } from "../../provider/kind";
import { type Resource, asStruct } from "./snapshot";

/** A resource that was just made. */
export function fresh(resource: Pick<Resource, "urn" | "kind" | "id" | "inputs" | "outputs">): Resource {
  return { ...resource, initErrors: [], isCondemned: false, isPendingReplacement: false };
}

interface PartialFailure {
  id: string;
  properties: Properties;
  reasons: string[];
}

/** The engine keeps what is thrown with an id (dynamic-provider, grpcResponseFromError). */
export function partialFailure(error: unknown): PartialFailure | undefined {
  if (!(error instanceof Error) || !("id" in error) || typeof error.id !== "string" || error.id === "")
    return undefined;
  // The adapter adds all three or none (provider/dynamic.ts, withInputs).
  const { id, properties, reasons } = error as Error & PartialFailure;
  return { id, properties: asStruct(properties), reasons };
}

/** The provider process adds the stored code to what the provider answers (dynamic-provider, resultIncludingProvider). */
export function withClosure(answered: Properties | undefined, { __provider }: Properties): Properties {
  return asStruct({ ...answered, __provider });
}
