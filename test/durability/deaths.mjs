import { setTimeout as sleep } from "node:timers/promises";

/** Longest load before a death. */
const LONGEST_MS = 400;

/**
 * Kills an emulator under load, as chance has it; `gone` settles when it is:
 * - at a moment, with SIGKILL to its process group
 * - while the journal is folded into the snapshot, in the same way
 * - by itself, with SIGKILL, at some file operation of its journal, having written a part of it
 * - in the same way, at one of the first of a change of everything (a reset, the return to a snapshot): `inChange` is to be
 *   called ahead of one
 */
export function dieUnderLoad(emulator, random) {
  const step = random.between(1, 600);
  const [early, change] = [random.between(1, 4), random.between(1, 3)];
  const [fold, delayMs] = [random.between(1, 12), random.below(LONGEST_MS)];
  const [fraction, afterMark] = [random.number(), random.number() * 2];
  const how = random.number();
  if (how < 0.5) return { gone: later(emulator, delayMs) };
  if (how < 0.7) return { gone: inFold(emulator, fold, afterMark) };
  const gone = later(emulator, LONGEST_MS * 2);
  if (how < 0.82) {
    emulator.dieAt(step, fraction);
    return { gone };
  }
  let seen = 0;
  const inChange = () => {
    seen += 1;
    if (seen === change) emulator.dieAt(early, fraction);
  };
  return { gone, inChange };
}

async function later(emulator, delayMs) {
  await Promise.race([sleep(delayMs), emulator.ended]);
  return emulator.kill();
}

async function inFold(emulator, wanted, delayMs) {
  const before = emulator.folds();
  const begun = new Promise((resolve) => {
    emulator.onMark((mark) => {
      if (mark.includes("b") && emulator.folds() - before >= wanted) resolve();
    });
  });
  await Promise.race([begun, sleep(LONGEST_MS * 2), emulator.ended]);
  await sleep(delayMs);
  return emulator.kill();
}

/** How a start shall fail, if it shall: after a time, or at a file operation of the journal (`dieAt`). */
export function deathWhileStarting(random) {
  const [delayMs, step, fraction] = [random.below(250), random.between(1, 8), random.number()];
  if (random.happens(0.7)) return undefined;
  return random.happens(0.5) ? { delayMs } : { delayMs: 2_000, dieAt: `${step} ${fraction}` };
}
