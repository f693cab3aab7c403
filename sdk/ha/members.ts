import { isResourceId, resourceIdForm } from "../../provider/core/ids";
import { addressProblems } from "./hosts";
import { type Known, LATER, MAX_MEMBERS, type MemberDraft, MIN_MEMBERS } from "./model";
import { shown, wholeNumberProblems } from "./numbers";
import type { Problem } from "./problems";
import { interfaceProblems } from "./words";

/**
 * 255 is left out: it means "owner of the address", which a HAVIP has none of, and keepalived drops `nopreempt` with it.
 * 0 means "the master leaves" on the wire (RFC 5798, 5.2.4).
 */
const PRIORITIES = { min: 1, max: 254 };

/** What is wrong with the members by themselves: their values, and values that must differ between them. */
export function memberProblems(members: readonly MemberDraft[]): Problem[] {
  return [
    ...countProblems(members.length),
    ...members.flatMap((member, index) => singleProblems(memberName(member, index), member)),
    ...sharedProblems(members, "instanceId", "list every instance once"),
    ...sharedProblems(members, "privateIp", "each member needs its own address, or it would be its own peer"),
    ...sharedProblems(
      members,
      "priority",
      "give different priorities, the highest to the member that is to begin; without any, they follow from the order of the members",
    ),
  ];
}

/** How messages call a member: `members[1] (ins-00000002)`. */
export function memberName({ instanceId }: Pick<MemberDraft, "instanceId">, index: number): string {
  const id = instanceId === LATER ? "id not known yet" : shown(instanceId).replaceAll('"', "");
  return `members[${String(index)}] (${id})`;
}

function countProblems(count: number): Problem[] {
  if (count >= MIN_MEMBERS && count <= MAX_MEMBERS) return [];
  return [
    {
      where: "members",
      what: `a group of ${String(count)} ${count < MIN_MEMBERS ? "has nowhere to move its address to" : "is too large"}`,
      remedy: `give ${String(MIN_MEMBERS)} to ${String(MAX_MEMBERS)} members`,
    },
  ];
}

function singleProblems(where: string, member: MemberDraft): Problem[] {
  return [
    ...instanceIdProblems(where, member.instanceId),
    ...addressProblems(`${where}.privateIp`, member.privateIp),
    ...interfaceProblems(where, member.interface),
    ...wholeNumberProblems(`${where}.priority`, member.priority, PRIORITIES),
  ];
}

function instanceIdProblems(where: string, instanceId: Known<string>): Problem[] {
  if (instanceId === LATER || isResourceId("instance", instanceId)) return [];
  const what = `instanceId ${shown(instanceId)} is not the id of an instance`;
  return [{ where, what, remedy: `give ${resourceIdForm("instance")}` }];
}

/** One problem for every member that repeats what an earlier one has. */
function sharedProblems(
  members: readonly MemberDraft[],
  property: "instanceId" | "privateIp" | "priority",
  remedy: string,
): Problem[] {
  const first = new Map<string | number, string>();
  return members.flatMap((member, index) => {
    const value = member[property];
    if (value === LATER) return [];
    const where = memberName(member, index);
    const earlier = first.get(value);
    if (earlier !== undefined)
      return [{ where, what: `${property} ${shown(value)} is also that of ${earlier}`, remedy }];
    first.set(value, where);
    return [];
  });
}
