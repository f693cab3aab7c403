import type { World } from "../core/emulator";
import { ConfigurationError } from "./configuration-error";
import type { Client } from "./client";
import type { AccountRules } from "./settings";

/** Whose credentials these are, and in which world. */
export interface Identity {
  world: World;
  account: string;
}

/** Asks the cloud who is calling. */
export async function whoami(client: Client, signal: AbortSignal): Promise<Identity> {
  const { response, world } = await client.call("GetCallerIdentity", {}, signal);
  return { world, account: response.AccountId };
}

/** Throws if the settings do not allow this account. */
export function assertAllowed({ account }: Identity, { allowed, forbidden }: AccountRules, source: string): void {
  const fault = forbidden.includes(account)
    ? `is in tencentcloud:forbiddenAccountIds (${forbidden.join(", ")})`
    : allowed.length > 0 && !allowed.includes(account)
      ? `is not in tencentcloud:allowedAccountIds (${allowed.join(", ")})`
      : undefined;
  if (fault === undefined) return;
  throw new ConfigurationError(
    `The credentials (from ${source}) belong to the account ${account}, which ${fault}. Nothing was changed. Use the credentials of the right account, or change the list.`,
  );
}
