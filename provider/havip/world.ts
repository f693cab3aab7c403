import type { World } from "../core/emulator";
import { WrongWorldError } from "../kind";
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
  throw new WrongWorldError(
    `Refused to ${what}: the state of ${id} belongs to ${place(state)}, but the present settings reach ${place(here)}. ` +
      `Nothing was changed. Set the endpoint and the credentials that the stack was deployed with ` +
      `(tencentcloud:endpoint / TENCENTCLOUD_ENDPOINT; tencentcloud:secretId / TENCENTCLOUD_SECRET_ID). If that world is gone ` +
      `for good, as that of an emulator is which was started again without --data, forget what was in it: ` +
      `pulumi state delete <urn>, or for a whole stack pulumi stack rm --force`,
  );
}

function place({ world, account }: { world: string; account: string }): string {
  const cloud = world === "tencentcloud" ? "Tencent Cloud" : `the emulator store ${world.slice("emulator:".length)}`;
  return `account ${account} of ${cloud}`;
}
