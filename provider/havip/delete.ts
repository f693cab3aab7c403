import type { HaVip } from "../api/actions";
import { type ApiError, isApiError } from "../api/errors";
import { waitFor, WaitTimeoutError } from "../api/wait";
import type { Client } from "../api/client";
import type { Context, Properties } from "../kind";
import { findHavip } from "./describe";
import { isStatesOwn } from "./ownership";
import { recordedState } from "./schema";
import { timeoutOf } from "./timeouts";
import { requireSameWorld } from "./world";

/**
 * Releases a HAVIP, and nothing but the one that the state means. A held HAVIP is refused by the cloud; as the members'
 * configuration is removed just before, the release is tried again until the deadline.
 */
export async function remove(id: string, olds: Properties, context: Context): Promise<void> {
  const state = recordedState(id, olds);
  const signal = context.deadline(timeoutOf("delete", state.timeouts));
  const { client, ...connection } = await context.connect(state.region, signal);
  const { account, world } = await connection.identity(signal);
  requireSameWorld("release", id, state, { account, world });

  const found = await findHavip(client, id, signal);
  if (found.havip === undefined) {
    requireSameWorld("call released", id, state, { account, world: found.world });
  } else if (isStatesOwn(found.havip, state)) {
    await release(client, id, context, signal);
    context.memory.forget(state.generation);
  } else {
    context.warn(
      `${id} was not released: it carries another generation's tags, so another resource has taken it over. ` +
        `It is only removed from this state.`,
    );
  }
}

async function release(client: Client, id: string, context: Context, signal: AbortSignal): Promise<void> {
  const attempt = async (): Promise<ApiError | undefined> => {
    try {
      await client.call("DeleteHaVip", { HaVipId: id }, signal);
    } catch (error) {
      if (isApiError(error, "UnsupportedOperation", "ResourceInUse")) return error; // held, or an EIP is bound: may pass
      // A lost answer may mean released; the wait below looks. What is gone is released.
      const maybeReleased = isApiError(error, "ResourceNotFound") || (isApiError(error) && error.known === "ambiguous");
      if (!maybeReleased) throw error;
    }
    return undefined;
  };
  const look = async (): Promise<HaVip | undefined> => (await findHavip(client, id, signal)).havip;
  try {
    await waitFor(`${id} cannot be released`, attempt, (refusal) => refusal === undefined, { ...context, signal });
    // The release is asynchronous: only when reads no longer show it is the address free.
    await waitFor(`${id} is being released but still there`, look, (havip) => havip === undefined, {
      ...context,
      signal,
    });
  } catch (error) {
    if (error instanceof WaitTimeoutError) throw await explainHeld(client, id, error, context);
    throw error;
  }
}

async function explainHeld(
  client: Client,
  id: string,
  timeout: WaitTimeoutError<unknown>,
  context: Context,
): Promise<Error> {
  const refusal = isApiError(timeout.last) ? timeout.last : undefined;
  if (refusal === undefined) {
    return new Error(`${timeout.message}. Run the command again, or give it more time: timeouts: { delete: "10m" }`, {
      cause: timeout,
    });
  }
  const { havip } = await findHavip(client, id, context.deadline(10_000)).catch(() => ({ havip: undefined }));
  const holder =
    havip === undefined || havip.InstanceId === ""
      ? ""
      : ` It is held by ${havip.InstanceId} (${havip.NetworkInterfaceId}).`;
  const eip =
    havip === undefined || havip.AddressIp === "" ? "" : ` The EIP ${havip.AddressIp} is bound to it: unbind it first.`;
  return new Error(
    `${id} was not released: the cloud refuses while it is in use.${holder}${eip} Stop the HA software on the members, backups ` +
      `first (systemctl stop keepalived), so that none claims the address, then run the command again. ${refusal.message}`,
    { cause: refusal },
  );
}
