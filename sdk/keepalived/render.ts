import type { Member } from "../ha/model";
import type { KeepalivedModel, Protocol, Takeover, WeightedHealthCheck } from "./model";
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
    `# keepalived.conf of ${member.instanceId} in the cluster ${model.name}. Rendered by pulumi-tencentcloud-havip:`,
    "# change the Pulumi program, not this file.",
    "# The members' firewalls must let VRRP (IP protocol 112) pass between them, or each believes to be alone and claims the",
    "# HAVIP. Security groups have no such protocol: allow ALL from each peer listed below.",
    "",
    globalDefinitions(model, member),
    ...(healthCheck === undefined ? [] : ["", healthScript(healthCheck)]),
    "",
    vrrpInstance(model, member),
  ]);
}

/**
 * Above this many HAVIPs on one interface, announcements are not repeated: they would come too fast for the cloud
 * (Tencent Cloud, "Best Practices of Configuring HAVIP with keepalived").
 */
const MAX_HAVIPS_WITH_REPEATS = 5;

const HEALTH_CHECK = "check_service";

function globalDefinitions(model: KeepalivedModel, member: Member): Block {
  const many = model.group.havips.length > MAX_HAVIPS_WITH_REPEATS;
  return block("global_defs", [
    `router_id ${member.instanceId}`,
    `vrrp_version ${String(model.protocol.version)}`,
    ...when(
      many,
      `# More than ${String(MAX_HAVIPS_WITH_REPEATS)} HAVIPs on one interface: announce each once, or the cloud is flooded.`,
      "vrrp_garp_master_repeat 1",
    ),
    "# The members' address lists may differ for a moment while a changed list is rolled out.",
    "vrrp_skip_check_adv_addr",
    "# Only the peers below take part in the election.",
    "vrrp_check_unicast_src",
    "# Normal scheduling; without this line every start logs a notice.",
    "max_auto_priority -1",
    "# Scripts run only if nobody but root can change them. (As another user than root they would end",
    "# `keepalived -t` of 2.2.7 with a signal.)",
    "enable_script_security",
    "script_user root",
    "# A reload with a broken file is refused, and the running configuration stays.",
    "reload_check_config /run/keepalived.reload-check.log",
  ]);
}

function healthScript(check: WeightedHealthCheck): Block {
  return block(`vrrp_script ${HEALTH_CHECK}`, [
    `script "${check.command}"`,
    `interval ${String(check.interval)}`,
    `timeout ${String(check.timeout)}`,
    `fall ${String(check.fall)}`,
    `rise ${String(check.rise)}`,
    ...(check.weight === undefined
      ? ["# No weight: a member whose check fails gives the HAVIP up at once, whatever its priority."]
      : [`weight ${String(check.weight)}`]),
    "user root",
  ]);
}

function vrrpInstance(model: KeepalivedModel, member: Member): Block {
  return block(`vrrp_instance ${model.name}`, [
    "# All members start as backups and elect the holder by priority.",
    "state BACKUP",
    ...preemption(model.takeover),
    `interface ${member.interface}`,
    "# The same on all members, different for every cluster in the VPC.",
    `virtual_router_id ${String(model.virtualRouterId)}`,
    `priority ${String(member.priority)}`,
    `advert_int ${String(model.protocol.advertInterval)}`,
    ...authentication(model.protocol),
    "# Unicast: the VPC network does not carry multicast.",
    `unicast_src_ip ${member.privateIp}`,
    "unicast_ttl 255",
    block("unicast_peer", peers(model, member)),
    "# A host mask: the holder must not route the subnet through the virtual address.",
    block(
      "virtual_ipaddress",
      model.group.havips.map(({ address }) => `${address}/32 dev ${member.interface}`),
    ),
    ...announcements(model),
    "# A member that starts without its own address goes to FAULT instead of becoming a false master.",
    "track_src_ip",
    ...when(model.takeover.healthCheck !== undefined, block("track_script", [HEALTH_CHECK])),
    ...(model.notify === undefined ? [] : [`notify "${model.notify}"`]),
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

function peers(model: KeepalivedModel, member: Member): string[] {
  return model.group.members.filter((other) => other.instanceId !== member.instanceId).map((other) => other.privateIp);
}

/** The gratuitous ARPs, which alone bind the HAVIP to an instance. Delay 1 and refresh 5 are what the vendor demands. */
function announcements({ group }: KeepalivedModel): Line[] {
  const repeat = group.havips.length <= MAX_HAVIPS_WITH_REPEATS;
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
