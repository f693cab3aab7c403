import { transformFileSync } from "@swc/core";
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");

/** The provider, with the emulator and the command, as JavaScript in a folder of its own, for tests that need another process. */
export function compile(): string {
  const target = mkdtempSync(join(tmpdir(), "havip-compiled-"));
  const names = readdirSync(join(ROOT, "provider"), { recursive: true, encoding: "utf8" });
  for (const name of names.filter((file) => file.endsWith(".ts"))) {
    const { code } = transformFileSync(join(ROOT, "provider", name), { cwd: ROOT });
    const path = join(target, "provider", name.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  symlinkSync(join(ROOT, "node_modules"), join(target, "node_modules"));
  return target;
}
