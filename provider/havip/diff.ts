import { isDeepStrictEqual } from "node:util";
import { UNKNOWN, hasUnknown } from "../core/unknown";
import type { Difference, Properties } from "../kind";
import { storedState } from "./schema";

/** Inputs that the API cannot change. Left out of the program they keep what the HAVIP has. */
const IMMUTABLE = ["vpcId", "subnetId", "region", "address", "checkAssociate"] as const;

/** Inputs that change in place; some of them without a call, which is `update`'s business. */
const MUTABLE = ["name", "tags", "owner", "subnetCidr", "timeouts"] as const;

/**
 * What must happen to make a HAVIP what the program says. `olds` is the stored state, `news` the checked inputs.
 * An unknown counts as changed, because no state has one: the engine asks again with unknowns to find what must be
 * deleted before what.
 */
export function diff(id: string, olds: Properties, news: Properties): Difference {
  storedState(id, olds);
  const replaces = IMMUTABLE.filter((property) => news[property] !== undefined && news[property] !== olds[property]);
  // What is not known yet may turn out to be what it has; the update asks again.
  refuseAdoptConflict(
    id,
    news,
    replaces.some((property) => !hasUnknown(news[property])),
  );
  const changed = MUTABLE.some(
    (property) => !isDeepStrictEqual(olds[property], news[property] ?? unset(property, olds)),
  );
  return {
    // `__provider` is the stored closure: reported so that an old text in the outputs is replaced, see update.ts.
    // A refresh makes the engine forget that something was not finished; the state still knows.
    changes:
      replaces.length > 0 ||
      changed ||
      olds["__provider"] !== news["__provider"] ||
      olds["initialized"] === false ||
      news["adopt"] === UNKNOWN,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && pinsSameAddress(olds, news),
  };
}

/** What an input means that the program leaves out. */
function unset(property: (typeof MUTABLE)[number], olds: Properties): unknown {
  if (property === "tags") return {};
  // A targeted run may leave the stack identity out; that says nothing about whose this HAVIP is.
  return property === "owner" ? olds["owner"] : undefined;
}

/**
 * Create first is the rule: a running pair keeps the old address until the new one is configured, and a held HAVIP
 * could not be deleted first anyway. Only the very same address of the same VPC cannot be had twice.
 * A state always has an address, if only an empty text, so an input that names none is another.
 */
function pinsSameAddress(olds: Properties, news: Properties): boolean {
  return news["address"] === olds["address"] && news["vpcId"] === olds["vpcId"];
}

/** `adopt` names what create takes over; afterwards it must not come to mean something else. */
function refuseAdoptConflict(id: string, news: Properties, replaced: boolean): void {
  const adopt = news["adopt"];
  if (typeof adopt !== "string" || adopt === UNKNOWN) return;
  if (adopt !== id) {
    throw new Error(
      `adopt names ${adopt}, but this resource already is ${id}. Remove adopt, or declare a second Havip that adopts ${adopt}.`,
    );
  }
  if (replaced) {
    throw new Error(
      `The changed inputs replace ${id} by a new HAVIP, which contradicts adopt: "${adopt}". ` +
        `Remove adopt to let it be replaced, or take the change back to keep it.`,
    );
  }
}
