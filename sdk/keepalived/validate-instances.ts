import { memberName } from "../ha/members";
import { LATER } from "../ha/model";
import { shown, wholeNumberProblems } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import type { InstanceDraft, KeepalivedDraft } from "./draft";

/** What is wrong with the VRRP instances by themselves, and between them. */
export function instancesProblems(draft: KeepalivedDraft): Problem[] {
  const { instances } = draft;
  return [
    ...instances.flatMap((instance) => instanceProblems(instance, draft)),
    ...repeatedProblems(instances, "name", "give different names"),
    ...repeatedProblems(
      instances,
      "virtualRouterId",
      "set virtualRouterId (1 to 255) of the one that runs nowhere yet to a number that no cluster of the VPC uses",
    ),
  ];
}

function instanceProblems(instance: InstanceDraft, draft: KeepalivedDraft): Problem[] {
  const { prefix, name, havips, virtualRouterId } = instance;
  // That there is none at all is complained about already.
  const isEmpty = havips.length === 0 && draft.instances.some((other) => other.havips.length > 0);
  return [
    ...instanceNameProblems(`${prefix}name`, name),
    ...(isEmpty ? [{ where: `${prefix}havips`, what: "none given", remedy: "give it a HAVIP, or leave it out" }] : []),
    ...(virtualRouterId === undefined
      ? []
      : wholeNumberProblems(`${prefix}virtualRouterId`, virtualRouterId, { min: 1, max: 255 })),
    ...preferredProblems(instance, draft),
  ];
}

/** A quote in a name lets keepalived 2.2.7 die of a segmentation fault. */
function instanceNameProblems(where: string, name: string): Problem[] {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,31}$/.test(name)) return [];
  const remedy = "give 1 to 32 letters, digits, _ or -, beginning with a letter";
  return [{ where, what: `${shown(name)} is no name that keepalived takes for sure`, remedy }];
}

function repeatedProblems(
  instances: readonly InstanceDraft[],
  property: "name" | "virtualRouterId",
  remedy: string,
): Problem[] {
  return instances.flatMap((instance, index) => {
    const value = instance[property];
    const earlier = instances.slice(0, index).find((other) => other[property] === value);
    if (value === undefined || earlier === undefined) return [];
    const what = `${property} ${shown(value)} is also that of ${earlier.prefix.slice(0, -1)}`;
    return [{ where: instance.prefix.slice(0, -1), what, remedy }];
  });
}

function preferredProblems({ prefix, preferredMembers }: InstanceDraft, { members }: KeepalivedDraft): Problem[] {
  const areKnown = members.every(({ instanceId }) => instanceId !== LATER);
  return preferredMembers.flatMap((id, index) => {
    if (id === LATER) return [];
    const where = `${prefix}preferredMembers[${String(index)}]`;
    if (preferredMembers.indexOf(id) < index) {
      return [
        { where, what: `${shown(id)} is named already`, remedy: "name every member once, the most wanted first" },
      ];
    }
    if (!areKnown || members.some(({ instanceId }) => instanceId === id)) return [];
    const names = members.map(memberName).join(", ");
    return [{ where, what: `${shown(id)} is no member`, remedy: `give the instanceId of one of ${names}` }];
  });
}
