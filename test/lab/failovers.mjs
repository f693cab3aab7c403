// Every way in which a holder can be lost, and its return, with the rendered files as they are.
import { unless } from "./checks.mjs";
import { UNDISTURBED_MS, asOneHolder, inTime, told, undisturbed, withoutGap } from "./expectations.mjs";
import { CAN_CHECK, NO_CHECK, SERVICE_CHECK, openTrial } from "./trial.mjs";

/** What is asked of a client's outage, in milliseconds: when the holder is lost, and when it leaves. */
export const PROFILES = [
  { profile: "v2, 1 s", cluster: { profile: "standard" }, lost: 3_700, leaves: 700 },
  { profile: "fast, 0.2 s", cluster: { profile: "fast" }, lost: 750, leaves: 160 },
  { profile: "fast, 0.1 s", cluster: { profile: "fast", advertInterval: 0.1 }, lost: 400, leaves: 100 },
];

/** What passes between an event and the note of its time. */
const NOTED_MS = 10;

/** A cold start may be this much earlier than its theory, and this much later: the start of a program is in it. */
const EARLY_MS = 20;
const STARTED_MS = 150;

const SERVICE_FAILURE = "service failure";

export const LOSSES = [
  { event: "power-off", does: (trial, id) => trial.powerOff(id), undo: async (trial, id) => restart(trial, id) },
  { event: "link loss", does: (trial, id) => trial.setLink(id, false), undo: (trial, id) => trial.setLink(id, true) },
  {
    event: "graceful stop",
    saysGoodbye: true,
    does: (trial, id) => trial.machine(id).stopKeepalived(),
    undo: (trial, id) => trial.start([id]),
  },
  {
    event: SERVICE_FAILURE,
    saysGoodbye: true,
    does: (trial, id) => trial.stopService(id),
    undo: (trial, id) => trial.startService(id),
  },
];

async function restart(trial, id) {
  await trial.boot(id);
  await trial.start([id]);
}

/**
 * Starts the members where nobody was before `coldStarts` times, and the last time loses the holder in every way `runs` times, with
 * two or three members. Gives rows of what was measured.
 */
export async function failovers({ losses = LOSSES.map(({ event }) => event), coldStarts = 1, ...given }) {
  const tried = CAN_CHECK ? losses : losses.filter((event) => event !== SERVICE_FAILURE);
  if (tried.length < losses.length)
    given.checks.leaveOut(`${given.profile.profile}, ${given.members} members, ${SERVICE_FAILURE}`, NO_CHECK);
  const rows = [];
  for (let more = 1; more < coldStarts; more += 1) rows.push(...(await play({ ...given, losses: tried, runs: 0 })));
  return [...rows, ...(await play({ ...given, losses: tried }))];
}

async function play({ runs, members, profile, checks, losses }) {
  const check = losses.includes(SERVICE_FAILURE) ? { healthCheck: SERVICE_CHECK } : {};
  const trial = await openTrial({ members, cluster: { ...profile.cluster, ...check } });
  const rows = [];
  const note = (event, measured, theory, deviations) => {
    rows.push({ profile: profile.profile, members, event, ...measured, theory });
    checks.that(`${profile.profile}, ${members} members, ${event}${told(measured)}`, deviations);
  };
  try {
    const cold = await trial.event(() => trial.start());
    const due = coldTheory(trial, cold);
    note("cold start", cold, due, [...asOneHolder(cold), ...claimedInTime(cold, due, profile.spare)]);
    for (let run = 0; run < runs; run += 1) {
      for (const loss of LOSSES.filter(({ event }) => losses.includes(event))) {
        const [lost] = trial.reachableHolders();
        const measured = await trial.event(() => loss.does(trial, lost), { moves: true });
        const theory = theoryOf(trial, measured, loss);
        note(
          loss.event,
          measured,
          theory,
          lostAsExpected(measured, theory, loss.saysGoodbye ? profile.leaves : profile.lost, profile.spare),
        );
        const after = await trial.event(() => loss.undo(trial, lost), { back: lost });
        note(`return after ${loss.event}`, after, undefined, undisturbed(after, profile.spare));
      }
    }
    return rows;
  } finally {
    await trial.close();
  }
}

/**
 * Cuts the holder off for as long as it takes to be replaced, and lets it come back, `runs` times: by turns the stronger
 * and the weaker one. Both are holders while they cannot hear each other; what counts is that one is in the end.
 */
export async function partitions({ runs, members, profile, checks }) {
  const trial = await openTrial({ members, cluster: profile.cluster });
  const rows = [];
  const note = (event, measured, theory, deviations) => {
    rows.push({ profile: profile.profile, members, event, ...measured, theory });
    checks.that(`${profile.profile}, ${members} members, ${event}${told(measured)}`, deviations);
  };
  try {
    await trial.event(() => trial.startInOrder());
    const [strongest] = trial.reachableHolders();
    for (let run = 0; run < runs; run += 1) {
      if (run % 2 === 1) await moveAway(trial, strongest);
      const [cut] = trial.reachableHolders();
      const parted = await trial.event(() => trial.vpc.cut(cut), { moves: true });
      const theory = theoryOf(trial, parted, {});
      note("partition", parted, theory, [
        ...inTime(parted, theory, profile.lost, profile.spare),
        ...unless(parted.holders.toSorted(), [cut, parted.holder].toSorted(), "held by"),
      ]);
      const healed = await trial.event(() => trial.vpc.heal(cut));
      note("heal", healed, undefined, [
        ...asOneHolder(healed),
        ...unless(healed.holder, strongest, "held by"),
        ...unless(healed.moves, cut === strongest ? 1 : 0, "moves"),
        ...withoutGap(healed, profile.spare),
      ]);
    }
    return rows;
  } finally {
    await trial.close();
  }
}

/** Makes another one the holder. */
async function moveAway(trial, id) {
  await trial.event(() => trial.machine(id).stopKeepalived(), { moves: true });
  await trial.event(() => trial.start([id]), { back: id });
}

/** What the component promises of it (its output `failoverTimes`, here `times` of one instance), in milliseconds. */
export function theoryOf({ rendered }, { before }, { saysGoodbye = false, event }, times = rendered.failoverTimes) {
  const { successor, powerOff, gracefulStop, healthCheck } = times[before];
  const stop = { shortest: gracefulStop, longest: gracefulStop };
  const outage = inMilliseconds(saysGoodbye ? stop : powerOff);
  return {
    successor,
    outage,
    takeover: outage.longest,
    ...(event === SERVICE_FAILURE ? { claimed: inMilliseconds(healthCheck) } : {}),
  };
}

const inMilliseconds = ({ shortest, longest }) => ({ shortest: shortest * 1_000, longest: longest * 1_000 });

/** All of them wait as if there had been a holder until now. */
function coldTheory({ rendered }, { holder }) {
  const times = Object.values(rendered.failoverTimes).find(({ successor }) => successor === holder);
  return times && { takeover: times.powerOff.longest * 1_000 };
}

/** A cold start is claimed once it has waited, and keepalived takes a while to start. */
function claimedInTime({ claimed }, due, spare = 0) {
  // The weakest of three may have been up first. It is nobody's successor, so nothing is promised of it.
  if (due === undefined) return [];
  const [earliest, latest] = [due.takeover - EARLY_MS, due.takeover + STARTED_MS + spare];
  if (claimed >= earliest && claimed <= latest) return [];
  return [`claimed after ${Math.round(claimed)} ms instead of ${Math.round(earliest)} to ${Math.round(latest)}`];
}

/** The address has moved to the successor, once and in time. */
export function lostAsExpected(measured, theory, limit, spare) {
  return [
    ...asOneHolder(measured),
    ...unless(measured.holder, theory.successor, "successor"),
    ...inTime(measured, theory, limit, spare),
    ...foundInTime(measured, theory, spare),
    ...unless(measured.moves, 1, "moves"),
  ];
}

/** A dead service is found out by its check. */
function foundInTime({ claimed }, { claimed: due }, spare = 0) {
  const latest = (due?.longest ?? 0) + UNDISTURBED_MS + spare;
  if (due === undefined || (claimed >= due.shortest - NOTED_MS && claimed <= latest)) return [];
  return [`claimed after ${Math.round(claimed)} ms instead of ${due.shortest} to ${due.longest}`];
}
