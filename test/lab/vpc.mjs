// A VPC of network namespaces: what is declared in an emulator decides what passes, and what passes is told the emulator.
import path from "node:path";
import { boot } from "./machine.mjs";
import { addressChange, packetOf } from "./packets.cjs";
import { NETWORK, TABLE, allowed, macOf, replacing } from "./ruleset.cjs";
import { openSpace } from "./space.mjs";
import { Teller } from "./teller.mjs";

/** How soon a change of the emulator's state reaches the bridge. In the cloud it takes seconds. */
const SYNC_MS = 100;

/** Prints every claim and advertisement on the bridge, each as soon as it is there, and before that "listening on". */
const EARS =
  process.getuid?.() === 0
    ? "tcpdump -i br0 --immediate-mode -l -n -e -tt".split(" ").concat("arp or ip proto 112")
    : ["perl", path.join(import.meta.dirname, "ears.pl"), "br0"];

/** Opens a VPC whose machines are instances of the emulator behind `control`. */
export async function openVpc(control) {
  const space = await openSpace();
  const vpc = new Vpc(space, control);
  try {
    await space.runOrFail("ip", "link", "add", "br0", "type", "bridge", "stp_state", "0", "mcast_snooping", "0");
    await space.runOrFail("ip", "link", "set", "br0", "up");
    await space.runOrFail("nft", NETWORK);
    await vpc.listen();
    return vpc;
  } catch (error) {
    await vpc.close();
    throw error;
  }
}

class Vpc {
  /** The machines that run, by instance id. */
  machines = new Map();
  /** Claims and advertisements that the bridge has let pass, in their order. */
  packets = [];
  /** What went wrong where nobody waits for it. */
  failures = [];
  #off = new Map();
  #loaded = "";
  #loading = Promise.resolve();
  #teller;
  #timer = undefined;
  #closed = false;

  constructor(space, control) {
    this.space = space;
    this.control = control;
    this.#teller = new Teller(control, (error) => this.#fail(error));
  }

  #fail(error) {
    if (!this.#closed) this.failures.push(error);
  }

  /** Plugs an instance in and boots it. */
  async boot(instanceId) {
    const { instances } = await this.control.state();
    const address = instances.find(({ InstanceId }) => InstanceId === instanceId)?.PrivateIpAddresses[0];
    if (address === undefined) throw new Error(`The emulator has no ${instanceId}.`);
    await this.#unplug(instanceId);
    const machine = await boot(this.space, { instanceId, address });
    this.machines.set(instanceId, machine);
    await this.sync();
    machine.room.lines((line) => this.#hearChange(machine, addressChange(line)), "ip", "-o", "monitor", "address");
    return machine;
  }

  /**
   * From one moment to the next: no packet of it gets anywhere, and no process of it does anything any more. Packets first: the
   * kernel would answer for its addresses until it has taken the namespace apart.
   */
  async powerOff(instanceId) {
    const machine = this.machines.get(instanceId);
    await this.cut(instanceId);
    this.machines.delete(instanceId);
    this.#off.set(instanceId, machine);
    await machine.powerOff();
  }

  async #unplug(instanceId) {
    const machine = this.#off.get(instanceId);
    if (machine === undefined) return;
    this.#off.delete(instanceId);
    // It goes with the namespace, but not at once.
    await this.space.run("ip", "link", "delete", machine.port);
    await this.#element("delete", "cut", machine);
  }

  /** Cuts a machine off without a sign: its link stays up. */
  async cut(instanceId) {
    this.machines.get(instanceId).isReachable = false;
    await this.#element("add", "cut", this.machines.get(instanceId));
  }

  async heal(instanceId) {
    await this.#element("delete", "cut", this.machines.get(instanceId));
    this.machines.get(instanceId).isReachable = true;
  }

  /** A security group that does not let VRRP in. */
  blockVrrp(instanceId) {
    return this.#element("add", "without_vrrp", this.machines.get(instanceId));
  }

  async #element(verb, set, { port }) {
    await this.space.runOrFail("nft", `${verb} element ${TABLE} ${set} { "${port}" }`);
  }

  /** Makes the rules those of the emulator's present state, after those of an earlier one. */
  sync() {
    this.#loading = this.#loading.catch(() => {}).then(() => this.#load());
    return this.#loading;
  }

  async #load() {
    const commands = replacing(allowed(await this.control.state(), [...this.machines.keys()]));
    if (commands === this.#loaded) return;
    await this.space.runOrFail("nft", commands);
    this.#loaded = commands;
  }

  /** Hears every claim and advertisement from now on, and follows the emulator's state. */
  async listen() {
    await new Promise((resolve, reject) => {
      let said = "";
      const heard = (line) => {
        said = line;
        if (line.startsWith("listening on")) resolve();
        this.#hear(packetOf(line));
      };
      const ears = this.space.lines(heard, ...EARS);
      ears.once("close", () => {
        const failure = new Error(`Nobody listens to the bridge any more: ${said}`);
        this.#fail(failure);
        reject(failure);
      });
    });
    this.#follow();
  }

  #follow() {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      void this.sync()
        .catch((error) => this.#fail(error))
        .then(() => this.#follow());
    }, SYNC_MS);
  }

  #hear(packet) {
    if (packet === undefined) return;
    this.packets.push(packet);
    if (packet.kind !== "claim") return;
    const sender = [...this.machines.values()].find((machine) => macOf(machine.address) === packet.mac);
    if (sender !== undefined) this.#teller.announce(packet.address, sender.instanceId);
  }

  #hearChange(machine, change) {
    if (change === undefined) return;
    const { address, isThere } = change;
    if (isThere) machine.held.add(address);
    else machine.held.delete(address);
    // No packet says that an address was given up; the cloud has means of its own. Of a machine that it does not hear it
    // knows nothing.
    const isHeard = machine.isReachable && this.machines.get(machine.instanceId) === machine;
    if (!isThere && isHeard) this.#teller.release(address, machine.instanceId);
  }

  /** Once everything that was heard so far has been told. */
  told() {
    return this.#teller.done();
  }

  /** How many claims each instance made in vain, by address: `{ "10.0.0.100": 3 }`. */
  async droppedClaims(instanceId) {
    const { port } = this.machines.get(instanceId);
    const { nftables } = JSON.parse(
      await this.space.runOrFail("nft", "--json", "list", "set", ...TABLE.split(" "), "dropped_claims"),
    );
    const elements = nftables.find(({ set }) => set !== undefined).set.elem ?? [];
    const own = elements.map(({ elem }) => elem).filter(({ val }) => val.concat[0] === port);
    return Object.fromEntries(own.map(({ val, counter }) => [val.concat[1], counter.packets]));
  }

  async close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.told();
    await this.space.close();
  }
}
