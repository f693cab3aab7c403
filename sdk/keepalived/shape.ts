import { isObject, kindProblems, property, strictProblems } from "../ha/kinds";
import type { Problem } from "../ha/problems";
import { eachShapeProblems, havipsShapeProblems, membersShapeProblems } from "../ha/shape";
import { instancePlace } from "./args";

/** Where args are not what their type demands. Without any such problem the rules can read them. */
export function shapeProblems(args: unknown): Problem[] {
  if (!isObject(args)) return kindProblems("args", args, "object", "give { havips, members }");
  return [
    ...membersShapeProblems(property(args, "members")),
    ...instancesShape(args),
    ...strictProblems("", args, {
      optional: {
        virtualRouterId: "number",
        notify: "text",
        profile: "text",
        advertInterval: "number",
        authPass: "laterText",
        preempt: "boolean",
        preemptDelay: "number",
        minimumVersion: "text",
      },
      others: [
        ...["havips", "members", "instances", "healthCheck", "trackProcesses"],
        ...["notifyOn", "notifyFifo", "extraConfig"],
      ],
    }),
    ...objectShape("healthCheck", property(args, "healthCheck"), "{ command }", {
      required: { command: "text" },
      optional: { interval: "number", timeout: "number", fall: "number", rise: "number", weight: "number" },
    }),
    ...trackProcessesShape(property(args, "trackProcesses")),
    ...objectShape("notifyOn", property(args, "notifyOn"), "{ master?, backup?, fault?, stop? }", {
      optional: { master: "text", backup: "text", fault: "text", stop: "text" },
    }),
    ...objectShape("notifyFifo", property(args, "notifyFifo"), "{ path }", {
      required: { path: "text" },
      optional: { script: "text" },
    }),
    ...objectShape("extraConfig", property(args, "extraConfig"), "{ vrrpInstance?, file? }", {
      optional: { vrrpInstance: "text", file: "text" },
    }),
  ];
}

/** HAVIPs stand in the args, or in instances of which there may be several; never in both. */
function instancesShape(args: object): Problem[] {
  const instances = property(args, "instances");
  if (instances === undefined) return havipsShapeProblems("havips", property(args, "havips"));
  const twice = ["havips", "virtualRouterId"].filter((name) => property(args, name) !== undefined);
  const remedy = "give it to each of the instances, or leave instances out";
  return [
    ...twice.map((where) => ({ where, what: "does not go together with instances", remedy })),
    ...eachShapeProblems("instances", instances, "a list of { name, havips }", instanceShape),
  ];
}

function instanceShape(instance: unknown, index: number): Problem[] {
  if (!isObject(instance)) {
    return kindProblems(`instances[${String(index)}]`, instance, "object", "give { name, havips }");
  }
  const name = property(instance, "name");
  const place = typeof name === "string" ? instancePlace(name, index) : `instances[${String(index)}]`;
  return [
    ...strictProblems(`${place}.`, instance, {
      required: { name: "text" },
      optional: { virtualRouterId: "number" },
      others: ["havips", "preferredMembers", "extraConfig"],
    }),
    ...havipsShapeProblems(`${place}.havips`, property(instance, "havips")),
    ...preferredShape(`${place}.preferredMembers`, property(instance, "preferredMembers")),
    ...objectShape(`${place}.extraConfig`, property(instance, "extraConfig"), "{ vrrpInstance }", {
      optional: { vrrpInstance: "text" },
    }),
  ];
}

function preferredShape(where: string, preferred: unknown): Problem[] {
  if (preferred === undefined) return [];
  return eachShapeProblems(where, preferred, "a list of instance ids", (id, index) =>
    kindProblems(`${where}[${String(index)}]`, id, "laterText"),
  );
}

function trackProcessesShape(processes: unknown): Problem[] {
  if (processes === undefined) return [];
  return eachShapeProblems("trackProcesses", processes, "a list of { name }", (process, index) => {
    const where = `trackProcesses[${String(index)}]`;
    if (!isObject(process)) return kindProblems(where, process, "object", "give { name }");
    return strictProblems(`${where}.`, process, {
      required: { name: "text" },
      optional: { quorum: "number", delay: "number" },
    });
  });
}

/** An object that may be left out. */
function objectShape(
  where: string,
  value: unknown,
  form: string,
  properties: Parameters<typeof strictProblems>[2],
): Problem[] {
  if (value === undefined) return [];
  if (!isObject(value)) return kindProblems(where, value, "object", `give ${form}, or leave it out`);
  return strictProblems(`${where}.`, value, properties);
}
