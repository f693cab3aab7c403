import { havipName } from "./havips";
import { isObject, kindProblems, property, propertyProblems, strictProblems } from "./kinds";
import { memberName } from "./members";
import type { Problem } from "./problems";

/** Where members and HAVIPs are not what their types demand. Without any such problem the rules can read them. */
export function groupShapeProblems(members: unknown, havips: unknown): Problem[] {
  return [
    ...eachProblems(
      "members",
      members,
      "a list of { instanceId, privateIp }, whose values may be Outputs",
      memberShape,
    ),
    ...eachProblems("havips", havips, "a list of Havips or { address }, whose values may be Outputs", havipShape),
  ];
}

type ItemProblems = (item: unknown, index: number) => Problem[];

function eachProblems(where: string, list: unknown, form: string, itemProblems: ItemProblems): Problem[] {
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

function havipShape(havip: unknown, index: number): Problem[] {
  const where = havipName(index);
  // An Output of a Havip offers the Havip's properties as Outputs, so it reads like one.
  if (!isObject(havip)) return kindProblems(where, havip, "laterObject", "give a Havip or { address }");
  return propertyProblems(`${where}.`, havip, {
    required: { address: "laterText" },
    optional: { subnetCidr: "laterText", vpcId: "laterText" },
  });
}
