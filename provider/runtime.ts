import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { type Identity, assertAllowed, whoami } from "./api/account";
import { ACTIONS } from "./api/actions";
import { type Client, createClient } from "./api/client";
import { ConfigurationError } from "./api/configuration-error";
import type { Credential } from "./api/credentials/credential";
import { type MetadataOptions, createMetadata } from "./api/credentials/metadata";
import { createTemporaries } from "./api/credentials/temporary";
import { endpointOf } from "./api/endpoint";
import type { ConfigurationSource, Environment } from "./api/environment";
import { type HavipReads, createHavipReads } from "./api/havip-reads";
import { createPaces } from "./api/paces";
import { type Timing, realTiming } from "./api/retry";
import { type Send, createSend } from "./api/send";
import { type AccountRules, type Settings, resolveSettings } from "./api/settings";
import type { Renew } from "./api/signer";
import { gaveUp, singleFlight } from "./api/single-flight";
import { telling } from "./api/telling";
import type { Connection } from "./kind";
import { createMemory } from "./memory";
import { warn } from "./warn";

export type { ConfigurationSource, Connection };

export interface Runtime {
  /**
   * Takes note of the stack configuration and resolves nothing: the Pulumi SDK calls `create` before an asynchronous
   * `configure` has ended, and an error in it would be lost.
   */
  configure(source: ConfigurationSource): void;
  /** A connection to `region`, or to the region of the settings. Throws ConfigurationError. */
  connect(region: string | undefined, signal: AbortSignal): Promise<Connection>;
}

/** What a runtime works with besides the environment; the real things unless given. */
export interface Effects {
  send?: Send;
  timing?: Timing;
  warn?: (message: string) => void;
  /** Where instance metadata are. */
  metadata?: MetadataOptions;
}

/**
 * One client for each endpoint, region and credential; one question who we are for each endpoint and credential; one
 * pace for each action and endpoint.
 */
export function createRuntime(environment: Environment, effects: Effects = {}): Runtime {
  const { send = createSend(), timing = realTiming, warn: tell = warn, metadata } = effects;
  let configuration: ConfigurationSource = { get: () => undefined };
  const paces = createPaces(timing);
  const clients = new Map<string, { client: Client; reads: HavipReads }>();
  const identities = new Map<string, (signal: AbortSignal) => Promise<Identity>>();
  const accounts = new Map<string, Identity>();

  const clientOf = (settings: Pick<Settings, "region" | "endpoint" | "credential">, renew: Renew): Client =>
    createClient({ ...settings, send, timing, paces, renew, warn: tell });

  const access = {
    temporaries: createTemporaries(() => timing.now()),
    metadata: createMetadata(send, () => timing.now(), metadata),
    client: clientOf,
  };

  /** What is to be had now where the expired credentials were found; only of the same account, if that is known. */
  async function renewed(expired: Credential, { region }: Settings, who: string): Promise<Credential | undefined> {
    access.temporaries.discard(expired);
    const fresh = await resolveSettings(configuration, environment, region, access, AbortSignal.timeout(QUESTION_MS));
    if (fresh.credential.fingerprint() === expired.fingerprint()) return undefined;
    const before = accounts.get(who);
    if (before === undefined) return fresh.credential;
    const now = await whoami(clientOf(fresh, noOthers), AbortSignal.timeout(QUESTION_MS));
    if (now.account === before.account && now.world === before.world) return fresh.credential;
    throw new ConfigurationError(
      `The credentials (from ${expired.source}) have expired, and those that are there now belong to the account ` +
        `${now.account}, not to ${before.account}. Set credentials of the account that this run began with.`,
    );
  }

  return {
    configure(source) {
      configuration = source;
    },
    async connect(region, signal) {
      if (signal.aborted) throw gaveUp("before anything was called", signal);
      // Each time: files and environment cost nothing beside a call, and renewed temporary credentials are noticed.
      const settings = await resolveSettings(configuration, environment, region, access, signal);
      const who = identityKey(settings);
      const { client, reads } = remembered(clients, `${who} ${settings.region}`, () => {
        const made = clientOf(settings, (expired) => renewed(expired, settings, who));
        return { client: made, reads: createHavipReads(made, timing) };
      });
      const ask = remembered(identities, who, () =>
        singleFlight(
          "asking the cloud whose credentials these are (GetCallerIdentity)",
          QUESTION_MS,
          async (own, tell) => {
            const identity = await whoami(telling(client, tell), own);
            accounts.set(who, identity);
            return identity;
          },
        ),
      );
      const identity = async (caller: AbortSignal): Promise<Identity> => {
        const found = await ask(caller);
        assertAllowed(found, settings.accounts, settings.credential.source);
        return found;
      };
      const endpoint = endpointOf("vpc", settings.region, settings.endpoint).url;
      return {
        client: guarded(client, settings.accounts, identity),
        reads,
        region: settings.region,
        endpoint,
        identity,
      };
    },
  };
}

/** How long it may take to learn whose credentials these are. */
const QUESTION_MS = 120_000;

const noOthers: Renew = () => Promise.resolve(undefined);

/** With rules about accounts, nothing is changed before the account is known to be allowed, whoever calls. */
function guarded(client: Client, rules: AccountRules, identity: (signal: AbortSignal) => Promise<Identity>): Client {
  if (rules.allowed.length === 0 && rules.forbidden.length === 0) return client;
  return {
    async call(action, request, signal, onTheWay) {
      if (ACTIONS[action].class !== "read") await identity(signal);
      return client.call(action, request, signal, onTheWay);
    },
  };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** Endpoint and credential as a key. */
function identityKey({ endpoint, credential }: Settings): string {
  return JSON.stringify([endpoint, credential.fingerprint()]);
}

/** This and the memory below are the only module-level state of the provider. */
const runtime = createRuntime({
  variables: process.env,
  home: homedir,
  readFile: (path) => readFile(path, "utf8"),
});

/** What this process did so far. */
export const memory = createMemory();

export function configure(source: ConfigurationSource): void {
  runtime.configure(source);
}

export function connect(region: string | undefined, signal: AbortSignal): Promise<Connection> {
  return runtime.connect(region, signal);
}
