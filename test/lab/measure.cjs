"use strict";

/**
 * What an event at `from` was like for an address, from the packets that passed the bridge and the replies that a client got, all in
 * milliseconds:
 * - `outage`: the longest time without a reply
 * - `takeover`: from the last advertisement of who held the address `before` to the first claim of another one
 * - `claimed`: from the event to that claim
 * - `moves`: how often the address went from one to another
 * `takeover` and `claimed` are undefined where nobody else claimed it.
 */
function measure({ from, before, address, packets, replies }) {
  // A machine announces its own address, too, when its link comes up.
  const claims = packets.filter((packet) => packet.kind === "claim" && packet.address === address && packet.at >= from);
  const first = claims.find(({ mac }) => mac !== before);
  const isLast = ({ kind, mac, at }) => kind === "advertisement" && mac === before && at < first.at;
  const last = first && packets.findLast(isLast);
  return {
    outage: longestGap(replies.slice(replies.findLastIndex((at) => at < from))),
    takeover: last && first.at - last.at,
    claimed: first && first.at - from,
    moves: moves([before, ...claims.map(({ mac }) => mac)]),
  };
}

function longestGap(times) {
  return times.slice(1).reduce((longest, at, index) => Math.max(longest, at - times[index]), 0);
}

/** Taken by the first one is no move. */
function moves(holders) {
  const known = holders.filter((holder) => holder !== undefined);
  return known.slice(1).filter((holder, index) => holder !== known[index]).length;
}

module.exports = { measure };
