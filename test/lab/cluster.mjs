// The one place where the lab meets the renderer: what a program would be given for these args.
import { createRequire } from "node:module";
import path from "node:path";
import { ROOT } from "../setup/run.cjs";

const require = createRequire(import.meta.url);
const built = (file) => require(path.join(ROOT, "dist", "sdk", "keepalived", file));

/** Each member's file as the component renders it, and the outputs beside it that the lab holds it to. */
export function render(args) {
  const problems = problemsOf(args);
  if (problems.length > 0) throw new Error(`This cluster cannot be rendered: ${problems.join("; ")}`);
  const model = built("draft").completed(draftOf(args));
  const [instance] = model.instances;
  const failoverTimes = built("failover").failoverTimes(model);
  return {
    files: built("render").renderFiles(model),
    advertInterval: model.protocol.advertInterval,
    /** Of the first instance, by the member that fails. */
    failoverTimes: failoverTimes[instance.name],
    /** By the instance, and in it by the member that fails. */
    failoverTimesOfAll: failoverTimes,
    securityGroupRules: built("firewall").securityGroupRules(instance.members),
  };
}

/** What the component has against these args, each with the remedy; none where it renders them. */
export function problemsOf(args) {
  const shape = built("shape").shapeProblems(args);
  const found = shape.length > 0 ? shape : built("validate").keepalivedProblems(draftOf(args));
  return found.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
}

/** With router ids where a program would have them derived from its URN. */
function draftOf(args) {
  const draft = built("args").keepalivedDraft("web", args);
  const instances = draft.instances.map((one, index) => ({ virtualRouterId: 51 + index, ...defined(one) }));
  return { ...draft, instances };
}

const defined = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
