// Compiles provider/ and sdk/ to dist/, and puts the console page beside its code. The old dist goes first: a file whose source is gone must not be packed.
import fs from "node:fs";
import path from "node:path";
import { ROOT, run } from "./run.cjs";

const dist = path.join(ROOT, "dist");
const tsc = path.join(ROOT, "node_modules", "typescript", "bin", "tsc");
fs.rmSync(dist, { recursive: true, force: true });
const { code, stdout, stderr } = await run(process.execPath, [tsc, "-p", "tsconfig.build.json"]);
process.stdout.write(stdout);
process.stderr.write(stderr);
if (code === 0) copyPage(path.join("provider", "emulator", "console"));
// npm makes `bin` files executable when it installs a package, not when one runs from the working tree.
if (code === 0) fs.chmodSync(path.join(dist, "provider", "cli", "main.js"), 0o755);
process.exitCode = code === 0 ? 0 : 1;

/** The page's parts are served as they are written: they have no build step. */
function copyPage(folder) {
  const parts = fs.readdirSync(path.join(ROOT, folder)).filter((name) => !name.endsWith(".ts"));
  for (const part of parts) fs.copyFileSync(path.join(ROOT, folder, part), path.join(dist, folder, part));
}
