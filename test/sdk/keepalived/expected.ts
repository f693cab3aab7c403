import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";

/** The keywords that a cluster's file must have, written down independently of the renderer, in order. */
export function expectedKeywords(args: KeepalivedClusterArgs): string[] {
  const many = args.havips.length > 5;
  const inner = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  const entries = (count: number): string[] => Array.from({ length: count }, () => "    <entry>");
  const some = (condition: boolean, ...lines: string[]): string[] => (condition ? lines : []);
  return [
    "global_defs",
    ...inner(["router_id", "vrrp_version"]),
    ...some(many, "  vrrp_garp_master_repeat"),
    ...inner(["vrrp_skip_check_adv_addr", "vrrp_check_unicast_src", "max_auto_priority", "enable_script_security"]),
    ...inner(["script_user", "reload_check_config"]),
    ...some(args.healthCheck !== undefined, "vrrp_script"),
    ...some(args.healthCheck !== undefined, ...inner(["script", "interval", "timeout", "fall", "rise"])),
    ...some(args.healthCheck?.weight !== undefined, "  weight"),
    ...some(args.healthCheck !== undefined, "  user"),
    "vrrp_instance",
    "  state",
    ...some(args.preempt !== true, "  nopreempt"),
    ...some((args.preemptDelay ?? 0) > 0, "  preempt_delay"),
    ...inner(["interface", "virtual_router_id", "priority", "advert_int"]),
    ...some(args.authPass !== undefined, "  authentication", "    auth_type", "    auth_pass"),
    ...inner(["unicast_src_ip", "unicast_ttl", "unicast_peer"]),
    ...entries(args.members.length - 1),
    "  virtual_ipaddress",
    ...entries(args.havips.length),
    "  garp_master_delay",
    ...some(!many, "  garp_master_repeat"),
    "  garp_master_refresh",
    ...some(!many, "  garp_lower_prio_repeat"),
    ...inner(["higher_prio_send_advert", "track_src_ip"]),
    ...some(args.healthCheck !== undefined, "  track_script", "    <entry>"),
    ...some(args.notify !== undefined, "  notify"),
  ];
}
