import { readFileSync } from "node:fs";
import type { ConfigurationSource } from "../../api/environment";
import { codeOf, messageOf } from "../../api/thrown";
import { CommandError, EXIT, type Io } from "../io";
import { exportStack, stackConfiguration } from "./pulumi";
import { type StackState, readStackState } from "./stack-state";

/** Where states are to be had: exported ones by their files (`-`: standard input), one by the stack's name. */
export interface Sources {
  files: readonly string[];
  stack?: string;
}

const STANDARD_INPUT = "-";

/** Reads every state that was given, that of `stack` first. */
export async function readStates({ files, stack }: Sources, io: Io): Promise<StackState[]> {
  const exported = stack === undefined ? [] : [readStackState(await exportStack(stack, io), stack)];
  const read = files.map(async (file) =>
    file === STANDARD_INPUT
      ? readStackState(await io.input(), "the standard input")
      : readStackState(contentOf(file), file),
  );
  return [...exported, ...(await Promise.all(read))];
}

/** The same states, that of `stack` as it is by now. */
export async function readAgain(states: readonly StackState[], { stack }: Sources, io: Io): Promise<StackState[]> {
  if (stack === undefined) return [...states];
  return [readStackState(await exportStack(stack, io), stack), ...states.slice(1)];
}

/** The stack's own settings stand over those of the environment, as in its `pulumi up`. Files bring none with them. */
export async function configurationOf({ stack }: Sources, io: Io): Promise<ConfigurationSource> {
  return stack === undefined ? { get: () => undefined } : stackConfiguration(stack, io);
}

export function usesStandardInput({ files }: Sources): boolean {
  return files.includes(STANDARD_INPUT);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = codeOf(error) === "ENOENT" ? "there is no such file" : messageOf(error);
    throw new CommandError(
      `${file} cannot be read: ${why}. A stack of the project in this folder is given by --stack <name>.`,
      EXIT.usage,
    );
  }
}
