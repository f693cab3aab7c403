import type { ActionName, Actions } from "./actions";
import type { Verdict } from "./classify";

/** What the callers of an action cannot do without. */
const ESSENTIAL: { readonly [A in ActionName]?: keyof Actions[A]["response"] } = {
  AssumeRole: "Credentials",
  AssumeRoleWithWebIdentity: "Credentials",
  CreateHaVip: "HaVip",
  DescribeHaVips: "HaVipSet",
  DescribeVpcLimits: "VpcLimitSet",
  GetCallerIdentity: "AccountId",
};

/**
 * An answer without what its action is called for is no answer: something in between made it up, or the cloud failed
 * half way. It tells nothing about what was done; least of all that there is no HAVIP.
 */
export function requireEssential(action: ActionName, verdict: Verdict): Verdict {
  const field = ESSENTIAL[action];
  if (verdict.kind === "failure" || field === undefined) return verdict;
  const value = verdict.response[field];
  if (value !== undefined && value !== null && value !== "") return verdict;
  const { requestId, world } = verdict;
  const message = `the answer lacks ${field}`;
  return { kind: "failure", known: "ambiguous", code: "", message, requestId, transportCode: "", world };
}
