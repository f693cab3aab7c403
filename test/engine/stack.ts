import type { CloudInTime, Kill } from "./cloud";
import { type Calls, type Changes, Deployment, type Operation, type Run } from "./engine";
import { startProcess } from "./process";
import { type Program, isUrnOfHavip } from "./program";
import { Snapshot } from "./snapshot";
import type { Ending, Time } from "./time";

/** A call of the provider, as the engine made it. */
export interface ProviderCall {
  phase: "preview" | "update";
  operation: Operation;
  urn: string;
  /** As a table shows it: `check(olds {})`. */
  text: string;
  began: number;
  /** Undefined where the process died first. */
  ended?: number;
  failure?: unknown;
}

/** A call of the cloud. */
export interface CloudCall {
  phase: "preview" | "update";
  action: string;
  code: string;
}

/** What one command of the CLI did. */
export interface Result {
  ending: Ending<Changes>;
  /** Everything that the user was told. */
  text: string;
  providerCalls: ProviderCall[];
  cloudCalls: CloudCall[];
}

export interface Options {
  replace?: readonly string[];
  /** `--refresh`: the same process refreshes first. Not in the preview, which this engine lets alone with it. */
  refresh?: boolean;
  /** The death of engine and provider, at a call of the cloud or in a wait of the operation. */
  kill?: Kill | { wait: number };
  skipPreview?: boolean;
  /** How far the clock of the machine is ahead of the cloud's. */
  skewMs?: number;
}

/** One stack with its state, and the commands that work on it: each in a process of its own, as the CLI does. */
export class Stack {
  readonly snapshot = new Snapshot();
  program: Program = [];

  constructor(
    private readonly time: Time,
    private readonly random: () => number,
  ) {}

  /** A preview and, unless that failed, the update: two runs, as of `pulumi up --yes`. */
  async up(cloud: CloudInTime, options: Options = {}): Promise<Result> {
    const isAtOnce = options.skipPreview === true || options.refresh === true;
    const preview = isAtOnce ? undefined : await this.preview(cloud, options);
    if (preview !== undefined && preview.ending.kind !== "done") return preview;
    const update = await this.command("update", cloud, options, async (deployment) => {
      if (options.refresh === true) await deployment.refresh();
      return deployment.up(this.program);
    });
    return preview === undefined ? update : together(preview, update);
  }

  preview(cloud: CloudInTime, { kill, ...options }: Options = {}): Promise<Result> {
    return this.command("preview", cloud, options, (deployment) => deployment.up(this.program));
  }

  refresh(cloud: CloudInTime, options: Options = {}): Promise<Result> {
    return this.command("update", cloud, options, (deployment) => deployment.refresh());
  }

  destroy(cloud: CloudInTime, options: Options = {}): Promise<Result> {
    return this.command("update", cloud, options, (deployment) => deployment.destroy());
  }

  private async command(
    phase: "preview" | "update",
    cloud: CloudInTime,
    { replace = [], kill, skewMs = 0 }: Options,
    work: (deployment: Deployment) => Promise<Changes>,
  ): Promise<Result> {
    const killInWait = kill !== undefined && "wait" in kill ? { killInWait: kill.wait } : {};
    cloud.begin(kill !== undefined && "action" in kill ? kill : undefined);
    const process = startProcess(cloud, { time: this.time, random: this.random, skewMs, ...killInWait });
    const providerCalls: ProviderCall[] = [];
    const run: Run = {
      snapshot: this.snapshot,
      process,
      call: this.calls(phase, providerCalls),
      isPreview: phase === "preview",
      replace,
    };
    const before = cloud.callCount();
    const ending = await this.time.run(() => work(new Deployment(run)));
    const failed = ending.kind === "failed" ? [messageOf(ending.error)] : [];
    const text = [...process.warnings, ...failed].join("\n");
    const cloudCalls = cloud.callsSince(before).map(({ action, code }) => ({ phase, action, code }));
    return { ending, text, providerCalls, cloudCalls };
  }

  private calls(phase: ProviderCall["phase"], made: ProviderCall[]): Calls {
    const { time } = this;
    return (operation, urn, note = "") =>
      async (work) => {
        const call: ProviderCall = { phase, operation, urn, text: `${operation}${note}`, began: time.now() };
        made.push(call);
        try {
          const value = await work();
          call.ended = time.now();
          return await alive(time, value);
        } catch (error) {
          call.ended = time.now();
          call.failure = error;
          await alive(time, undefined);
          throw error;
        }
      };
  }
}

/** What an operation answers to an engine that died meanwhile is heard by nobody. */
function alive<T>(time: Time, value: T): Promise<T> {
  return time.killed ? new Promise(() => undefined) : Promise.resolve(value);
}

function together(preview: Result, update: Result): Result {
  return {
    ending: update.ending,
    text: `${preview.text}\n${update.text}`,
    providerCalls: [...preview.providerCalls, ...update.providerCalls],
    cloudCalls: [...preview.cloudCalls, ...update.cloudCalls],
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The calls for Havips, as the tables of this package's tests show them. */
export function havipCalls({ providerCalls }: Result): string[] {
  return providerCalls.filter(({ urn }) => isUrnOfHavip(urn)).map(({ text }) => text);
}

export function changingCalls({ cloudCalls }: Result): string[] {
  return cloudCalls.map(({ action }) => action).filter((action) => !/^(Describe|Get)/.test(action));
}
