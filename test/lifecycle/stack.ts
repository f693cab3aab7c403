import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Emulator, createEmulator } from "../../provider/emulator";
import { changesOf } from "../setup/engine-events.cjs";
import { copyExample, exampleProject } from "../setup/project.cjs";
import { obtainPulumi } from "../setup/pulumi-cli.cjs";
import { type Sandbox, createSandbox } from "../setup/sandbox.cjs";

/** What one command of the CLI did. */
export interface Result {
  code: number;
  /** Everything a person would have read. */
  text: string;
  /** Resources by what happened to them, such as { create: 2, same: 1 }. */
  changes: Record<string, number>;
  /** The calls that reached the provider for a Havip, in order: "check(olds {})", "create" ... */
  providerCalls: string[];
  /** The changing calls that reached the cloud, in order. */
  cloudCalls: string[];
}

export interface Leg {
  pulumiVersion?: string;
  /** A Node binary. */
  node?: string;
}

/** The real CLI in a sandbox of its own, and an emulator that its programs use. */
export class Engine {
  private constructor(
    readonly emulator: Emulator,
    readonly sandbox: Sandbox,
    private readonly project: string,
    private readonly path: string,
  ) {}

  /** With the Pulumi SDK and the Node that the package is developed with, or with others. */
  static async start(leg: Leg = {}): Promise<Engine> {
    const { binDir } = await obtainPulumi({ log: () => undefined });
    const [project, emulator] = await Promise.all([exampleProject(leg), createEmulator()]);
    const sandbox = createSandbox({ binDir });
    const path = sandbox.env["PATH"] ?? "";
    return new Engine(emulator, sandbox, project, leg.node === undefined ? path : `${dirname(leg.node)}:${path}`);
  }

  async stop(): Promise<void> {
    this.sandbox.remove();
    await this.emulator.close();
  }

  /**
   * A new stack called dev of a project called lifecycle: always these names, as people who copy an example have them.
   * Its programs use the engine's emulator, or another one.
   */
  async stack(cloud: Pick<Emulator, "url" | "credentials"> = this.emulator): Promise<Stack> {
    // Below the installed project, from where Node finds its packages.
    const folder = mkdtempSync(join(this.project, "program-"));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: lifecycle\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(folder, "package.json"), "{}");
    return this.stackIn(folder, cloud);
  }

  /** A new stack called dev of a copy of an example, as a user has it who has installed the package. */
  async example(name: string): Promise<Stack> {
    const folder = mkdtempSync(join(this.project, "example-"));
    copyExample(folder, name);
    return this.stackIn(folder, this.emulator);
  }

  private async stackIn(folder: string, cloud: Pick<Emulator, "url" | "credentials">): Promise<Stack> {
    const backend = mkdtempSync(join(this.sandbox.dir, "state-"));
    const stack = new Stack(this, folder, { PULUMI_BACKEND_URL: `file://${backend}`, PATH: this.path });
    await stack.cli(["stack", "init", "dev"]);
    const { url, credentials } = cloud;
    const settings = { endpoint: url, secretId: credentials.secretId, region: "ap-guangzhou" };
    const plain = Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `tencentcloud:${key}=${value}`]);
    await stack.cli(["config", "set-all", ...plain, "--secret", `tencentcloud:secretKey=${credentials.secretKey}`]);
    return stack;
  }
}

/** For the tests of a file: one engine; for each test an empty cloud and a new stack. */
export function useEngine(): { engine: Engine; stack: Stack } {
  // Filled before a test reads it.
  const current = {} as { engine: Engine; stack: Stack };
  jest.setTimeout(120_000);
  beforeAll(async () => {
    current.engine = await Engine.start();
  }, 180_000);
  afterAll(() => current.engine.stop());
  beforeEach(async () => {
    await current.engine.emulator.reset();
    current.stack = await current.engine.stack();
  }, 30_000);
  return current;
}

/** A command that must succeed: otherwise the test fails with all that it printed. */
export async function done(command: Promise<Result>): Promise<Result> {
  const result = await command;
  if (result.code !== 0) throw new Error(`The command ended with code ${String(result.code)}:\n${result.text}`);
  return result;
}

/** One stack and its program. */
export class Stack {
  constructor(
    private readonly engine: Engine,
    readonly folder: string,
    readonly env: Record<string, string>,
  ) {}

  /** Sets the program: the body of an index.js that has `pulumi` and `Havip` in scope. */
  program(body: string): void {
    const imports =
      'const pulumi = require("@pulumi/pulumi");\nconst { Havip } = require("pulumi-tencentcloud-havip");\n';
    writeFileSync(join(this.folder, "index.js"), imports + body);
  }

  up(...args: string[]): Promise<Result> {
    return this.run(["up", "--yes", ...args]);
  }

  preview(...args: string[]): Promise<Result> {
    return this.run(["preview", ...args]);
  }

  refresh(): Promise<Result> {
    return this.run(["refresh", "--yes", "--skip-preview"]);
  }

  destroy(...args: string[]): Promise<Result> {
    return this.run(["destroy", "--yes", ...args]);
  }

  /** The program's outputs, secrets included. */
  async outputs(): Promise<Record<string, unknown>> {
    const args = ["stack", "output", "--json", "--show-secrets"];
    const { stdout } = await this.engine.sandbox.pulumi(args, { cwd: this.folder, env: this.env });
    return JSON.parse(stdout) as Record<string, unknown>; // An object by the name of the output.
  }

  /** The deployment that the backend holds. */
  async state(): Promise<StoredResource[]> {
    const { stdout } = await this.engine.sandbox.pulumi(["stack", "export"], { cwd: this.folder, env: this.env });
    // `pulumi stack export` prints a versioned deployment.
    return (JSON.parse(stdout) as { deployment: { resources?: StoredResource[] } }).deployment.resources ?? [];
  }

  /** The Havip of that logical name in the state. */
  async havip(name = "web"): Promise<StoredResource> {
    const found = (await this.state()).find(({ urn }) => urn.endsWith(`tencentcloud:Havip::${name}`));
    if (found === undefined) throw new Error(`There is no Havip ${name} in the state.`);
    return found;
  }

  /** Starts a command that is to be killed, with everything it started, as a power cut would; or interrupted (Ctrl-C). */
  start(args: string[]): {
    kill(): Promise<void>;
    interrupt(): Promise<void>;
    hasEnded(): boolean;
    ended: Promise<unknown>;
  } {
    const { env } = this.engine.sandbox;
    const options = { cwd: this.folder, env: { ...env, ...this.env }, stdio: "ignore" } as const;
    const child = spawn("pulumi", [...args, "--non-interactive"], options);
    const ended = once(child, "exit");
    return {
      ended,
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
      async interrupt() {
        child.kill("SIGINT");
        await ended;
      },
      async kill() {
        // Its children first: they are in process groups of their own, and would end in good order without their parent.
        for (const pid of [...descendantsOf(Number(child.pid)), Number(child.pid)]) process.kill(pid, "SIGKILL");
        await ended;
      },
    };
  }

  async cli(args: string[]): Promise<void> {
    await this.engine.sandbox.pulumi(args, { cwd: this.folder, env: this.env });
  }

  private async run(args: string[]): Promise<Result> {
    const log = join(this.folder, "grpc.json");
    rmSync(log, { force: true });
    const before = this.engine.emulator.calls().length;
    const env = { ...this.env, PULUMI_DEBUG_GRPC: log };
    const json = args[0] === "preview" ? [] : ["--json"];
    const { code, stdout, stderr } = await this.engine.sandbox.tryPulumi([...args, ...json], { cwd: this.folder, env });
    const changing = this.engine.emulator
      .calls()
      .slice(before)
      .map(({ action }) => action)
      .filter((action) => !/^(Describe|Get)/.test(action));
    return {
      code,
      text: `${stdout}\n${stderr}`,
      changes: args[0] === "preview" ? {} : changesOf(stdout),
      providerCalls: providerCalls(readFileSync(log, "utf8")),
      cloudCalls: changing,
    };
  }
}

/** A resource as `pulumi stack export` shows it. */
export interface StoredResource {
  urn: string;
  id?: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
  /** Replaced, and still to be deleted. */
  delete?: boolean;
  /** Deleted, and its replacement still to be made. */
  pendingReplacement?: boolean;
}

/** The processes that a process started, and those they started (Linux: /proc). */
function descendantsOf(parent: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
  return children.flatMap((pid) => [...descendantsOf(pid), pid]);
}

function parentOf(pid: number): number | undefined {
  try {
    const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${String(pid)}/stat`, "utf8")) ?? [];
    return Number(parent);
  } catch {
    return undefined; // Ended meanwhile.
  }
}

interface LoggedCall {
  method: string;
  progress: string;
  request: { urn?: string; olds?: Record<string, unknown> } | null;
}

/** The calls for Havips in the engine's own log of its gRPC traffic (PULUMI_DEBUG_GRPC). */
function providerCalls(log: string): string[] {
  return log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as LoggedCall) // One call a line, as the engine writes them.
    .filter(
      ({ method, progress }) => method.startsWith("/pulumirpc.ResourceProvider/") && progress === "request_started",
    )
    .filter(({ request }) => isHavip(request?.urn))
    .map(({ method, request }) => {
      const name = (method.split("/").pop() ?? "").toLowerCase();
      if (name !== "check") return name;
      return Object.keys(request?.olds ?? {}).length === 0 ? "check(olds {})" : "check(olds)";
    });
}

function isHavip(urn: string | undefined): boolean {
  return urn?.includes("tencentcloud:Havip::") ?? false;
}
