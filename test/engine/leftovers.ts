import { ownershipOf } from "../../provider/havip/ownership";
import type { EngineCommand } from "./commands";
import { isHavip, require } from "./invariants";
import { digestOf, isUrnOfHavip, nameOf } from "./program";
import type { Result } from "./stack";
import type { World } from "./world";

/** How the user is told of a HAVIP that no state holds and that is not used again. */
export const ANNOUNCEMENTS = [
  /(havip-\w+) carries the tags of an earlier/g,
  /(havip-\w+) was not released: it carries another generation's tags/g,
  /(havip-\w+) is treated as gone: it carries another generation's tags/g,
];

/**
 * I1, I2: which HAVIPs of a stack may exist without being in its state. A run that was killed, or that said so, may leave
 * one; the next create of the same resource uses it again or tells of it. No other may.
 */
export class Leftovers {
  /** Every identity that the stack has had: destroy ends one. */
  private readonly identities = new Set<string>();
  /** Owners, as the tags tell them, of whom one may be left. */
  private readonly open = new Set<string>();
  private readonly announced = new Set<string>();

  note(command: EngineCommand, result: Result, world: World): void {
    const { snapshot } = world.stack(command.stack);
    for (const pattern of ANNOUNCEMENTS) {
      for (const [, id = ""] of result.text.matchAll(pattern)) this.announced.add(id);
    }
    checkReasons(command, result, world);
    // The first resource to be made, and the last to go; a destroy makes no other.
    const identity = snapshot.resources.find(({ kind }) => kind === "stackIdentity")?.id;
    if (identity !== undefined) this.identities.add(identity);
    for (const { operation, urn, ended, failure } of result.providerCalls) {
      if (operation !== "create" || !isUrnOfHavip(urn)) continue;
      const owner = `${identity ?? ""}/${digestOf(nameOf(urn))}`;
      const wasKilled = result.ending.kind === "killed";
      // An attempt that a hook repeats tells the hook.
      const told = [result.text, failure instanceof Error ? failure.message : ""];
      const saysSo = told.some((text) => text.includes("It is not known whether"));
      if (wasKilled || saysSo) this.open.add(owner);
      else if (ended !== undefined && failure === undefined) this.open.delete(owner);
    }
    const held = new Set(snapshot.resources.filter(isHavip).map(({ id }) => id));
    for (const havip of world.havips()) {
      const { owner = "" } = ownershipOf(havip) ?? {};
      const [stackId = ""] = owner.split("/");
      if (!this.identities.has(stackId) || held.has(havip.HaVipId)) continue;
      const isKnown = this.announced.has(havip.HaVipId) || this.open.has(owner);
      require(isKnown, "I2", `${havip.HaVipId} is in no state, and nobody was told`);
    }
  }
}

/** What is said of a leftover that is not used again is true: the engine has it, or it is held, or unlike what is declared. */
function checkReasons({ stack }: EngineCommand, { text }: Result, world: World): void {
  const { program, snapshot } = world.stack(stack);
  for (const [, id = "", why = ""] of text.matchAll(
    /(havip-\w+) carries the tags of an earlier \S+ but is (in use|unlike)/g,
  )) {
    const havip = world.havips().find(({ HaVipId }) => HaVipId === id);
    // What is replaced by force is told of too, and then released.
    if (havip === undefined || snapshot.resources.some((each) => each.id === id)) continue;
    const declared = program.find(({ name }) => ownershipOf(havip)?.owner.endsWith(`/${digestOf(name)}`));
    const { subnetId, address, checkAssociate } = declared?.inputs ?? {};
    const isUnlike =
      subnetId !== havip.SubnetId ||
      ![undefined, havip.Vip].includes(address as string | undefined) ||
      ![undefined, havip.CheckAssociate].includes(checkAssociate as boolean | undefined);
    const isSo = why === "unlike" ? isUnlike : havip.State !== "UNBIND" || havip.AddressIp !== "";
    require(isSo, "I2", `${id} could have been used again, and yet it is said to be ${why}`);
    const isInTheWay = address === havip.Vip && havip.State === "UNBIND" && havip.AddressIp === "";
    require(!isInTheWay, "I3", `${id} has the address that is asked for, and yet it was left`);
  }
}
