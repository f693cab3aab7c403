import { shown } from "../ha/numbers";
import type { Problem } from "../ha/problems";
import { block, type Line } from "./text";

/**
 * keepalived reads lines of up to 1023 bytes and takes the rest of a longer one for a new line; printed, a line is indented.
 */
const MAX_BYTES = 800;

/**
 * Refused are the characters that keepalived's lexer (2.2.7, lib/parser.c) acts upon: $ substitutes, even in quotes; @ and ~ at the
 * start of a line are conditions and loops; # and ! begin comments, even in a word; \ continues and escapes; ' quotes in some
 * places and not in others.
 */
const PLAIN = /^[\x20-\x7E]*$/;
const INTERPRETED = /[$@~#!\\'`]/;

/** Anything that reads another file, runs a command or tells one of something. */
const RUNS_OR_INCLUDES = /^include|script|notify|^misc_|^quorum_(up|down)$/i;

/** What keepalived takes without a word, and with what the HAVIPs do not work; and the remedy. */
const HARMFUL: readonly (readonly [keywords: RegExp, complaint: string, remedy: string])[] = [
  // It starts, becomes master, and drops every packet to the HAVIP; so does a part of it alone (measured, 2.2.7).
  [/^(vrrp_strict|strict_mode|no_accept)$/i, "makes a unicast HAVIP unreachable", "leave it out"],
  [
    /^virtual_ipaddress_excluded$/i,
    "lets an address float that may be no HAVIP, which the cloud drops",
    "give it in havips",
  ],
  [
    /^static_ipaddress$/i,
    "gives the address to every member at once",
    "give a HAVIP in havips, and a member's own address to its network configuration",
  ],
  [
    /^vrrp_sync_group$/i,
    "moves all its instances to one member, whoever is preferred",
    "give one instance all HAVIPs that move together",
  ],
  [
    /^(use_vmac|vmac_xmit_base|use_ipvlan)$/i,
    "claims with a MAC address that the cloud has not given to the instance",
    "leave it out",
  ],
  [
    /^(net_namespace|net_namespace_ipvs|namespace_with_ipsets|instance)$/i,
    "moves keepalived to where the members' interfaces, or the service that controls it, are not",
    "leave it out",
  ],
];

/** Where lines of a user may stand. */
export type ExtraPlace = "vrrpInstance" | "file";

/** What the file says already, or what an input decides, of global definitions and blocks. */
const DECIDED_GLOBALLY = (
  "vrrp_instance vrrp_track_process router_id vrrp_version vrrp_garp_master_repeat vrrp_skip_check_adv_addr " +
  "vrrp_check_unicast_src reload_check_config down_timer_adverts vrrp_down_timer_adverts"
).split(" ");

/**
 * The same, by place; refused in the blocks there, too. For where keepalived does not know a block, it ignores the brace that opens
 * it: what stands inside counts for the block around it, and the brace that closes it closes that (measured, 2.2.7: `priority 250`
 * in an unknown block of an instance is advertised).
 */
const DECIDED: Record<ExtraPlace, readonly string[]> = {
  vrrpInstance: DECIDED_GLOBALLY.concat(
    (
      "state nopreempt preempt preempt_delay interface virtual_router_id priority advert_int version authentication " +
      "auth_type auth_pass unicast_src_ip mcast_src_ip unicast_peer virtual_ipaddress garp_master_delay " +
      "garp_master_repeat garp_master_refresh garp_lower_prio_repeat higher_prio_send_advert track_src_ip track_process"
    ).split(" "),
  ),
  file: DECIDED_GLOBALLY,
};

/** What is wrong with lines of a user. */
export function extraProblems(where: string, text: string, place: ExtraPlace): Problem[] {
  const problems: Problem[] = [];
  const open: string[] = [];
  for (const [index, line] of trimmed(text).entries()) {
    const complaint = lineComplaint(line, place);
    const number = `line ${String(index + 1)}`;
    if (complaint !== undefined) {
      problems.push({ where, what: `${number}, ${shown(line)}, ${complaint[0]}`, remedy: complaint[1] });
    } else if (opens(line)) {
      open.push(line);
    } else if (line === "}" && open.pop() === undefined && problems.length === 0) {
      return [unbalanced(where, `${number} closes a block that is not open`)];
    }
  }
  // A line that is refused may have been the brace that is missing.
  const [left] = open;
  return problems.length > 0 || left === undefined
    ? problems
    : [unbalanced(where, `the block ${shown(left)} is not closed`)];
}

/** The lines of a text without problems, as the printer takes them: indented anew, with its blocks. */
export function extraLines(text: string): Line[] {
  const open: { head: string; lines: Line[] }[] = [{ head: "", lines: [] }];
  for (const line of trimmed(text)) {
    if (line === "}") {
      const closed = open.pop();
      if (closed !== undefined) open.at(-1)?.lines.push(block(closed.head, closed.lines));
    } else if (opens(line)) {
      open.push({ head: line.slice(0, -1).trim(), lines: [] });
    } else if (line !== "") {
      open.at(-1)?.lines.push(line);
    }
  }
  return open[0]?.lines ?? [];
}

/** What is wrong with a line, and the remedy. */
function lineComplaint(line: string, place: ExtraPlace): [string, string] | undefined {
  const bytes = Buffer.byteLength(line);
  if (bytes > MAX_BYTES) return [`has ${String(bytes)} bytes`, `keep a line within ${String(MAX_BYTES)}`];
  if (!PLAIN.test(line) || INTERPRETED.test(line)) {
    const remedy = "use printable ASCII without $ @ ~ # ! \\ ` and apostrophes, and a line for each keyword";
    return ["has characters that keepalived interprets, or that are no plain text", remedy];
  }
  if (line === "" || line === "}") return undefined;
  if (!hasPlainBraces(line)) {
    return [
      "has quotes or braces that do not stand alone",
      'put blanks around a text in quotes; end a line with " {" to open a block, and close it by a line of "}"',
    ];
  }
  const [keyword = ""] = wordsOf(line);
  if (RUNS_OR_INCLUDES.test(keyword)) {
    return ["runs a command or includes a file", "use healthCheck, notify, notifyOn or notifyFifo, or leave it out"];
  }
  const harm = HARMFUL.find(([keywords]) => keywords.test(keyword));
  if (harm !== undefined) return [harm[1], harm[2]];
  if (DECIDED[place].includes(keyword.toLowerCase())) {
    return ["is decided by an input, or the same in every file", "use the input, or leave it out"];
  }
  return undefined;
}

/**
 * Quotes in pairs with no brace between them, as words of their own, none around the keyword, and no brace but one after a head. For
 * keepalived ends a word at a quote, too: `priority"250"` is a priority (measured, 2.2.7).
 */
function hasPlainBraces(line: string): boolean {
  const words = line.replaceAll(/ "[^"{}]*"(?= |$)/g, " quoted");
  return /^[^"{}\s]/.test(line) && /^[^"{}]+( \{)?$/.test(words);
}

function opens(line: string): boolean {
  return line.endsWith(" {");
}

/** As keepalived splits a line: at blanks and quotes, which belong to no word. */
export function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/"([^"]*)"|[^ "]+/g), ([word, quoted]) => quoted ?? word);
}

function trimmed(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}

function unbalanced(where: string, what: string): Problem {
  return { where, what, remedy: "balance the braces" };
}
