/** What a command may touch of the world outside; tests pass their own. */
export interface Io {
  out: (line: string) => void;
  err: (line: string) => void;
  env: Readonly<Record<string, string | undefined>>;
  /** Empty for a user who has none. */
  home: string;
  /** The script that a detached emulator is started with: this very command. */
  script: string;
  /** Waits until the user interrupts the command. Only a command that then ends in order asks for it. */
  interrupted: () => Promise<void>;
  /** All of the standard input, as it came. */
  input: () => Promise<Uint8Array>;
  /** Asks the user, who answers with a line; absent where there is no terminal. */
  ask?: (question: string) => Promise<string>;
}

/** The exit codes of `havip`. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3, found: 4 } as const;

/** A refusal whose message is all that the user needs. */
export class CommandError extends Error {
  override readonly name = "CommandError";

  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}
