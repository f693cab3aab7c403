export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  timeoutMs?: number;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** A place where the real Pulumi CLI runs without touching the user's login, stacks, plugins or credentials. */
export interface Sandbox {
  dir: string;
  env: Record<string, string>;
  /** Runs the CLI; a non-zero exit code is an error. */
  pulumi(args: string[], options?: RunOptions): Promise<RunResult>;
  tryPulumi(args: string[], options?: RunOptions): Promise<RunResult>;
  remove(): void;
}

export function createSandbox(options: { binDir: string }): Sandbox;
