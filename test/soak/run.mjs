// Plays random histories of stacks against all rules, more than `npm test` does (RESULTS.md says what that is).
//   --histories 1000   how many
//   --seed 7           the same ones again; each block of 250 has a seed of its own: this one, the next ...
//   --record           write the table to RESULTS.md
//   --real 20          instead: so many on the real engine, in real time (needs what npm test needs: it builds and packs)
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { record } from "./record.mjs";

const text = (fallback) => ({ type: "string", default: fallback });
const random = String(Date.now() % 100_000_000);
const { values } = parseArgs({
  options: {
    histories: text("1000"),
    seed: text(random),
    record: { type: "boolean", default: false },
    real: text("0"),
  },
});
const real = Number(values.real);
const [histories, seed] = [real > 0 ? real : Number(values.histories), Number(values.seed)];
if (!(Number.isInteger(histories) && histories >= 1)) throw new Error("--histories takes a number of at least 1.");
if (!(Number.isInteger(seed) && seed >= 0)) throw new Error("--seed takes a whole number.");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "havip-soak-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
const report = path.join(folder, "report.json");
const root = path.join(import.meta.dirname, "../..");
const [project, variable] = real > 0 ? ["soak-real", "SOAK_REAL"] : ["soak", "SOAK_HISTORIES"];
console.log(`${histories} histories, seed ${seed}`);
const began = Date.now();
const jest = path.join(root, "node_modules/jest/bin/jest.js");
const { status } = spawnSync(process.execPath, [jest, "--selectProjects", project, "--runInBand"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, [variable]: String(histories), SOAK_SEED: String(seed), SOAK_REPORT: report },
});
if (status !== 0) process.exit(1);
const played = JSON.parse(fs.readFileSync(report, "utf8"));
const result = { ...played, real: real > 0, seed, seconds: Math.round((Date.now() - began) / 1000) };
if (values.record) record(result);
console.log(`${played.histories} passed, 0 failed`);
