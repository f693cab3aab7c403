import { ConfigurationError } from "../configuration-error";
import type { Environment } from "../environment";
import { codeOf, messageOf } from "../thrown";

/** The text of a file, or undefined if there is none. One that is there but cannot be read is a ConfigurationError. */
export async function readIfThere(environment: Environment, path: string): Promise<string | undefined> {
  try {
    return await environment.readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigurationError(
      `${path} cannot be read (${code || messageOf(error)}). Make it readable for this user, or remove it.`,
    );
  }
}
