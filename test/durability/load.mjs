import { setTimeout as sleep } from "node:timers/promises";
import { Unanswered } from "./client.mjs";
import { emptyWorld } from "./world.mjs";

/**
 * All lanes at once, until nobody answers any more. From time to time they pause for what changes every row there is at
 * once: a reset, a snapshot, and the return to one. Settles with the world change that was in flight, if one was: the
 * worlds of all lanes as they are if it happened.
 */
export async function load(client, lanes, { random, laneRandom, first, taskDelayMs, inChange }) {
  const gate = new Gate();
  const write = async (lane, index) => {
    const chance = laneRandom(index);
    while (await gate.inside(() => lane.write(client, chance)));
  };
  const [changed] = await Promise.all([
    changeWorlds(client, lanes, gate, { random, first, taskDelayMs, inChange }),
    ...lanes.map(write),
  ]);
  return changed;
}

async function changeWorlds(client, lanes, gate, { random, first, taskDelayMs, inChange }) {
  let saved;
  for (;;) {
    await sleep(random.between(15, 90));
    if (gate.isOver) return undefined;
    await gate.stop();
    if (gate.isOver) return undefined;
    const change = nextChange(saved !== undefined, inChange === undefined ? 0.08 : 0.4, random);
    if (change !== "save") inChange?.();
    const worlds = { save: lanes.map((lane) => lane.world), restore: saved, reset: lanes.map(() => undefined) }[change];
    try {
      await control(client, change);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      gate.close();
      return change === "save" ? undefined : { change, worlds: worlds.map((world, i) => world ?? first[i]) };
    }
    if (change === "save") saved = worlds;
    else lanes.forEach((lane, index) => (lane.world = worlds[index] ?? first[index]));
    if (change === "reset") await slowTasks(client, taskDelayMs).catch(() => undefined);
    gate.go();
  }
}

/** So that tasks are pending when it is killed. A reset forgets it. */
export async function slowTasks(client, delayMs) {
  await client.control("PATCH", "behaviour", { tasks: { delayMs } });
}

/** A reset is seldom: all that the lanes have built is gone then. */
function nextChange(isSaved, resets, random) {
  if (random.happens(resets)) return "reset";
  return isSaved ? random.one(["restore", "restore", "save"]) : "save";
}

async function control(client, change) {
  const [method, command, body] = {
    save: ["PUT", "snapshots", { name: "one" }],
    restore: ["POST", "restore", { name: "one" }],
    reset: ["POST", "reset", undefined],
  }[change];
  const { refusal } = await client.control(method, command, body);
  if (refusal !== undefined) throw new Error(`${command} was refused: ${refusal}`);
}

/** What a region holds after a reset, of what is known now: times are those of the reset. */
export function seedOf(rows) {
  const kinds = Object.entries(rows).map(([kind, all]) => [
    kind,
    Object.fromEntries(Object.entries(all).map(([id, row]) => [id, withoutTime(row)])),
  ]);
  return { ...emptyWorld(), ...Object.fromEntries(kinds) };
}

function withoutTime(row) {
  const { CreatedTime, ...others } = row;
  return CreatedTime === undefined ? row : others;
}

/** Lets lanes write side by side, or holds them all where none has a write under way. */
class Gate {
  isOver = false;
  busy = 0;
  held = undefined;
  quiet = undefined;

  async inside(step) {
    while (this.held !== undefined) await this.held.promise;
    if (this.isOver) return false;
    this.busy += 1;
    const goesOn = await step();
    // Before anybody learns that all is quiet.
    if (!goesOn) this.close();
    this.busy -= 1;
    if (this.busy === 0) this.quiet?.resolve();
    return goesOn;
  }

  async stop() {
    this.held = deferred();
    if (this.busy === 0) return;
    this.quiet = deferred();
    await this.quiet.promise;
  }

  go() {
    this.held?.resolve();
    this.held = undefined;
    this.quiet = undefined;
  }

  close() {
    this.isOver = true;
    this.held?.resolve();
    this.held = undefined;
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
