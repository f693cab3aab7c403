"use strict";
// What VRRP promises (RFC 5798, 6.1; the same formulas in RFC 3768), in milliseconds.

/** How much later a weaker member takes over than a stronger one: VRRPv2 counts in parts of a second, VRRPv3 of an interval. */
function skew({ version, advertInterval, priority }) {
  const unit = version === 2 ? 1_000 : advertInterval * 1_000;
  return (unit * (256 - priority)) / 256;
}

/**
 * From the last advertisement of the holder to the claim of the member with `priority`. A holder that leaves says so in its
 * last one, so only the skew is waited for.
 */
function takeover({ version, advertInterval, priority, saysGoodbye }) {
  const wait = saysGoodbye ? 0 : 3 * advertInterval * 1_000;
  return wait + skew({ version, advertInterval, priority });
}

/** What a client sees: the holder may have died any time within an interval since its last advertisement. */
function outage(timers) {
  const longest = takeover(timers);
  return { shortest: timers.saysGoodbye ? longest : longest - timers.advertInterval * 1_000, longest };
}

module.exports = { outage, takeover };
