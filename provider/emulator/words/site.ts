import type { ActionName } from "../../api/actions";
import { ApiError } from "./errors";
import { isRecord } from "./parameters";
import { unknownParameter } from "./refusals";

export const SITES = ["china", "intl"] as const;

/** Which of the vendor's two sites is emulated. The international one documents older parameters only. */
export type Site = (typeof SITES)[number];

/**
 * Refuses what the site does not document: https://www.tencentcloud.com/document/product/215/34764 (CreateHaVip) and
 * its siblings, and the vendor's SDK for that site. Whether the site really refuses it is not known.
 */
export function checkSite(site: Site, action: ActionName, parameters: Readonly<Record<string, unknown>>): void {
  if (site === "china") return;
  if (UNKNOWN_ACTIONS.includes(action)) {
    throw new ApiError(
      "InvalidAction",
      `The request \`Action\` is invalid or not found. \`${action}\` is not on the international site.`,
      `请求的接口 \`Action\` 无效或不存在。国际站没有接口 \`${action}\`。`,
    );
  }
  const name = UNKNOWN_PARAMETERS[action]?.find((each) => (parameters[each] ?? undefined) !== undefined);
  if (name !== undefined) throw unknownParameter(name);
  const filter = filterNames(parameters["Filters"]).find((each) => UNKNOWN_FILTERS[action]?.includes(each));
  if (filter === undefined) return;
  throw new ApiError(
    "InvalidParameter.FilterInvalidKey",
    `The specified filter condition \`${filter}\` does not exist on the international site.`,
    `国际站不存在指定的过滤条件 \`${filter}\`。`,
  );
}

/** Whether the site documents the action, and the parameter of it. */
export function isOnSite(site: Site, action: ActionName, parameter?: string): boolean {
  if (site === "china") return true;
  if (parameter !== undefined) return UNKNOWN_PARAMETERS[action]?.includes(parameter) !== true;
  return !UNKNOWN_ACTIONS.includes(action);
}

const UNKNOWN_ACTIONS: readonly ActionName[] = ["AssociateHaVipInstance", "DisassociateHaVipInstance"];

const UNKNOWN_PARAMETERS: Readonly<Partial<Record<ActionName, readonly string[]>>> = {
  CreateHaVip: ["CheckAssociate", "Tags", "HaVipAssociationSet", "ClientToken"],
};

const UNKNOWN_FILTERS: Readonly<Partial<Record<ActionName, readonly string[]>>> = {
  DescribeHaVips: [
    "havip-association.instance-id",
    "havip-association.instance-type",
    "check-associate",
    "cdc-id",
    "type",
    "termination-protection",
    "traffic-protection",
  ],
};

function filterNames(filters: unknown): string[] {
  if (!Array.isArray(filters)) return [];
  return filters.map((filter: unknown) => (isRecord(filter) ? String(filter["Name"]) : ""));
}
