// Real keepalived in a VPC of network namespaces: failovers, the rule that HAVIPs exist for, mistakes and the vendor's samples.
// What is asked for is checked; exits with 1 where it falls short (RESULTS.md says what is measured, and how).
//   --runs 5     how often each failover is repeated
//   --short      one of each that matters most, as in npm test
//   --only x,y   parts: removal, failovers, active-active, partitions, rule, mistakes, samples
//   --record     write the tables to RESULTS.md
import os from "node:os";
import { parseArgs } from "node:util";
import { activeActive } from "./active-active.mjs";
import { Checks } from "./checks.mjs";
import { PROFILES, failovers, partitions } from "./failovers.mjs";
import { mistakes } from "./mistakes.mjs";
import { record } from "./record.mjs";
import { removal } from "./removal.mjs";
import { machine, report } from "./report.mjs";
import { rule } from "./rule.mjs";
import { samples } from "./samples.mjs";
import { whyNoLab } from "./tools.mjs";

const flag = { type: "boolean", default: false };
const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, only: { type: "string" }, short: flag, record: flag },
});
const runs = Number(values.runs);
if (!(Number.isInteger(runs) && runs >= 1)) refuse(`--runs takes a number of at least 1, not ${values.runs}.`);
const began = Date.now();
const checks = new Checks((text) =>
  console.log(`[${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s] ${text}`),
);
/** Beside the other suites of `npm test` everything may be this much later. The figures are asked of the whole lab. */
const SPARE_MS = 150;
const [standard, fast] = values.short ? PROFILES.map((profile) => ({ ...profile, spare: SPARE_MS })) : PROFILES;

/** The parts in their order. Each gives its rows. */
const PARTS = {
  removal: () => removal({ checks, ...(values.short ? { ends: ["kill -9", "Ctrl-C of the demo"] } : {}) }),
  failovers: async () => {
    if (values.short) {
      const losses = ["power-off", "graceful stop"];
      return [
        ...(await failovers({ runs: 1, members: 2, profile: standard, losses, checks })),
        ...(await failovers({ runs: 1, members: 3, profile: fast, losses: [...losses, "service failure"], checks })),
      ];
    }
    const rows = [];
    for (const members of [2, 3]) {
      for (const profile of PROFILES)
        rows.push(...(await failovers({ runs, coldStarts: Math.min(runs, 3), members, profile, checks })));
    }
    return rows;
  },
  "active-active": () =>
    activeActive(
      values.short ? { runs: 1, losses: ["power-off"], spare: SPARE_MS, checks } : { runs: Math.min(runs, 5), checks },
    ),
  partitions: async () => {
    if (values.short) return partitions({ runs: 2, members: 2, profile: fast, checks });
    const rows = await partitions({ runs: 20, members: 2, profile: fast, checks });
    for (const [members, profile] of [
      [2, standard],
      [2, PROFILES[2]],
      [3, standard],
      [3, fast],
      [3, PROFILES[2]],
    ]) {
      rows.push(...(await partitions({ runs: Math.min(runs, 6), members, profile, checks })));
    }
    return rows;
  },
  rule: () => rule({ checks }),
  mistakes: () => mistakes({ checks, ...(values.short ? { heals: 1, seconds: 5 } : {}) }),
  samples: () => samples({ checks, isShort: values.short }),
};

const names = values.only?.split(",") ?? Object.keys(PARTS);
const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0)
  refuse(`--only: there is no ${unknown.join(", ")}. The parts: ${Object.keys(PARTS).join(", ")}.`);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
const heading = `${new Date().toISOString().slice(0, 10)}, ${machine()}, load ${os.loadavg()[0].toFixed(2)}`;
console.log(heading);
const obstacle = await whyNoLab();
if (obstacle !== undefined) checks.that("there can be a lab here", [obstacle]);
else await play();
for (const one of checks.leftOut) console.log(`left out: ${one}`);
for (const failure of checks.failures) console.log(`failed: ${failure}`);
console.log(`${checks.passed} passed, ${checks.failures.length} failed`);
process.exit(checks.failures.length === 0 && checks.passed > 0 ? 0 : 1);

function refuse(why) {
  console.error(why);
  process.exit(1);
}

async function play() {
  const rows = {};
  for (const name of names) await checks.during(name, async () => (rows[name] = await PARTS[name]()));
  if (!values.record) return;
  if (
    values.short ||
    names.length < Object.keys(PARTS).length ||
    rows.samples === undefined ||
    checks.leftOut.length > 0
  ) {
    console.log("Not recorded: only all parts in full make a record.");
    return;
  }
  const load = `at its end load ${os.loadavg()[0].toFixed(2)}, ${checks.passed} checks passed`;
  record({
    heading: `${heading}, ${load}`,
    misses: checks.failures,
    tables: report({
      ...rows,
      activeActive: rows["active-active"],
      failovers: [...rows.failovers, ...rows.partitions],
    }),
  });
}
