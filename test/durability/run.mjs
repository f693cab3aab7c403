// Proves that an emulator with --data keeps what it has answered when its process is killed (RESULTS.md says what that
// covers, and what not). Exits with 1 where it does not, and then leaves the folder for whoever looks into it.
//   --kills 200    how many
//   --seed 7       the same choices and the same plan of deaths again; the moments themselves are up to the machine
//   --record       write the table to RESULTS.md
//   --broken       instead: break copies of what was built, and show that this notices each
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { breakCopies } from "./broken.mjs";
import { killOften } from "./kills.mjs";
import { largeRestart } from "./large.mjs";
import { record } from "./record.mjs";
import { machine, slowRestarts, table } from "./report.mjs";
import { damageTails } from "./tails.mjs";

const text = (fallback) => ({ type: "string", default: fallback });
const flag = { type: "boolean", default: false };
const random = String(Date.now() % 100_000);
const { values } = parseArgs({ options: { kills: text("200"), seed: text(random), record: flag, broken: flag } });
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (!(kills >= 1 && seed >= 0)) throw new Error("--kills and --seed take numbers.");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "havip-durability-"));
let isLeft = false;
// The emulators end with this process, too (emulator.mjs).
process.on("exit", () => isLeft || fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
setTimeout(() => end([{ kind: "slow", text: "it did not end in time" }]), 180_000 + kills * 6_000).unref();

const heading = `${new Date().toISOString().slice(0, 10)}, ${machine()}, seed ${seed}`;
console.log(heading);
try {
  if (values.broken) end(await breakCopies({ seed, folder }));
  else end(await prove());
} catch (error) {
  end([{ kind: "error", text: error.stack }]);
}

async function prove() {
  const counts = await killOften({ kills, seed, folder, progress });
  const violations = [...counts.violations];
  let damaged = 0;
  if (violations.length === 0)
    violations.push(...(await damageTails({ seed, folder, progress: () => (damaged += 1) })));
  const large = await largeRestart({ folder });
  const result = { ...counts, damaged, large, violations };
  violations.push(...slowRestarts(result));
  console.log(`\n${table(result)}\n`);
  const load = `, at its end load ${os.loadavg()[0].toFixed(2)}`;
  if (values.record && violations.length === 0) record(`${heading}${load}`, table(result));
  if (violations.length === 0) console.log(`${counts.kills + damaged + 1} passed, 0 failed`);
  return violations;
}

function progress(counts) {
  if (counts.kills % 20 !== 0) return;
  const { answered, kept, notKept } = counts;
  console.log(`${counts.kills} kills: ${answered} writes answered, ${kept + notKept} in flight, ${kept} of them kept`);
}

function end(violations) {
  if (violations.length === 0) process.exit(0);
  isLeft = !values.broken;
  for (const one of violations.slice(0, 20)) console.log(`${one.kind}: ${one.text}`);
  if (isLeft) console.log(`\nSeed ${seed}. What the last process left is in ${folder}/as-killed.`);
  console.log(`0 passed, ${violations.length} failed`);
  process.exit(1);
}
