import type { World } from "./core/emulator";
import type { Client } from "./api/client";
import type { HavipReads } from "./api/havip-reads";
import type { Memory } from "./memory";

/** A property bag as it crosses the process boundary: JSON values, some of them perhaps not known yet. */
export type Properties = Readonly<Record<string, unknown>>;

/** Why an input is refused: the property by its path, and what is wrong with it and what is valid. */
export interface Failure {
  property: string;
  reason: string;
}

export interface Difference {
  changes: boolean;
  /** The inputs whose change cannot be made in place. */
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** A connection to one region of one cloud. */
export interface Connection {
  client: Client;
  /** How the HAVIPs of the region are looked at. */
  reads: HavipReads;
  region: string;
  /** Where the region's HAVIPs are served. */
  endpoint: string;
  /** Whose credentials these are, and in which world. Asked of the cloud once. */
  identity(signal: AbortSignal): Promise<{ world: World; account: string }>;
}

/** Everything a kind may touch besides its arguments. Nothing in it is Pulumi's. */
export interface Context {
  /** `region` undefined: the region of the settings. */
  connect(region: string | undefined, signal: AbortSignal): Promise<Connection>;
  /** Ends when the operation's time is over; a native provider will end it on cancellation too. */
  deadline(milliseconds: number): AbortSignal;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  memory: Memory;
  /** Tells the user something that is no failure. */
  warn(message: string): void;
}

/**
 * One kind of resource, told in plain values. `State` is what is stored: the inputs, what the cloud answered, and the
 * record that the safety rules need. `check` and `diff` do no I/O; every other operation is bounded by a deadline.
 */
export interface Kind<State> {
  check(news: Properties): { inputs: Properties; failures: Failure[] };
  diff(id: string, olds: Properties, news: Properties): Difference;
  create(inputs: Properties, context: Context): Promise<{ id: string; state: State }>;
  /** `undefined`: the resource is gone. */
  read(id: string, olds: Properties, context: Context): Promise<State | undefined>;
  update(id: string, olds: Properties, news: Properties, context: Context): Promise<State>;
  delete(id: string, olds: Properties, context: Context): Promise<void>;
}

/** The present settings reach another cloud or account than the one that the state belongs to. */
export class WrongWorldError extends Error {
  override readonly name = "WrongWorldError";
}

/**
 * The resource exists but is not what it should be yet. The engine stores the id and the state given here and calls
 * `update` in the next run, which finishes the work; without it the id would be lost.
 */
export class IncompleteError<State> extends Error {
  constructor(
    readonly id: string,
    readonly state: State,
    reason: unknown,
  ) {
    super(reason instanceof Error ? reason.message : String(reason), { cause: reason });
    this.name = "IncompleteError";
  }
}
