import type { ActionName } from "./actions";
import type { Verdict } from "./classify";

type Answer = Readonly<Record<string, unknown>>;

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
export function requireEssential(action: ActionName, verdict: Verdict): Verdict {
  const path = ESSENTIAL[action];
  if (verdict.kind === "failure" || path === undefined) return verdict;
  const value = valueAt(verdict.response, path);
  const isSet = path.endsWith("Set");
  if (isSet ? Array.isArray(value) : value !== undefined && value !== null && value !== "") return verdict;
  // A set that is null because it is empty; the count says so.
  if (isSet && (value ?? null) === null && verdict.response["TotalCount"] === 0) return verdict;
  const { requestId, world } = verdict;
  const message = `the answer lacks ${path}`;
  return { kind: "failure", known: "ambiguous", code: "", message, requestId, transportCode: "", world };
}

function valueAt(answer: Answer, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Answer | null | undefined)?.[key], answer);
}
