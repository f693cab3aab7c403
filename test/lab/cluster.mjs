// The one place where the lab meets the renderer: what a program would be given for these args.
import { createRequire } from "node:module";
import path from "node:path";
import { ROOT } from "../setup/run.cjs";

const require = createRequire(import.meta.url);
const built = (file) => require(path.join(ROOT, "dist", "sdk", "keepalived", file));

/** Each member's files as the component renders them, by instance id, and the timers that they set. */
export function render(args) {
  const problems = problemsOf(args);
  if (problems.length > 0) throw new Error(`This cluster cannot be rendered: ${problems.join("; ")}`);
  const model = built("draft").completed(built("args").keepalivedDraft("web", args), args.virtualRouterId ?? 51);
  return {
    files: built("render").renderFiles(model),
    timers: { version: model.protocol.version, advertInterval: model.protocol.advertInterval },
    priorities: Object.fromEntries(model.group.members.map(({ instanceId, priority }) => [instanceId, priority])),
  };
}

/** What the component has against these args, each with the remedy; none where it renders them. */
export function problemsOf(args) {
  const shape = built("shape").shapeProblems(args);
  const found =
    shape.length > 0 ? shape : built("validate").keepalivedProblems(built("args").keepalivedDraft("web", args));
  return found.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
}
