// Mistakes that keepalived does not complain about: what each would do, and what of ours keeps it from happening.
import { setTimeout as sleep } from "node:timers/promises";
import { unless } from "./checks.mjs";
import { problemsOf } from "./cluster.mjs";
import { asOneHolder } from "./expectations.mjs";
import { replaced } from "./texts.mjs";
import { CAN_CHECK, HAVIP, MEMBERS, NO_CHECK, SERVICE_CHECK, openTrial } from "./trial.mjs";

const [FIRST, SECOND] = MEMBERS.map(({ instanceId }) => instanceId);
const PAIR = MEMBERS.slice(0, 2);
const VALID = { havips: [{ address: HAVIP, subnetCidr: "10.0.0.0/24" }], members: PAIR };

/** Longer than an election and the second announcement with `fast`. */
const ELECTED_MS = 2_500;

/** A client notices; less are some pings on a busy machine. */
const HARM_MS = 200;

const MISTAKES = [
  {
    name: "security group without protocol 112",
    play: playWithoutVrrp,
    // The security group is another resource: the cluster has its rules as an output, and each file names them.
    prevented: (files, { securityGroupRules }) => [
      ...(PAIR.every((member) => securityGroupRules.some((rule) => letsIn(rule, member)))
        ? [{ says: "the output `securityGroupRules` is the rules to give it: ALL from each member" }]
        : [{ deviation: "securityGroupRules does not let every member in" }]),
      ...mentions(files, "IP protocol 112", "every rendered file says so at its top"),
    ],
  },
  {
    name: "vrrp_strict",
    options: { change: strict },
    play: playUnreachable,
    prevented: (files) => [
      ...refused({ strict: true }),
      ...refused({ extraConfig: { file: "global_defs {\n  vrrp_strict\n}" } }),
      ...neverRendered(files, "vrrp_strict"),
    ],
  },
  {
    name: "weighted check with nopreempt",
    options: {
      cluster: { profile: "fast", healthCheck: SERVICE_CHECK },
      change: (text) => replaced(text, "rise 2", "rise 2\n    weight -20"),
    },
    play: playNeverMoved,
    prevented: () => [
      { says: "does not type-check (test/sdk/keepalived/rules.test.ts)" },
      ...refused({ healthCheck: { ...SERVICE_CHECK, weight: -20 } }),
    ],
  },
  {
    name: "equal priorities",
    options: { change: (text) => text.replace(/priority \d+/, "priority 100") },
    play: playEqual,
    prevented: () => refused({ members: PAIR.map((member) => ({ ...member, priority: 100 })) }),
  },
  {
    name: "source address of another machine",
    options: {
      change: (text, id) =>
        id === SECOND ? replaced(text, "unicast_src_ip 10.0.0.12", "unicast_src_ip 10.0.0.99") : text,
    },
    play: playNoSuccessor,
    prevented: (files) => [
      ...refused({ members: [MEMBERS[0], { ...MEMBERS[1], privateIp: MEMBERS[0].privateIp }] }),
      ...(PAIR.every(({ privateIp }, index) => files[index].includes(`unicast_src_ip ${privateIp}\n`))
        ? [{ says: "each file has its own member's privateIp there, and track_src_ip" }]
        : [{ deviation: "a file has not its own member's privateIp as source" }]),
      ...mentions(files, "track_src_ip", ""),
    ],
  },
];

/**
 * Every mistake: what it does in the lab, and that we refuse it. `heals`: partitions of equal members; `seconds`: how long members
 * that cannot hear each other are watched. Gives rows of both.
 */
export async function mistakes({ checks, heals = 6, seconds = 11 }) {
  const rows = [];
  for (const mistake of MISTAKES) {
    if (mistake.options?.cluster?.healthCheck !== undefined && !CAN_CHECK) {
      checks.leaveOut(mistake.name, NO_CHECK);
      continue;
    }
    await checks.during(mistake.name, async () => {
      const trial = await openTrial({ cluster: { profile: "fast" }, ...mistake.options });
      try {
        const outcome = await mistake.play(trial, { heals, seconds });
        checks.that(`${mistake.name}: ${outcome.text}`, outcome.deviations);
        const prevented = mistake.prevented(contents(trial.rendered), trial.rendered);
        checks.that(
          `${mistake.name} is kept from happening`,
          prevented.flatMap(({ deviation }) => deviation ?? []),
        );
        rows.push({
          name: mistake.name,
          outcome: outcome.text,
          ours: prevented.map(({ says }) => says).filter(Boolean),
        });
      } finally {
        await trial.close();
      }
    });
  }
  return rows;
}

/** With these other lines keepalived 2.2.7 refuses to start in strict mode; without them it says nothing. */
const NOT_STRICT = /^ *(garp_master_repeat|garp_lower_prio_repeat|higher_prio_send_advert) .*\n/gm;

function strict(text) {
  return replaced(text, "vrrp_skip_check_adv_addr", "vrrp_strict").replace(NOT_STRICT, "");
}

/** Each member believes to be alone, and takes the HAVIP from the other at every announcement. */
async function playWithoutVrrp(trial, { seconds }) {
  for (const instanceId of [FIRST, SECOND]) await trial.vpc.blockVrrp(instanceId);
  await trial.start();
  await sleep(seconds * 1_000);
  const claims = trial.vpc.packets.filter(({ kind, address }) => kind === "claim" && address === HAVIP);
  const moves = claims.slice(1).filter(({ mac }, index) => mac !== claims[index].mac).length;
  const holders = await trial.holdersAsked();
  return {
    text: `${holders.length} members have the address, and it moved ${moves} times in ${seconds} s`,
    deviations: [...unless(holders, [FIRST, SECOND], "held by"), ...(moves >= 2 ? [] : [`moves: ${moves}`])],
  };
}

/** keepalived says MASTER and has the address, and itself drops every packet for it. */
async function playUnreachable(trial) {
  await trial.startInOrder();
  await sleep(ELECTED_MS);
  const [holders, answered] = [await trial.holdersAsked(), await trial.ping()];
  const deviations = [...unless(holders, [FIRST], "held by"), ...unless(answered, 0, "pings answered")];
  return { text: `one member has the address, and ${answered} of 5 pings are answered`, deviations };
}

async function playNeverMoved(trial) {
  const seconds = 6;
  await trial.event(() => trial.startInOrder());
  await trial.stopService(FIRST);
  await sleep(seconds * 1_000);
  const holders = await trial.holdersAsked();
  const text = `the address stays for ${seconds} s with the member whose service is dead`;
  return { text, deviations: unless(holders, [FIRST], "held by") };
}

/**
 * The higher IP address decides, and which of two announcements comes last after a partition is left to chance. That has done no
 * harm here yet; where it does, the check fails, because then the record is not to say so any more.
 */
async function playEqual(trial, { heals }) {
  await trial.event(() => trial.startInOrder());
  const healed = [];
  for (let heal = 0; heal < heals; heal += 1) {
    const [cut] = trial.reachableHolders();
    await trial.event(() => trial.vpc.cut(cut), { moves: true });
    healed.push(await trial.event(() => trial.vpc.heal(cut)));
  }
  const longest = Math.round(Math.max(...healed.map(({ outage }) => outage)));
  return {
    text: `no harm showed: partitions healed ${heals}, at most ${longest} ms without an answer, held by the member with the higher address`,
    deviations: healed.flatMap((one) => [
      ...asOneHolder(one),
      ...unless(one.holder, SECOND, "held by"),
      ...(one.outage <= HARM_MS ? [] : [`harm: no answer for ${Math.round(one.outage)} ms`]),
    ]),
  };
}

/** It never joins, and says so in its log only; when the holder dies there is nobody. */
async function playNoSuccessor(trial) {
  await trial.event(() => trial.startInOrder());
  await trial.powerOff(FIRST);
  await sleep(ELECTED_MS);
  const [holders, answered] = [await trial.holdersAsked(), await trial.ping()];
  const deviations = [...unless(holders, [], "held by"), ...unless(answered, 0, "pings answered")];
  return {
    text: `after the power-off of the holder nobody has the address, ${answered} of 5 pings are answered`,
    deviations,
  };
}

const contents = ({ files }) => Object.values(files).map(({ content }) => content);

const letsIn = ({ action, cidrBlock, protocol }, { privateIp }) =>
  action === "ACCEPT" && protocol === "ALL" && cidrBlock === privateIp;

/** What the component says to these args; a deviation where it renders them. */
function refused(args) {
  const [problem] = problemsOf({ ...VALID, ...args });
  return problem === undefined
    ? [{ deviation: `${JSON.stringify(args)} is not refused` }]
    : [{ says: `refused: ${problem}` }];
}

function neverRendered(files, word) {
  return files.some((text) => text.includes(word)) ? [{ deviation: `${word} is rendered` }] : [];
}

function mentions(files, words, says) {
  return files.every((text) => text.includes(words)) ? [{ says }] : [{ deviation: `a file does not mention ${words}` }];
}
