import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { EMULATOR_DEFAULT_PORT } from "../core/emulator";
import { PACKAGE_VERSION } from "../core/package";
import { type Sender, announce, env, release, reset, status, stop } from "./commands";
import { CommandError, EXIT, type Io } from "./io";
import type { Manner } from "./manner";
import { describeOrphans } from "./orphans/arguments";
import { runFolder } from "./run-file";
import { serve } from "./serve";
import { start } from "./start";

/** Runs `havip` with these arguments and gives its exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    let exitCode: number = EXIT.ok;
    await program(io, (code) => (exitCode = code)).parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    // Asking for help is no mistake; everything else that commander throws is one of usage, and it has said which.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    io.err(`havip: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

interface Where {
  port: number;
  runDir?: string;
}

interface StartArguments extends Where, Manner {
  data?: string;
  foreground?: true;
}

/** Here once more, so that a command need not load the emulator to know them; the types keep them true. */
const PROFILES: readonly NonNullable<Manner["profile"]>[] = ["instant", "realistic", "pebble"];
const SITES: readonly NonNullable<Manner["site"]>[] = ["china", "intl"];

function program(io: Io, exit: (code: number) => void): Command {
  const havip = command(new Command("havip"), io)
    .description("Tools for highly available virtual IPs (HAVIP).")
    .version(PACKAGE_VERSION);
  const emulator = command(havip.command("emulator"), io).description(
    "A local emulator of the cloud's API: try everything without an account.",
  );
  const add = (usage: string, description: string): Command =>
    command(emulator.command(usage), io)
      .description(description)
      .option("--port <number>", "its port on this machine", port, EMULATOR_DEFAULT_PORT)
      .option("--run-dir <folder>", "where it is noted what runs (default: a folder of your own)");
  const which = ({ port, runDir }: Where): { port: number; folder: string } => ({
    port,
    folder: runFolder(io, runDir),
  });

  add("start", "Start it; returns when it answers.")
    .option("--data <folder>", "keep the state here (default: in memory)")
    .option("--foreground", "stay until it is stopped or interrupted")
    .addOption(new Option("--profile <name>", "how the cloud behaves (default: instant)").choices(PROFILES))
    .option("--pebble-seed <number>", "what the profile pebble does (default: at random)", seed)
    .addOption(new Option("--site <name>", "intl: the older parameters only (default: china)").choices(SITES))
    .action(async ({ data, foreground, port, runDir, ...manner }: StartArguments) => {
      const where = { port, ...(runDir === undefined ? {} : { runDir }) };
      if (manner.pebbleSeed !== undefined && manner.profile !== "pebble") {
        throw new CommandError("--pebble-seed is for --profile pebble: give both, or neither.", EXIT.usage);
      }
      const options = { ...which(where), manner, ...(data === undefined ? {} : { data }) };
      exit(await (foreground ? serve(options, io) : start(options, io)));
    });
  add("stop", "Stop it.").action(async (where: Where) => {
    exit(await stop(which(where), io));
  });
  add("status", `Say whether it runs: exit code ${String(EXIT.ok)}, or ${String(EXIT.notRunning)} if not.`).action(
    async (where: Where) => {
      exit(await status(which(where), io));
    },
  );
  add("env", 'Print what points this shell at it: eval "$(npx havip emulator env)".')
    .option("--unset", "print what points the shell away from it")
    .action(async ({ unset, ...where }: Where & { unset?: true }) => {
      exit(await env(which(where), unset === true, io));
    });
  add("reset", "Set it back to its first state.").action(async (where: Where) => {
    exit(await reset(which(where), io));
  });
  add("announce", "Let an instance claim a HAVIP, as its HA software would by gratuitous ARP.")
    .argument("<havipId>", "such as havip-1a2b3c4d")
    .option("--instance <id>", "the instance, such as ins-00000001")
    .option("--interface <id>", "its network interface, such as eni-00000001 (default: the one in the subnet)")
    .action(async (havipId: string, given: Where & Sender) => {
      exit(await announce(which(given), havipId, given, io));
    });
  add("release", "Let the holder give a HAVIP up, as when its HA software is stopped.")
    .argument("<havipId>", "such as havip-1a2b3c4d")
    .action(async (havipId: string, where: Where) => {
      exit(await release(which(where), havipId, io));
    });

  describeOrphans(command(havip.command("orphans"), io), io, exit);
  return havip;
}

/** Our streams, and exceptions instead of the end of the process. Each command needs it told by itself. */
function command(made: Command, io: Io): Command {
  const line = (write: (line: string) => void) => (text: string) => {
    write(text.replace(/\n$/, ""));
  };
  return made
    .exitOverride()
    .showHelpAfterError("(havip --help tells more)")
    .configureOutput({ writeOut: line(io.out), writeErr: line(io.err) });
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError("A port is a number from 0 (any free one) to 65535.");
}

function seed(text: string): number {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text) && number < 2 ** 32) return number;
  throw new InvalidArgumentError("A seed is a number from 0 to 4294967295.");
}
