import os from "node:os";

export function machine() {
  const cores = os.cpus();
  return `Node ${process.versions.node}, ${cores.length} x ${cores[0]?.model ?? os.arch()}, Linux ${os.release()}`;
}

/** The tables of what was measured. */
export function report({ failovers, activeActive, rule, mistakes, samples }) {
  return [
    "## Failovers",
    FAILOVERS,
    table(
      [
        "timers",
        "members",
        "event",
        "runs",
        "outage: theory",
        "outage",
        "takeover: theory",
        "takeover",
        "moves",
        "holders at the end",
      ],
      grouped(failovers).map(failoverRow),
    ),
    "## Active/active",
    ACTIVE_ACTIVE,
    table(
      [
        "event",
        "runs",
        "outage: theory",
        "outage",
        "takeover: theory",
        "takeover",
        "claimed",
        "moves",
        "holders at the end",
      ],
      grouped(activeActive).map(activeActiveRow),
    ),
    "## The rule",
    RULE,
    table(
      ["address", "before", "after", "claims dropped before", "after", "holder in the cloud before", "after"],
      rule.map(({ name, before, after, dropsOfFirst, dropsOfSecond, cloud }) => [
        name,
        `${before}/5`,
        `${after}/5`,
        dropsOfFirst,
        dropsOfSecond,
        ...(cloud ?? ["no HAVIP", "no HAVIP"]),
      ]),
    ),
    "## Mistakes that keepalived does not complain about",
    MISTAKES,
    table(
      ["mistake", "in the lab", "here"],
      mistakes.map(({ name, outcome, ours }) => [name, outcome, ours.join("; ")]),
    ),
    "## The vendor's samples",
    table(
      ["configuration", "`keepalived -t`", "complaints", "in the lab"],
      samples.map(({ name, verdict, outcome }) => [name, verdict.code, verdict.lines.slice(0, 2).join("; "), outcome]),
    ),
  ].join("\n\n");
}

const FAILOVERS = `Times in milliseconds, as smallest / median / largest. Outage: the longest time without an answer to a client that pings every
5 ms. Takeover: from the last advertisement of the old holder to the first claim of the new one, on the bridge. Theory: what
the component's output \`failoverTimes\` says. A cold start has its claim counted from the start of the members.`;

const ACTIVE_ACTIVE = `Two members and two instances of VRRP with \`fast\`, each HAVIP with its preferred member, \`preempt: true\` and a delay of 2 s.
"The other HAVIP" is the one of the member that stays: it is not to be disturbed. Claimed: from the event to the claim.`;

const RULE = `Five pings while the first member runs, its power-off, five pings. Dropped are ARP packets of a member that may not use the
address; keepalived notices nothing of it, and has the address on its interface each time.`;

const MISTAKES =
  "What each does, in a rendered file that was changed on purpose, and what keeps a program from saying it.";

function failoverRow(rows) {
  const [{ profile, members, event }] = rows;
  const isCold = event === "cold start";
  const span = spanOf(column(column(rows, "theory"), "outage"));
  const due = column(column(rows, "theory"), "takeover")[0];
  return [
    profile,
    members,
    event,
    rows.length,
    span ?? (isCold ? "" : "none"),
    isCold ? "" : spread(column(rows, "outage")),
    due === undefined ? "" : theories(rows),
    due === undefined ? "" : spread(column(rows, isCold ? "claimed" : "takeover")),
    unique(column(rows, "moves")),
    unique(rows.map(({ holders }) => holders.length)),
  ];
}

function activeActiveRow(rows) {
  const cells = failoverRow(rows).slice(2);
  return [...cells.slice(0, -2), spread(column(rows, "claimed")), ...cells.slice(-2)];
}

/** From the shortest of all to the longest: they depend on the priority of who takes over. */
function spanOf(outages) {
  if (outages.length === 0) return undefined;
  const [shortest, longest] = [Math.min(...column(outages, "shortest")), Math.max(...column(outages, "longest"))];
  return `${Math.round(shortest)} to ${Math.round(longest)}`;
}

/** It depends on the priority of who takes over. */
function theories(rows) {
  return unique(
    rows.flatMap(({ theory }) => (theory === undefined ? [] : Math.round(theory.takeover))).toSorted((a, b) => a - b),
  );
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = [row.profile, row.members, row.event].join();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

const column = (rows, name) => rows.map((row) => row[name]).filter((value) => value !== undefined);

const unique = (values) => [...new Set(values)].join(", ");

function spread(values) {
  if (values.length === 0) return "";
  const sorted = values.toSorted((a, b) => a - b).map((value) => Math.round(value));
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].join(" / ");
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
