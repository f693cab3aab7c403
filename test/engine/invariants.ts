import { type ApiError, isApiError } from "../../provider/api/errors";
import type { HavipRow } from "../../provider/emulator/store/state";
import { judge } from "../../provider/cli/orphans/judge";
import { ownershipOf, stackOf } from "../../provider/havip/ownership";
import { timeoutOf } from "../../provider/havip/timeouts";
import { OWNERSHIP_TAGS, tagsOf } from "../../provider/havip/tags";
import type { EngineCommand } from "./commands";
import { exported } from "./exported";
import { isUrnOfHavip } from "./program";
import type { Resource } from "./snapshot";
import type { ProviderCall, Result, Stack } from "./stack";
import type { World } from "./world";

/** What went against a rule; the id of the rule comes first (I1 to I7). */
export class Violation extends Error {}

export function require(holds: boolean, rule: string, what: string): asserts holds {
  if (!holds) throw new Violation(`${rule}: ${what}`);
}

/** What is after the deadline of an operation: one or two looks of ten seconds, each with its own (create.ts, apply.ts). */
const AFTERWARDS_MS = 25_000;

/** What a single command must keep to. */
export function checkCommand(result: Result): void {
  for (const { action, phase } of result.cloudCalls) {
    require(phase === "update" || isRead(action), "I4", `a preview called ${action}`);
  }
  for (const call of result.providerCalls) {
    checkDuration(call);
    if (call.failure !== undefined) checkFailure(call);
  }
}

function isRead(action: string): boolean {
  return /^(Describe|Get)/.test(action);
}

function checkDuration({ operation, began, ended, text }: ProviderCall): void {
  if (ended === undefined) return;
  const most = operation === "check" || operation === "diff" ? 0 : timeoutOf(operation, undefined) + AFTERWARDS_MS;
  require(ended - began <= most, "I5", `${text} took ${String((ended - began) / 1_000)} s`);
}

function checkFailure({ failure, text }: ProviderCall): void {
  const isOurs = failure instanceof Error && !MISTAKES.some((kind) => failure instanceof kind);
  require(isOurs, "I6", `${text} failed by a mistake of its own: ${String(failure)}`);
  const error = apiErrorIn(failure);
  if (error === undefined) return;
  const { action, code, requestId, attempts, elapsedMs, hint, message } = error;
  require(attempts === 0 || elapsedMs >= 0, "I6", `${action} took ${String(elapsedMs)} ms`);
  require(code === "" || requestId !== "" || attempts === 0, "I6", `${code} has no request id`);
  require(hint !== "", "I6", `no hint in: ${message}`);
  require(failure.message.includes(message), "I6", `${text} hides what the cloud said: ${failure.message}`);
}

const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError];

function apiErrorIn(error: unknown): ApiError | undefined {
  for (let each = error; each instanceof Error; each = each.cause) if (isApiError(each)) return each;
  return undefined;
}

/** What the state and the cloud must have in common at every moment. */
export function checkWorld(world: World): void {
  const live = world.stacks.flatMap(({ snapshot }) => snapshot.resources).filter(isHavip);
  const ids = live.filter(({ isCondemned, isPendingReplacement }) => !isCondemned && !isPendingReplacement);
  const twice = ids.find(({ id }, index) => ids.findIndex((other) => other.id === id) !== index);
  require(twice === undefined, "W3", `${twice?.id ?? ""} is in the state twice`);
  const states = world.stacks.map(({ snapshot }, index) => exported(snapshot, `stack ${String(index)}`));
  const identities = states.flatMap((state) => state.identities);
  for (const havip of world.havips()) {
    const { HaVipId: id } = havip;
    const ownership = ownershipOf(havip);
    require(ownership !== undefined, "I1", `${id} does not carry our tags, so nobody could list it`);
    const isHeld = live.some((each) => each.id === id && each.outputs["generation"] === ownership.generation);
    const isGone = !identities.includes(stackOf(ownership.owner));
    const { kind } = judge(havip, states, []);
    const expected = isHeld ? ["held"] : isGone ? ["unknown", "taken-over"] : ["orphan", "taken-over"];
    require(expected.includes(kind), "I1", `\`havip orphans\` takes ${id} for ${kind}, not ${expected.join(" or ")}`);
  }
}

/** L7, W4: what an instance holds is neither released nor taken over, unless its very address is asked for. */
export function checkHeld(world: World, before: readonly HavipRow[]): void {
  const now = new Map(world.havips().map((havip) => [havip.HaVipId, havip]));
  for (const held of before.filter(({ State }) => State === "AVAILABLE")) {
    const havip = now.get(held.HaVipId);
    require(havip !== undefined, "L7", `${held.HaVipId} was released while it was held`);
    const isTaken = tagsOf(havip).get(OWNERSHIP_TAGS.generation) !== tagsOf(held).get(OWNERSHIP_TAGS.generation);
    require(!isTaken || world.isPinned(held), "L7", `${held.HaVipId} was taken over while it was held`);
  }
}

export function isHavip({ kind }: Resource): boolean {
  return kind === "havip";
}

/** A fault-free command on a cloud that shows what is: how often it may call. */
export function checkBudget({ do: command }: EngineCommand, result: Result): void {
  const count = (...operations: string[]): number =>
    result.providerCalls.filter(({ operation, urn }) => operations.includes(operation) && isUrnOfHavip(urn)).length;
  const called = (action: string): number => result.cloudCalls.filter((call) => call.action === action).length;
  const [creates, updates, deletes, reads] = [count("create"), count("update"), count("delete"), count("read")];
  const budgets: Record<string, number> = {
    CreateHaVip: creates,
    DeleteHaVip: deletes,
    ModifyHaVipAttribute: creates + updates,
    ModifyResourceTags: 3 * creates + 2 * updates,
    // A look for leftovers, at each, at what was made and at what was changed; before and after a release; a second one at
    // what is gone.
    DescribeHaVips: 6 * creates + 2 * updates + 2 * deletes + 2 * reads,
    GetCallerIdentity: creates + updates + deletes + reads > 0 ? 1 : 0,
  };
  for (const [action, most] of Object.entries(budgets)) {
    const calls = called(action);
    require(calls <= most, "I7", `${command} called ${action} ${String(calls)} times, not ${String(most)} at the most`);
  }
}

/** A stack as the cloud has it, once everything is over. */
export function checkConverged(stack: Stack, havips: readonly HavipRow[]): void {
  const resources = stack.snapshot.resources.filter(isHavip);
  require(resources.length === stack.program.length, "I3", "the state holds other Havips than the program");
  for (const { urn, id, outputs } of resources) {
    const havip = havips.find(({ HaVipId }) => HaVipId === id);
    require(havip !== undefined, "I3", `${id} of ${urn} is not there`);
    const generation = tagsOf(havip).get(OWNERSHIP_TAGS.generation);
    require(generation === outputs["generation"], "I3", `${id} carries another generation than the state`);
    require(havip.HaVipName === outputs["name"], "I3", `${id} is called ${havip.HaVipName}`);
    require(havip.Vip === outputs["address"], "I3", `${id} has the address ${havip.Vip}`);
  }
}
