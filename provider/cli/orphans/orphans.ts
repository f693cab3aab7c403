import { CommandError, EXIT, type Io } from "../io";
import { type Findings, type Orphan, findingsOf } from "./findings";
import { json } from "./json";
import { type View, look, runtimeOf } from "./look";
import { type Outcome, release } from "./release";
import { isFree, report, rowLine } from "./report";
import { type Sources, configurationsOf, readAgain, readStates, usesStandardInput } from "./sources";
import type { StackState } from "./stack-state";

export interface Options extends Sources {
  /** Where to look; empty: where the states and the settings say. */
  regions: readonly string[];
  /** Identities of stacks that have no state any more. */
  gone: readonly string[];
  release: boolean;
  yes: boolean;
  json: boolean;
}

/** `havip orphans`: names the HAVIPs that no given state has, and releases them where that is asked for. */
export async function orphans(options: Options, io: Io): Promise<number> {
  refuseContradictions(options, io);
  const states = await readStates(options, io);
  refuseGivenAsGone(options, states);
  const runtimes = (await configurationsOf(options, io)).map((configuration) => runtimeOf(configuration, io));
  const view = await look(runtimes, options.regions, states);
  const findings = findingsOf(view, states, options.gone);
  if (!options.json) for (const line of report(view, states, findings)) io.out(line);
  const outcomes = options.release ? await releaseAll(options, io, view, states, findings) : new Map<Orphan, Outcome>();
  if (options.json) io.out(json(view, states, findings, outcomes));
  return exitCode(findings, states, outcomes);
}

function refuseContradictions({ files, stacks, gone, release: wanted, yes, ...options }: Options, io: Io): void {
  const refuse = (message: string): CommandError => new CommandError(message, EXIT.usage);
  if (yes && !wanted) throw refuse("--yes answers the question of --release: give both or none.");
  if (files.filter((file) => file === "-").length > 1) throw refuse("The standard input (-) can be read once only.");
  if (!wanted) return;
  if (files.length === 0 && stacks.length === 0 && gone.length === 0) {
    throw refuse(
      "--release needs to know what is held, or it would take HAVIPs from stacks that use them: give --stack <name> or " +
        "files of pulumi stack export. Nothing was released.",
    );
  }
  if (yes) return;
  if (usesStandardInput(files)) {
    throw refuse("With a state from the standard input nobody can be asked: add --yes. Nothing was released.");
  }
  if (io.ask === undefined || options.json) {
    throw refuse("--release asks before it releases, and there is nobody to ask: add --yes. Nothing was released.");
  }
}

function refuseGivenAsGone({ gone }: Options, states: readonly StackState[]): void {
  for (const { source, identities } of states) {
    const both = identities.find((identity) => gone.includes(identity));
    if (both !== undefined) {
      throw new CommandError(`--gone ${both}: that stack is not gone, ${source} is its state.`, EXIT.usage);
    }
  }
}

/** Asks, and then releases one after the other, so that what is told at any moment is what has happened. */
async function releaseAll(
  options: Options,
  io: Io,
  view: View,
  states: readonly StackState[],
  findings: Findings,
): Promise<Map<Orphan, Outcome>> {
  const outcomes = new Map<Orphan, Outcome>();
  const tell = options.json ? () => undefined : io.out;
  const chosen = findings.orphans.filter(isFree);
  if (chosen.length === 0 || !(await isAgreed(options, io, chosen))) return outcomes;
  // The question may have stood there for long.
  const present = findingsOf(view, await readAgain(states, options, io), options.gone);
  for (const orphan of chosen) {
    const { row } = orphan;
    const isStill = present.orphans.some((other) => other.row === row);
    const outcome = isStill ? await release(row, view.world) : TAKEN_MEANWHILE;
    outcomes.set(orphan, outcome);
    tell(`${row.havip.HaVipId}: ${outcome.kind}${outcome.kind === "released" ? "" : ` (${outcome.why})`}`);
  }
  return outcomes;
}

const TAKEN_MEANWHILE: Outcome = { kind: "kept", why: "the stack's state has it by now" };

async function isAgreed({ yes }: Options, io: Io, chosen: readonly Orphan[]): Promise<boolean> {
  if (yes || io.ask === undefined) return yes;
  io.err("\nThese will be released. Their addresses are free for everybody then, and do not come back:");
  for (const { row } of chosen) io.err(`  ${rowLine(row)}`);
  io.err("No pulumi up may be running on the stacks, nor have run since their states were exported.");
  const answer = await io.ask("Only `yes` releases them: ");
  if (answer.trim() === "yes") return true;
  io.out("Nothing was released.");
  return false;
}

/** Without a state there is no telling an orphan from the others, so each of them is something to look at. */
function exitCode(
  { orphans: found, unknown }: Findings,
  states: readonly StackState[],
  outcomes: ReadonlyMap<Orphan, Outcome>,
): number {
  if ([...outcomes.values()].some(({ kind }) => kind === "failed")) return EXIT.failed;
  if (found.some((orphan) => outcomes.get(orphan)?.kind !== "released")) return EXIT.found;
  return states.length === 0 && found.length === 0 && unknown.length > 0 ? EXIT.found : EXIT.ok;
}
