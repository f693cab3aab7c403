import { readFileSync } from "node:fs";
import type { ConfigurationSource } from "../../api/environment";
import { codeOf, messageOf } from "../../api/thrown";
import { CommandError, EXIT, type Io } from "../io";
import { exportStack, stackConfiguration } from "./pulumi";
import { type StackState, readStackState } from "./stack-state";
import { textOf } from "./text";

/** Where states are to be had: exported ones by their files (`-`: standard input), others by their stacks' names. */
export interface Sources {
  files: readonly string[];
  stacks: readonly string[];
}

const STANDARD_INPUT = "-";

/** Reads every state that was given, those of stacks first. */
export async function readStates({ files, stacks }: Sources, io: Io): Promise<StackState[]> {
  const exported = await exportAll(stacks, io);
  const read = files.map(async (file) =>
    file === STANDARD_INPUT
      ? readStackState(textOf(await io.input()), "the standard input")
      : readStackState(contentOf(file), file),
  );
  return [...exported, ...(await Promise.all(read))];
}

/** The same states, those of stacks as they are by now. */
export async function readAgain(states: readonly StackState[], { stacks }: Sources, io: Io): Promise<StackState[]> {
  return [...(await exportAll(stacks, io)), ...states.slice(stacks.length)];
}

/** A stack's own settings stand over those of the environment, as in its `pulumi up`. Files bring none with them. */
export async function configurationsOf({ stacks }: Sources, io: Io): Promise<ConfigurationSource[]> {
  if (stacks.length === 0) return [{ get: () => undefined }];
  return inTurn(stacks, (stack) => stackConfiguration(stack, io));
}

function exportAll(stacks: readonly string[], io: Io): Promise<StackState[]> {
  return inTurn(stacks, async (stack) => readStackState(await exportStack(stack, io), stack));
}

/** One after the other: each is a process of hundreds of megabytes. */
async function inTurn<T>(stacks: readonly string[], ask: (stack: string) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (const stack of stacks) answers.push(await ask(stack));
  return answers;
}

export function usesStandardInput(files: readonly string[]): boolean {
  return files.includes(STANDARD_INPUT);
}

function contentOf(file: string): string {
  try {
    return textOf(readFileSync(file));
  } catch (error) {
    const why = codeOf(error) === "ENOENT" ? "there is no such file" : messageOf(error);
    throw new CommandError(
      `${file} cannot be read: ${why}. A stack of the project in this folder is given by --stack <name>.`,
      EXIT.usage,
    );
  }
}
