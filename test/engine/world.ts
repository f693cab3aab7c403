import type { HavipRow } from "../../provider/emulator/store/state";
import { ownershipOf } from "../../provider/havip/ownership";
import { CloudInTime } from "./cloud";
import type { EngineCommand, OtherCommand, Trouble } from "./commands";
import { Declared } from "./declared";
import { urnOf } from "./program";
import { seeded } from "./random";
import { type Result, Stack } from "./stack";
import { Time } from "./time";

/** What the histories are about: one cloud, two stacks that are called the same, and what somebody else does. */
export class World {
  readonly cloud: CloudInTime;
  /** The same cloud as another account sees it: that account has nothing in it. */
  readonly foreign: CloudInTime;
  readonly stacks: readonly [Stack, Stack];
  private readonly declared = [new Declared(0), new Declared(1)] as const;
  /** Reads may still be behind with what was written in an earlier command. */
  private mayLag = false;

  constructor(seed: number) {
    const random = seeded(seed);
    const time = new Time(random);
    this.cloud = new CloudInTime(time, random, "0123456789abcdef");
    this.foreign = new CloudInTime(time, random, "0123456789abcdef", "100000000009");
    this.stacks = [new Stack(time, random), new Stack(time, random)];
    for (const index of [0, 1]) this.declare(index);
  }

  havips(): HavipRow[] {
    return this.cloud.cloud.snapshot().havips;
  }

  stack(index: number): Stack {
    return index === 0 ? this.stacks[0] : this.stacks[1];
  }

  async run(command: EngineCommand): Promise<Result> {
    const { stack: index, troubles = [], kill, replace, refresh } = command;
    const stack = this.stack(index);
    const cloud = command.foreign === true ? this.foreign : this.cloud;
    const lags = troubles.some(({ is }) => is === "lag");
    for (const trouble of troubles) {
      // What no read shows and no token tells of, nobody can know.
      if (!(lags && trouble.is === "forgetful")) this.meet(trouble);
    }
    const name = replace === undefined ? undefined : this.declaredBy(index).name(replace);
    const skewMs = troubles.reduce((sum, trouble) => sum + (trouble.is === "clock" ? trouble.offsetMs : 0), 0);
    const forced = name === undefined ? {} : { replace: [urnOf(name)] };
    const options = { skewMs, ...(kill && { kill }), ...forced, ...(refresh && { refresh }) };
    const result = await stack[command.do](cloud, options);
    await this.cloud.heal();
    return result;
  }

  /** Whether nothing stands in the way of a command: then its calls can be counted. */
  isCalm({ stack, troubles, kill, foreign }: EngineCommand): boolean {
    // What could not be finished is looked for for a while.
    if (this.stack(stack).snapshot.resources.some(({ initErrors }) => initErrors.length > 0)) return false;
    if (this.mayLag || this.havips().some(({ State }) => State !== "UNBIND")) return false;
    return [troubles, kill, foreign].every((each) => each === undefined);
  }

  /** Whether whatever troubles a command is to be borne without a word: it waits, or asks once more. */
  isBearable({ troubles = [], kill, foreign }: EngineCommand): boolean {
    if (kill !== undefined || foreign !== undefined || this.havips().some(({ State }) => State !== "UNBIND"))
      return false;
    return troubles.every((trouble) => {
      switch (trouble.is) {
        case "limit":
        case "lag":
        case "forgetful":
        case "clock":
          return true;
        case "tasks":
          return !trouble.stuck;
        case "fault":
        case "wire":
          return false;
      }
    });
  }

  /** Whether the address of a HAVIP is asked for by name: then it is used again in whatever state it is. */
  isPinned({ Vip }: HavipRow): boolean {
    return this.declared.some((each) => each.pins(Vip));
  }

  /** Whether an `up` would make something new, which it may do wherever its credentials lead. */
  async wouldCreate(index: number): Promise<boolean> {
    const { ending } = await this.stack(index).preview(this.cloud);
    return ending.kind !== "done" || (ending.value.create ?? 0) + (ending.value.replace ?? 0) > 0;
  }

  /** What others do, and the user in an editor. */
  change(command: OtherCommand): void {
    if (command.do === "edit") {
      this.declaredBy(command.stack).edit(command.place, command);
      this.declare(command.stack);
      return;
    }
    const havips = this.havips();
    const havip = havips[command.which % Math.max(havips.length, 1)];
    if (havip === undefined) return;
    const { HaVipId: haVipId, State, CheckAssociate } = havip;
    const { cloud } = this.cloud;
    switch (command.do) {
      case "removed":
        if (State === "UNBIND") cloud.commit([{ table: "havips", id: haVipId, row: null }]);
        return;
      case "released":
        cloud.release({ haVipId });
        return;
      case "claimed": {
        const inItsSubnet = havip.SubnetId === "subnet-00000001" && !CheckAssociate;
        const isGoing = [...cloud.store.state.tasks.values()].some(({ HaVipId }) => HaVipId === haVipId);
        if (inItsSubnet && !isGoing) cloud.announce({ haVipId, instanceId: `ins-0000000${String(command.by)}` });
      }
    }
  }

  /** Every read shows what is. */
  catchUp(): void {
    this.cloud.catchUp();
    this.mayLag = false;
  }

  /**
   * What a person does with `havip orphans --release`: a destroy ends the stack's identity, by which what a killed run
   * left would have been found again.
   */
  releaseOrphans(): void {
    const resources = this.stacks.flatMap(({ snapshot }) => snapshot.resources);
    const identities = resources.filter(({ kind }) => kind === "stackIdentity").map(({ id }) => id);
    for (const havip of this.havips().filter(({ State }) => State === "UNBIND")) {
      const [stackId = ""] = ownershipOf(havip)?.owner.split("/") ?? [];
      if (!identities.includes(stackId)) this.release([havip.HaVipId]);
    }
  }

  /** By a person. */
  release(ids: readonly string[]): void {
    this.cloud.cloud.commit(ids.map((id) => ({ table: "havips", id, row: null })));
  }

  /** Nothing goes wrong any more, nobody holds anything, and reads show what is. */
  async settle(): Promise<void> {
    await this.cloud.heal();
    this.catchUp();
    for (const { HaVipId: haVipId } of this.havips()) this.cloud.cloud.release({ haVipId });
    this.releaseOrphans();
  }

  private declaredBy(index: number): Declared {
    return index === 0 ? this.declared[0] : this.declared[1];
  }

  private declare(index: number): void {
    this.stack(index).program = this.declaredBy(index).program();
  }

  private meet(trouble: Trouble): void {
    const { cloud } = this.cloud;
    switch (trouble.is) {
      case "fault":
        cloud.faults.next(trouble.fault);
        return;
      case "wire":
        this.cloud.wireFaults.push(trouble.fault);
        return;
      case "limit":
        cloud.behave({ rateLimits: { "*": trouble.perSecond } });
        return;
      case "lag": {
        const { is, ...havips } = trouble;
        cloud.behave({ consistency: { havips } });
        this.mayLag = true;
        return;
      }
      case "tasks":
        cloud.behave({ tasks: { delayMs: trouble.delayMs, stuck: trouble.stuck } });
        return;
      case "forgetful":
        this.cloud.forgetsTokens = true;
        return;
      case "clock": // Not the cloud's.
    }
  }
}
