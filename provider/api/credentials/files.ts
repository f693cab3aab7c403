import { ConfigurationError } from "../configuration-error";
import type { Environment } from "../environment";
import { gaveUp } from "../single-flight";
import { codeOf, messageOf } from "../thrown";

/** Files, and for how long they may be read. */
export interface Reading {
  environment: Environment;
  signal: AbortSignal;
}

/** The text of a file, or undefined if there is none. One that is there but cannot be read is a ConfigurationError. */
export function readIfThere({ environment, signal }: Reading, path: string): Promise<string | undefined> {
  const reading = environment.readFile(path).catch((error: unknown) => {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigurationError(
      `${path} cannot be read (${code || messageOf(error)}). Make it readable for this user, or remove it.`,
    );
  });
  return inTime(reading, path, signal);
}

/** A pipe without a writer, or a network drive that is gone, answers never, and a reading of Node's cannot be ended. */
function inTime<T>(reading: Promise<T>, path: string, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => {
      reject(gaveUp(`reading ${path}`, signal));
    };
    signal.addEventListener("abort", late);
    void reading
      .finally(() => {
        signal.removeEventListener("abort", late);
      })
      .then(resolve, reject);
    if (signal.aborted) late();
  });
}
