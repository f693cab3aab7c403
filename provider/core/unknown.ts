/**
 * What the engine sends in a preview for a value that only the update will know
 * (`unknownValue` in @pulumi/pulumi/runtime/rpc; part of the engine's protocol).
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
