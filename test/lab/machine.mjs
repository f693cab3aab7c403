import { macOf, portOf } from "./ruleset.cjs";

/** Each machine has its own of these: what is written there is nobody else's. */
const OWN_FOLDERS = "mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /etc/keepalived;";

/**
 * Boots a machine of the VPC and plugs it into the bridge: an instance of the cloud, with a network, processes, /run and
 * /etc/keepalived of its own.
 */
export async function boot(space, { instanceId, address, prefixLength = 24 }) {
  const port = portOf(instanceId);
  const room = await space.openRoom(instanceId, OWN_FOLDERS);
  const peer = ["peer", "name", "eth0", "address", macOf(address), "netns", String(room.pid)];
  await space.runOrFail("ip", "link", "add", port, "type", "veth", ...peer);
  await space.runOrFail("ip", "link", "set", port, "master", "br0", "up");
  await room.runOrFail("ip", "address", "add", `${address}/${prefixLength}`, "dev", "eth0");
  await room.runOrFail("ip", "link", "set", "eth0", "up");
  return new Machine({ space, room, instanceId, address, port });
}

class Machine {
  /** What keepalived has said. */
  log = [];
  keepalived = undefined;
  /** Whether its packets reach the others. */
  isReachable = true;
  /** Its addresses as far as the kernel has told: `addresses()` asks. */
  held = new Set();

  constructor({ space, room, instanceId, address, port }) {
    Object.assign(this, { space, room, instanceId, address, port });
  }

  /** What keepalived says it is: MASTER, BACKUP or FAULT; undefined before it has said so. */
  get state() {
    const states = this.log.map(({ line }) => /\) Entering (\w+) STATE/.exec(line)?.[1]);
    return states.findLast((state) => state !== undefined);
  }

  /** Puts a file there as it is. */
  async write({ path: file, mode, content }) {
    await this.room.runOrFail(
      "sh",
      "-c",
      'umask 077; printf %s "$1" > "$2" && chmod "$3" "$2"',
      "sh",
      content,
      file,
      mode,
    );
  }

  /** Starts keepalived on /etc/keepalived/keepalived.conf, as its service does. `--vrrp`: not every kernel has IPVS. */
  startKeepalived() {
    this.log = [];
    const heard = (line) => this.log.push({ at: Date.now(), line });
    const child = this.room.lines(heard, "keepalived", "--dont-fork", "--log-console", "--log-detail", "--vrrp");
    this.keepalived = new Promise((resolve) => child.once("close", resolve));
  }

  /** As `systemctl stop keepalived`: it removes its addresses and tells the others. */
  async stopKeepalived() {
    await this.room.runOrFail("sh", "-c", "kill -TERM $(cat /run/keepalived.pid)");
    await this.keepalived;
  }

  /** Ends every process of it at once. */
  async powerOff() {
    await this.room.close();
  }

  /** Pulls the cable, or puts it back. */
  async setLink(isUp) {
    this.isReachable = isUp;
    await this.space.runOrFail("ip", "link", "set", this.port, isUp ? "up" : "down");
  }

  /** The addresses of its interface. */
  async addresses() {
    const [link] = JSON.parse(await this.room.runOrFail("ip", "-json", "-4", "address", "show", "dev", "eth0"));
    return (link?.addr_info ?? []).map(({ local }) => local);
  }
}
