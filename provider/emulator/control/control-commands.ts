import type { Cloud } from "../cloud/cloud";
import { actionList } from "./action-list";
import { fields, refusal, textOf } from "../words/given";
import { type Facts, info } from "./info";
import { metrics } from "./metrics";
import { AGENT_COMMANDS } from "./agent-commands";

/** What an emulator is, for as long as it runs. */
export interface Identity extends Facts {
  token: string;
}

export interface CommandContext {
  cloud: Cloud;
  identity: Identity;
  stop: () => void;
  /** The JSON of the request. */
  body: () => unknown;
  hasBody: boolean;
}

export const METHODS = ["GET", "PUT", "POST", "PATCH", "DELETE"] as const;
export type Command = Readonly<Partial<Record<(typeof METHODS)[number], (context: CommandContext) => object | string>>>;

const DONE = { ok: true };

/** Runs something that has no answer of its own. */
const doing =
  (run: (context: CommandContext) => void) =>
  (context: CommandContext): object => {
    run(context);
    return DONE;
  };

/** The same for something that takes no body: one that is ignored lets its sender believe in what it says. */
const bare = (run: (context: CommandContext) => void): ((context: CommandContext) => object) =>
  doing((context) => {
    refuseBody(context);
    run(context);
  });

/** An empty object says nothing, and is what clients send that know no request without a body. */
export function refuseBody({ hasBody, body }: CommandContext): void {
  if (!hasBody || JSON.stringify(body()) === "{}") return;
  throw refusal("This command takes no body.");
}

const snapshotName = (context: CommandContext): unknown => fields(context.body(), "The body", ["name"])["name"];

/** The commands of the control API, by their path. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  state: { GET: ({ cloud }) => cloud.snapshot() },
  info: { GET: ({ cloud, identity }) => info(cloud, identity) },
  actions: { GET: ({ identity }) => actionList(identity.site) },
  calls: { GET: ({ cloud }) => ({ calls: cloud.calls() }) },
  stats: { GET: ({ cloud }) => ({ actions: cloud.stats.report() }) },
  metrics: {
    GET: ({ cloud, identity }) =>
      metrics({
        stats: cloud.stats.report(),
        resources: cloud.counts(),
        pendingFaults: cloud.faults.pending,
        residentBytes: process.memoryUsage.rss(),
        uptimeSeconds: (Date.now() - identity.startedAt) / 1000,
      }),
  },
  faults: {
    GET: ({ cloud }) => ({ faults: cloud.faults.report(), pending: cloud.faults.pending }),
    PUT: doing(({ cloud, body }) => {
      cloud.faults.replace(body());
    }),
    DELETE: bare(({ cloud }) => {
      cloud.faults.clear();
    }),
  },
  behaviour: {
    GET: ({ cloud }) => cloud.behaviour,
    PATCH: ({ cloud, body }) => {
      cloud.behave(body());
      return cloud.behaviour;
    },
  },
  clock: {
    GET: ({ cloud }) => clock(cloud),
    PUT: ({ cloud, body }) => {
      cloud.clock.setOffset(milliseconds(body(), "offsetMs"));
      return clock(cloud);
    },
    POST: ({ cloud, body }) => {
      cloud.clock.advance(milliseconds(body(), "advanceMs"));
      return clock(cloud);
    },
  },
  snapshots: {
    GET: ({ cloud }) => ({ snapshots: cloud.saved() }),
    PUT: doing((context) => {
      context.cloud.save(snapshotName(context));
    }),
    DELETE: doing((context) => {
      context.cloud.forget(context.hasBody ? snapshotName(context) : undefined);
    }),
  },
  restore: {
    POST: doing((context) => {
      context.cloud.restore(snapshotName(context));
    }),
  },
  reset: {
    POST: bare(({ cloud }) => {
      cloud.reset();
    }),
  },
  metadata: {
    GET: ({ cloud }) => cloud.metadata.setting(),
    PUT: ({ cloud, body }) => {
      cloud.metadata.set(body());
      return cloud.metadata.setting();
    },
  },
  announce: {
    POST: doing(({ cloud, body }) => {
      const given = texts(body(), ["haVipId", "instanceId", "networkInterfaceId"]);
      cloud.announce({ ...given, haVipId: textOf(given["haVipId"], "The haVipId of the body") });
    }),
  },
  release: {
    POST: ({ cloud, body }) => {
      const { haVipId } = texts(body(), ["haVipId"]);
      return { ...DONE, released: cloud.release({ haVipId: textOf(haVipId, "The haVipId of the body") }) };
    },
  },
  ...AGENT_COMMANDS,
  stop: {
    POST: bare(({ stop }) => {
      stop();
    }),
  },
};

function clock({ clock: { now, offsetMs } }: Cloud): object {
  return { now: now(), offsetMs };
}

/** The clock itself refuses what is no whole number. */
function milliseconds(body: unknown, name: string): number {
  const value = fields(body, "The body", [name])[name];
  return typeof value === "number" ? value : NaN;
}

function texts(body: unknown, known: readonly string[]): Record<string, string> {
  const given = Object.entries(fields(body, "The body", known));
  return Object.fromEntries(given.map(([name, value]) => [name, textOf(value, `The ${name} of the body`)]));
}
