import { randomUUID } from "node:crypto";
import type { Settings } from "./actions/handler";
import { failing } from "./actions/failed-tasks";
import { SERVED } from "./actions/table";
import { dueInstanceTasks } from "./actions/instance-tasks";
import { dueTasks } from "./actions/tasks";
import { type AuthenticCall, type HttpRequest, authenticate } from "./authenticate";
import { type Behaviour, changedBehaviour } from "./behaviour";
import { type CallRecord, CallLog, RECORDED_AS } from "./calls";
import { type Claim, announce, release } from "./claims";
import { Delays } from "./delays";
import { describedError } from "./descriptions";
import { dispatch, readParameters } from "./dispatch";
import type { EmulatorClock } from "./emulator-clock";
import { ApiError, type Language, languageOf } from "./errors";
import type { Fault } from "./fault-rules";
import { Faults } from "./faults";
import { FolderError } from "./folder-error";
import { Lag } from "./lag";
import { Metadata } from "./metadata";
import type { Nuisance } from "./nuisance";
import { CallCounter } from "./rate-limits";
import { emulatorFailed } from "./refusals";
import { type Site, checkSite } from "./site";
import { Snapshots } from "./snapshots";
import type { Change, Tables } from "./state";
import { Stats } from "./stats";
import type { Store } from "./store";
import { Agents } from "./tat/agents";

/** What is there, by kind: the rows as the API's own fields, each with its region. */
export type Snapshot = { [T in keyof Tables]: Tables[T][] };

/** What is to be sent: the fields of the answer, and the fault that shall spoil them on the way. */
export interface Answer {
  requestId: string;
  response: object;
  fault?: Fault;
}

/** What does not change while a cloud runs. */
export interface CloudOptions {
  store: Store;
  settings: Settings;
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
  readonly clock: EmulatorClock;
  readonly store: Store;
  readonly agents = new Agents({
    state: () => this.store.state,
    now: () => this.clock.now(),
    isStuck: () => this.present.tasks.stuck,
    settle: this.settle.bind(this),
    commit: this.commit.bind(this),
  });
  private readonly log = new CallLog();
  private readonly lag = new Lag();
  private readonly counter = new CallCounter();
  private readonly snapshots = new Snapshots();
  private present: Behaviour;
  private readonly delays = new Delays();

  constructor(private readonly options: CloudOptions) {
    this.store = options.store;
    this.clock = options.clock;
    this.present = options.behaviour;
  }

  /** Answers one call of the API: authenticate, read the parameters, dispatch, commit. */
  async call(request: HttpRequest): Promise<Answer> {
    const began = performance.now();
    const language = languageOf(request.headers["x-tc-language"]);
    const record: CallRecord = {
      action: String(request.headers["x-tc-action"] ?? "").slice(0, 100),
      service: "",
      region: "",
      code: "",
      requestId: randomUUID(),
      parameters: {},
      unread: [],
      at: this.clock.now(),
      durationMs: 0,
    };
    try {
      return { requestId: record.requestId, ...(await this.answer(request, record, language)) };
    } catch (error) {
      const refusal = error instanceof ApiError ? error : emulatorFailed(error);
      record.code = refusal.code;
      const Error = { Code: refusal.code, Message: refusal.in(language) };
      return { requestId: record.requestId, response: { Error } };
    } finally {
      record.durationMs = performance.now() - began;
      this.log.add(record);
      this.stats.add(record);
    }
  }

  private async answer(
    request: HttpRequest,
    record: CallRecord,
    language: Language,
  ): Promise<Omit<Answer, "requestId">> {
    const call = authenticate(request, record.at);
    record.service = SERVED[call.action].service;
    record.region = call.region;
    this.counter.count(call.action, record.at, this.present.rateLimits);
    record.parameters = readParameters(call.body);
    const before = await this.meet(call, "before", record);
    if (before !== undefined) return { response: {}, fault: before };
    const response = this.perform(call, record, language);
    const after = await this.meet(call, "after-commit", record);
    return after === undefined ? { response } : { response, fault: after };
  }

  private perform(call: AuthenticCall, record: CallRecord, language: Language): object {
    const { site, settings, random, nuisance } = this.options;
    checkSite(site, call.action, record.parameters);
    this.settle();
    const parameters = nuisance?.request(call.action, record.parameters) ?? record.parameters;
    const seen = this.lag.view(this.store.state, call.action, parameters);
    const context = {
      now: this.clock.now(),
      requestId: record.requestId,
      language,
      random,
      settings: { ...settings, taskDelayMs: this.present.tasks.delayMs },
      agents: this.agents,
    };
    const { response, changes = [], unread } = dispatch(call, parameters, seen, context);
    this.commit(this.present.tasks.outcome === "FAILED" ? failing(this.store.state, changes) : changes);
    if (changes.length > 0) this.agents.advance();
    record.unread = unread.filter((name) => Object.hasOwn(record.parameters, name));
    return nuisance?.response(response) ?? response;
  }

  /** The fault of this phase that the call's answer is to show. Errors are thrown, and delays waited for, here. */
  private async meet(call: AuthenticCall, phase: Fault["phase"], record: CallRecord): Promise<Fault | undefined> {
    const fault = this.faults.strike(call.action, phase, record.parameters) ?? this.options.nuisance?.strike(phase);
    if (fault instanceof ApiError) throw fault;
    if (fault === undefined) return undefined;
    switch (fault.kind) {
      case "error":
        throw describedError(fault.code ?? "InternalError", fault.message);
      case "slow":
        await this.delays.wait(fault.delayMs);
        return undefined;
      case "http":
      case "reset":
      case "hang":
      case "truncate":
      case "garbage":
        record.code = RECORDED_AS[fault.kind];
        return fault;
    }
  }

  /** Lets happen what was due before now. What cannot be kept does not happen yet, and no reader needs to mind. */
  settle(): void {
    if (this.present.tasks.stuck) return;
    try {
      this.commit(dueTasks(this.store.state, this.clock.now()));
      this.commit(dueInstanceTasks(this.store.state, this.clock.now()));
      this.agents.advance();
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
    }
  }

  commit(changes: readonly Change[]): void {
    this.lag.note(this.store.state, changes, this.present.consistency);
    this.store.commit(changes);
  }

  get behaviour(): Behaviour {
    return structuredClone(this.present);
  }

  /** From now on. What is not understood is refused, and changes nothing. */
  behave(change: unknown): void {
    this.present = changedBehaviour(this.present, change);
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
    const counts = Object.entries(this.store.state).map(([table, rows]) => [table, rows.size]);
    return Object.fromEntries(counts) as Record<keyof Tables, number>; // True as above.
  }

  /** Back to the first state and behaviour: no calls remembered, no faults to come, no agents. Named snapshots stay. */
  reset(): void {
    this.store.reset();
    this.metadata.clear();
    this.present = this.options.behaviour;
    this.clock.setOffset(0);
    const parts = [this.agents, this.delays, this.log, this.stats, this.faults, this.lag, this.counter];
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

  forgetSaved(): void {
    this.snapshots.clear();
  }

  announce(claim: Claim): void {
    this.settle();
    this.commit(announce(this.store.state, claim, this.clock.now()));
  }

  /** Whether the HAVIP is free now: where bindings stick, it is not. */
  release(claim: { haVipId: string }): boolean {
    this.settle();
    const changes = release(this.store.state, claim.haVipId, this.clock.now());
    if (this.present.bindingSticks) return false;
    this.commit(changes);
    return true;
  }

  close(): void {
    this.agents.clear();
    this.delays.clear();
    this.store.close();
  }
}
