import { readFile } from "node:fs/promises";
import type { HaVip } from "../../api/actions";
import type { ConfigurationSource } from "../../api/environment";
import type { World } from "../../core/emulator";
import { requireSameWorld } from "../../havip/world";
import type { Connection } from "../../kind";
import { type Runtime, createRuntime } from "../../runtime";
import type { Io } from "../io";
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
 * Lists the given regions; without any, those that the states name and that of the settings, where a create without a
 * region makes its HAVIP. Concludes nothing from a state that belongs to another account or another cloud.
 */
export async function look(runtime: Runtime, given: readonly string[], states: readonly StackState[]): Promise<View> {
  const signal = AbortSignal.timeout(LOOK_MS);
  const [first, ...others] = given.length > 0 ? given : [undefined, ...regionsOf(states)];
  const main = await runtime.connect(first, signal);
  const { world, account } = await main.identity(signal);
  for (const { source, holdings } of states) {
    for (const { id, record } of holdings) {
      if (record !== undefined) requireSameWorld(`look for orphans of ${source}`, id, record, { world, account });
    }
  }
  const connections = new Map([[main.region, main]]);
  for (const region of others) {
    if (region !== undefined && !connections.has(region))
      connections.set(region, await runtime.connect(region, signal));
  }
  const listings = [...connections.values()].map(async (connection) =>
    (await connection.reads.ofRegion(signal)).filter(isTagged).map((havip) => ({ havip, connection })),
  );
  const rows = (await Promise.all(listings)).flat();
  return { world, account, endpoint: main.endpoint, regions: [...connections.keys()], rows };
}

function regionsOf(states: readonly StackState[]): string[] {
  const named = states.flatMap(({ holdings, pendingCreates }) => [...holdings, ...pendingCreates]);
  return [...new Set(named.flatMap(({ region }) => region ?? []))];
}
