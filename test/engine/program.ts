import { createHash } from "node:crypto";
import { UNKNOWN } from "../../provider/core/unknown";
import type { Properties } from "../../provider/kind";

/** One `new Havip(name, inputs, options)` of a program. */
export interface Declaration {
  name: string;
  inputs: Properties;
  /** Names that it had before. */
  aliases?: readonly string[];
  /** How often an `onError` hook has a failed create tried again. */
  retries?: number;
}

export type Program = readonly Declaration[];

const PREFIX = "urn:pulumi:dev::lifecycle";

/** What stands in the state as the provider's code. */
const CLOSURE = { __provider: "exports.handler = __f0;" };

export const IDENTITY_URN = `${PREFIX}::pulumi-nodejs:dynamic/tencentcloud:StackIdentity::tencentcloud-havip`;
export const IDENTITY_INPUTS: Properties = CLOSURE;

export function urnOf(name: string): string {
  return `${PREFIX}::pulumi-nodejs:dynamic/tencentcloud:Havip::${name}`;
}

export function isUrnOfHavip(urn: string): boolean {
  return urn.includes("tencentcloud:Havip::");
}

export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** The inputs that the class gives the engine (sdk/havip.ts, sdk/stack-identity.ts). `stackId` is unknown in a first preview. */
export function goalOf({ name, inputs }: Declaration, stackId: string | undefined): Properties {
  const owner = stackId === undefined ? UNKNOWN : `${stackId}/${digestOf(name)}`;
  return { name, ...inputs, owner, ...CLOSURE };
}

/** What the tag of the resource says (sdk/stack-identity.ts, ownerOf). */
export function digestOf(name: string): string {
  const native = `${PREFIX}::tencentcloud-havip:index:Havip::${name}`;
  return createHash("sha256").update(native).digest("hex").slice(0, 32);
}
