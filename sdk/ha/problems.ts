/** One thing wrong with the inputs of an HA component: where, what, and what to do about it. */
export interface Problem {
  /** The input, with the instance id where it belongs to a member: `members[1] (ins-00000002)`. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

/** Thrown once for all problems, so that one run shows everything there is to mend. The message says it all. */
export class InvalidClusterError extends Error {
  constructor(cluster: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
    const lines = problems.map(({ where, what, remedy }) => `  - ${where}: ${what}; ${remedy}.`);
    super([`${cluster}: no configuration was rendered, its inputs have ${count}:`, ...lines].join("\n"));
    this.name = "InvalidClusterError";
  }
}

/** Throws `InvalidClusterError` if there is any problem. */
export function refuseIfAny(cluster: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidClusterError(cluster, problems);
}
