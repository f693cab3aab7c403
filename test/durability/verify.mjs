import { contradictions } from "./agreement.mjs";
import { differences, readRegion } from "./world.mjs";

/**
 * Everything that must hold after a restart, through the API. Gives `{ violations, inFlight }`: each violation as
 * `{ kind, text }`, and of each write that was in flight whether it was kept.
 */
export async function verify(client, lanes, { changed, storeId, random }) {
  const read = await readAll(client, lanes);
  const violations = contradictions(read).map((text) => ({ kind: "partial", text }));
  if (client.storeId !== storeId)
    violations.push({ kind: "lost", text: `the store ${storeId} is now ${client.storeId}` });
  const whole = changed === undefined ? undefined : settleChange(lanes, changed, read);
  const inFlight = whole === undefined ? [] : [whole];
  violations.push(...(whole?.violations ?? []));
  for (const lane of lanes) {
    const settled = lane.settle(read[lane.region].rows);
    violations.push(...settled.violations);
    if (settled.operation !== undefined) inFlight.push(settled);
    if (violations.length === 0) violations.push(...(await lane.repeatAnswered(client, random)));
    if (violations.length === 0) violations.push(...(await lane.repeatUnanswered(client, settled)));
    if (violations.length === 0) violations.push(...(await lane.checkTasks(client)));
  }
  if (violations.length === 0) violations.push(...(await compareAgain(client, lanes)));
  return { violations, inFlight };
}

async function readAll(client, lanes) {
  const regions = lanes.map(async ({ region }) => [region, await readRegion(client, region)]);
  return Object.fromEntries(await Promise.all(regions));
}

/** A change of all worlds at once: each has it, or none has. */
function settleChange(lanes, { change, worlds }, read) {
  const all = (world) => lanes.flatMap((lane, i) => differences(world(lane, i), read[lane.region].rows));
  const [without, withIt] = [all((lane) => lane.world), all((_, i) => worlds[i])];
  const kept = withIt.length === 0;
  if (kept) lanes.forEach((lane, i) => (lane.world = worlds[i]));
  if (kept || without.length === 0) return { kept, violations: [] };
  const texts = [
    ...without.map(({ text }) => `as before it: ${text}`),
    ...withIt.map(({ text }) => `as after it: ${text}`),
  ];
  return { kept, violations: texts.map((text) => ({ kind: "partial", text: `${change} in flight, ${text}` })) };
}

/** Repeated requests have changed nothing else; no task is left; and no region has anything but those of the lanes. */
async function compareAgain(client, lanes) {
  const read = await readAll(client, lanes);
  const changed = lanes.flatMap((lane) => differences(lane.world, read[lane.region].rows));
  const { response: state } = await client.control("GET", "state");
  const unfinished = ["tasks", "interfaceTasks", "addressTasks"].flatMap((table) =>
    state[table].map((row) => row.TaskId),
  );
  const regions = lanes.map(({ region }) => region);
  const elsewhere = Object.values(state)
    .flat()
    .filter((row) => row.Region !== undefined && !regions.includes(row.Region));
  return [
    ...changed.map(({ text }) => ({ kind: "lost", text: `after tokens were repeated: ${text}` })),
    ...unfinished.map((id) => ({ kind: "lost", text: `the task ${id} has not ended` })),
    ...elsewhere.map((row) => ({ kind: "partial", text: `in a region that nobody uses: ${JSON.stringify(row)}` })),
  ];
}
