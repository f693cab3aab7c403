import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { deathWhileStarting, dieUnderLoad } from "./deaths.mjs";
import { start } from "./emulator.mjs";
import { Lane } from "./lane.mjs";
import { load, seedOf, slowTasks } from "./load.mjs";
import { randomOf } from "./random.mjs";
import { verify } from "./verify.mjs";
import { readRegion } from "./world.mjs";

const REGIONS = ["ap-guangzhou", "ap-shanghai", "ap-beijing", "ap-chengdu", "ap-nanjing", "ap-tokyo"];
/** The thousands of batches of the product would take seconds of load: with this a journal is folded many times a second. */
const FOLD_AFTER = 20;

/**
 * Starts an emulator on a folder, kills it under load and starts it again on what is left, `kills` times. Calls `progress`
 * with the counts after each. The counts that it ends with have `violations`: what broke the promise, if anything did.
 */
export async function killOften({ kills, seed, folder, dist, progress }) {
  const counts = { kills: 0, answered: 0, refused: 0, kept: 0, notKept: 0, actions: new Set() };
  Object.assign(counts, { folds: 0, inFold: 0, torn: 0, whileStarting: 0, restarts: [], violations: [] });
  const place = { data: path.join(folder, "data"), runDir: path.join(folder, "run"), foldAfter: FOLD_AFTER, dist };
  let { emulator, client } = await begin(place);
  const { storeId } = client;
  const lanes = REGIONS.map((region) => new Lane(region, counts));
  const first = [];
  for (const { region } of lanes) first.push(seedOf((await readRegion(client, region)).rows));
  lanes.forEach((lane, index) => (lane.world = first[index]));
  while (counts.kills < kills && counts.violations.length === 0) {
    const random = (name) => randomOf(seed, `kill ${counts.kills} ${name}`);
    const chance = { random: random("world"), laneRandom: (index) => random(`lane ${index}`) };
    const taskDelayMs = random("tasks").below(80);
    await slowTasks(client, taskDelayMs);
    const death = dieUnderLoad(emulator, random("death"));
    const changed = await load(client, lanes, { ...chance, first, taskDelayMs, inChange: death.inChange });
    await death.gone;
    client.close();
    countDeath(counts, emulator, place.data);
    keepCopy(place.data, folder);
    counts.whileStarting += await startInVain(place, random("start"));
    ({ emulator, client } = await begin(place));
    const { violations, inFlight } = await verify(client, lanes, { changed, storeId, random: random("verify") });
    counts.kills += 1;
    counts.restarts.push(client.restart);
    counts.violations = violations;
    for (const { kept } of inFlight) counts[kept ? "kept" : "notKept"] += 1;
    progress(counts);
  }
  await emulator.kill();
  client.close();
  return counts;
}

/** An emulator that answers, and a client of it. */
export async function begin(place) {
  const emulator = launch(place);
  const client = await emulator.ready;
  if (client !== undefined) return { emulator, client };
  const { code, signal, output } = await emulator.ended;
  throw new Error(`The emulator did not start on what was left: it ended with ${signal ?? code}:\n${output.trim()}`);
}

/** The run files are of processes that are gone, and must not be taken for the next one's. */
function launch(place) {
  fs.rmSync(place.runDir, { recursive: true, force: true });
  return start(place);
}

/** Starts that are killed, if chance has it; how many. */
async function startInVain(place, random) {
  let count = 0;
  for (let death = deathWhileStarting(random); death !== undefined && count < 3; death = deathWhileStarting(random)) {
    const emulator = launch({ ...place, dieAt: death.dieAt });
    void emulator.ready.then((client) => client?.close()).catch(() => {});
    await Promise.race([sleep(death.delayMs), emulator.ended]);
    await emulator.kill();
    count += 1;
  }
  return count;
}

function countDeath(counts, emulator, data) {
  counts.folds += emulator.folds();
  counts.inFold += emulator.folding() ? 1 : 0;
  const journal = fs.readFileSync(path.join(data, "journal.jsonl"), "utf8");
  counts.torn += journal === "" || journal.endsWith("\n") ? 0 : 1;
}

/** What the process left, for whoever looks into a violation: the next start changes it. */
function keepCopy(data, folder) {
  const copy = path.join(folder, "as-killed");
  fs.rmSync(copy, { recursive: true, force: true });
  fs.cpSync(data, copy, { recursive: true });
}
