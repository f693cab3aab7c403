import { type CallRecord, type Emulator, type EmulatorOptions, createEmulator } from "../../provider/emulator";
import { type Bag, ProviderProcess, RpcError } from "../program/provider-process";
import { configurationFor, installed } from "../program/setting";
import { Api } from "../provider/emulator/api";
import type { Envelope } from "../provider/emulator/client";
import { type Proxy, type Through, startProxy } from "./proxy";

/** An emulator, as the resources of one stack meet it. */
export interface Cloud {
  emulator: Emulator;
  /** Inputs of a HAVIP as the class sends them and `check` leaves them. */
  inputs: (given?: Bag) => Bag;
  /** The HAVIPs that there are. */
  ids: () => string[];
  /** What the provider called; with an action, its calls only. */
  calls: (action?: string) => CallRecord[];
  /** What others do behind Pulumi's back. */
  others: Api;
}

export interface CloudOptions extends EmulatorOptions {
  /** What differs from the settings that point to this emulator. */
  configuration?: Readonly<Record<string, string | undefined>>;
  /** What stands between the provider and the emulator. */
  through?: Through;
  /** Names the cloud where a row uses several. */
  label?: string;
}

/** The provider process of the Pulumi SDK, and the clouds that a row uses one after the other. */
export class Stage {
  private opened: { cloud: Cloud; proxy: Proxy | undefined; label: string }[] = [];
  private configuration: Bag = {};
  private count = 0;
  private outputBefore = 0;

  private constructor(
    private readonly project: string,
    private readonly closure: string,
    public provider: ProviderProcess,
  ) {}

  static async start(): Promise<Stage> {
    const { project, closure } = await installed();
    return new Stage(project, closure, await processOf(project));
  }

  async stop(): Promise<void> {
    await this.provider.stop();
  }

  /**
   * A new cloud, for which the process is configured. It takes a configuration once for each stored text of the provider;
   * a text that differs by a comment makes it take the next one, so that rows can share a process. Everything else that
   * the provider remembers, it remembers by endpoint or by owner.
   */
  async cloud({ configuration = {}, through, label = "", ...options }: CloudOptions = {}): Promise<Cloud> {
    const emulator = await createEmulator(options);
    const proxy = through && (await startProxy(emulator.url, through));
    this.count += 1;
    const number = String(this.count);
    const endpoint = { "tencentcloud:endpoint": proxy?.url ?? emulator.url };
    const settings: Bag = { ...configurationFor(emulator), ...endpoint, ...configuration };
    this.configuration = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    await this.provider.configure(this.configuration);
    const provided = { owner: `stack-1/resource-${number}`, __provider: `${this.closure}\n// ${number}` };
    const place = { name: "web", vpcId: "vpc-00000001", subnetId: "subnet-00000001" };
    const others = new Others(emulator);
    const cloud: Cloud = {
      emulator,
      inputs: (given = {}) => ({ ...place, ...provided, ...given }),
      ids: () => emulator.state().havips.map(({ HaVipId }) => HaVipId),
      calls: (action) =>
        emulator
          .calls()
          .filter((call) => !others.requests.has(call.requestId) && (action === undefined || call.action === action)),
      others,
    };
    this.opened.push({ cloud, proxy, label });
    return cloud;
  }

  /** The next run of the engine: another process, with the present settings and these changes. */
  async nextRun(env: NodeJS.ProcessEnv = {}): Promise<ProviderProcess> {
    await this.provider.stop();
    this.provider = await processOf(this.project, env);
    this.outputBefore = 0;
    await this.provider.configure(this.configuration);
    return this.provider;
  }

  /** What the user was told in this row besides results and errors. */
  async warnings(): Promise<string[]> {
    // The process writes it before it answers, but to another pipe.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return this.provider.output
      .slice(this.outputBefore)
      .split("\n")
      .filter((line) => line.startsWith("warning:"));
  }

  /** The calls of the row, told by `tell` for each of its clouds. */
  calls(tell: (calls: readonly CallRecord[]) => string): string {
    return this.opened
      .map(({ cloud, label }) => `${label === "" ? "" : `${label}: `}${tell(cloud.calls())}`)
      .join("; ");
  }

  async endRow(): Promise<void> {
    await Promise.all(
      this.opened.flatMap(({ cloud, proxy }) => [
        ...(proxy === undefined ? [] : [proxy.close()]),
        cloud.emulator.close(),
      ]),
    );
    this.opened = [];
    this.outputBefore = this.provider.output.length;
  }
}

/** Their calls are none of the provider's. */
class Others extends Api {
  readonly requests = new Set<string>();

  override async answer(...call: Parameters<Api["answer"]>): Promise<Envelope> {
    const answer = await super.answer(...call);
    this.requests.add(answer.RequestId);
    return answer;
  }
}

/** A process without any setting of this machine's user. */
function processOf(project: string, env: NodeJS.ProcessEnv = {}): Promise<ProviderProcess> {
  return ProviderProcess.start(project, { PATH: process.env["PATH"], HOME: "/nonexistent", ...env });
}

/** The failure of an operation that must fail. */
export async function failureOf(operation: Promise<unknown>): Promise<RpcError> {
  const outcome: unknown = await operation.catch((error: unknown) => error);
  if (outcome instanceof RpcError) return outcome;
  throw new Error(`It should have failed, but answered ${JSON.stringify(outcome)}`);
}
