import type { Properties } from "../../provider/kind";

/** A resource as the engine's state holds it. */
export interface Resource {
  readonly urn: string;
  readonly kind: "havip" | "stackIdentity";
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Why it is not finished; the next run calls `update`. */
  readonly initErrors: readonly string[];
  /** Replaced by another of the same URN, and still to be deleted. */
  readonly isCondemned: boolean;
  /** Deleted before its replacement, which is still to be made. */
  readonly isPendingReplacement: boolean;
}

/** What the engine has written down: all that a killed run leaves of itself. */
export class Snapshot {
  resources: Resource[] = [];
  /** URNs of creates that were begun and not ended: the engine warns of them and keeps them. */
  pendingCreates: string[] = [];

  find(urns: readonly string[]): Resource | undefined {
    return this.resources.find(({ urn, isCondemned }) => urns.includes(urn) && !isCondemned);
  }

  add(resource: Resource): void {
    this.resources.push(resource);
  }

  /** Puts `now` in the place of `before`, or nothing. */
  exchange(before: Resource, now?: Resource): void {
    this.resources = this.resources.flatMap((each) => (each === before ? (now ?? []) : each));
  }
}

/** What crosses the border between engine and provider is what protobuf's Struct can hold. */
export function asStruct(properties: Properties): Properties {
  const text = JSON.stringify(properties, (key, value: unknown) => {
    if (value === undefined || typeof value === "bigint" || typeof value === "function") {
      throw new Error(`Unexpected struct type. (${key})`);
    }
    return value;
  });
  // An object goes in, so an object comes out.
  return JSON.parse(text) as Properties;
}
