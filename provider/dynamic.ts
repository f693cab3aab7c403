import { setTimeout as sleepFor } from "node:timers/promises";
import type { CheckResult, ConfigureRequest, DiffResult, ResourceProvider } from "@pulumi/pulumi/dynamic";
import { ConfigurationError } from "./api/configuration-error";
import type { ConfigurationSource } from "./api/environment";
import { isApiError } from "./api/errors";
import { type Context, IncompleteError, type Kind, type Properties, WrongWorldError } from "./kind";
import { configure, connect, memory } from "./runtime";
import { warn } from "./warn";

/** The seven methods that the stored closure calls. All of them are there: it knows no optional ones. */
export type DynamicProvider = Required<ResourceProvider<Properties, Properties>>;

/** What one provider process has of its own. */
export interface ProviderProcess {
  configure: (source: ConfigurationSource) => void;
  context: Context;
}

/**
 * Serves a kind to the Pulumi SDK's dynamic provider process. Everything that is peculiar to that process is here:
 * a native provider will serve the same kinds by another adapter.
 */
export function serveDynamic<State extends object>(
  kind: Kind<State>,
  { configure, context }: ProviderProcess = THIS_PROCESS,
): DynamicProvider {
  const { memory } = context;
  return {
    // Not async: the process may call create before a configure that awaits has ended, so the configuration is kept
    // at once and made sense of when it is first needed.
    configure: ({ config }: ConfigureRequest): Promise<void> => {
      configure(config);
      return Promise.resolve();
    },
    check: (_olds, news): Promise<CheckResult<Properties>> => plainly(settle(() => kind.check(news))),
    diff: (id, olds, news): Promise<DiffResult> => {
      memory.saw(id);
      return plainly(settle(() => kind.diff(id, olds, news)));
    },
    create: async (inputs) => {
      const { id, state } = await withInputs(inputs, kind.create(inputs, context));
      return { id, outs: jsonClean(state) };
    },
    read: async (id, olds = {}) => {
      memory.saw(id);
      const state = await plainly(withStoredSettingsHint(kind.read(id, olds, context)));
      if (state === undefined) memory.lost(id);
      // No `inputs`: an address that the cloud chose must not become an input, or the next diff would take it away.
      return state === undefined ? { id: "", props: {} } : { id, props: jsonClean(state) };
    },
    update: async (id, olds, news) => {
      memory.saw(id);
      return { outs: jsonClean(await withInputs(news, kind.update(id, olds, news, context))) };
    },
    delete: (id, olds) => plainly(withStoredSettingsHint(kind.delete(id, olds, context))),
  };
}

const THIS_PROCESS: ProviderProcess = {
  configure,
  context: {
    connect,
    memory,
    deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
    sleep: (milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }),
    warn,
  },
};

/** The methods without I/O, as promises: what they throw must reject and not escape. */
async function settle<T>(method: () => T): Promise<T> {
  return Promise.resolve(method());
}

/**
 * A failure after the cloud has the resource reaches the engine as an error with `id`, `properties` and `reasons`
 * (dynamic-provider, grpcResponseFromError). The properties must hold the inputs too: they carry `__provider`, without
 * which the resource could never be deleted.
 */
async function withInputs<T>(inputs: Properties, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    const partial = {
      id: error.id,
      properties: { ...inputs, ...jsonClean(error.state as object) },
      reasons: [error.message],
    };
    throw Object.assign(new Error(error.message, { cause: error }), partial);
  }
}

/** What protobuf's Struct can hold: `undefined`, dates and the like would fail after the cloud call, and leak. */
function jsonClean(state: object): Properties {
  const text = JSON.stringify(state, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  // An object goes in, so an object comes out.
  return JSON.parse(text) as Properties;
}

/**
 * Destroy and refresh do not run the program: the engine configures this process with what the last `up` stored. So
 * when endpoint or credentials are the trouble there, they may not be those that the reader has in mind.
 */
async function withStoredSettingsHint<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (!isAboutSettings(error)) throw error;
    throw new Error(
      `${error.message}\npulumi destroy and pulumi refresh use the stack configuration of the last pulumi up: if it has ` +
        `changed since, run pulumi up first, or add --run-program.`,
      { cause: error },
    );
  }
}

function isAboutSettings(error: unknown): error is Error {
  if (error instanceof ConfigurationError || error instanceof WrongWorldError) return true;
  if (!isApiError(error)) return false;
  // Refused on this side: these credentials must not go to this endpoint.
  if (error.attempts === 0) return true;
  // These two say nothing of the credentials: a clock that is wrong, a permission that is missing.
  const others = ["AuthFailure.SignatureExpire", "AuthFailure.UnauthorizedOperation"];
  return isApiError(error, "AuthFailure") && !isApiError(error, ...others);
}

/**
 * The process prints the stack of what these methods throw, and the engine its message again. What is written for the
 * user needs no stack; of a mistake of ours it is kept.
 */
async function plainly<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    const ours = [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
    if (error instanceof Error && !ours) error.stack = "";
    throw error;
  }
}
