import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cloudCall } from "../setup/cloud-call.cjs";
import { ROOT } from "../setup/run.cjs";
import { render } from "./cluster.mjs";
import { controlOf } from "./control.mjs";
import { measure } from "./measure.cjs";
import { keepPinging, pingFiveTimes } from "./pings.mjs";
import { macOf } from "./ruleset.cjs";
import { openVpc } from "./vpc.mjs";

const require = createRequire(import.meta.url);
const { createEmulator } = require(path.join(ROOT, "dist", "provider", "emulator"));

const PLACE = { VpcId: "vpc-00000001", SubnetId: "subnet-00000001" };
const CLIENT_ADDRESS = "10.0.0.250";
export const HAVIP = "10.0.0.100";
/** The emulator's first instances. */
export const MEMBERS = [1, 2, 3].map((number) => ({
  instanceId: `ins-0000000${number}`,
  privateIp: `10.0.0.1${number}`,
}));

/** A HAVIP of the trial's subnet, as an input. */
export const havipOf = (address) => ({ address, subnetCidr: "10.0.0.0/24" });

/** What the health check of a trial looks for. */
export const SERVICE_CHECK = { command: "/usr/bin/pgrep -x web", interval: 1, timeout: 1, fall: 2, rise: 2 };

/** keepalived runs only what root owns, and in a user namespace the system's files are nobody's. */
export const CAN_CHECK = process.getuid?.() === 0;
export const NO_CHECK = "needs root: keepalived runs a health check only if root owns its program";

/**
 * A cloud of its own, with a HAVIP in it for each of `addresses` (`havip`: more parameters of CreateHaVip, or false for none), a
 * VPC, a client that pings them, and members with their configuration, whose keepalived is not started yet. `change` spoils a
 * member's text. What is said of an address is said of the first one, if none is named.
 */
export async function openTrial(options = {}) {
  if (options.cluster?.healthCheck !== undefined && !CAN_CHECK) throw new Error(NO_CHECK);
  const emulator = await createEmulator();
  const { url, credentials } = emulator;
  const ask =
    (service) =>
    (action, parameters = {}) =>
      cloudCall({ endpoint: url, ...credentials, region: "ap-guangzhou", service }, action, parameters);
  let vpc;
  try {
    vpc = await openVpc(controlOf(emulator));
    const trial = new Trial({ emulator, vpc, call: ask("vpc"), options });
    await trial.setUp(ask("cvm"));
    return trial;
  } catch (error) {
    await vpc?.close();
    await emulator.close();
    throw error;
  }
}

class Trial {
  /** When the client was answered, by address. */
  #replies = new Map();
  #havipIds = new Map();

  constructor({ emulator, vpc, call, options }) {
    const { members = 2, addresses = [HAVIP], cluster = {}, change = (text) => text, prepare, havip = {} } = options;
    const [address] = addresses;
    Object.assign(this, { emulator, vpc, call, address, addresses, change, prepare, havip });
    this.members = MEMBERS.slice(0, members);
    const havips = addresses.map(havipOf);
    this.rendered = render({ ...(cluster.instances ? {} : { havips }), members: this.members, ...cluster });
  }

  get havipId() {
    return this.#havipIds.get(this.address);
  }

  async setUp(callCvm) {
    for (const address of this.havip === false ? [] : this.addresses) {
      const wanted = { ...PLACE, HaVipName: "lab", Vip: address, ...this.havip };
      this.#havipIds.set(address, (await this.call("CreateHaVip", wanted)).HaVip.HaVipId);
    }
    await this.prepare?.(this);
    const { InstanceIdSet } = await callCvm("RunInstances", {
      Placement: { Zone: "ap-guangzhou-3" },
      ImageId: "img-00000001",
      InstanceName: "client",
      VirtualPrivateCloud: { ...PLACE, PrivateIpAddresses: [CLIENT_ADDRESS] },
    });
    for (const { instanceId } of this.members) await this.boot(instanceId);
    this.client = await this.vpc.boot(InstanceIdSet[0]);
    for (const address of this.addresses) this.#replies.set(address, keepPinging(this.client.room, address));
  }

  machine(instanceId) {
    return this.vpc.machines.get(instanceId);
  }

  /** A member as it is installed: its service runs, its file is there, keepalived is still stopped. */
  async boot(instanceId) {
    const machine = await this.vpc.boot(instanceId);
    const file = this.rendered.files[instanceId];
    await machine.write({ ...file, content: this.change(file.content, instanceId) });
    await this.startService(instanceId);
  }

  async startService(instanceId) {
    const { room } = this.machine(instanceId);
    await room.runOrFail("sh", "-c", "cp -f $(command -v sleep) /run/web");
    room.spawn("/run/web", "infinity");
  }

  async stopService(instanceId) {
    await this.machine(instanceId).room.runOrFail("pkill", "-KILL", "-x", "web");
  }

  async start(instanceIds = this.members.map(({ instanceId }) => instanceId)) {
    for (const instanceId of instanceIds) this.machine(instanceId).startKeepalived();
  }

  /**
   * The first member, and once it has the address the others: with short intervals the priorities are some milliseconds
   * apart, less than starts are.
   */
  async startInOrder() {
    const [{ instanceId }, ...others] = this.members;
    await this.start([instanceId]);
    const patience = Date.now() + 10_000 + 10_000 * this.rendered.advertInterval;
    while (!this.holders().includes(instanceId)) {
      await sleep(20);
      if (Date.now() > patience)
        throw new Error(`${instanceId} has not taken ${this.address}: ${this.lastWords(instanceId)}`);
    }
    await this.start(others.map((other) => other.instanceId));
  }

  lastWords(instanceId) {
    return this.machine(instanceId)
      .log.slice(-3)
      .map(({ line }) => line)
      .join(" / ");
  }

  async powerOff(instanceId) {
    await this.vpc.powerOff(instanceId);
  }

  async setLink(instanceId, isUp) {
    await this.machine(instanceId).setLink(isUp);
  }

  /** The members that have the address, as the kernel has told. */
  holders(address = this.address) {
    return this.members
      .map(({ instanceId }) => instanceId)
      .filter((instanceId) => this.machine(instanceId)?.held.has(address));
  }

  /** Those of them that the client can reach. */
  reachableHolders(address) {
    return this.holders(address).filter((instanceId) => this.machine(instanceId).isReachable);
  }

  /** The members that have the address, asked one by one. */
  async holdersAsked(address = this.address) {
    const running = this.members
      .map(({ instanceId }) => this.machine(instanceId))
      .filter((machine) => machine !== undefined);
    const addresses = await Promise.all(running.map((machine) => machine.addresses()));
    return running.filter((_, index) => addresses[index].includes(address)).map(({ instanceId }) => instanceId);
  }

  /** The holder, as any tool sees it. */
  async holderInCloud(address = this.address) {
    await this.vpc.told();
    const { HaVipSet } = await this.call("DescribeHaVips", { HaVipIds: [this.#havipIds.get(address)] });
    return HaVipSet[0].InstanceId;
  }

  /** How many of five pings are answered. */
  ping() {
    return pingFiveTimes(this.client.room, this.address);
  }

  /** One holder, whom the client reaches, and that for as long as anything that is under way would take. */
  async settled(isExpected = () => true, address = this.address) {
    const { advertInterval } = this.rendered;
    const quiet = 2 * advertInterval * 1_000 + 400;
    const patience = Date.now() + 10_000 + 10 * advertInterval * 1_000;
    let since = Date.now();
    let holder;
    while (Date.now() - since < quiet) {
      await sleep(20);
      const [one, ...others] = this.reachableHolders(address);
      const isAnswered = Date.now() - (this.#replies.get(address).at(-1) ?? 0) < 200;
      const isWell = one !== undefined && others.length === 0 && isExpected(one) && isAnswered;
      if (!isWell || one !== holder) since = Date.now();
      holder = one;
      if (Date.now() > patience)
        throw new Error(
          `${address} was not settled in time: held by ${this.reachableHolders(address).join(", ") || "nobody"}.`,
        );
    }
    return holder;
  }

  /**
   * Does something to the cluster, waits until it has settled, and tells what that was like. `moves`: with another holder.
   * `back`: with that member ready to take over, which takes its health check some seconds.
   */
  async event(act, { moves = false, back } = {}) {
    const [before] = this.reachableHolders();
    const isExpected = (one) => !(moves && one === before) && !(back && this.machine(back).state !== "BACKUP");
    const [measured] = await this.#during(act, new Map([[this.address, isExpected]]));
    return measured;
  }

  /** The same of all addresses, until each is held by whom `holders` says, in their order. Gives what it was like for each. */
  async events(act, holders) {
    const isHeldBy = (holder) => (one) => one === holder;
    const expected = this.addresses.map((address, index) => [address, isHeldBy(holders[index])]);
    return this.#during(act, new Map(expected));
  }

  async #during(act, expected) {
    const before = this.addresses.map((address) => this.reachableHolders(address)[0]);
    const from = Date.now();
    await act();
    const all = [];
    for (const [address, isExpected] of expected) {
      all.push({
        address,
        before: before[this.addresses.indexOf(address)],
        holder: await this.settled(isExpected, address),
      });
    }
    const measured = await Promise.all(all.map((one) => this.#measured(from, one)));
    this.#refuseFailures();
    return measured;
  }

  async #measured(from, { address, before, holder }) {
    const [packets, replies] = [this.vpc.packets, this.#replies.get(address)];
    return {
      ...measure({ from, before: this.#macOf(before), address, packets, replies }),
      address,
      before,
      holder,
      holders: await this.holdersAsked(address),
      holderInCloud: await this.holderInCloud(address),
    };
  }

  #macOf(instanceId) {
    const address = this.members.find((member) => member.instanceId === instanceId)?.privateIp;
    return address && macOf(address);
  }

  #refuseFailures() {
    const [failure] = this.vpc.failures;
    if (failure !== undefined) throw failure;
  }

  async close() {
    await this.vpc.close();
    await this.emulator.close();
  }
}
