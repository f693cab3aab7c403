import type { Member } from "../ha/model";
import { KeepalivedVersion } from "./draft";
import { definesTracker } from "./extra-trackers";
import type { KeepalivedModel, Notifications, Protocol, Takeover, TrackProcess, VrrpInstance } from "./model";
import { type Block, block, type Line, print, when } from "./text";

/** A file of a member's machine. */
export interface MemberFile {
  readonly path: string;
  /** Permissions, octal. */
  readonly mode: string;
  readonly content: string;
}

/** Readable by root only: it may hold the password. Every member's file, by instance id. */
export function renderFiles(model: KeepalivedModel): Record<string, MemberFile> {
  const file = (member: Member): MemberFile => ({
    path: "/etc/keepalived/keepalived.conf",
    mode: "0600",
    content: renderMember(model, member),
  });
  return Object.fromEntries(model.group.members.map((member) => [member.instanceId, file(member)]));
}

/** A member's keepalived.conf. The same model gives the same text: it holds no date and no random value. */
function renderMember(model: KeepalivedModel, member: Member): string {
  const { healthCheck } = model.takeover;
  return print([
    ...header(model, member),
    "",
    globalDefinitions(model, member),
    ...(healthCheck === undefined ? [] : ["", healthScript(healthCheck)]),
    ...model.trackProcesses.flatMap((process) => ["", trackProcess(process)]),
    ...extraPart(model.extra.filter(definesTracker)),
    ...model.instances.flatMap((instance) => ["", vrrpInstance(model, instance, member)]),
    // Behind the instances, where a block that was forgotten takes nothing of them in.
    ...extraPart(model.extra.filter((line) => !definesTracker(line))),
  ]);
}

/** A part of the user's lines outside of the instances. */
function extraPart(lines: readonly Line[]): Line[] {
  return when(lines.length > 0, "", EXTRA, ...lines);
}

function header(model: KeepalivedModel, { instanceId }: Member): Line[] {
  return [
    `# keepalived.conf of ${instanceId} in the cluster ${printable(model.name)}, for keepalived ${versions(model)}.`,
    "# Rendered by pulumi-tencentcloud-havip: change the Pulumi program, not this file.",
    "# The members' firewalls must let VRRP (IP protocol 112) pass between them, or each believes to be alone and claims the",
    "# HAVIP. Security groups have no such protocol: allow ALL from each peer listed below.",
  ];
}

/** A logical name may be anything, even a line break, with which a comment ends. */
function printable(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9 _.:/-]/g, "_").slice(0, 60);
}

/** Which keepalived knows every keyword of the file; an older one reports what it does not know, and ignores it. */
function versions({ minimumVersion, trackProcesses }: KeepalivedModel): string {
  if (minimumVersion === KeepalivedVersion.v2_2) return "2.2.0 to 2.4";
  return trackProcesses.length > 0 ? "2.0.11 to 2.4" : "2.0.0 to 2.4";
}

/**
 * Above this many HAVIPs on one interface, announcements are not repeated: they would come too fast for the cloud
 * (Tencent Cloud, "Best Practices of Configuring HAVIP with keepalived").
 */
const MAX_HAVIPS_WITH_REPEATS = 5;

/** A member has all its HAVIPs on one interface, whatever instance they belong to. */
function areMany({ group }: KeepalivedModel): boolean {
  return group.havips.length > MAX_HAVIPS_WITH_REPEATS;
}

const HEALTH_CHECK = "check_service";
const EXTRA = "# From extraConfig.";

function globalDefinitions(model: KeepalivedModel, member: Member): Block {
  return block("global_defs", [
    `router_id ${member.instanceId}`,
    `vrrp_version ${String(model.protocol.version)}`,
    ...when(
      areMany(model),
      `# More than ${String(MAX_HAVIPS_WITH_REPEATS)} HAVIPs on one interface: announce each once, and again after 1 s, or the cloud is flooded.`,
      "vrrp_garp_master_repeat 1",
    ),
    "# The members' address lists may differ for a moment while a changed list is rolled out.",
    "vrrp_skip_check_adv_addr",
    "# Only the peers below take part in the election.",
    "vrrp_check_unicast_src",
    "# Scripts run only if nobody but root can change them. (As another user than root they would end",
    "# `keepalived -t` of 2.2.7 with a signal.)",
    "enable_script_security",
    "script_user root",
    ...fifo(model.notifications),
    ...when(
      model.minimumVersion === KeepalivedVersion.v2_2,
      "# A reload with a broken file is refused, and the running configuration stays.",
      "reload_check_config /run/keepalived.reload-check.log",
    ),
  ]);
}

function fifo({ fifo }: Notifications): Line[] {
  if (fifo === undefined) return [];
  return [
    `vrrp_notify_fifo "${fifo.path}"`,
    ...(fifo.script === undefined ? [] : [`vrrp_notify_fifo_script "${fifo.script}"`]),
  ];
}

function healthScript(check: NonNullable<Takeover["healthCheck"]>): Block {
  return block(`vrrp_script ${HEALTH_CHECK}`, [
    `script "${check.command}"`,
    `interval ${String(check.interval)}`,
    `timeout ${String(check.timeout)}`,
    `fall ${String(check.fall)}`,
    `rise ${String(check.rise)}`,
    ...(!("weight" in check) || check.weight === undefined
      ? ["# No weight: a member whose check fails gives the HAVIP up at once, whatever its priority."]
      : [`weight ${String(check.weight)}`]),
    "user root",
  ]);
}

function trackProcess({ name, quorum, delay }: TrackProcess): Block {
  return block(`vrrp_track_process ${trackName(name)}`, [
    `process ${name}`,
    `quorum ${String(quorum)}`,
    ...when(delay > 0, `delay ${String(delay)}`),
    "# Without a weight it would be 1: the priority would change, and the holder stay.",
    "weight 0",
  ]);
}

function trackName(process: string): string {
  return `process_${process}`;
}

function vrrpInstance(model: KeepalivedModel, instance: VrrpInstance, { instanceId }: Member): Block {
  const member = instance.members.find((other) => other.instanceId === instanceId);
  // Every instance has all members of the cluster.
  if (member === undefined) throw new Error(`${instanceId} is no member of the instance ${instance.name}.`);
  const peers = instance.members.filter((other) => other !== member);
  return block(`vrrp_instance ${instance.name}`, [
    "# All members start as backups and elect the holder by priority.",
    "state BACKUP",
    ...preemption(model.takeover),
    `interface ${member.interface}`,
    "# The same on all members, different for every cluster in the VPC.",
    `virtual_router_id ${String(instance.virtualRouterId)}`,
    `priority ${String(member.priority)}`,
    `advert_int ${String(model.protocol.advertInterval)}`,
    ...authentication(model.protocol),
    "# Unicast: the VPC network does not carry multicast.",
    `unicast_src_ip ${member.privateIp}`,
    block(
      "unicast_peer",
      peers.map(({ privateIp }) => privateIp),
    ),
    "# A host mask: the holder must not route the subnet through the virtual address.",
    block(
      "virtual_ipaddress",
      instance.havips.map(({ address }) => `${address}/32 dev ${member.interface}`),
    ),
    ...announcements(model),
    "# A member that starts without its own address goes to FAULT instead of becoming a false master.",
    "track_src_ip",
    ...when(model.takeover.healthCheck !== undefined, block("track_script", [HEALTH_CHECK])),
    ...when(
      model.trackProcesses.length > 0,
      block(
        "track_process",
        model.trackProcesses.map(({ name }) => trackName(name)),
      ),
    ),
    ...notifications(model.notifications),
    ...when(instance.extra.length > 0, EXTRA, ...instance.extra),
  ]);
}

function preemption(takeover: Takeover): Line[] {
  if (!takeover.preempt)
    return ["# A stronger member that returns does not take the HAVIP back: one interruption less.", "nopreempt"];
  return when(takeover.delay > 0, `preempt_delay ${String(takeover.delay)}`);
}

function authentication(protocol: Protocol): Line[] {
  if (protocol.version === 3 || protocol.authPass === undefined) return [];
  return [block("authentication", ["auth_type PASS", `auth_pass "${protocol.authPass}"`])];
}

/** The gratuitous ARPs, which alone bind the HAVIP to an instance. Delay 1 and refresh 5 are what the vendor demands. */
function announcements(model: KeepalivedModel): Line[] {
  const repeat = !areMany(model);
  return [
    "# The cloud binds the HAVIP to whoever announces it by gratuitous ARP: at once, again after 1 s, then every 5 s,",
    "# because a lost announcement would leave the HAVIP with the old holder.",
    "garp_master_delay 1",
    ...when(repeat, "garp_master_repeat 5"),
    "garp_master_refresh 5",
    ...when(repeat, "garp_lower_prio_repeat 5"),
    "# After a partition heals, the loser makes the winner announce itself once more.",
    "higher_prio_send_advert true",
  ];
}

function notifications({ any, on }: Notifications): Line[] {
  const commands: [string, string | undefined][] = [
    ["notify_master", on.master],
    ["notify_backup", on.backup],
    ["notify_fault", on.fault],
    ["notify_stop", on.stop],
    ["notify", any],
  ];
  return commands.flatMap(([keyword, command]) => (command === undefined ? [] : [`${keyword} "${command}"`]));
}
