import { setTimeout } from "node:timers/promises";
import type { HavipRow } from "../../provider/emulator/store/state";
import { ownershipOf } from "../../provider/havip/ownership";
import { type Command, type EngineCommand, type History, type Trouble, isOfEngine } from "../engine/commands";
import { Declared } from "../engine/declared";
import { require } from "../engine/invariants";
import { ANNOUNCEMENTS } from "../engine/leftovers";
import type { Program } from "../engine/program";
import { type Engine, type Stack, type StoredResource, done } from "../lifecycle/stack";
import { cloudCall } from "../setup/cloud-call.cjs";

/** Long enough for a command that is let alone, short enough to be waited for. */
const TIMEOUTS = { create: "10s", read: "10s", update: "10s", delete: "4s" };

/** Without a preview, which calls the provider for nothing that could strike. */
const AT_ONCE = "--skip-preview";

/**
 * Plays a history on the real engine, in real time: of one stack, and without what only the small engine can do (requests
 * that are lost on their way, waits of minutes). At the end everything must come to rest as it does there.
 */
export async function playReal(engine: Engine, { commands }: History): Promise<string[]> {
  await engine.emulator.reset();
  const player = new Player(engine, await engine.stack());
  for (const command of commands) await player.play(command);
  await player.comeToRest();
  if (!player.wasStruck) throw new Error("Nothing struck in this history, which then says nothing.");
  return player.endings;
}

class Player {
  readonly endings: string[] = [];
  /** Whether something went wrong as it was to. */
  wasStruck = false;
  private readonly declared = new Declared(0);
  private readonly announced = new Set<string>();
  /** The generations in the state by their owners, as of the last command that succeeded. */
  private generations = new Map<unknown, unknown>();
  /** Of which owners a HAVIP may be left that no state has: a command was killed, and none has made theirs since. */
  private readonly open = new Set<unknown>();
  /** Whether a create said that what became of it is not known. */
  private mayBeLeft = false;

  constructor(
    private readonly engine: Engine,
    private readonly stack: Stack,
  ) {
    this.declare();
  }

  async play(command: Command): Promise<void> {
    if (isOfEngine(command)) {
      if (command.stack === 0 && command.foreign === undefined) await this.run(command);
      return;
    }
    if (command.do === "edit") {
      if (command.stack === 0) this.declared.edit(command.place, command);
      this.declare();
      return;
    }
    const { emulator } = this.engine;
    const havips = this.havips();
    const havip = havips[command.which % Math.max(havips.length, 1)];
    if (havip === undefined) return;
    const { HaVipId: haVipId, State, CheckAssociate, SubnetId } = havip;
    if (command.do === "released") emulator.release({ haVipId });
    else if (command.do === "claimed") {
      const instanceId = `ins-0000000${String(command.by)}`;
      if (SubnetId === "subnet-00000001" && !CheckAssociate) emulator.announce({ haVipId, instanceId });
    } else if (State === "UNBIND") {
      const { url, credentials } = emulator;
      await cloudCall({ endpoint: url, ...credentials, region: "ap-guangzhou" }, "DeleteHaVip", { HaVipId: haVipId });
    }
  }

  async comeToRest(): Promise<void> {
    for (const { HaVipId: haVipId } of this.havips()) this.engine.emulator.release({ haVipId });
    if (await this.isOutOfDate()) await done(this.stack.refresh());
    this.note(await done(this.stack.up(AT_ONCE)));
    await this.settle();
    const again = await done(this.stack.up());
    require(Object.keys(again.changes).every((what) => what === "same"), "I3", `not at rest: ${again.text}`);
    require(again.cloudCalls.length === 0, "I4", "nothing has changed, and yet the cloud was changed");
    const held = new Set((await this.stored()).map(({ id }) => id));
    const ids = this.havips().map(({ HaVipId }) => HaVipId);
    require([...held].every((id) => ids.includes(id ?? "")), "I3", "what the state holds is not there");
    const names = this.declared.program().map(({ name }) => name);
    require(held.size === names.length, "I3", "the state holds other Havips than the program");
    for (const havip of this.havips().filter(({ HaVipId }) => !held.has(HaVipId))) this.explain(havip);
    await done(this.stack.destroy(AT_ONCE));
    const left = this.havips().filter(({ HaVipId }) => held.has(HaVipId));
    require(left.length === 0, "I3", "destroy left a HAVIP of the state");
  }

  private explain(havip: HavipRow): void {
    const ownership = ownershipOf(havip);
    require(ownership !== undefined, "I1", `${havip.HaVipId} does not carry our tags`);
    const isKnown = this.announced.has(havip.HaVipId) || this.open.has(ownership.owner) || this.mayBeLeft;
    require(isKnown, "I2", `${havip.HaVipId} is in no state, and nobody was told`);
  }

  private async run({ do: name, troubles = [], kill, replace, refresh }: EngineCommand): Promise<void> {
    const { emulator } = this.engine;
    for (const trouble of troubles) this.meet(trouble);
    const urn = replace === undefined ? undefined : await this.urnOf(this.declared.name(replace));
    const forced = name === "up" && urn !== undefined ? ["--target-replace", urn] : [];
    if (refresh === true) forced.push("--refresh");
    if (kill !== undefined && "action" in kill) {
      const phase = kill.moment === "before" ? "before" : "after-commit";
      emulator.faults.next({ action: kill.action, phase, kind: "hang", nth: kill.nth });
      await this.killed([name, "--yes", AT_ONCE, ...forced]);
    } else {
      const result = name === "refresh" ? await this.stack.refresh() : await this.stack[name](AT_ONCE, ...forced);
      this.note(result);
      if (result.code === 0) await this.settle();
      this.endings.push(result.code === 0 ? "done" : "failed");
    }
    this.wasStruck ||= emulator.faults.report().some(({ hits }) => hits > 0);
    emulator.faults.clear();
    // What reads were behind with, they are behind with no more: whoever goes on has looked what happened.
    emulator.behave({ rateLimits: {}, consistency: {}, tasks: { delayMs: 0, stuck: false } });
  }

  /** Killed where the fault lets the cloud hang; a command that does not get there ends by itself. */
  private async killed(command: string[]): Promise<void> {
    const { emulator } = this.engine;
    const started = this.stack.start(command);
    const isStruck = (): boolean => emulator.faults.report().some(({ kind, hits }) => kind === "hang" && hits > 0);
    while (!isStruck() && !started.hasEnded()) await setTimeout(50);
    const wasKilled = !started.hasEnded();
    if (wasKilled) {
      await started.kill();
      await this.stack.cli(["cancel", "--yes"]);
    }
    // Nobody read what it said. It may have made what it has tags for by now, or something late.
    for (const havip of this.havips()) this.open.add(ownershipOf(havip)?.owner);
    this.endings.push(wasKilled ? "killed" : "ended before its death");
  }

  private meet(trouble: Trouble): void {
    const { emulator } = this.engine;
    if (trouble.is === "fault" && trouble.fault.kind !== "hang") {
      emulator.faults.next({ ...trouble.fault, times: Math.min(Number(trouble.fault.times ?? 1), 3) });
    } else if (trouble.is === "lag") {
      const { is, ...havips } = trouble;
      emulator.behave({ consistency: { havips } });
    } else if (trouble.is === "tasks") {
      emulator.behave({ tasks: { delayMs: Math.min(trouble.delayMs, 2_000) } });
    }
  }

  /** A create that succeeded has used again what was left of its owner, or has told of it. */
  private async settle(): Promise<void> {
    const present = new Map((await this.stored()).map(({ outputs }) => [outputs["owner"], outputs["generation"]]));
    for (const [owner, generation] of present) if (this.generations.get(owner) !== generation) this.open.delete(owner);
    this.generations = present;
  }

  private note({ text }: { text: string }): void {
    for (const pattern of ANNOUNCEMENTS) {
      for (const [, id = ""] of text.matchAll(pattern)) this.announced.add(id);
    }
    this.mayBeLeft ||= text.includes("It is not known whether");
  }

  private havips(): HavipRow[] {
    return this.engine.emulator.state().havips;
  }

  private async stored(): Promise<StoredResource[]> {
    return (await this.stack.state()).filter(({ type }) => type.endsWith("tencentcloud:Havip"));
  }

  private async urnOf(name: string): Promise<string | undefined> {
    return (await this.stored()).find(({ urn }) => urn.endsWith(`::${name}`))?.urn;
  }

  private async isOutOfDate(): Promise<boolean> {
    const generations = new Map(this.havips().map((havip) => [havip.HaVipId, ownershipOf(havip)?.generation]));
    const live = (await this.stored()).filter((each) => each.pendingReplacement !== true);
    return live.some(({ id = "", outputs }) => generations.get(id) !== outputs["generation"]);
  }

  private declare(): void {
    this.stack.program(programText(this.declared.program()));
  }
}

function programText(program: Program): string {
  const lines = program.map(({ name, inputs, aliases = [] }) => {
    const options = { aliases: aliases.map((alias) => ({ name: alias })) };
    return `new Havip(${[name, { ...inputs, timeouts: TIMEOUTS }, options].map((each) => JSON.stringify(each)).join(", ")});`;
  });
  return lines.join("\n");
}
