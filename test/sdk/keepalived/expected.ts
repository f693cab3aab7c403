import type { KeepalivedClusterArgs } from "../../../sdk/keepalived/args";
import { havipsByInstance } from "./clusters";
import { definitionsAndOthers, keywords, keywordsOf, readLines } from "./structure";

/** The keywords that a cluster's file must have, written down independently of the renderer, in order. */
export function expectedKeywords(args: KeepalivedClusterArgs): string[] {
  const instances = havipsByInstance(args);
  const many = instances.flat().length > 5;
  const [definitions, others] = definitionsAndOthers(readLines(args.extraConfig?.file ?? ""));
  return [
    ...globalDefinitions(args, many),
    ...some(args.healthCheck !== undefined, "vrrp_script"),
    ...some(args.healthCheck !== undefined, ...inner(["script", "interval", "timeout", "fall", "rise"])),
    ...some(args.healthCheck?.weight !== undefined, "  weight"),
    ...some(args.healthCheck !== undefined, "  user"),
    ...(args.trackProcesses ?? []).flatMap(({ delay = 0 }) => [
      "vrrp_track_process",
      ...inner(["process", "quorum"]),
      ...some(delay > 0, "  delay"),
      "  weight",
    ]),
    ...keywordsOf(definitions),
    ...instances.flatMap((havips, index) => [
      ...vrrpInstance(args, havips.length, many),
      ...inner(keywords(args.extraConfig?.vrrpInstance ?? "")),
      ...inner(keywords(args.instances?.[index]?.extraConfig?.vrrpInstance ?? "")),
    ]),
    ...keywordsOf(others),
  ];
}

function globalDefinitions({ notifyFifo, minimumVersion }: KeepalivedClusterArgs, many: boolean): string[] {
  return [
    "global_defs",
    ...inner(["router_id", "vrrp_version"]),
    ...some(many, "  vrrp_garp_master_repeat"),
    ...inner(["vrrp_skip_check_adv_addr", "vrrp_check_unicast_src", "enable_script_security", "script_user"]),
    ...some(notifyFifo !== undefined, "  vrrp_notify_fifo"),
    ...some(notifyFifo?.script !== undefined, "  vrrp_notify_fifo_script"),
    ...some(minimumVersion === "2.2", "  reload_check_config"),
  ];
}

function vrrpInstance(args: KeepalivedClusterArgs, havips: number, many: boolean): string[] {
  const { notifyOn = {}, trackProcesses = [] } = args;
  return [
    "vrrp_instance",
    "  state",
    ...some(args.preempt !== true, "  nopreempt"),
    ...some((args.preemptDelay ?? 0) > 0, "  preempt_delay"),
    ...inner(["interface", "virtual_router_id", "priority", "advert_int"]),
    ...some(args.authPass !== undefined, "  authentication", "    auth_type", "    auth_pass"),
    ...inner(["unicast_src_ip", "unicast_peer"]),
    ...entries(args.members.length - 1),
    "  virtual_ipaddress",
    ...entries(havips),
    "  garp_master_delay",
    ...some(!many, "  garp_master_repeat"),
    "  garp_master_refresh",
    ...some(!many, "  garp_lower_prio_repeat"),
    ...inner(["higher_prio_send_advert", "track_src_ip"]),
    ...some(args.healthCheck !== undefined, "  track_script", "    <entry>"),
    ...some(trackProcesses.length > 0, "  track_process", ...entries(trackProcesses.length)),
    ...some(notifyOn.master !== undefined, "  notify_master"),
    ...some(notifyOn.backup !== undefined, "  notify_backup"),
    ...some(notifyOn.fault !== undefined, "  notify_fault"),
    ...some(notifyOn.stop !== undefined, "  notify_stop"),
    ...some(args.notify !== undefined, "  notify"),
  ];
}

function inner(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function entries(count: number): string[] {
  return Array.from({ length: count }, () => "    <entry>");
}

function some(condition: boolean, ...lines: string[]): string[] {
  return condition ? lines : [];
}
