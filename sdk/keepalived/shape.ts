import { isObject, kindProblems, property, strictProblems } from "../ha/kinds";
import type { Problem } from "../ha/problems";
import { groupShapeProblems } from "../ha/shape";

/** Where args are not what their type demands. Without any such problem the rules can read them. */
export function shapeProblems(args: unknown): Problem[] {
  if (!isObject(args)) return kindProblems("args", args, "object", "give { havips, members }");
  return [
    ...groupShapeProblems(property(args, "members"), property(args, "havips")),
    ...strictProblems("", args, {
      optional: {
        virtualRouterId: "number",
        notify: "text",
        profile: "text",
        advertInterval: "number",
        authPass: "laterText",
        preempt: "boolean",
        preemptDelay: "number",
      },
      others: ["havips", "members", "healthCheck"],
    }),
    ...healthCheckShape(property(args, "healthCheck")),
  ];
}

function healthCheckShape(check: unknown): Problem[] {
  if (check === undefined) return [];
  if (!isObject(check)) return kindProblems("healthCheck", check, "object", "give { command }, or leave it out");
  return strictProblems("healthCheck.", check, {
    required: { command: "text" },
    optional: { interval: "number", timeout: "number", fall: "number", rise: "number", weight: "number" },
  });
}
