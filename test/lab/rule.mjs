// The rule that HAVIPs exist for: which addresses float in the network of the cloud, and for whom.
import { setTimeout as sleep } from "node:timers/promises";
import { unless } from "./checks.mjs";
import { HAVIP, openTrial } from "./trial.mjs";

const [FIRST, SECOND] = ["ins-00000001", "ins-00000002"];
const CLUSTER = { profile: "fast" };

/** Longer than a new holder takes to announce for the second time, and than a lost one takes to be replaced and that. */
const ANNOUNCED_MS = 1_500;
const REPLACED_MS = 2_000;

/** A holder announces itself again every 5 s. */
const REFRESHED_MS = 7_000;

const CASES = [
  {
    name: "an ordinary address of the subnet",
    address: "10.0.0.200",
    havip: false,
    expected: { before: 0, after: 0, dropsOfFirst: true, dropsOfSecond: true },
  },
  {
    name: "a secondary IP of the first member",
    address: "10.0.0.201",
    havip: false,
    prepare: (trial) => assign(trial, "10.0.0.201"),
    expected: { before: 5, after: 0, dropsOfFirst: false, dropsOfSecond: true },
  },
  {
    name: "a HAVIP",
    address: HAVIP,
    expected: { before: 5, after: 5, dropsOfFirst: false, dropsOfSecond: false, cloud: [FIRST, SECOND] },
  },
  {
    name: "a HAVIP whose checked range has the first member only",
    address: HAVIP,
    havip: { CheckAssociate: true },
    prepare: (trial) => associate(trial, FIRST),
    then: widen,
    expected: { before: 5, after: 0, dropsOfFirst: false, dropsOfSecond: true, cloud: [FIRST, FIRST] },
  },
];

/** Each case: five pings, the power-off of the first member, five pings. Gives rows of what came of it. */
export async function rule({ checks }) {
  const rows = [];
  for (const one of CASES) await checks.during(one.name, async () => rows.push(await play(one, checks)));
  return rows;
}

async function play({ name, expected, then, address, ...options }, checks) {
  const trial = await openTrial({ ...options, addresses: [address], cluster: CLUSTER });
  try {
    await trial.startInOrder();
    await sleep(ANNOUNCED_MS);
    const before = await trial.ping();
    const cloudBefore = trial.havipId && (await trial.holderInCloud());
    const dropsOfFirst = await dropped(trial, FIRST);
    await trial.powerOff(FIRST);
    await sleep(REPLACED_MS);
    const after = await trial.ping();
    const dropsOfSecond = await dropped(trial, SECOND);
    const cloud = trial.havipId && [cloudBefore, await trial.holderInCloud()];
    const holders = await trial.holdersAsked();
    const found = { before, after, dropsOfFirst: dropsOfFirst > 0, dropsOfSecond: dropsOfSecond > 0, cloud };
    checks.that(`${name}: ${before}/5 pings before, ${after}/5 after`, [
      ...unless(found, expected, "found"),
      // keepalived notices nothing: where it elects, it has the address.
      ...unless(holders, [SECOND], "held by"),
    ]);
    await then?.(trial, checks);
    return { name, before, after, dropsOfFirst, dropsOfSecond, cloud };
  } finally {
    await trial.close();
  }
}

/** The rules follow the cloud's state: a member that comes into the range is heard from its next announcement on. */
async function widen(trial, checks) {
  await associate(trial, SECOND);
  const until = Date.now() + REFRESHED_MS;
  while ((await trial.holderInCloud()) !== SECOND && Date.now() < until) await sleep(100);
  const found = [await trial.ping(), await trial.holderInCloud()];
  checks.that("AssociateHaVipInstance lets the second member in, while it runs", unless(found, [5, SECOND], "found"));
}

async function dropped(trial, instanceId) {
  return (await trial.vpc.droppedClaims(instanceId))[trial.address] ?? 0;
}

function assign(trial, address) {
  const PrivateIpAddresses = [{ PrivateIpAddress: address, Primary: false }];
  return trial.call("AssignPrivateIpAddresses", { NetworkInterfaceId: "eni-00000001", PrivateIpAddresses });
}

function associate(trial, instanceId) {
  const HaVipAssociationSet = [{ HaVipId: trial.havipId, InstanceId: instanceId, InstanceType: "CVM" }];
  return trial.call("AssociateHaVipInstance", { HaVipAssociationSet });
}
