import type { ActionName, Request } from "./actions";
import type { Verdict } from "./classify";

type Fields = Readonly<Record<string, unknown>>;

/** What the callers of an action cannot do without, as a path. */
const ESSENTIAL: { readonly [A in ActionName]?: string } = {
  AssumeRole: "Credentials",
  AssumeRoleWithWebIdentity: "Credentials",
  CreateHaVip: "HaVip.HaVipId",
  DescribeHaVips: "HaVipSet",
  DescribeVpcLimits: "VpcLimitSet",
  GetCallerIdentity: "AccountId",
};

/**
 * An answer without what its action is called for is no answer: something in between made it up, or the cloud failed
 * half way. It tells nothing about what was done; least of all that there is no HAVIP.
 */
export function requireEssential(action: ActionName, request: Request<ActionName>, verdict: Verdict): Verdict {
  if (verdict.kind === "failure") return verdict;
  const { response, requestId, world } = verdict;
  const message = lackOf(action, response) ?? silence(action, request, response);
  if (message === undefined) return verdict;
  return { kind: "failure", known: "ambiguous", code: "", message, requestId, transportCode: "", world };
}

function lackOf(action: ActionName, response: Fields): string | undefined {
  const path = ESSENTIAL[action];
  if (path === undefined) return undefined;
  const value = valueAt(response, path);
  const isSet = path.endsWith("Set");
  if (isSet ? Array.isArray(value) : value !== undefined && value !== null && value !== "") return undefined;
  // A set that is null because it is empty; the count says so.
  if (isSet && (value ?? null) === null && response["TotalCount"] === 0) return undefined;
  return `the answer lacks ${path}`;
}

/** A look for HAVIPs by their ids that lists fewer than it counts, and none of those: it does not say that they are gone. */
function silence(action: ActionName, request: Request<ActionName>, response: Fields): string | undefined {
  if (action !== "DescribeHaVips" || !("HaVipIds" in request)) return undefined;
  const { HaVipIds: ids = [] } = request;
  const { TotalCount: count, HaVipSet: rows } = response;
  if (!Array.isArray(rows) || typeof count !== "number") return undefined;
  const listed = rows.map((row) => valueAt({ row }, "row.HaVipId")).filter((id) => id !== undefined);
  if (listed.length >= count || ids.some((id) => listed.includes(id))) return undefined;
  return `the answer counts HAVIPs (${String(count)}) and lists none of those asked for`;
}

function valueAt(answer: Fields, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Fields | null | undefined)?.[key], answer);
}
