import { parseAddress } from "../../provider/core/addresses";
import { type Known, LATER } from "./model";
import { shown } from "./numbers";
import type { Problem } from "./problems";

/** Complains unless a known text is an IPv4 address that a host can have. */
export function addressProblems(where: string, text: Known<string>): Problem[] {
  if (text === LATER) return [];
  const remedy = "give one IPv4 address such as 10.0.0.100";
  const parsed = parseAddress(text);
  if (!parsed.ok) return [{ where, what: `${shown(text)} ${parsed.reason}`, remedy }];
  return isHost(text) ? [] : [{ where, what: `${text} is an address that no host can have`, remedy }];
}

/** Whether a known text is such an address, for rules that only make sense then. */
export function isHostAddress(text: Known<string>): text is string {
  return text !== LATER && parseAddress(text).ok && isHost(text);
}

/** Not "this network", loopback, multicast, reserved or broadcast (RFC 6890; RFC 5771 for multicast). */
function isHost(address: string): boolean {
  const first = Number(address.split(".")[0]);
  return first !== 0 && first !== 127 && first < 224;
}
