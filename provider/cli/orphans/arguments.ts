import { type Command, Option } from "commander";
import { EXIT, type Io } from "../io";

interface OrphansArguments {
  stack: string[];
  region: string[];
  gone: string[];
  release?: true;
  yes?: true;
  json?: true;
}

/** Gives a command the arguments of `havip orphans`, and what it does. */
export function describeOrphans(made: Command, io: Io, exit: (code: number) => void): void {
  made
    .description(
      "HAVIPs with this package's tags that no given state has: what interrupted runs left. Exit code " +
        `${String(EXIT.found)} if there are any, ${String(EXIT.ok)} if not or if all were released, ` +
        `${String(EXIT.failed)} if something failed.`,
    )
    .argument("[files...]", "what pulumi stack export prints, - for the standard input")
    .addOption(
      new Option("--stack <name>", "a stack of the project in this folder, by way of the pulumi command; repeatable")
        .argParser(all)
        .default([], "none"),
    )
    .addOption(
      new Option("--region <region>", "where to look; repeatable")
        .argParser(all)
        .default([], "those that the states name, and that of the settings"),
    )
    .addOption(
      new Option("--gone <identity>", "a stack that has no state any more: its HAVIPs are orphans; repeatable")
        .argParser(all)
        .default([], "none"),
    )
    .option("--release", "release them, but none that is in use; asks first")
    .option("--yes", "with --release: do not ask")
    .option("--json", "print a JSON document")
    .action(async (files: string[], { stack, region, gone, ...flags }: OrphansArguments) => {
      // Loaded here only: it brings the provider with it.
      const { orphans } = await import("./orphans");
      const set = { release: flags.release === true, yes: flags.yes === true, json: flags.json === true };
      exit(await orphans({ files, stacks: [...new Set(stack)], regions: region, gone, ...set }, io));
    });
}

function all(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
