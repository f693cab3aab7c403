import fs from "node:fs";
import path from "node:path";
import { installTarball } from "../setup/pack.cjs";
import { exampleProject } from "../setup/project.cjs";
import { runFolder } from "../setup/run-folder.cjs";
import { ROOT, runOrFail } from "../setup/run.cjs";

const FIXTURES = path.join(ROOT, "test", "fixtures", "consumers");

const node10 = { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" };
const strict = {
  module: "nodenext",
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
};

/** Programs of users who installed the tarball and nothing else of ours. */
export const consumers = [
  {
    name: "in an empty project, a CommonJS program finds all three entry points",
    run: async () => runOrFail(process.execPath, ["commonjs.cjs"], { cwd: await emptyProject() }),
  },
  {
    name: "in an empty project, an ES module finds all three entry points by name",
    run: async () => runOrFail(process.execPath, ["esm.mjs"], { cwd: await emptyProject() }),
  },
  {
    name: "in an empty project, the command havip starts",
    run: async () => runOrFail(path.join(await emptyProject(), "node_modules", ".bin", "havip"), ["--help"]),
  },
  { name: "a strict TypeScript program compiles", run: () => compile(strict) },
  { name: "a TypeScript program with node10 resolution, which ignores exports, compiles", run: () => compile(node10) },
];

let empty;

function emptyProject() {
  empty ??= installEmptyProject();
  return empty;
}

async function installEmptyProject() {
  const dir = fs.mkdtempSync(path.join(runFolder(), "empty-"));
  fs.writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name: "empty", private: true }));
  await installTarball(dir);
  for (const file of ["commonjs.cjs", "esm.mjs"]) fs.copyFileSync(path.join(FIXTURES, file), path.join(dir, file));
  return dir;
}

async function compile(compilerOptions) {
  const installed = await exampleProject();
  const dir = fs.mkdtempSync(path.join(installed, "typed-"));
  const common = { target: "es2022", types: ["node"], strict: true, noEmit: true, skipLibCheck: false };
  const config = { compilerOptions: { ...common, ...compilerOptions }, files: ["typed.ts"] };
  fs.writeFileSync(path.join(dir, "tsconfig.json"), JSON.stringify(config));
  fs.copyFileSync(path.join(FIXTURES, "typed.ts"), path.join(dir, "typed.ts"));
  await runOrFail(path.join(installed, "node_modules", ".bin", "tsc"), ["-p", dir]);
}
