import { Resolver } from "node:dns/promises";
import { STORE_HEADER } from "../../core/emulator";
import { type EndpointSettings, endpointOf } from "../endpoint";
import type { Send, Sent } from "../send";
import { untilEither } from "../until-either";

/** Where a machine of the cloud learns about itself. */
export interface MetadataService {
  url: string;
  /** The Host header, where it is not the URL's. */
  host?: string;
}

export interface Metadata {
  /** The service for somebody whose settings ask for it. */
  service(endpoint: EndpointSettings, signal: AbortSignal): Promise<MetadataService>;
  /** The service, where this machine has one; else in words why not. It takes a second at most. */
  nearby(endpoint: EndpointSettings, signal: AbortSignal): Promise<MetadataService | string>;
  read(service: MetadataService, path: string, signal: AbortSignal): Promise<Sent>;
}

export interface MetadataOptions {
  /** The service's own URL; the cloud's unless given. */
  url?: string;
  resolver?: () => Resolver;
}

/** What may be lost on a machine that is not in the cloud. */
const NEARBY_MS = 1_000;

/** For how long a machine without the service is not asked again: a run of many resources loses that second once. */
const REMEMBERED_MS = 30_000;

/**
 * Instance metadata: https://cloud.tencent.com/document/product/213/4934. Whoever works with an emulator (an endpoint on
 * this machine that says it is one) gets the emulator's and never the machine's own.
 */
export function createMetadata(send: Send, now: () => number, options: MetadataOptions = {}): Metadata {
  const { url = "http://metadata.tencentyun.com", resolver = boundedResolver } = options;
  let looked: { until: number; found: Promise<MetadataService | string> } | undefined;

  const read: Metadata["read"] = ({ url: base, host }, path, signal) =>
    send(
      {
        method: "GET",
        url: `${base}/latest/meta-data/${path}`,
        headers: { Accept: "*/*", ...(host === undefined ? {} : { Host: host }) },
        body: "",
      },
      signal,
    );

  /** The emulator that the settings name, if they name one, and what it says. */
  async function emulator(settings: EndpointSettings, signal: AbortSignal): Promise<Reached | undefined> {
    const endpoint = endpointOf("sts", "", settings);
    if (!endpoint.loopback) return undefined;
    const service = { url: endpoint.url };
    const sent = await read(service, "", signal);
    // Whatever else answers on this machine is a proxy of the cloud, which has no metadata.
    return sent.kind === "unanswered" || sent.headers.has(STORE_HEADER) ? { service, sent } : undefined;
  }

  /** An answer to a question that nobody asked for is trusted only if it comes from the link itself. */
  async function resolved(): Promise<MetadataService | string> {
    const { hostname, host, port } = new URL(url);
    const [address] = /^[\d.]+$/.test(hostname) ? [hostname] : await addresses(resolver(), hostname);
    if (address === undefined) return `the name ${hostname} is not resolved`;
    if (!/^(169\.254|127)\./.test(address)) return `the name ${hostname} is resolved to ${address}, which is not here`;
    const service = { url: `http://${address}${port === "" ? "" : `:${port}`}`, host };
    return answering({ service, sent: await read(service, "", AbortSignal.timeout(NEARBY_MS / 2)) });
  }

  return {
    read,
    service: async (settings, signal) => (await emulator(settings, signal))?.service ?? { url },
    async nearby(settings, signal) {
      const own = await emulator(settings, untilEither(signal, AbortSignal.timeout(NEARBY_MS)));
      if (own !== undefined) return answering(own);
      if (looked !== undefined && now() < looked.until) return looked.found;
      // A machine that has it does not lose it: a name server that is slow later must not end the run.
      const look = { until: Infinity, found: resolved() };
      looked = look;
      const found = await look.found;
      if (typeof found === "string") look.until = now() + REMEMBERED_MS;
      return found;
    },
  };
}

interface Reached {
  service: MetadataService;
  sent: Sent;
}

function answering({ service, sent }: Reached): MetadataService | string {
  return sent.kind === "answered" ? service : `${service.url} does not answer`;
}

/**
 * Not the machine's own way of resolving names (getaddrinfo), which cannot be ended: without a network it holds one of
 * Node's four threads for many seconds.
 */
function boundedResolver(): Resolver {
  return new Resolver({ timeout: NEARBY_MS / 2, tries: 1 });
}

async function addresses(resolver: Resolver, name: string): Promise<string[]> {
  // Its own limit is for each server that the machine knows.
  const timer = setTimeout(() => {
    resolver.cancel();
  }, NEARBY_MS / 2);
  try {
    return await resolver.resolve4(name);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
