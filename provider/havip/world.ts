import type { World } from "../core/emulator";
import type { State } from "./schema";

/**
 * Refuses to conclude anything from the wrong cloud: "not found" in one world says nothing about a HAVIP of another.
 * Without this guard a refresh against the emulator would drop every real HAVIP from the state.
 */
export function requireSameWorld(
  what: string,
  id: string,
  state: Pick<State, "world" | "account">,
  here: { world: World; account: string },
): void {
  if (here.world === state.world && here.account === state.account) return;
  throw new Error(
    `Refused to ${what} ${id}: its state belongs to ${place(state)}, but the present settings reach ${place(here)}. ` +
      `Nothing was changed. Set the endpoint and the credentials that the stack was deployed with ` +
      `(tencentcloud:endpoint / TENCENTCLOUD_ENDPOINT; tencentcloud:secretId / TENCENTCLOUD_SECRET_ID), ` +
      `or, if that world is gone for good (an emulator that was reset), remove the entry: pulumi state delete <urn>`,
  );
}

function place({ world, account }: { world: string; account: string }): string {
  const cloud = world === "tencentcloud" ? "Tencent Cloud" : `the emulator store ${world.slice("emulator:".length)}`;
  return `account ${account} of ${cloud}`;
}
