import type { World } from "../../core/emulator";
import { plainText } from "../../core/plain-text";
import { ownershipOf } from "../../havip/ownership";
import type { Findings, Orphan } from "./findings";
import type { Reason } from "./judge";
import type { Row, View } from "./look";
import type { StackState } from "./stack-state";

/** What was found, for a reader at a terminal. */
export function report(view: View, states: readonly StackState[], findings: Findings): string[] {
  const { orphans, takenOver, unknown, leftNothing } = findings;
  return [
    `Looked in ${view.regions.join(", ")} of the account ${view.account} at ${view.endpoint} (${cloud(view.world)}).`,
    ...states.flatMap(stateLines),
    ...section("Orphans: no given state has them, though they are of its stack", orphans, orphanLines),
    ...section(
      "Taken over: a given state has their ids, but they carry another generation's tags",
      takenOver,
      takenLines,
    ),
    ...section(unknownTitle(states), byStack(unknown), ([stack, rows]) => [
      stack === undefined ? "with a part of the tags only" : `stack identity ${stack}`,
      ...rows.map((row) => `  ${rowLine(row)}`),
    ]),
    ...section("Interrupted creates of which there is nothing here", leftNothing, ({ urn }) => [
      urn,
      "  the cloud made nothing, or it is in another region or account (--region)",
    ]),
    "",
    summary(findings, states),
  ];
}

function stateLines({ source, identities, holdings, pendingCreates, unmarked }: StackState): string[] {
  const stack = identities.length === 0 ? "no stack identity" : `stack identity ${identities.join(", ")}`;
  const interrupted = pendingCreates.length === 0 ? "" : `, creates without an end: ${String(pendingCreates.length)}`;
  const line = `State of ${source}: ${stack}, HAVIPs: ${String(new Set(holdings.map(({ id }) => id)).size)}${interrupted}.`;
  const note = `  Without tags, as their site of the cloud knows none: ${String(unmarked)}. What an interrupted create left there cannot be told.`;
  return unmarked === 0 ? [line] : [line, note];
}

function section<T>(title: string, items: readonly T[], lines: (item: T) => string[]): string[] {
  if (items.length === 0) return [];
  return ["", `${title}:`, ...items.flatMap(lines).map((line) => `  ${line}`)];
}

function orphanLines({ row, reason, inUse }: Orphan): string[] {
  return [
    rowLine(row),
    `  ${reasonText(reason)}`,
    ...(inUse === undefined ? [] : [`  in use, so it is never released from here: ${inUse}`]),
  ];
}

function takenLines({ row, urn, by }: Findings["takenOver"][number]): string[] {
  const who = by ?? `a resource that no given state has (${ownerText(row)})`;
  const how =
    by === urn
      ? "  by a forced replacement of it that was interrupted: pulumi refresh and then pulumi up put it right"
      : `  taken over by ${who}: pulumi refresh takes it out of the state`;
  return [rowLine(row), `  in the state: ${urn}`, how];
}

export function rowLine({ havip, connection }: Row): string {
  const { HaVipId, Vip, HaVipName, VpcId, State, CreatedTime } = havip;
  // Whoever may name a HAVIP must not thereby write lines of this report.
  const name = plainText(HaVipName);
  return `${HaVipId}  ${Vip}  ${name}  ${connection.region} ${VpcId}  ${State}  created ${CreatedTime}`;
}

function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case "interrupted-create":
      return `left by the interrupted create of ${reason.urn}; the next pulumi up uses it again if it fits`;
    case "former":
      return `an earlier one of ${reason.urn}, which has ${reason.id} by now`;
    case "no-resource":
      return `of a resource that the state of ${reason.source} does not have (removed, or kept by retainOnDelete)`;
    case "stack-gone":
      return `of the stack with the identity ${reason.stack}, which you say is gone`;
  }
}

function unknownTitle(states: readonly StackState[]): string {
  return states.length === 0
    ? "HAVIPs of this package; without a state nobody can tell which of them are orphans"
    : "Of stacks whose states were not given; nothing is concluded about them";
}

function summary({ orphans, unknown, held }: Findings, states: readonly StackState[]): string {
  if (states.length === 0 && orphans.length === 0) {
    const found = unknown.length === 0 ? "No HAVIP of this package found." : `${count(unknown.length)} found.`;
    return `${found} Tell what is held: havip orphans --stack <name>, or files of pulumi stack export.`;
  }
  const has = `the given states have ${count(held)}`;
  if (orphans.length === 0) return `No orphans; ${has}.`;
  return `Orphans: ${String(orphans.length)}, of which ${String(orphans.filter(isFree).length)} can be released (--release); ${has}.`;
}

function byStack(unknown: Findings["unknown"]): [string | undefined, Row[]][] {
  const stacks = new Set(unknown.map(({ stack }) => stack));
  return [...stacks].map((stack) => [stack, unknown.filter((each) => each.stack === stack).map(({ row }) => row)]);
}

export function isFree({ inUse }: Orphan): boolean {
  return inUse === undefined;
}

function count(havips: number): string {
  return havips === 1 ? "1 HAVIP" : `${String(havips)} HAVIPs`;
}

function cloud(world: World): string {
  return world === "tencentcloud" ? "Tencent Cloud" : `the emulator store ${world.slice("emulator:".length)}`;
}

function ownerText({ havip }: Row): string {
  return `owner ${ownershipOf(havip)?.owner ?? "not known"}`;
}
