// The vendor's samples, and the program that says the same.
import { setTimeout as sleep } from "node:timers/promises";
import { unless } from "./checks.mjs";
import { bestPracticeSample, operationSample } from "./texts.mjs";
import { CAN_CHECK, HAVIP, MEMBERS, NO_CHECK, SERVICE_CHECK, openTrial } from "./trial.mjs";

const PAIR = MEMBERS.slice(0, 2);

/** Longer than an election takes with advert_int 1. */
const ELECTED_MS = 5_000;

/** What both samples mean. */
const EQUIVALENT = { authPass: "1111", virtualRouterId: 51, ...(CAN_CHECK ? { healthCheck: SERVICE_CHECK } : {}) };

const own = (id) => PAIR.find(({ instanceId }) => instanceId === id).privateIp;
const other = (id) => PAIR.find(({ instanceId }) => instanceId !== id).privateIp;

const SAMPLES = [
  {
    name: "the sample of the operation guide",
    text: () => operationSample(HAVIP),
    expected: { refused: true, holders: [], answered: 0 },
  },
  {
    name: "the same with its first line mended",
    text: () => operationSample(HAVIP, { mended: true }),
    // Multicast, which the network does not carry: each believes to be alone, and has the address.
    expected: { refused: true, holders: PAIR.map(({ instanceId }) => instanceId), answered: 5 },
  },
];

/** Gives rows of what `keepalived -t` says to each sample and what comes of it. */
export async function samples({ checks, isShort = false }) {
  const rows = [];
  for (const one of SAMPLES) await checks.during(one.name, async () => rows.push(await play(one, checks)));
  // Its elections take 16 s each.
  if (!isShort) await checks.during("best practice", async () => rows.push(await playBestPractice(checks)));
  if (!CAN_CHECK) checks.leaveOut("the health check of the equivalent program", NO_CHECK);
  await checks.during("equivalent program", async () => rows.push(await playEquivalent(checks, isShort)));
  return rows;
}

async function play({ name, text, expected }, checks) {
  const trial = await openTrial({ change: text });
  try {
    const verdict = await verdictOf(trial);
    await trial.start();
    await sleep(ELECTED_MS);
    const [holders, answered] = [await trial.holdersAsked(), await trial.ping()];
    const found = { refused: verdict.code !== 0, holders, answered };
    const outcome = `held by ${holders.length} members, ${answered} of 5 pings are answered`;
    checks.that(`${name}: ${outcome}`, unless(found, expected, "found"));
    return { name, verdict, outcome };
  } finally {
    await trial.close();
  }
}

/** It floats once its scripts are written, but not within the time of a request: a dead holder is waited for 15.6 s. */
async function playBestPractice(checks) {
  const change = (_, id) => bestPracticeSample({ own: own(id), peer: other(id), havip: HAVIP });
  // Its timers, with which the trial has to be patient.
  const trial = await openTrial({ change, cluster: { advertInterval: 5 } });
  try {
    const verdict = await verdictOf(trial);
    await trial.event(() => trial.start());
    const [holder] = trial.reachableHolders();
    const { outage } = await trial.event(() => trial.powerOff(holder), { moves: true });
    const outcome = `after a power-off no answer for ${(outage / 1_000).toFixed(1)} s`;
    const isSlow = outage > 10_000 && outage < 16_000;
    checks.that(`the vendor's best practice: ${outcome}`, [
      ...(verdict.code === 0 ? ["keepalived -t accepts it"] : []),
      ...(isSlow ? [] : ["that is not 10 to 16 s"]),
    ]);
    return { name: "the best practice", verdict, outcome };
  } finally {
    await trial.close();
  }
}

async function playEquivalent(checks, isShort) {
  const trial = await openTrial({ cluster: EQUIVALENT });
  try {
    const verdict = await verdictOf(trial);
    await trial.event(() => trial.start());
    const [holder] = trial.reachableHolders();
    const measured = await trial.event(() => trial.powerOff(holder), { moves: true });
    const outcome = `after a power-off no answer for ${(measured.outage / 1_000).toFixed(1)} s, held by one member`;
    checks.that(`the equivalent program: ${outcome}`, [
      ...unless(verdict, { code: 0, lines: [] }, "keepalived -t"),
      ...unless(measured.holders, [measured.holder], "held by"),
      ...(measured.outage <= (isShort ? 3_850 : 3_700) ? [] : ["that is too long"]),
    ]);
    return { name: "the equivalent program", verdict, outcome };
  } finally {
    await trial.close();
  }
}

/** What `keepalived -t` answers on the first member, and what it complains about. */
async function verdictOf(trial) {
  const { room } = trial.machine(PAIR[0].instanceId);
  const { code, stdout, stderr } = await room.run("keepalived", "--config-test");
  const lines = `${stdout}${stderr}`
    .split("\n")
    .filter((line) => /\(Line|SECURITY|WARNING|Unable|nopreempt/i.test(line));
  return { code, lines };
}
