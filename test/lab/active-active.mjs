// Two HAVIPs, each with its preferred member: a lost member's HAVIP goes to the other one and comes back, and the other HAVIP is
// not disturbed by any of it.
import { unless } from "./checks.mjs";
import { asOneHolder, told, undisturbed, withoutGap } from "./expectations.mjs";
import { LOSSES, PROFILES, lostAsExpected, theoryOf } from "./failovers.mjs";
import { HAVIP, MEMBERS, havipOf, openTrial } from "./trial.mjs";

const PREFERRED = MEMBERS.slice(0, 2).map(({ instanceId }) => instanceId);
const ADDRESSES = [HAVIP, "10.0.0.101"];
const NAMES = ["blue", "green"];

/** Seconds that a member that has come back waits, as in examples/active-active, where they are more. */
const PREEMPT_DELAY = 2;

/** keepalived begins to count some time before the lab has noted that it was started. */
const NOTED_MS = 100;

const CLUSTER = {
  ...PROFILES[1].cluster,
  preempt: true,
  preemptDelay: PREEMPT_DELAY,
  instances: NAMES.map((name, index) => ({
    name,
    havips: [havipOf(ADDRESSES[index])],
    preferredMembers: [PREFERRED[index]],
  })),
};

/** Loses each member in each of the ways `runs` times. Gives rows of what was measured. */
export async function activeActive({ runs, checks, losses = ["power-off", "graceful stop"], spare }) {
  const trial = await openTrial({ addresses: ADDRESSES, cluster: CLUSTER });
  const rows = [];
  const note = (event, measured, theory, deviations) => {
    rows.push({ event, ...measured, theory });
    checks.that(`two instances, ${event}${told(measured)}`, deviations);
  };
  try {
    const cold = await trial.events(() => trial.start(), PREFERRED);
    checks.that("two instances, cold start: each has its preferred member", cold.flatMap(asOneHolder));
    for (let run = 0; run < runs; run += 1) {
      for (const loss of LOSSES.filter(({ event }) => losses.includes(event))) {
        for (const index of [0, 1]) await play(trial, loss, index, note, spare);
      }
    }
    return rows;
  } finally {
    await trial.close();
  }
}

async function play(trial, loss, index, note, spare) {
  const [lost, other] = [PREFERRED[index], PREFERRED[1 - index]];
  const inOrder = (all) => [all[index], all[1 - index]];

  const [moved, kept] = inOrder(await trial.events(() => loss.does(trial, lost), [other, other]));
  const theory = theoryOf(trial, moved, loss, trial.rendered.failoverTimesOfAll[NAMES[index]]);
  const limit = loss.saysGoodbye ? PROFILES[1].leaves : PROFILES[1].lost;
  note(loss.event, moved, theory, lostAsExpected(moved, theory, limit, spare));
  note(`${loss.event}, the other HAVIP`, kept, undefined, undisturbed(kept, spare));

  const [back, untouched] = inOrder(await trial.events(() => loss.undo(trial, lost), PREFERRED));
  note(`return after ${loss.event}`, back, undefined, takenBack(back, spare));
  note(`return after ${loss.event}, the other HAVIP`, untouched, undefined, undisturbed(untouched, spare));
}

/** Once, after the delay, and with hardly a ping that is not answered. */
function takenBack(measured, spare) {
  const earliest = PREEMPT_DELAY * 1_000 - NOTED_MS;
  return [
    ...asOneHolder(measured),
    ...unless(measured.moves, 1, "moves"),
    ...withoutGap(measured, spare),
    ...(measured.claimed >= earliest ? [] : [`claimed after ${Math.round(measured.claimed)} ms, before the delay`]),
  ];
}
