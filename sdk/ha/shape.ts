import { havipName } from "./args";
import { isObject, kindProblems, property, propertyProblems, strictProblems } from "./kinds";
import { memberName } from "./members";
import type { Problem } from "./problems";

/** Where members are not what their type demands. Without any such problem the rules can read them. */
export function membersShapeProblems(members: unknown): Problem[] {
  const form = "a list of { instanceId, privateIp }, whose values may be Outputs";
  return eachShapeProblems("members", members, form, memberShape);
}

/** The same of the HAVIPs in the input `list`. */
export function havipsShapeProblems(list: string, havips: unknown): Problem[] {
  const form = "a list of Havips or { address }, whose values may be Outputs";
  return eachShapeProblems(list, havips, form, (havip, index) => havipShape(havipName(list, index), havip));
}

type ItemProblems = (item: unknown, index: number) => Problem[];

/** Complains unless `list` is a list, or else of its items. */
export function eachShapeProblems(where: string, list: unknown, form: string, itemProblems: ItemProblems): Problem[] {
  const problems = kindProblems(where, list, "list", `give ${form}`);
  // `Array.from` looks at holes too.
  return problems.length === 0 && Array.isArray(list) ? Array.from<unknown>(list).flatMap(itemProblems) : problems;
}

function memberShape(member: unknown, index: number): Problem[] {
  const remedy = "give { instanceId, privateIp }, whose values may be Outputs";
  if (!isObject(member)) return kindProblems(`members[${String(index)}]`, member, "object", remedy);
  const instanceId = property(member, "instanceId");
  const where = typeof instanceId === "string" ? memberName({ instanceId }, index) : `members[${String(index)}]`;
  return strictProblems(`${where}.`, member, {
    required: { instanceId: "laterText", privateIp: "laterText" },
    optional: { interface: "text", priority: "number" },
  });
}

function havipShape(where: string, havip: unknown): Problem[] {
  // An Output of a Havip offers the Havip's properties as Outputs, so it reads like one.
  if (!isObject(havip)) return kindProblems(where, havip, "laterObject", "give a Havip or { address }");
  return propertyProblems(`${where}.`, havip, {
    required: { address: "laterText" },
    optional: { subnetCidr: "laterText", vpcId: "laterText" },
  });
}
