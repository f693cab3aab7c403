import { dueInstanceTasks } from "../actions/instance-tasks";
import { dueTasks } from "../actions/tasks";
import { type Behaviour, changedBehaviour } from "../faults/behaviour";
import { Delays } from "../faults/delays";
import { Faults } from "../faults/faults";
import { Hanging } from "../faults/hanging";
import { Lag } from "../faults/lag";
import type { Nuisance } from "../faults/nuisance";
import { CallCounter } from "../faults/rate-limits";
import { Metadata } from "../metadata/metadata";
import { FolderError } from "../store/folder-error";
import { Snapshots } from "../store/snapshots";
import type { Change, Tables } from "../store/state";
import type { Store } from "../store/store";
import { Agents } from "../tat/agents";
import type { Assuming, Assumptions } from "../words/chosen-assumptions";
import type { Site } from "../words/site";
import { type Answer, answerCall } from "./answer-call";
import type { HttpRequest } from "./authenticate";
import { CallLog, type CallRecord } from "./calls";
import { type Claim, announce, release } from "./claims";
import type { EmulatorClock } from "./emulator-clock";
import { Stats } from "./stats";

/** What is there, by kind: the rows as the API's own fields, each with its region. */
export type Snapshot = { [T in keyof Tables]: Tables[T][] };

/** What does not change while a cloud runs. */
export interface CloudOptions {
  store: Store;
  assumptions: Assumptions;
  havipsPerVpc: number;
  /** As it is at first, and again after a reset. */
  behaviour: Behaviour;
  site: Site;
  clock: EmulatorClock;
  random: () => number;
  nuisance: Nuisance | undefined;
}

/** The emulated cloud, apart from HTTP: what is in it, what was asked of it, and what shall go wrong next. */
export class Cloud {
  readonly metadata: Metadata = new Metadata(this, () => this.options.random());
  readonly faults = new Faults();
  readonly stats = new Stats();
  readonly hanging = new Hanging();
  readonly clock: EmulatorClock;
  readonly store: Store;
  readonly lag = new Lag();
  readonly counter = new CallCounter();
  readonly delays = new Delays();
  readonly agents = new Agents({
    state: () => this.store.state,
    now: () => this.clock.now(),
    isStuck: () => this.present.tasks.stuck,
    settle: this.settle.bind(this),
    commit: this.commit.bind(this),
    assumptions: () => this.options.assumptions,
  });
  private readonly log = new CallLog();
  private readonly snapshots = new Snapshots();
  private present: Behaviour;
  /** How many resets there were. */
  private epoch = 0;

  constructor(readonly options: CloudOptions) {
    this.store = options.store;
    this.clock = options.clock;
    this.present = options.behaviour;
  }

  /** Answers a call of the API. One that a reset came upon leaves no trace in what follows, and its client no answer. */
  async call(request: HttpRequest): Promise<Answer> {
    const { epoch } = this;
    const { answer, record } = await answerCall(this, request);
    if (epoch !== this.epoch) return { ...answer, fault: { kind: "reset" } };
    this.log.add(record);
    this.stats.add(record);
    return answer;
  }

  /** Lets happen what was due before now. What cannot be kept does not happen yet, and no reader needs to mind. */
  settle(): void {
    if (this.present.tasks.stuck) return;
    try {
      this.commit(dueTasks(this.store.state, this.clock.now(), this.options));
      this.commit(dueInstanceTasks(this.store.state, this.clock.now(), this.options));
      this.agents.advance();
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
    }
  }

  commit(changes: readonly Change[]): void {
    this.lag.note(this.store.state, changes, this.present.consistency, this.clock.now());
    this.store.commit(changes);
  }

  get assumptions(): Assumptions {
    return this.options.assumptions;
  }

  /** Not to be written into: `behave` changes it. */
  get behaviour(): Readonly<Behaviour> {
    return this.present;
  }

  /** From now on. What is not understood is refused, and changes nothing. */
  behave(change: unknown): void {
    this.present = changedBehaviour(this.present, change);
    this.lag.adapt(this.present.consistency);
  }

  calls(): CallRecord[] {
    return this.log.latest();
  }

  snapshot(): Snapshot {
    this.settle();
    const tables = Object.entries(this.store.state).map(([table, rows]) => [table, [...rows.values()]]);
    // True because the state has exactly the tables that a Snapshot has.
    return structuredClone(Object.fromEntries(tables)) as Snapshot;
  }

  /** How much is there of each kind. */
  counts(): Record<keyof Tables, number> {
    this.settle();
    const counts = Object.entries(this.store.state).map(([table, rows]) => [table, rows.size]);
    return Object.fromEntries(counts) as Record<keyof Tables, number>; // True as above.
  }

  /** Back to the first state and behaviour: no calls remembered, no faults to come, no agents. Named snapshots stay. */
  reset(): void {
    this.epoch += 1;
    this.store.reset();
    this.metadata.clear();
    this.present = this.options.behaviour;
    this.clock.setOffset(0);
    const parts = [this.agents, this.delays, this.hanging, this.log, this.stats, this.faults, this.lag, this.counter];
    for (const part of [...parts, this.options.nuisance]) part?.clear();
  }

  /** Remembers what is there under a name. */
  save(name: unknown): void {
    this.settle();
    this.snapshots.save(name, this.store.state);
  }

  /** What was there, and nothing else. Clock, behaviour, faults and calls stay as they are. */
  restore(name: unknown): void {
    this.store.replace(this.snapshots.of(name));
    this.lag.clear();
    this.agents.advance();
  }

  saved(): string[] {
    return this.snapshots.names();
  }

  forget(name?: unknown): void {
    this.snapshots.forget(name);
  }

  announce(claim: Claim): void {
    this.settle();
    this.commit(announce(this.store.state, claim, this.moment()));
  }

  /** Whether the HAVIP is free now: where bindings stick, it is not. */
  release(claim: { haVipId: string }): boolean {
    this.settle();
    const changes = release(this.store.state, claim.haVipId, this.moment());
    if (this.present.bindingSticks) return false;
    this.commit(changes);
    return true;
  }

  private moment(): Assuming & { now: number } {
    return { now: this.clock.now(), assumptions: this.options.assumptions };
  }

  close(): void {
    this.agents.clear();
    this.delays.clear();
    this.store.close();
  }
}
