import { isDeepStrictEqual } from "node:util";
import type { HavipRow } from "../../provider/emulator/store/state";
import { OWNERSHIP_TAGS, tagsOf } from "../../provider/havip/tags";
import { type EngineCommand, type History, isOfEngine } from "./commands";
import {
  Violation,
  checkBudget,
  checkCommand,
  checkConverged,
  checkHeld,
  checkWorld,
  isHavip,
  require,
} from "./invariants";
import { Leftovers } from "./leftovers";
import type { Result } from "./stack";
import { World } from "./world";

/**
 * Plays a history and checks every rule after every command, and at the end that everything comes to rest. Returns how
 * each command of the engine ended.
 */
export async function play({ seed, commands }: History): Promise<string[]> {
  const world = new World(seed);
  const leftovers = [new Leftovers(), new Leftovers()] as const;
  const log: string[] = [];
  const endings: string[] = [];
  const run = async (command: EngineCommand): Promise<Result> => {
    const before = world.havips();
    const other = world.stack(1 - command.stack);
    const others = idsIn(other.snapshot.resources, world.havips());
    const isCalm = world.isCalm(command);
    const wasRight = !isOutOfDate(world, command.stack);
    const mustSucceed = world.isBearable(command) && wasRight;
    const result = await world.run(command);
    endings.push(result.ending.kind);
    log.push(told(command, result));
    // Whoever goes on after that has run `pulumi cancel`, and reads have caught up.
    if (result.ending.kind === "killed") world.catchUp();
    checkCommand(result);
    checkWorld(world);
    checkHeld(world, before);
    const isRight = !isOutOfDate(world, command.stack);
    require(!wasRight ||
      isRight ||
      result.ending.kind !== "done", "I3", "the state is not what is there, and nobody was told");
    // Of several leftovers a person has to choose.
    const mustChoose = result.text.includes("all carry the ownership tags");
    require(!mustSucceed ||
      mustChoose ||
      result.ending.kind === "done", "H1", `what can be borne was not: ${result.text}`);
    const lost = others.find((id) => world.havips().every(({ HaVipId }) => HaVipId !== id));
    require(lost === undefined, "W3", `${lost ?? ""} of the other stack was released`);
    if (command.foreign === true) checkForeign(world, before);
    leftovers[command.stack === 0 ? 0 : 1].note(command, result, world);
    world.releaseOrphans();
    if (isCalm && result.ending.kind === "done") checkBudget(command, result);
    return result;
  };
  try {
    for (const command of commands) {
      if (isOfEngine(command)) {
        const isLeftOut = command.foreign === true && command.do === "up" && (await world.wouldCreate(command.stack));
        if (!isLeftOut) await run(command);
      } else {
        world.change(command);
        log.push(JSON.stringify(command));
      }
    }
    await world.settle();
    for (const stack of [0, 1]) await comeToRest(world, stack, run);
    for (const stack of [0, 1]) await end(world, stack, run);
    return endings;
  } catch (error) {
    const what = error instanceof Violation ? error.message : String(error);
    throw new Error(`${what}\n\nWhat happened:\n${log.join("\n")}`, { cause: error });
  }
}

type Runner = (command: EngineCommand) => Promise<Result>;

/** I3: one `up`, before it a refresh where the cloud no longer is what the state says, as every error then asks for. */
async function comeToRest(world: World, stack: number, run: Runner): Promise<void> {
  if (isOutOfDate(world, stack)) await succeeding(run({ do: "refresh", stack }));
  const first = await run({ do: "up", stack });
  // Of several leftovers a person keeps one, as the error asks, and releases the others.
  const [, several = ""] = /The HAVIPs (.*) all carry the ownership tags/.exec(first.text) ?? [];
  world.release(several.split(", ").slice(1));
  await (several === "" ? succeeding(Promise.resolve(first)) : succeeding(run({ do: "up", stack })));
  checkConverged(world.stack(stack), world.havips());
  const preview = await world.stack(stack).preview(world.cloud);
  const changes = preview.ending.kind === "done" ? preview.ending.value : { update: 1 };
  const quiet = Object.keys(changes).every((what) => what === "same");
  require(quiet, "I3", `the preview after it is not empty: ${JSON.stringify(changes)} ${preview.text}`);
  require(preview.cloudCalls.length === 0, "I4", "an empty preview calls the cloud");
}

async function end(world: World, stack: number, run: Runner): Promise<void> {
  await succeeding(run({ do: "destroy", stack }));
  require(world.stack(stack).snapshot.resources.length === 0, "I3", "destroy left something in the state");
}

async function succeeding(running: Promise<Result>): Promise<void> {
  const { ending, text } = await running;
  require(ending.kind === "done", "I3", `nothing is wrong any more, and yet: ${text}`);
}

function isOutOfDate(world: World, stack: number): boolean {
  const havips = new Map(world.havips().map((havip) => [havip.HaVipId, havip]));
  const live = world.stack(stack).snapshot.resources.filter((each) => isHavip(each) && !each.isPendingReplacement);
  return live.some(({ id, outputs }) => {
    const havip = havips.get(id);
    return havip === undefined || tagsOf(havip).get(OWNERSHIP_TAGS.generation) !== outputs["generation"];
  });
}

/** W1: with the credentials of another account nothing is changed in either. */
function checkForeign(world: World, before: readonly HavipRow[]): void {
  require(isDeepStrictEqual(world.havips(), before), "W1", "another account changed something");
  require(world.foreign.cloud.snapshot().havips.length === 0, "W1", "something was made in another account");
}

/** Those that are in both. */
function idsIn(resources: World["stacks"][0]["snapshot"]["resources"], havips: readonly HavipRow[]): string[] {
  const there = new Set(havips.map(({ HaVipId }) => HaVipId));
  return resources.map(({ id }) => id).filter((id) => there.has(id));
}

function told(command: EngineCommand, { ending, text, providerCalls, cloudCalls }: Result): string {
  const calls = providerCalls.map((call) => call.text).join(", ");
  const cloud = counted(cloudCalls.map(({ action, code }) => (code === "" ? action : `${action}=${code}`)));
  return [JSON.stringify(command), `  ${ending.kind}: ${calls}`, `  ${cloud}`, indented(text)].join("\n");
}

function counted(calls: readonly string[]): string {
  const each = [...new Set(calls)].map((call) => [call, calls.filter((other) => other === call).length] as const);
  return each.map(([call, times]) => (times === 1 ? call : `${call} x${String(times)}`)).join(", ");
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
