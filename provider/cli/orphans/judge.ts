import type { HaVip } from "../../api/actions";
import { ownershipOf, stackOf } from "../../havip/ownership";
import { OWN_TAG_PREFIX, OWNERSHIP_TAGS, tagsOf } from "../../havip/tags";
import type { Holding, StackState } from "./stack-state";

/** Whose a HAVIP with our tags is, as far as the given states can tell. */
export type Verdict =
  /** A given state has it. */
  | { kind: "held"; urn: string }
  /** A given state has its id, but it carries another generation by now. `by`: whose that is, if a given state knows. */
  | { kind: "taken-over"; urn: string; by: string | undefined }
  /** It is of a given stack, or of one that is gone, and no given state has it. */
  | { kind: "orphan"; reason: Reason }
  /** Of a stack whose state was not given; or parts of its tags are missing, so that nobody can tell. */
  | { kind: "unknown"; stack: string | undefined };

/** How an orphan came about. */
export type Reason =
  /** The engine was killed between the cloud's answer and its own note of it. */
  | { kind: "interrupted-create"; urn: string }
  /** The resource has another HAVIP by now. */
  | { kind: "former"; urn: string; id: string }
  /** Of a resource that the state does not have: the name of the state. */
  | { kind: "no-resource"; source: string }
  | { kind: "stack-gone"; stack: string };

/** Whether a HAVIP carries any of our tags. */
export function isTagged(havip: HaVip): boolean {
  return [...tagsOf(havip).keys()].some((key) => key.startsWith(OWN_TAG_PREFIX));
}

/**
 * Holding comes first: whatever else is true of it, what a given state holds is nobody's orphan. Of the rest only what
 * belongs to a given stack, or to one in `gone`, can be told: other stacks have HAVIPs of ours as well.
 */
export function judge(havip: HaVip, states: readonly StackState[], gone: readonly string[]): Verdict {
  const holdings = states.flatMap((state) => state.holdings);
  const pending = states.flatMap(({ pendingCreates }) => pendingCreates);
  const ownership = ownershipOf(havip);
  const holders = holdings.filter(({ id }) => id === havip.HaVipId);
  const [holder] = holders;
  if (holder !== undefined) {
    const present = holders.find((holding) => holds(holding, havip));
    if (present !== undefined) return { kind: "held", urn: present.urn };
    const others = [
      ...pending,
      ...holdings.flatMap(({ urn, record }) => (record ? [{ urn, owner: record.owner }] : [])),
    ];
    return { kind: "taken-over", urn: holder.urn, by: others.find(({ owner }) => owner === ownership?.owner)?.urn };
  }
  if (ownership === undefined) return { kind: "unknown", stack: tagsOf(havip).get(OWNERSHIP_TAGS.stack) };
  const { owner } = ownership;
  const interrupted = pending.find((create) => create.owner === owner);
  if (interrupted !== undefined)
    return { kind: "orphan", reason: { kind: "interrupted-create", urn: interrupted.urn } };
  const stack = stackOf(owner);
  const own = states.find(({ identities }) => identities.includes(stack));
  if (own !== undefined) {
    const now = holdings.find(({ record, external }) => record?.owner === owner && !external);
    if (now === undefined) return { kind: "orphan", reason: { kind: "no-resource", source: own.source } };
    return { kind: "orphan", reason: { kind: "former", urn: now.urn, id: now.id } };
  }
  if (gone.includes(stack)) return { kind: "orphan", reason: { kind: "stack-gone", stack } };
  return { kind: "unknown", stack };
}

/** As delete and update see it: only another generation's tag takes a HAVIP away from a state. */
function holds({ record, external }: Holding, havip: HaVip): boolean {
  const generation = tagsOf(havip).get(OWNERSHIP_TAGS.generation);
  return external || record === undefined || generation === undefined || generation === record.generation;
}

/** Why a HAVIP must not be released although nobody's state has it. */
export function inUse({ State, InstanceId, NetworkInterfaceId, AddressIp }: HaVip): string | undefined {
  if (AddressIp !== "") return `the EIP ${AddressIp} is bound to it`;
  if (InstanceId !== "" || NetworkInterfaceId !== "") return `${InstanceId || NetworkInterfaceId} holds it`;
  return State === "UNBIND" ? undefined : `its state is ${State}`;
}
