import { readFile } from "node:fs/promises";
import type { HaVip } from "../../api/actions";
import { ConfigurationError, isNoRegion } from "../../api/configuration-error";
import type { ConfigurationSource } from "../../api/environment";
import type { World } from "../../core/emulator";
import { requireSameWorld } from "../../havip/world";
import type { Connection } from "../../kind";
import { type Runtime, createRuntime } from "../../runtime";
import { CommandError, type Io } from "../io";
import { isTagged } from "./judge";
import type { StackState } from "./stack-state";

/** Where was looked, and the HAVIPs with our tags that are there. */
export interface View {
  world: World;
  account: string;
  endpoint: string;
  regions: string[];
  rows: Row[];
}

export interface Row {
  havip: HaVip;
  /** To its region. */
  connection: Connection;
}

/** For the question whose credentials these are and for the listings together. */
const LOOK_MS = 180_000;

/** Settings are resolved as the provider does: `configuration`, then environment, then files. */
export function runtimeOf(configuration: ConfigurationSource, io: Io): Runtime {
  const environment = {
    variables: io.env,
    home: () => io.home,
    readFile: (path: string) => readFile(path, "utf8"),
  };
  const runtime = createRuntime(environment, {
    warn: (message) => {
      io.err(`havip: ${message}`);
    },
  });
  runtime.configure(configuration);
  return runtime;
}

/**
 * Lists the given regions; without any, those that the states name and those of the settings, where a create without a
 * region makes its HAVIP. Concludes nothing from a state that belongs to another account or another cloud. `runtimes`:
 * one for each stack, because each has settings of its own.
 */
export async function look(
  runtimes: readonly Runtime[],
  given: readonly string[],
  states: readonly StackState[],
): Promise<View> {
  const signal = AbortSignal.timeout(LOOK_MS);
  const found = await (given.length > 0
    ? connectAll(runtimes, given, signal)
    : connectDefaults(runtimes, regionsOf(states), signal));
  const { world, account, endpoint } = await commonIdentity(found, signal);
  for (const { source, holdings } of states) {
    for (const { id, record } of holdings) {
      if (record !== undefined) requireSameWorld(`look for orphans of ${source}`, id, record, { world, account });
    }
  }
  // The same region by way of several stacks counts once.
  const connections = new Map(found.map((connection) => [connection.region, connection]));
  const listings = [...connections.values()].map(async (connection) =>
    (await connection.reads.ofRegion(signal)).filter(isTagged).map((havip) => ({ havip, connection })),
  );
  const rows = (await Promise.all(listings)).flat();
  return { world, account, endpoint, regions: [...connections.keys()], rows };
}

async function connectAll(
  runtimes: readonly Runtime[],
  regions: readonly string[],
  signal: AbortSignal,
): Promise<Connection[]> {
  const connecting = regions.flatMap((region) => runtimes.map((runtime) => runtime.connect(region, signal)));
  return Promise.all(connecting);
}

/** The regions of the settings come first. Where they have none, no create without a region can have made anything. */
async function connectDefaults(
  runtimes: readonly Runtime[],
  named: readonly string[],
  signal: AbortSignal,
): Promise<Connection[]> {
  const defaults = runtimes.map((runtime) =>
    runtime.connect(undefined, signal).catch((error: unknown) => {
      if (isNoRegion(error)) return error;
      throw error;
    }),
  );
  const settled = await Promise.all(defaults);
  const lacking = settled.find((each) => each instanceof ConfigurationError);
  const connections = settled.flatMap((each) => (each instanceof ConfigurationError ? [] : [each]));
  const all = [...connections, ...(await connectAll(runtimes, named, signal))];
  if (all.length > 0 || lacking === undefined) return all;
  throw new CommandError(`${lacking.message}\nOr say where to look, such as --region ap-guangzhou.`);
}

async function commonIdentity(
  [first, ...others]: readonly Connection[],
  signal: AbortSignal,
): Promise<Pick<View, "world" | "account" | "endpoint">> {
  if (first === undefined) throw new CommandError("There is no region to look in: give --region <region>.");
  const { endpoint } = first;
  const identity = await first.identity(signal);
  for (const other of others) {
    const { world, account } = await other.identity(signal);
    if (world === identity.world && account === identity.account) continue;
    throw new CommandError(
      `The settings of the stacks lead to different accounts or clouds: ${identity.account} at ${endpoint} and ${account} ` +
        `at ${other.endpoint}. Run the command for each stack alone.`,
    );
  }
  return { ...identity, endpoint };
}

function regionsOf(states: readonly StackState[]): string[] {
  const named = states.flatMap(({ holdings, pendingCreates }) => [...holdings, ...pendingCreates]);
  return [...new Set(named.flatMap(({ region }) => region ?? []))];
}
