import { SERVED_ACTIONS } from "../actions/table";
import { ApiError } from "../words/errors";
import { fields, integerOf } from "../words/given";
import { actionOf } from "./action-of";

/** Calls a second: of one action by its name, of every other one as `*`. What has neither is not limited. */
export type RateLimits = Readonly<Record<string, number>>;

export const NO_RATE_LIMITS: RateLimits = {};

/**
 * What https://cloud.tencent.com/document/api/<page> says, each number with its page. 20 is usual: so say the pages of
 * the other HAVIP actions (215/30652 and its siblings), DescribeVpcLimits (215/42942), DescribeUsedIpAddress and
 * DescribeVpcPrivateIpAddresses, DescribeAddresses and DescribeTaskResult (215/15755), the Tag API (651/72280, 651/33012,
 * 651/43044), GetCallerIdentity (1312/66098) and AssumeRoleWithWebIdentity (1150/49443).
 *
 * Taken for usual, because nobody looked them up: DetachNetworkInterface, DeleteNetworkInterface, the actions that assign,
 * migrate and modify private addresses and network interfaces, and the catalogue of CVM. AssociateHaVipInstance and its
 * counterpart name no number.
 */
export const DOCUMENTED_RATE_LIMITS: RateLimits = {
  "*": 20,
  CreateVpc: 100, // 215/15774
  DescribeVpcs: 100, // 215/15778
  DeleteVpc: 100, // 215/15755
  ModifyVpcAttribute: 50, // 215/15755, as the next ones
  CreateSubnet: 100,
  DescribeSubnets: 100,
  ModifySubnetAttribute: 100,
  DeleteSubnet: 100,
  CreateRouteTable: 100,
  DescribeRouteTables: 100,
  ModifyRouteTableAttribute: 100,
  DeleteRouteTable: 100,
  ReplaceRouteTableAssociation: 100,
  CreateNetworkInterface: 100, // 215/15818
  DescribeNetworkInterfaces: 100, // 215/15817
  AttachNetworkInterface: 100, // 215/15819
  AllocateAddresses: 10, // 215/16699
  ReleaseAddresses: 10, // 215/16705
  AssociateAddress: 10, // 215/15755
  DisassociateAddress: 10, // 215/15755
  DescribeInstances: 40, // 213/15728
  RunInstances: 10, // 213/15689, as the next ones
  StartInstances: 10,
  StopInstances: 10,
  RebootInstances: 10,
  TerminateInstances: 10,
  ResetInstancesPassword: 10,
  DescribeResourceTagsByResourceIds: 100, // 651/35307
  AssumeRole: 600, // 1150/49443
  DescribeAutomationAgentStatus: 60, // its siblings 20: https://www.tencentcloud.com/document/api/1147/46677
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
 * Counts the calls of each action by each key in each second of the clock: documented is a count for each action, region
 * of the endpoint and (sub-)account (https://cloud.tencent.com/document/product/1278/109059), and the emulator has one
 * endpoint. The refused calls count too: the cloud's message counts beyond the limit.
 */
export class CallCounter {
  private second = NaN;
  private readonly counts = new Map<string, number>();

  /** Counts one call, and refuses it where it is one too many. */
  count(action: string, secretId: string, now: number, limits: RateLimits): void {
    const second = Math.floor(now / 1000);
    if (second !== this.second) this.counts.clear();
    this.second = second;
    const key = `${action} ${secretId}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
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
