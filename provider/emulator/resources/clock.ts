import type { Assuming } from "../words/chosen-assumptions";

/** How the VPC API writes a time: `2018-10-10 17:03:09`. */
export function vpcTime(ms: number, { assumptions }: Assuming): string {
  const shifted = new Date(ms + assumptions.createdTimeOffsetHours * 60 * 60 * 1000);
  return shifted.toISOString().slice(0, 19).replace("T", " ");
}

/** How the CVM API writes a time: `2018-10-10T09:03:09Z`. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
