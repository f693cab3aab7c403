import { execFile } from "node:child_process";
import type { ConfigurationSource } from "../../api/environment";
import { CommandError, type Io } from "../io";

/** What `pulumi stack export` prints of a stack of the project in this folder. Secrets stay encrypted in it. */
export function exportStack(stack: string, io: Pick<Io, "env">): Promise<string> {
  return pulumi(["stack", "export", "--stack", stack], io);
}

/** The configuration of a stack, secrets included: the credentials that its `pulumi up` uses may stand only there. */
export async function stackConfiguration(stack: string, io: Pick<Io, "env">): Promise<ConfigurationSource> {
  const text = await pulumi(["config", "--json", "--show-secrets", "--stack", stack], io);
  // What the CLI prints for --json: an object of settings by their full keys.
  const settings = JSON.parse(text) as Record<string, { value?: string } | undefined>;
  return { get: (key) => settings[key]?.value };
}

const PATIENCE_MS = 120_000;
/** A state of thousands of resources has some tens of megabytes. */
const MOST_BYTES = 1_024 * 1_024 * 1_024;

function pulumi(args: readonly string[], { env }: Pick<Io, "env">): Promise<string> {
  const options = { env, timeout: PATIENCE_MS, maxBuffer: MOST_BYTES };
  return new Promise((resolve, reject) => {
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(explained(args.join(" "), error, stderr));
    });
  });
}

/** Nothing of what it printed to standard output is repeated: there may be secrets in it. */
function explained(command: string, error: Error & { killed?: boolean }, stderr: string): CommandError {
  const elsewhere = "Or give files: pulumi stack export --file state.json, then: havip orphans state.json";
  if ("code" in error && error.code === "ENOENT") {
    return new CommandError(`There is no pulumi on PATH, which --stack needs. Install it. ${elsewhere}`);
  }
  const why = error.killed === true ? `gave no answer for ${String(PATIENCE_MS / 1_000)} s` : "failed";
  return new CommandError(`\`pulumi ${command}\` ${why}: ${stderr.trim()}\n${elsewhere}`);
}
