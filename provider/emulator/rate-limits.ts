import { ApiError } from "./errors";
import { actionOf, fields, integerOf, SERVED_ACTIONS } from "./given";

/** Calls a second: of one action by its name, of every other one as `*`. What has neither is not limited. */
export type RateLimits = Readonly<Record<string, number>>;

export const NO_RATE_LIMITS: RateLimits = {};

/**
 * https://cloud.tencent.com/document/api/215/30652 and its siblings. AssociateHaVipInstance and its counterpart name no
 * number; they are taken for ordinary here. TAT: https://www.tencentcloud.com/document/api/1147/46677. Of the product CVM:
 * https://www.tencentcloud.com/document/product/213/33243 and 33240.
 */
export const DOCUMENTED_RATE_LIMITS: RateLimits = {
  "*": 20,
  ReleaseAddresses: 10,
  RebootInstances: 10,
  ResetInstancesPassword: 10,
  DescribeAutomationAgentStatus: 60,
};

export function readRateLimits(value: unknown, where: string): RateLimits {
  const given = fields(value, where, ["*", ...SERVED_ACTIONS]);
  return Object.fromEntries(
    Object.entries(given).map(([name, limit]) => {
      const action = name === "*" ? name : actionOf(name, where);
      return [action, integerOf(limit, `${where}'s limit of ${name}`, 0)];
    }),
  );
}

/**
 * Counts the calls of each action in each second of the clock. Which calls share a count (account, user, region) is not
 * documented; here it is all of them, the refused ones too: the cloud's message counts beyond the limit.
 */
export class CallCounter {
  private second = NaN;
  private readonly counts = new Map<string, number>();

  /** Counts one call, and refuses it where it is one too many. */
  count(action: string, now: number, limits: RateLimits): void {
    const second = Math.floor(now / 1000);
    if (second !== this.second) this.counts.clear();
    this.second = second;
    const count = (this.counts.get(action) ?? 0) + 1;
    this.counts.set(action, count);
    const limit = limits[action] ?? limits["*"];
    if (limit === undefined || count <= limit) return;
    throw tooMany(count, limit);
  }

  clear(): void {
    this.counts.clear();
  }
}

/** The cloud's own words, as its users have quoted them. */
export function tooMany(count: number, limit: number): ApiError {
  const [calls, most] = [String(count), String(limit)];
  return new ApiError(
    "RequestLimitExceeded",
    `Your current request times equals to \`${calls}\` in a second, which exceeds the frequency limit \`${most}\` ` +
      "for a second. Please reduce the frequency of calls.",
    `您当前每秒请求 \`${calls}\` 次，超过了每秒频率上限 \`${most}\`，请稍后重试。`,
  );
}
